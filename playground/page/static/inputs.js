/** Input blocks: a label, one element, a hint, an error, a count of characters near the limit. */

import { h, uniqueId } from "./dom.js";
import { drawElement } from "./elements.js";
import { plainText } from "./text.js";

const PAUSE = 400; // ms; how long typing must pause before on_character_entered is told
const TYPED = new Set(["plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"]);

export function drawInput(block, surface) {
  const { element } = block;
  const label = plainText(block.label);
  const labelId = uniqueId("label");
  const hintId = uniqueId("hint");
  const errorId = uniqueId("error");
  const error = h("div", { class: "field-error", id: errorId, data: { testid: "modal-error" }, hidden: true });
  const count = h("span", { class: "field-count", "aria-live": "polite" });
  const triggers = dispatches(block);
  let timer = null;

  const tell = async (value, confirmed = false) => {
    clearTimeout(timer);
    const answer = await surface.press(block, element, value, confirmed);
    if (!answer.ok) showError(answer.shown);
  };
  const use = {
    blockId: block.block_id,
    label,
    labelId,
    value: surface.value(block, element),
    held: surface.held(block, element),
    clearable: true,
    suggest: (typed) => surface.suggest(block, element, typed),
    warn: showError,
    changed: (value, { typing = false, confirmed = false } = {}) => {
      surface.keep(block, element, value);
      showError(null);
      if (!typing && block.dispatch_action) tell(value, confirmed);
      if (typing && triggers.has("on_character_entered")) {
        clearTimeout(timer);
        timer = setTimeout(() => tell(value), PAUSE);
      }
    },
    counted: (left, most) => {
      const near = left <= Math.max(10, Math.min(100, most / 5));
      const text = left < 0 ? `${-left} too many` : `${left} left`;
      count.textContent = near ? text : "";
      count.classList.toggle("over", left < 0);
    },
  };
  if (triggers.has("on_enter_pressed")) use.entered = (value) => tell(value);
  const { node, control, group } = drawElement(element, use);
  const told = group ?? control;
  const role = told.getAttribute("role");
  const canBeWrong = told.matches("input, textarea") || ["radiogroup", "textbox"].includes(role);

  function showError(text) {
    error.hidden = !text;
    error.textContent = text ?? "";
    field.classList.toggle("field-wrong", Boolean(text));
    if (!canBeWrong) return;
    if (text) told.setAttribute("aria-invalid", "true");
    else told.removeAttribute("aria-invalid");
  }

  const hint = block.hint && h("div", { class: "field-hint", id: hintId, dir: "auto" }, plainText(block.hint));
  const optional = block.optional && h("span", { class: "field-optional" }, " (optional)");
  const labelled = !group && control.matches("input, textarea");
  if (labelled) control.id ||= uniqueId("control");
  const labelNode = h(
    labelled ? "label" : "span",
    { class: "field-label", dir: "auto", id: labelId, for: labelled ? control.id : null },
    label,
    optional,
  );
  const field = h(
    "div",
    { class: "block field", data: { testid: "field" } },
    h("div", { class: "field-head" }, labelNode, count),
    node,
    error,
    hint,
  );
  told.setAttribute("aria-describedby", hint ? `${errorId} ${hintId}` : errorId);
  if (!block.optional && canBeWrong) told.setAttribute("aria-required", "true");
  field.showError = showError;
  field.focusControl = () => control.focus();
  showError(surface.errors?.[block.block_id] ?? null);
  return field;
}

/** When an input tells the app of itself; Enter unless the block says otherwise (docs: dispatch-action-configuration). */
function dispatches(block) {
  if (!block.dispatch_action || !TYPED.has(block.element.type)) return new Set();
  return new Set(block.element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]);
}
