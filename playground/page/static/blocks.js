/** Layout blocks (docs.slack.dev/reference/block-kit/blocks), drawn alike in messages, modals and the Home tab. */

import { drawAlert, drawCard, drawCarousel, drawContainer } from "./cards.js";
import { drawChart } from "./charts.js";
import { h } from "./dom.js";
import { drawElement } from "./elements.js";
import { drawInput } from "./inputs.js";
import { drawMarkdown } from "./markdown.js";
import { drawImage, drawPicture, drawVideo } from "./pictures.js";
import { drawRichText } from "./richtext.js";
import { drawDataTable, drawTable } from "./tables.js";
import { drawPlan, drawTask } from "./tasks.js";
import { drawText, plainText } from "./text.js";

/** `surface` is where the blocks stand: see surfaces.js. */
export function drawBlock(block, surface) {
  const draw = Object.hasOwn(DRAW, block.type) ? DRAW[block.type] : drawUnknown;
  const node = draw(block, surface);
  node.dataset.blockId = block.block_id ?? "";
  node.dataset.blockType = block.type;
  return node;
}

const DRAW = {
  section: drawSection,
  rich_text: drawRichText,
  markdown: drawMarkdown,
  header: drawHeader,
  context: drawContext,
  context_actions: drawRow("context-actions"),
  divider: () => h("hr", { class: "block-divider" }),
  image: drawImage,
  video: drawVideo,
  actions: drawRow("actions"),
  input: drawInput,
  table: drawTable,
  data_table: (block, surface) => drawDataTable(block, (element) => place(block, element, surface)),
  data_visualization: drawChart,
  alert: drawAlert,
  card: (block, surface) => drawCard(block, placing(surface)),
  carousel: (block, surface) => drawCarousel(block, placing(surface)),
  container: (block, surface) => drawContainer(block, (child) => drawBlock(child, surface)),
  plan: drawPlan,
  task_card: drawTask,
};

const placing = (surface) => (block, element) => place(block, element, surface);

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
  const wide = !["button", "workflow_button", "overflow"].includes(block.accessory.type);
  const label = block.text ? block.text.text.slice(0, 80) : "Choose";
  return h(
    "div",
    { class: wide ? "block section section-wide" : "block section" },
    body,
    place(block, block.accessory, surface, label),
  );
}

/** Headings stand below the page's and the place's own. */
function drawHeader(block) {
  const level = block.level ?? 1;
  return h(
    "div",
    { class: `block block-header level-${level}`, role: "heading", "aria-level": String(level + 2), dir: "auto" },
    plainText(block.text),
  );
}

function drawRow(className) {
  return (block, surface) =>
    h(
      "div",
      { class: `block ${className}` },
      block.elements.map((one) => place(block, one, surface)),
    );
}

/** An element outside an input block: choosing or pressing it is told to the app at once. */
function place(block, element, surface, label = null) {
  const warning = h("span", { class: "press-warning", role: "alert" });
  const warn = (text) => warning.replaceChildren(text ? `⚠ ${text}` : "");
  const tell = async (value, source, confirmed) => {
    warn(null);
    source?.setAttribute("aria-busy", "true");
    const answer = await surface.press(block, element, value, confirmed);
    source?.removeAttribute("aria-busy");
    if (!answer.ok) warn(answer.shown);
  };
  const { node } = drawElement(element, {
    blockId: block.block_id,
    label: element.accessibility_label ?? (element.placeholder ? plainText(element.placeholder) : label) ?? "Choose",
    value: surface.value(block, element),
    held: surface.held(block, element),
    clearable: false,
    pressed: tell,
    warn,
    suggest: (typed) => surface.suggest(block, element, typed),
    changed: (value, { typing = false, confirmed = false } = {}) => {
      surface.keep(block, element, value);
      if (!typing && value !== null) tell(value, node, confirmed); // emptying a date tells nobody
    },
  });
  return h("span", { class: "element", hidden: node.hidden }, node, warning);
}

function drawContext(block) {
  const parts = block.elements.map((one) =>
    one.type === "image" ? drawPicture(one, "context-image") : h("span", { dir: "auto" }, drawText(one)),
  );
  return h("div", { class: "block context" }, parts);
}

function drawUnknown(block) {
  return h(
    "details",
    { class: "block unknown" },
    h("summary", {}, `This ${block.type} block cannot be drawn here`),
    h("pre", {}, JSON.stringify(block, null, 2)),
  );
}
