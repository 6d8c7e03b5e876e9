/** Radio buttons and checkboxes, each option with its description. */

import { h, uniqueId } from "./dom.js";
import { drawText } from "./text.js";
import { choose, focusKey } from "./touch.js";

export function drawRadios(element, use) {
  const read = (boxes) => boxes.find((box) => box.checked)?.value ?? null;
  return drawTicks(element, use, "radio", read, (value, chosen) => value === chosen);
}

export function drawCheckboxes(element, use) {
  const read = (boxes) => boxes.filter((box) => box.checked).map((box) => box.value);
  return drawTicks(element, use, "checkbox", read, (value, chosen) => (chosen ?? []).includes(value));
}

function drawTicks(element, use, type, read, isOn) {
  const name = uniqueId("ticks");
  const boxes = [];
  let settled = use.value;
  const show = () => {
    for (const box of boxes) box.checked = isOn(box.value, settled);
  };
  const changed = () => {
    const next = read(boxes);
    const before = settled;
    settled = next;
    choose(element, use, next, () => {
      settled = before;
      show();
    });
  };
  const rows = element.options.map((option) => {
    const describedBy = option.description && uniqueId("about");
    const box = h("input", {
      type,
      name,
      value: option.value,
      "aria-describedby": describedBy,
      data: { focusKey: `${focusKey(element, use)}/${option.value}` },
      onchange: changed,
    });
    boxes.push(box);
    const id = uniqueId("tick");
    box.id = id;
    return h(
      "div",
      { class: "tick" },
      box,
      h(
        "span",
        { class: "tick-text" },
        h("label", { for: id, dir: "auto" }, drawText(option.text)),
        option.description && h("small", { id: describedBy, dir: "auto" }, drawText(option.description)),
      ),
    );
  });
  show();
  const role = type === "radio" ? "radiogroup" : "group";
  const node = h("div", { class: "ticks", role, "aria-label": use.label, data: { actionId: element.action_id } }, rows);
  return { node, control: boxes.find((box) => box.checked) ?? boxes[0], group: node };
}
