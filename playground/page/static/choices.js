/** The list of a picker: which choices match what was typed, and their rows. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

const SHOWN = 150; // more than anybody reads; typing narrows them down

/** Those that hold what was typed; a name that begins with it comes before one that merely holds it. */
export function matching(choices, typed) {
  const wanted = fold(typed);
  if (!wanted) return choices.slice(0, SHOWN);
  const found = choices.filter((choice) => fold(`${choice.label} ${choice.detail ?? ""}`).includes(wanted));
  const begins = (choice) => Number(fold(choice.label).startsWith(wanted));
  return found.sort((a, b) => begins(b) - begins(a)).slice(0, SHOWN);
}

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** `full`: no more can be chosen, so what is not chosen yet cannot be. `instead`: what to say where there are none. */
export function drawChoices(shown, { listId, isChosen, full, pick, activate, instead }) {
  if (!shown.length) {
    const text = instead ?? "No matches";
    return [
      h("div", { class: "option-none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, text),
    ];
  }
  const rows = [];
  let group = null;
  for (const [index, choice] of shown.entries()) {
    const row = drawRow(choice, index);
    if (!choice.group) {
      group = null;
      rows.push(row);
    } else if (group?.name === choice.group) group.node.append(row);
    else {
      const heading = h("div", { class: "option-group", role: "presentation" }, choice.group);
      group = { name: choice.group, node: h("div", { role: "group", "aria-label": choice.group }, heading, row) };
      rows.push(group.node);
    }
  }
  return rows;

  function drawRow(choice, index) {
    const on = isChosen(choice);
    return h(
      "div",
      {
        class: "option",
        role: "option",
        id: `${listId}-${index}`,
        "aria-selected": String(on),
        "aria-disabled": full && !on ? "true" : null,
        data: { value: choice.value },
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => pick(choice),
        onpointermove: () => activate(index, { scroll: false }),
      },
      choice.mark?.(),
      h(
        "span",
        { class: "option-text" },
        h("bdi", {}, choice.label),
        choice.detail && h("small", {}, h("bdi", {}, choice.detail)),
      ),
      on && icon("tick", "icon option-tick"),
    );
  }
}
