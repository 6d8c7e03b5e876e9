/**
 * Block elements a person can press, choose or type in (docs.slack.dev/reference/block-kit/block-elements).
 *
 * `drawElement(element, use)` answers {node, control}: what to show, and what takes the focus. `use` says where it stands:
 * {blockId, label, value, optional, changed(value, {enter}), pressed(value, source), limit(left)}.
 */

import { confirmed } from "./confirm.js";
import { h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import { drawPicker } from "./picker.js";
import { openMenu } from "./popup.js";
import { state, visibleChannels, zone } from "./state.js";
import { drawText, plainText } from "./text.js";
import { fullTime, instantOf, localInput, shortDay } from "./times.js";

const DRAW = {
  button: drawButton,
  workflow_button: drawButton,
  overflow: drawOverflow,
  static_select: drawOptionSelect,
  multi_static_select: drawOptionSelect,
  external_select: drawOptionSelect,
  multi_external_select: drawOptionSelect,
  users_select: drawPeopleSelect,
  multi_users_select: drawPeopleSelect,
  conversations_select: drawPlaceSelect,
  multi_conversations_select: drawPlaceSelect,
  channels_select: drawPlaceSelect,
  multi_channels_select: drawPlaceSelect,
  radio_buttons: drawRadios,
  checkboxes: drawCheckboxes,
  datepicker: (element, use) => drawTyped(element, use, "date"),
  timepicker: (element, use) => drawTyped(element, use, "time"),
  datetimepicker: drawInstant,
  plain_text_input: drawTextInput,
  email_text_input: (element, use) => drawTyped(element, use, "email"),
  url_text_input: (element, use) => drawTyped(element, use, "url"),
  number_input: drawNumber,
};

export function drawElement(element, use) {
  const draw = DRAW[element.type];
  if (draw) return draw(element, use);
  const node = h("span", { class: "unknown" }, `[${element.type}: not drawn here]`);
  return { node, control: node };
}

export const focusKey = (element, use) => `${use.blockId}/${element.action_id}`;

function drawButton(element, use) {
  const style = element.style ? ` ${element.style}` : "";
  const props = {
    class: `button${style}`,
    "aria-label": element.accessibility_label,
    data: { actionId: element.action_id, focusKey: focusKey(element, use) },
    dir: "auto",
  };
  const press = async (event) => {
    if (!(await confirmed(element.confirm))) return;
    if (element.url) window.open(element.url, "_blank", "noopener,noreferrer");
    await use.pressed(element.value, event.target.closest("button") ?? node, Boolean(element.confirm));
  };
  const node = h("button", { type: "button", ...props, onclick: press }, plainText(element.text));
  return { node, control: node };
}

function drawOverflow(element, use) {
  const node = h(
    "button",
    {
      type: "button",
      class: "button button-square",
      "aria-label": "More actions",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      data: { actionId: element.action_id, focusKey: focusKey(element, use) },
      onclick: () =>
        openMenu(
          node,
          element.options.map((option) => overflowItem(option)),
          "More actions",
        ),
    },
    icon("more"),
  );
  const overflowItem = (option) => ({
    label: plainText(option.text),
    detail: option.description && plainText(option.description),
    run: async () => {
      if (option.url) window.open(option.url, "_blank", "noopener,noreferrer");
      if (await confirmed(element.confirm)) await use.pressed(option.value, node, Boolean(element.confirm));
    },
  });
  return { node, control: node };
}

const isMultiple = (element) => element.type.startsWith("multi_");

function drawSelect(element, use, choices, fallback) {
  const picker = drawPicker({
    choices,
    value: use.value,
    multiple: isMultiple(element),
    most: element.max_selected_items,
    placeholder: element.placeholder ? plainText(element.placeholder) : fallback,
    label: use.label,
    clearable: use.clearable,
    focusKey: focusKey(element, use),
    onChange: (value) => choose(element, use, value),
  });
  picker.node.dataset.actionId = element.action_id;
  return picker;
}

/** A confirm dialog on a select asks before the choice counts. */
async function choose(element, use, value) {
  if (element.confirm && !(await confirmed(element.confirm))) use.undo?.();
  else use.changed(value, { confirmed: Boolean(element.confirm) });
}

function drawOptionSelect(element, use) {
  const asChoice = (option, group) => ({
    value: option.value,
    label: plainText(option.text),
    detail: option.description && plainText(option.description),
    group,
  });
  const grouped = (element.option_groups ?? []).flatMap((group) => {
    const name = plainText(group.label);
    return group.options.map((option) => asChoice(option, name));
  });
  const choices = [...(element.options ?? []).map((option) => asChoice(option)), ...grouped];
  return drawSelect(element, use, choices, isMultiple(element) ? "Select options" : "Select an option");
}

function drawPeopleSelect(element, use) {
  const choices = state.server.people
    .filter((one) => !one.deleted)
    .map((one) => ({
      value: one.id,
      label: one.name,
      detail: one.title,
      mark: () => avatar(one.id, one.name, "avatar-small"),
    }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return drawSelect(element, use, choices, isMultiple(element) ? "Select people" : "Select a person");
}

function drawPlaceSelect(element, use) {
  const publicOnly = element.type.includes("channels");
  const includes = element.filter?.include;
  const offered = visibleChannels().filter((one) => {
    if (publicOnly) return !one.private;
    return !includes || includes.includes(one.private ? "private" : "public");
  });
  const choices = offered.map((one) => ({
    value: one.id,
    label: one.name,
    mark: () => icon(one.private ? "lock" : "hash"),
  }));
  return drawSelect(element, use, choices, isMultiple(element) ? "Select channels" : "Select a channel");
}

function drawRadios(element, use) {
  return drawTicks(
    element,
    use,
    "radio",
    (box) => box.value,
    (option) => option.value === use.value,
  );
}

function drawCheckboxes(element, use) {
  const read = (box, all) => all.filter((one) => one.checked).map((one) => one.value);
  return drawTicks(element, use, "checkbox", read, (option) => (use.value ?? []).includes(option.value));
}

function drawTicks(element, use, type, read, isOn) {
  const name = uniqueId("ticks");
  const boxes = [];
  const rows = element.options.map((option) => {
    const box = h("input", {
      type,
      name,
      value: option.value,
      data: { focusKey: `${focusKey(element, use)}/${option.value}` },
      onchange: () => choose(element, use, read(box, boxes)),
    });
    box.checked = isOn(option);
    boxes.push(box);
    const text = h(
      "span",
      { dir: "auto" },
      drawText(option.text),
      option.description && h("small", {}, drawText(option.description)),
    );
    return h("label", { class: "tick" }, box, text);
  });
  const role = type === "radio" ? "radiogroup" : "group";
  const node = h("div", { class: "ticks", role, "aria-label": use.label, data: { actionId: element.action_id } }, rows);
  return { node, control: boxes[0] };
}

function textProps(element, use) {
  return {
    class: "text-input",
    "aria-label": use.label,
    placeholder: element.placeholder ? plainText(element.placeholder) : null,
    data: { actionId: element.action_id, focusKey: focusKey(element, use) },
    dir: "auto",
    autocomplete: "off",
  };
}

/** Typing is told as it happens; what the picker of a date or time settles on is told once. */
function wire(node, element, use) {
  node.addEventListener("input", () => use.changed(node.value || null, { typing: true }));
  node.addEventListener("keydown", (event) => {
    const plainEnter = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (plainEnter && use.entered) {
      event.preventDefault();
      use.entered(node.value || null);
    }
  });
  return { node, control: node };
}

function drawTextInput(element, use) {
  const node = element.multiline
    ? h("textarea", { ...textProps(element, use), rows: 3 })
    : h("input", { ...textProps(element, use), type: "text" });
  node.value = use.value ?? "";
  const most = element.max_length ?? 3000;
  const count = () => use.counted?.(most - [...node.value].length, most);
  const grow = () => {
    if (!element.multiline) return;
    node.style.height = "auto";
    node.style.height = `${Math.min(node.scrollHeight + 2, 320)}px`;
  };
  node.addEventListener("input", count);
  node.addEventListener("input", grow);
  queueMicrotask(() => {
    count();
    if (node.value && node.isConnected) grow();
  });
  return wire(node, element, use);
}

function drawNumber(element, use) {
  const props = { type: "text", inputmode: element.is_decimal_allowed ? "decimal" : "numeric" };
  const node = h("input", { ...textProps(element, use), ...props, value: use.value ?? "" });
  return wire(node, element, use);
}

function drawTyped(element, use, type) {
  const props = { ...textProps(element, use), type, value: use.value ?? "" };
  const node = h("input", props);
  if (type === "email" || type === "url") return wire(node, element, use);
  node.classList.add("short-input");
  node.addEventListener("change", () => choose(element, use, node.value || null));
  return type === "date"
    ? spelledOut(node, (value) => shortDay(new Date(`${value}T12:00Z`), "UTC"))
    : { node, control: node };
}

/** Browsers write dates their own way; beside them stands the day in words, so that 2/9 is never the 2nd of September. */
function spelledOut(input, words) {
  const echo = h("span", { class: "date-echo", "aria-live": "polite" });
  const tell = () => {
    echo.textContent = input.value ? words(input.value) : "";
  };
  input.addEventListener("input", tell);
  tell();
  return { node: h("span", { class: "dated" }, input, echo), control: input };
}

/** Unix seconds on the wire; on screen the wall clock of the person's zone. */
function drawInstant(element, use) {
  const shown = use.value ? localInput(new Date(use.value * 1000), zone()) : "";
  const node = h("input", { ...textProps(element, use), type: "datetime-local", value: shown });
  node.classList.add("short-input");
  node.addEventListener("change", () => {
    choose(element, use, node.value ? Math.floor(instantOf(node.value, zone()) / 1000) : null);
  });
  return spelledOut(node, (value) => fullTime(instantOf(value, zone()), zone()));
}
