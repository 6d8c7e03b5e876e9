/** The keyboard: shortcuts for the whole page, the way from part to part, and the page that explains them. */

import { h } from "./dom.js";
import { closeLayer, layerIsOpen, openLayer } from "./layers.js";
import { openSwitcher } from "./switcher.js";

const at = (id) => document.getElementById(id);

/** `ways` is what the switcher offers: see switcher.js. */
export function startKeys(ways) {
  at("keys-toggle").addEventListener("click", toggleHelp);
  document.addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key === "/") answer(event, toggleHelp);
    else if (event.key === "?" && !command && !isTyping(event.target)) answer(event, toggleHelp);
    else if (command && event.key.toLowerCase() === "k" && !at("app").inert) answer(event, () => openSwitcher(ways));
    else if (event.key === "F6" && !at("app").inert) answer(event, () => nextPart(event.shiftKey ? -1 : 1));
  });
  at("main").addEventListener("keydown", moveInConversation);
}

function answer(event, what) {
  event.preventDefault();
  what();
}

const isTyping = (node) =>
  node.matches?.("textarea, select, [contenteditable=true], input:not([type=checkbox], [type=radio])");

// ---- from part to part -------------------------------------------------------------------------------------------------

const PARTS = ["clock", "sidebar", "place-head", "messages", "home", "composer", "rail", "developer"];
const STOPS = "button, a[href], input, textarea, select, summary, [tabindex='0']";
const lastIn = new Map(); // what had focus last in each part

function nextPart(step) {
  const parts = PARTS.map(at).filter(
    (part) => part.checkVisibility({ visibilityProperty: true }) && !part.inert && stopsIn(part).length,
  );
  const here = parts.findIndex((part) => part.contains(document.activeElement));
  if (here >= 0) lastIn.set(parts[here].id, document.activeElement);
  const next = parts.at((here < 0 ? (step > 0 ? 0 : -1) : here + step + parts.length) % parts.length);
  const before = lastIn.get(next?.id);
  (before && next.contains(before) && before.checkVisibility() ? before : (stopsIn(next)[0] ?? next)).focus();
}

const stopsIn = (part) =>
  [...part.querySelectorAll(STOPS)].filter((node) => node.tabIndex >= 0 && !node.disabled && node.checkVisibility());

/** ↑ in an empty composer goes to the messages; Escape leads back, from a message's button to the message first. */
function moveInConversation(event) {
  const { target, key } = event;
  if (event.defaultPrevented) return;
  const message = target.closest(".message");
  if (key === "ArrowUp" && target.matches("#composer textarea") && !target.value) {
    const newest = at("messages").querySelector(".message:last-child");
    if (newest) answer(event, () => newest.focus());
  } else if (key === "Escape" && message && at("messages").contains(message)) {
    answer(event, () => (target === message ? stopsIn(at("composer"))[0] : message)?.focus());
  }
}

// ---- what the keys are -------------------------------------------------------------------------------------------------

const KEYS = [
  ["Ctrl K", "Go to a channel or Home, be somebody else, move the clock"],
  ["F6, Shift F6", "Next part of the page, the part before"],
  ["Tab, Shift Tab", "Next control, the one before"],
  ["↑ ↓ Home End", "Move in a list: channels, messages, menus"],
  ["↑ in an empty composer", "To the messages, the newest first"],
  ["Enter on a message", "To its first button"],
  ["Esc", "Back: from a button to its message, from there to the composer; closes what is open"],
  ["/ in the composer", "Commands; @ people, # channels; Tab takes the one marked"],
  ["Enter, Shift Enter", "Send, new line"],
  ["Ctrl Enter", "Send a form from any of its fields"],
  ["? or Ctrl /", "This list"],
];

function toggleHelp() {
  if (layerIsOpen("keys")) return closeLayer();
  const close = h(
    "button",
    { type: "button", class: "button primary", data: { testid: "keys-close" }, onclick: () => closeLayer() },
    "Close",
  );
  const rows = KEYS.map(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)]);
  const box = h(
    "section",
    {
      class: "dialog keys",
      role: "dialog",
      "aria-modal": "true",
      "aria-labelledby": "keys-title",
      data: { testid: "keys" },
    },
    h("div", { class: "dialog-head" }, h("h2", { class: "dialog-title", id: "keys-title" }, "Keyboard")),
    h(
      "div",
      { class: "dialog-body", tabindex: "0", role: "group", "aria-labelledby": "keys-title" },
      h("dl", { class: "keys-list" }, rows),
    ),
    h("div", { class: "dialog-foot" }, close),
  );
  return openLayer("keys", box, close);
}
