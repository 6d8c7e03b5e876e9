/** "Try this first": steps for a newcomer, told by whoever started the playground. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { state } from "./state.js";

const STORE = "playground.tour";

export const hasTour = () => Boolean(state.server.tour?.length);
export const tourIsOpen = () => hasTour() && localStorageOr("open") === "open";

/** `take(step)` switches person and place and fills the composer; `close` folds the panel away. */
export function drawTour(take, close) {
  const steps = state.server.tour.map((step, index) => drawStep(step, index, take));
  return h(
    "section",
    { class: "rail-panel tour", "aria-label": "Try this first", data: { testid: "tour" } },
    h(
      "header",
      { class: "rail-head" },
      icon("spark"),
      h("h2", {}, "Try this first"),
      h(
        "button",
        {
          type: "button",
          class: "button-bare",
          "aria-label": "Fold away",
          data: { testid: "tour-close" },
          onclick: close,
        },
        icon("close"),
      ),
    ),
    h("ol", { class: "tour-steps" }, steps),
  );
}

export const tourLook = () => JSON.stringify(state.server.tour);

function drawStep(step, index, take) {
  return h(
    "li",
    {},
    h(
      "button",
      {
        type: "button",
        class: "tour-step",
        data: { testid: "tour-step", focusKey: `tour-${index}` },
        onclick: () => take(step),
      },
      h("span", { class: "tour-number", "aria-hidden": "true" }, index + 1),
      h(
        "span",
        { class: "tour-text" },
        h("b", {}, step.title),
        h("span", {}, step.text),
        (step.type || step.channel) && h("span", { class: "tour-what" }, whatItDoes(step)),
      ),
    ),
  );
}

function whatItDoes({ as_user: who, channel, type }) {
  return [
    who && `as ${who}`,
    channel && `in ${channel === "dm" ? "direct messages" : `#${channel.replace(/^#/, "")}`}`,
    type,
  ]
    .filter(Boolean)
    .join(" · ");
}

export function setTourOpen(open) {
  try {
    localStorage.setItem(STORE, open ? "open" : "folded");
  } catch {
    folded = !open;
  }
}

let folded = null; // where there is no storage, for as long as the page lasts

function localStorageOr(fallback) {
  try {
    return localStorage.getItem(STORE) ?? fallback;
  } catch {
    return folded ? "folded" : fallback;
  }
}
