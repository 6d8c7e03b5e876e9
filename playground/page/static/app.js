/** The page: who is looking, at what, and the drawing of each part when something changed. */

import { drawClock, startClock } from "./clock.js";
import { drawComposer } from "./composer.js";
import { drawDeveloper } from "./developer.js";
import { announce, h, rove } from "./dom.js";
import { drawHome, openHome } from "./home.js";
import { icon } from "./icons.js";
import { drawMessages, startMessages } from "./messages.js";
import { drawModal } from "./modal.js";
import { drawPersonButton, openPersonMenu } from "./persons.js";
import { closePopup, closeStrayPopup } from "./popup.js";
import * as reading from "./reading.js";
import { drawSidebar, startSidebar } from "./sidebar.js";
import {
  app,
  change,
  conversation,
  follow,
  here,
  humans,
  person,
  refresh,
  state,
  subscribe,
  visibleChannels,
} from "./state.js";
import { drawThread, openThread } from "./thread.js";
import { drawTour, hasTour, setTourOpen, tourIsOpen, tourLook } from "./tour.js";

const at = (id) => document.getElementById(id);
const PERSON = "playground.person";

// ---- going places ----------------------------------------------------------------------------------------------------

function goTo(place, { focus = true } = {}) {
  closePopup({ refocus: false });
  openSidebar(false);
  change({ place, thread: null });
  if (place === "home") openHome();
  const name = place === "home" ? `${app().name} Home` : conversation(place).name;
  announce(name);
  if (focus && place !== "home")
    queueMicrotask(() => at("composer").querySelector("textarea")?.focus({ preventScroll: true }));
}

function become(personId) {
  remember(personId);
  change({ personId, thread: null });
  openSidebar(false);
  if (!canSee(state.place)) change({ place: reading.firstPlace() });
  if (state.place === "home") openHome();
  announce(`You are now ${person(personId).name}`);
}

const canSee = (place) =>
  place === "dm" || (place === "home" && app().home_tab) || visibleChannels().some((one) => one.id === place);

function remember(personId) {
  try {
    localStorage.setItem(PERSON, personId);
  } catch {
    // then the page starts with the first person next time
  }
}

function remembered() {
  try {
    return localStorage.getItem(PERSON);
  } catch {
    return null;
  }
}

/** The address says who looks where (`#as=aisha&in=customer-service`), so that a place can be linked to and reloaded. */
function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const wanted = (asked.get("as") ?? "").toLowerCase();
  const asPerson = humans().find((one) => [one.id, one.handle, one.name].some((name) => name.toLowerCase() === wanted));
  const personId = asPerson?.id ?? (person(remembered()) && remembered()) ?? humans()[0].id;
  change({ personId });
  const place = asked.get("in") ?? "";
  const found = visibleChannels().find((one) => [one.id, one.name].includes(place.replace(/^#/, "")))?.id;
  const wantedPlace = found ?? (["dm", "home"].includes(place) ? place : null);
  change({
    place: wantedPlace && canSee(wantedPlace) ? wantedPlace : reading.firstPlace(),
    thread: asked.get("thread"),
  });
  if (state.place === "home") openHome();
}

function writeAddress() {
  const named = state.server.channels.find((one) => one.id === state.place)?.name ?? state.place;
  const parts = new URLSearchParams({ as: person(state.personId).handle, in: named });
  if (state.thread) parts.set("thread", state.thread);
  if (location.hash.slice(1) !== parts.toString()) history.replaceState(null, "", `#${parts}`);
  document.title = `${state.place === "home" ? "Home" : here().name} · ${state.server.team.name}`;
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
  const look = JSON.stringify([state.personId, place.key, place.canPost, app().commands, app().shortcuts]);
  if (at("composer").dataset.look !== look) {
    at("composer").dataset.look = look;
    at("composer").replaceChildren(drawComposer(place));
  }
  return drawMessages(at("messages"), place, openThread);
}

function drawHead(place, atHome) {
  const head = at("place-head");
  const look = JSON.stringify([state.place, state.personId, place?.name, place?.topic, place?.members]);
  if (head.dataset.look === look) return;
  head.dataset.look = look;
  const ofApp = atHome || place.kind === "dm";
  const mark = ofApp ? null : icon(place.private ? "lock" : "hash");
  head.replaceChildren(
    h("h1", { dir: "auto" }, mark, ofApp ? app().name : place.name),
    ofApp
      ? h("span", { class: "badge" }, "APP")
      : h("span", { class: "place-topic", dir: "auto", title: place.topic }, place.topic ?? ""),
    ofApp ? appTabs(atHome) : h("span", { class: "place-members" }, `${place.members.length} members`),
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

function drawRail() {
  const rail = at("rail");
  const thread = drawThread();
  const tour = !thread && tourIsOpen();
  rail.hidden = !thread && !tour;
  rail.classList.toggle("rail-tour", tour);
  at("tour-toggle").hidden = !hasTour();
  at("tour-toggle").setAttribute("aria-expanded", String(tour));
  if (thread) {
    rail.dataset.look = "thread";
    if (rail.firstChild !== thread) rail.replaceChildren(thread);
  } else if (!tour) {
    rail.dataset.look = "";
    rail.replaceChildren();
  } else if (rail.dataset.look !== tourLook()) {
    rail.dataset.look = tourLook();
    rail.replaceChildren(drawTour(takeStep, () => toggleTour(false)));
  }
}

function toggleTour(open = !tourIsOpen() || Boolean(state.thread)) {
  setTourOpen(open);
  change(open ? { thread: null } : {});
  if (!open) at("tour-toggle").focus();
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

const isNarrow = () => matchMedia("(max-width: 900px)").matches;

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
  document.body.classList.toggle("sidebar-open", open);
  at("sidebar-toggle").setAttribute("aria-expanded", String(open));
  if (open) at("person").focus();
}

// ---- starting ----------------------------------------------------------------------------------------------------------

function wire() {
  startClock(at("clock"));
  startSidebar(at("places"));
  startMessages(at("messages"));
  at("person").addEventListener("click", () => openPersonMenu(at("person"), become));
  at("sidebar-toggle").addEventListener("click", () => openSidebar(!document.body.classList.contains("sidebar-open")));
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address already says who looks where
    (at("composer").querySelector("textarea") ?? at("main")).focus();
  });
  at("shade").addEventListener("click", () => openSidebar(false));
  at("developer-toggle").addEventListener("click", toggleDeveloper);
  at("tour-toggle").addEventListener("click", () => toggleTour());
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
  window.addEventListener("hashchange", readAddress);
}

async function start() {
  if (isNarrow()) setTourOpen(false);
  await refresh();
  reading.forgetEarlierWorlds();
  readAddress();
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
