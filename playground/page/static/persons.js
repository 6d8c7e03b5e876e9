/** "You are: …": anyone in the workspace, with their own local time. */

import { h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import { closePopup, openPopup, popupIsOpen } from "./popup.js";
import * as reading from "./reading.js";
import { everyone, me, now, state } from "./state.js";
import { clockTime, zoneName } from "./times.js";

export function drawPersonButton(button) {
  const person = me();
  const look = JSON.stringify([person, state.server.now]);
  if (button.dataset.look === look) return;
  button.dataset.look = look;
  button.setAttribute("aria-label", `You are ${person.name}. Choose somebody else`);
  button.replaceChildren(
    avatar(person.id, person.name),
    h(
      "span",
      { class: "person-text" },
      h("span", { class: "person-lead" }, "You are"),
      h("span", { class: "person-name", dir: "auto" }, person.name),
      h(
        "span",
        { class: "person-detail", dir: "auto" },
        person.deleted ? "Deactivated account" : `${clockTime(now(), person.tz)} ${zoneName(person.tz)}`,
      ),
    ),
    icon("down"),
  );
}

export function openPersonMenu(button, become) {
  if (popupIsOpen(button)) return closePopup();
  const listId = uniqueId("people");
  const input = h("input", {
    class: "text-input",
    type: "text",
    role: "combobox",
    placeholder: "Find a person",
    "aria-label": "Find a person",
    "aria-expanded": "true",
    "aria-controls": listId,
    autocomplete: "off",
    data: { testid: "person-search" },
  });
  const list = h("div", { role: "listbox", id: listId, class: "listbox person-list", "aria-label": "People" });
  const waiting = reading.unreadElsewhere();
  let shown = [];
  let active = 0;

  function take(person) {
    if (person.deleted) return;
    closePopup();
    become(person.id);
  }

  function show() {
    const wanted = input.value.trim().toLowerCase();
    shown = everyone().filter((one) => `${one.name} ${one.handle} ${one.title}`.toLowerCase().includes(wanted));
    list.replaceChildren(...shown.map((one, index) => row(one, index)));
    if (!shown.length) list.append(h("div", { class: "option-none" }, "Nobody by that name"));
    activate(
      wanted
        ? 0
        : Math.max(
            0,
            shown.findIndex((one) => one.id === state.personId),
          ),
    );
  }

  function row(person, index) {
    const chosen = person.id === state.personId;
    const count = waiting.get(person.id);
    return h(
      "div",
      {
        class: "option person-option",
        role: "option",
        id: `${listId}-${index}`,
        "aria-selected": String(chosen),
        "aria-disabled": person.deleted ? "true" : null,
        data: { testid: "person-option", personId: person.id, personName: person.name },
        onclick: () => take(person),
        onpointermove: () => activate(index, false),
      },
      avatar(person.id, person.name),
      h(
        "span",
        { class: "option-text" },
        h("span", { dir: "auto" }, person.name),
        h("small", { dir: "auto" }, person.deleted ? "Deactivated account" : person.title || `@${person.handle}`),
      ),
      count > 0 && h("span", { class: "person-waiting", title: `${count} unread` }, count),
      h("span", { class: "person-time" }, clockTime(now(), person.tz), h("small", {}, zoneName(person.tz))),
    );
  }

  function activate(index, scroll = true) {
    active = Math.max(0, Math.min(index, shown.length - 1));
    for (const one of list.querySelectorAll(".option"))
      one.classList.toggle("active", one.id === `${listId}-${active}`);
    input.setAttribute("aria-activedescendant", `${listId}-${active}`);
    if (scroll) list.querySelector(".active")?.scrollIntoView({ block: "nearest" });
  }

  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") activate(active + 1);
    else if (event.key === "ArrowUp") activate(active - 1);
    else if (event.key === "Enter" && shown[active]) take(shown[active]);
    else if (event.key === "Tab") return closePopup();
    else return undefined;
    event.preventDefault();
    return undefined;
  });
  button.setAttribute("aria-expanded", "true");
  show();
  openPopup(button, h("div", { class: "person-menu" }, input, list), {
    match: true,
    onClose: () => button.setAttribute("aria-expanded", "false"),
  });
  activate(active);
  input.focus();
  return undefined;
}
