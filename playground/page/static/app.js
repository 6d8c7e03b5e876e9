/** The page: who is looking, at what, and the drawing of each part when something changed. */

import { canSee, readAddress, rememberPerson, writeAddress } from "./address.js";
import { chooseInstant, drawClock, moveClock, startClock } from "./clock.js";
import { drawComposer } from "./composer.js";
import { drawDeveloper } from "./developer.js";
import { announce, h, rove } from "./dom.js";
import { drawHome, openHome } from "./home.js";
import { icon } from "./icons.js";
import { startKeys } from "./keys.js";
import { drawMessages, startMessages } from "./messages.js";
import { drawModal } from "./modal.js";
import { openPanel, startPanels } from "./panels.js";
import { drawPersonButton, openPersonMenu } from "./persons.js";
import { closePopup, closeStrayPopup } from "./popup.js";
import { drawRail, startRail, togglePanel } from "./rail.js";
import * as reading from "./reading.js";
import { drawSidebar, startSidebar } from "./sidebar.js";
import {
  app,
  change,
  conversation,
  follow,
  here,
  humans,
  me,
  person,
  refresh,
  state,
  subscribe,
  visibleChannels,
} from "./state.js";
import { openThread } from "./thread.js";
import { setTourOpen } from "./tour.js";

const at = (id) => document.getElementById(id);
const isNarrow = () => matchMedia("(max-width: 900px)").matches;
const isPhone = () => matchMedia("(max-width: 640px)").matches;

// ---- going places ----------------------------------------------------------------------------------------------------

function goTo(place, { focus = true } = {}) {
  closePopup({ refocus: false });
  openSidebar(false);
  change({ place, thread: null, panel: isPhone() ? null : state.panel });
  if (place === "home") openHome();
  const name = place === "home" ? `${app().name} Home` : conversation(place).name;
  announce(name);
  if (focus) queueMicrotask(focusPlace);
}

/** To where one writes there, else to what is there. */
function focusPlace() {
  const stop = state.place === "home" ? null : at("composer").querySelector("textarea");
  (stop ?? at("main")).focus({ preventScroll: true });
}

function become(personId) {
  rememberPerson(personId);
  const phone = isPhone();
  change({ personId, thread: null, panel: phone ? null : state.panel });
  openSidebar(false);
  if (!canSee(state.place)) change({ place: reading.firstPlace() });
  if (state.place === "home") openHome();
  announce(`You are now ${person(personId).name}`);
  if (phone) queueMicrotask(focusPlace);
}

function arrive() {
  readAddress();
  if (state.place === "home") openHome();
}

// ---- drawing -----------------------------------------------------------------------------------------------------------

function draw() {
  if (!canSee(state.place)) change({ place: reading.firstPlace() });
  reading.forgetEarlierWorlds();
  at("team-name").textContent = state.server.team.name;
  drawClock(at("clock"), goTo);
  drawPersonButton(at("person"));
  drawMain();
  drawSidebar(at("places"), goTo);
  drawRail();
  drawSidebarFoot();
  drawState();
  drawModal();
  closeStrayPopup();
  writeAddress();
}

function drawMain() {
  const atHome = state.place === "home";
  const place = here();
  at("messages").hidden = atHome;
  at("composer").hidden = atHome;
  at("home").hidden = !atHome;
  drawHead(place, atHome);
  if (atHome) return drawHome(at("home"));
  const look = JSON.stringify([state.personId, place.key, me().name, place.closed, app().commands, app().shortcuts]);
  if (at("composer").dataset.look !== look) {
    at("composer").dataset.look = look;
    at("composer").replaceChildren(drawComposer(place));
  }
  return drawMessages(at("messages"), place, openThread);
}

function drawHead(place, atHome) {
  const head = at("place-head");
  const look = JSON.stringify([state.place, state.personId, place && { ...place, messages: null }]);
  if (head.dataset.look === look) return;
  head.dataset.look = look;
  const ofApp = atHome || place.kind === "dm";
  const mark = ofApp ? null : icon(place.private ? "lock" : "hash");
  const focused = head.contains(document.activeElement) ? document.activeElement.dataset.focusKey : null;
  head.replaceChildren(
    h("h1", { dir: "auto" }, mark, ofApp ? app().name : place.name),
    ofApp
      ? h("span", { class: "badge" }, "APP")
      : h("span", { class: "place-topic", dir: "auto", title: place.topic }, place.topic ?? ""),
    ofApp ? appTabs(atHome) : detailsButton(place),
  );
  if (focused) head.querySelector(`[data-focus-key="${focused}"]`)?.focus();
}

