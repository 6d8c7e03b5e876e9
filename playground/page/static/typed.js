/** What is typed: texts, addresses, numbers. */

import { h } from "./dom.js";
import { focusKey, placeholderOf } from "./touch.js";

const TALLEST = 320; // px; a longer text scrolls

function props(element, use) {
  return {
    class: "text-input",
    "aria-label": use.label,
    placeholder: placeholderOf(element, null),
    data: { actionId: element.action_id, focusKey: focusKey(element, use) },
    dir: "auto",
    autocomplete: "off",
  };
}

/** Typing is told as it happens; Enter where the element asks for it. */
function wire(node, use, { multiline = false } = {}) {
  node.addEventListener("input", () => use.changed(node.value || null, { typing: true }));
  node.addEventListener("keydown", (event) => {
    const plainEnter = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (!plainEnter || !use.entered || multiline) return;
    event.preventDefault();
    use.entered(node.value || null);
  });
  return { node, control: node };
}

export function drawTextInput(element, use) {
  const node = element.multiline
    ? h("textarea", { ...props(element, use), rows: 3 })
    : h("input", { ...props(element, use), type: "text" });
  node.value = use.value ?? "";
  const most = element.max_length ?? 3000;
  const count = () => use.counted?.(most - [...node.value].length, most);
  const grow = () => {
    if (!element.multiline) return;
    node.style.height = "auto";
    node.style.height = `${Math.min(node.scrollHeight + 2, TALLEST)}px`;
  };
  node.addEventListener("input", count);
  node.addEventListener("input", grow);
  queueMicrotask(() => {
    count();
    if (node.value && node.isConnected) grow();
  });
  return wire(node, use, { multiline: element.multiline });
}

/** `type` "email" or "url": phones offer the right keys; what is wrong is said on submission. */
export function drawAddress(element, use, type) {
  return wire(h("input", { ...props(element, use), type, value: use.value ?? "" }), use);
}

/** Only what a number can be made of is let in; a comma counts as the point where decimals are allowed. */
export function drawNumber(element, use) {
  const decimal = element.is_decimal_allowed;
  const negative = element.min_value === undefined || Number(element.min_value) < 0;
  const node = h("input", {
    ...props(element, use),
    type: "text",
    inputmode: negative ? "text" : decimal ? "decimal" : "numeric",
    value: use.value ?? "",
  });
  node.classList.add("short-input");
  const wrong = new RegExp(`[^0-9${decimal ? ".," : ""}${negative ? "−-" : ""}\\s]`);
  node.addEventListener("beforeinput", (event) => {
    if (event.data && wrong.test(event.data)) event.preventDefault();
  });
  node.addEventListener("input", () => {
    const tidy = node.value.replace(/\s/g, "").replace("−", "-").replace(",", ".");
    if (tidy === node.value) return;
    const at = node.selectionStart - (node.value.length - tidy.length);
    node.value = tidy;
    node.setSelectionRange(at, at);
  });
  const { min_value: least, max_value: greatest } = element;
  if (least !== undefined || greatest !== undefined) node.title = range(least, greatest);
  return wire(node, use);
}

function range(least, greatest) {
  if (greatest === undefined) return `At least ${least}`;
  return least === undefined ? `At most ${greatest}` : `From ${least} to ${greatest}`;
}
