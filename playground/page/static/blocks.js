/** Layout blocks (docs.slack.dev/reference/block-kit/blocks), drawn alike in messages, modals and the Home tab. */

import { h, uniqueId } from "./dom.js";
import { drawElement } from "./elements.js";
import { drawInput } from "./inputs.js";
import { drawRichText } from "./richtext.js";
import { drawText, plainText } from "./text.js";

/**
 * `surface` is where the blocks stand:
 * {key, viewState, press(block, element, value, confirmed) → answer, value(block, element), keep(block, element, value),
 *  type?(block, element, value, now), errors?}.
 */
export function drawBlock(block, surface) {
  const draw = DRAW[block.type] ?? drawUnknown;
  const node = draw(block, surface);
  node.dataset.blockId = block.block_id ?? "";
  node.dataset.blockType = block.type;
  return node;
}

const DRAW = {
  section: drawSection,
  rich_text: (block) => drawRichText(block),
  header: (block) =>
    h("div", { class: "block block-header", role: "heading", "aria-level": "3", dir: "auto" }, plainText(block.text)),
  context: drawContext,
  divider: () => h("hr", { class: "block-divider" }),
  image: drawImage,
  actions: (block, surface) =>
    h(
      "div",
      { class: "block actions" },
      block.elements.map((one) => place(block, one, surface)),
    ),
  input: drawInput,
  table: drawTable,
};

function drawSection(block, surface) {
  const text = block.text && h("div", { class: "section-text", dir: "auto" }, drawText(block.text));
  const fields =
    block.fields &&
    h(
      "div",
      { class: "fields" },
      block.fields.map((one) => h("div", { dir: "auto" }, drawText(one))),
    );
  const body = h("div", { class: "section-body" }, text, fields);
  if (!block.accessory) return h("div", { class: "block section" }, body);
  if (block.accessory.type === "image")
    return h("div", { class: "block section" }, body, drawPicture(block.accessory, "accessory-image"));
  const wide = !["button", "overflow"].includes(block.accessory.type);
  const label = block.text ? block.text.text.slice(0, 80) : "Choose";
  return h(
    "div",
    { class: wide ? "block section section-wide" : "block section" },
    body,
    place(block, block.accessory, surface, label),
  );
}

/** An element outside an input block: choosing or pressing it is told to the app at once. */
function place(block, element, surface, label = null) {
  const warning = h("span", { class: "press-warning", role: "alert" });
  const tell = async (value, source, confirmed) => {
    warning.replaceChildren();
    source?.setAttribute("aria-busy", "true");
    const answer = await surface.press(block, element, value, confirmed);
    source?.removeAttribute("aria-busy");
    if (!answer.ok) warning.append("⚠ ", answer.shown);
  };
  const { node } = drawElement(element, {
    blockId: block.block_id,
    label: element.accessibility_label ?? (element.placeholder ? plainText(element.placeholder) : label) ?? "Choose",
    value: surface.value(block, element),
    clearable: false,
    pressed: tell,
    changed: (value, { typing = false, confirmed = false } = {}) => {
      surface.keep(block, element, value);
      if (!typing && value !== null) tell(value, node, confirmed); // emptying a date tells nobody
    },
  });
  return h("span", { class: "element" }, node, warning);
}

function drawContext(block) {
  const parts = block.elements.map((one) =>
    one.type === "image" ? drawPicture(one, "context-image") : h("span", { dir: "auto" }, drawText(one)),
  );
  return h("div", { class: "block context" }, parts);
}

function drawImage(block) {
  const title = block.title && h("figcaption", { dir: "auto" }, plainText(block.title));
  return h("figure", { class: "block image-block" }, title, drawPicture(block, "image"));
}

/** A picture that cannot be fetched leaves its alternative text: this page must do without a network. */
function drawPicture(image, className) {
  const address = image.image_url ?? image.slack_file?.url;
  const instead = () =>
    h("span", { class: `${className} image-missing`, role: "img", "aria-label": image.alt_text }, image.alt_text);
  if (!address) return instead();
  const node = h("img", { class: className, src: address, alt: image.alt_text, loading: "lazy" });
  node.addEventListener("error", () => node.replaceWith(instead()), { once: true });
  return node;
}

function drawTable(block) {
  const alignment = block.column_settings ?? [];
  const rows = block.rows.map((row, index) =>
    h(
      "tr",
      {},
      row.map((cell, column) => {
        const align = alignment[column]?.align ?? "left";
        return h(
          index ? "td" : "th",
          { class: `align-${align}`, dir: "auto" },
          cell.type === "rich_text" ? drawRichText(cell) : String(cell.text ?? cell.value ?? ""),
        );
      }),
    ),
  );
  return h(
    "div",
    { class: "block table-wrap", tabindex: "0", role: "group", "aria-label": "Table" },
    h("table", {}, h("tbody", {}, rows)),
  );
}

function drawUnknown(block) {
  const id = uniqueId("unknown");
  return h(
    "details",
    { class: "block unknown", id },
    h("summary", {}, `A ${block.type} block, which this page does not draw`),
    h("pre", {}, JSON.stringify(block, null, 2)),
  );
}
