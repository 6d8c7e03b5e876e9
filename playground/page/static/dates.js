/** Days, times and instants, in the browser's own pickers, with what was chosen spelled out beside them. */

import { h } from "./dom.js";
import { zone } from "./state.js";
import { fullTime, instantOf, localInput, shortDay, zoneName } from "./times.js";
import { choose, focusKey } from "./touch.js";

const QUIET = 900; // ms; while a date is typed it passes through many others, and only the last is meant

export function drawDate(element, use) {
  const node = field(element, use, "date", use.value);
  settles(element, use, node, (text) => text);
  return spelledOut(node, (value) => shortDay(new Date(`${value}T12:00Z`), "UTC"));
}

export function drawTime(element, use) {
  const node = field(element, use, "time", use.value);
  settles(element, use, node, (text) => text);
  return spelledOut(node, (value) => (element.timezone ? `${value} ${zoneName(element.timezone)}` : ""));
}

/** Unix seconds on the wire; on screen the wall clock of the person's zone. */
export function drawInstant(element, use) {
  const shown = (value) => (value ? localInput(new Date(value * 1000), zone()) : "");
  const node = field(element, use, "datetime-local", shown(use.value));
  settles(element, use, node, (text) => Math.floor(instantOf(text, zone()) / 1000), shown);
  return spelledOut(node, (value) => fullTime(instantOf(value, zone()), zone()));
}

function field(element, use, type, value) {
  return h("input", {
    class: "text-input short-input",
    type,
    value: value ?? "",
    min: type === "date" ? "1000-01-01" : null,
    "aria-label": use.label,
    autocomplete: "off",
    data: { actionId: element.action_id, focusKey: focusKey(element, use) },
  });
}

/** The app is told once typing has paused, on Enter, or on leaving; a form that is sent knows the value before. */
function settles(element, use, node, read, write = (value) => value ?? "") {
  let settled = use.value ?? null;
  let timer = null;
  const settle = () => {
    clearTimeout(timer);
    const next = node.value ? read(node.value) : null;
    if (next === settled) return;
    const before = settled;
    settled = next;
    choose(element, use, next, () => {
      settled = before;
      node.value = write(before);
      node.dispatchEvent(new Event("input"));
    });
  };
  node.addEventListener("change", () => {
    use.changed(node.value ? read(node.value) : null, { typing: true });
    clearTimeout(timer);
    timer = setTimeout(settle, QUIET);
  });
  node.addEventListener("blur", settle);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    settle();
  });
}

/** Browsers write dates their own way; the words beside them make sure that 2/9 is never the 2nd of September. */
function spelledOut(input, words) {
  const echo = h("span", { class: "date-echo", "aria-live": "polite" });
  const tell = () => {
    echo.textContent = input.value ? words(input.value) : "";
  };
  input.addEventListener("input", tell);
  tell();
  return { node: h("span", { class: "dated" }, input, echo), control: input };
}