function detailsButton({ id, members, pins }) {
  const count = members.length === 1 ? "1 member" : `${members.length} members`;
  const pinned = pins.length > 0 && `${pins.length} pinned`;
  return h(
    "button",
    {
      type: "button",
      class: "place-details",
      "aria-label": ["Channel details", count, pinned].filter(Boolean).join(", "),
      data: { testid: "channel-details", focusKey: "channel-details" },
      onclick: () => openPanel({ kind: "channel", id }),
    },
    icon("people"),
    h("span", { class: "place-members" }, count),
    pinned && [icon("pin"), h("span", { class: "place-members" }, pins.length)],
  );
}

function appTabs(atHome) {
  if (!app().home_tab) return h("span");
  const tab = (text, place, chosen, testid) =>
    h(
      "button",
      {
        type: "button",
        class: "tab",
        role: "tab",
        "aria-selected": String(chosen),
        data: { testid, focusKey: testid },
        onclick: () => goTo(place, { focus: false }),
      },
      text,
    );
  const tabs = h(
    "div",
    { role: "tablist", "aria-label": app().name, class: "place-tabs" },
    tab("Home", "home", atHome, "home-tab"),
    tab("Messages", "dm", !atHome, "messages-tab"),
  );
  rove(tabs, "[role=tab]", { horizontal: true });
  return tabs;
}

function takeStep({ as_user: who, channel, type }) {
  const named = (who ?? "").replace(/^@/, "").toLowerCase();
  const chosen = humans().find((one) => [one.id, one.handle, one.name].some((name) => name.toLowerCase() === named));
  if (chosen) become(chosen.id);
  const found = visibleChannels().find((one) => [one.id, one.name].includes((channel ?? "").replace(/^#/, "")));
  const place = found?.id ?? (["dm", "home"].includes(channel) ? channel : state.place);
  if (isNarrow()) setTourOpen(false);
  goTo(place);
  if (type) setTimeout(() => at("composer").querySelector("form")?.prefill?.(type), 0);
}

function drawSidebarFoot() {
  const foot = at("transport");
  const text = { socket: "Socket Mode", http: "Signed HTTP" }[app().transport];
  if (foot.textContent !== text) foot.textContent = text;
}

function drawState() {
  document.body.classList.toggle("underway", state.underway > 0);
  at("offline").hidden = state.connected;
  const { refusals } = state.server;
  at("developer-toggle").querySelector(".count").textContent = refusals.length || "";
  if (!at("developer").hidden) drawDeveloper(at("developer"), toggleDeveloper);
}

function toggleDeveloper() {
  const drawer = at("developer");
  drawer.hidden = !drawer.hidden;
  at("developer-toggle").setAttribute("aria-expanded", String(!drawer.hidden));
  if (drawer.hidden) at("developer-toggle").focus();
  else {
    drawDeveloper(drawer, toggleDeveloper);
    drawer.querySelector("[role=tab][aria-selected=true]").focus();
  }
}

function openSidebar(open) {
  const was = document.body.classList.contains("sidebar-open");
  document.body.classList.toggle("sidebar-open", open);
  at("sidebar-toggle").setAttribute("aria-expanded", String(open));
  if (open) at("person").focus();
  else if (was && at("sidebar").contains(document.activeElement)) at("sidebar-toggle").focus();
}

// ---- starting ----------------------------------------------------------------------------------------------------------

function wire() {
  startClock(at("clock"));
  startSidebar(at("places"));
  startMessages(at("messages"));
  startRail(takeStep);
  startPanels({ goTo, become });
  startKeys({
    goTo,
    become,
    moveClock: (how) => moveClock(at("clock"), how),
    chooseInstant: () => chooseInstant(at("clock")),
    openTrouble: () => togglePanel("trouble"),
    openWorkspace: () => togglePanel("workspace"),
    toggleDeveloper,
  });
  at("person").addEventListener("click", () => openPersonMenu(at("person"), become));
  at("workspace-toggle").addEventListener("click", () => {
    openSidebar(false);
    togglePanel("workspace");
  });
  at("sidebar-toggle").addEventListener("click", () => openSidebar(!document.body.classList.contains("sidebar-open")));
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address already says who looks where
    focusPlace();
  });
  at("shade").addEventListener("click", () => openSidebar(false));
  at("developer-toggle").addEventListener("click", toggleDeveloper);
  for (const slot of document.querySelectorAll("[data-icon]")) slot.prepend(icon(slot.dataset.icon));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-go-to]");
    if (!link) return;
    event.preventDefault();
    goTo(link.dataset.goTo);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("sidebar-open")) openSidebar(false);
  });
  document.addEventListener("visibilitychange", () => change());
  window.addEventListener("hashchange", arrive);
}

async function start() {
  if (isNarrow()) setTourOpen(false);
  await refresh();
  reading.forgetEarlierWorlds();
  arrive();
  wire();
  subscribe(draw);
  draw();
  follow();
  document.body.classList.add("ready");
}

start().catch((error) => {
  at("failed").hidden = false;
  at("failed").textContent = `The playground could not be read: ${error.message}`;
  throw error;
});
