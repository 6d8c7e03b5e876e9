/** Ctrl K: one list to go anywhere, be anyone and open everything from, found by typing. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { closeLayer, openLayer } from "./layers.js";
import { avatar } from "./people.js";
import { app, archivedChannels, humans, isMember, state, visibleChannels } from "./state.js";

/** `ways` is {goTo(place), become(personId), moveClock(how), chooseInstant(), openTrouble(), openWorkspace(), toggleDeveloper()}. */
export function openSwitcher(ways) {
  const all = choices(ways);
  let shown = [];
  let active = 0;
  const input = h("input", {
    class: "text-input",
    type: "text",
    role: "combobox",
    placeholder: "A channel, a person, or what to do",
    "aria-label": "Go to",
    "aria-expanded": "true",
    "aria-controls": "switcher-list",
    "aria-autocomplete": "list",
    autocomplete: "off",
    data: { testid: "switcher-search" },
  });
  const list = h("div", {
    class: "listbox",
    id: "switcher-list",
    role: "listbox",
    "aria-label": "Places, people, deeds",
  });

  function show() {
    const wanted = fold(input.value.trim());
    shown = all
      .filter((one) => fold(`${one.label} ${one.detail}`).includes(wanted))
      .sort((a, b) => rank(a, wanted) - rank(b, wanted));
    list.replaceChildren(...shown.map(row));
    if (!shown.length)
      list.append(h("div", { class: "option-none", role: "option", "aria-disabled": "true" }, "Nothing by that name"));
    activate(0);
  }

  const row = (one, index) =>
    h(
      "div",
      {
        class: "option",
        role: "option",
        id: `switcher-${index}`,
        data: { testid: "switcher-option" },
        onclick: () => take(one),
        onpointermove: () => activate(index, false),
      },
      one.mark(),
      h("span", { class: "option-text" }, h("span", { dir: "auto" }, one.label)),
      h("small", {}, one.detail),
    );

  function activate(index, scroll = true) {
    active = Math.max(0, Math.min(index, shown.length - 1));
    for (const [at, node] of [...list.querySelectorAll("[id]")].entries()) {
      node.classList.toggle("active", at === active);
      node.setAttribute("aria-selected", String(at === active));
    }
    if (shown.length) input.setAttribute("aria-activedescendant", `switcher-${active}`);
    else input.removeAttribute("aria-activedescendant");
    if (scroll) list.querySelector(".active")?.scrollIntoView({ block: "nearest" });
  }

  function take(one) {
    closeLayer();
    one.run();
  }

  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") activate(active + 1);
    else if (event.key === "ArrowUp") activate(active - 1);
    else if (event.key === "Enter" && shown[active]) take(shown[active]);
    else return;
    event.preventDefault();
  });
  show();
  const box = h(
    "section",
    {
      class: "dialog switcher",
      role: "dialog",
      "aria-modal": "true",
      "aria-label": "Go to",
      data: { testid: "switcher" },
    },
    input,
    list,
  );
  openLayer("switcher", box, input);
}

function choices({ goTo, become, moveClock, chooseInstant, openTrouble, openWorkspace, toggleDeveloper }) {
  const channels = [...visibleChannels(), ...archivedChannels()].map((one) => ({
    label: one.name,
    detail: one.archived ? "archived channel" : isMember(one) ? "channel" : "channel you are not in",
    mark: () => icon(one.private ? "lock" : "hash"),
    run: () => goTo(one.id),
  }));
  const people = humans()
    .filter((one) => one.id !== state.personId)
    .map((one) => ({
      label: `Be ${one.name}`,
      detail: one.title || `@${one.handle}`,
      mark: () => avatar(one.id, one.name, "avatar-small"),
      run: () => become(one.id),
    }));
  const deed = (label, mark, run) => ({ label, detail: "", mark: () => icon(mark), run });
  const faceOfApp = () => avatar(app().bot_user_id, app().name, "avatar-small");
  return [
    ...channels,
    { label: app().name, detail: "your messages with the app", mark: faceOfApp, run: () => goTo("dm") },
    ...(app().home_tab ? [{ ...deed(`${app().name} Home`, "home", () => goTo("home")), detail: "Home tab" }] : []),
    ...people,
    deed("Clock: next event", "skip", () => moveClock({ next: true })),
    deed("Clock: one hour on", "clock", () => moveClock({ by: "PT1H" })),
    deed("Clock: one day on", "clock", () => moveClock({ by: "P1D" })),
    deed("Clock: go to…", "clock", chooseInstant),
    deed("Trouble", "warning", openTrouble),
    deed("Workspace", "people", openWorkspace),
    deed("Developer", "code", toggleDeveloper),
  ];
}

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** What begins with the words typed comes before what only has them somewhere. */
const rank = (one, wanted) => {
  const label = fold(one.label);
  if (label.startsWith(wanted)) return 0;
  return label.split(/[\s-]+/).some((word) => word.startsWith(wanted)) ? 1 : 2;
};
