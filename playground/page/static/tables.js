/** Tables (docs: table-block), and data tables with pages, sorting and a filter (docs: data-table-block). */

import { announce, h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { drawRichText } from "./richtext.js";

const PAGE = 5; // rows, where the block does not say

export function drawTable(block) {
  const settings = block.column_settings ?? [];
  const [header, ...body] = block.rows;
  const cell = (tag, one, column) => {
    const { align = "left", is_wrapped: wrapped } = settings[column] ?? {};
    const props = { class: `align-${align}${wrapped ? " wrapped" : ""}`, dir: "auto" };
    return h(tag, tag === "th" ? { ...props, scope: "col" } : props, drawCell(one));
  };
  const row = (cells, tag) =>
    h(
      "tr",
      {},
      cells.map((one, column) => cell(tag, one, column)),
    );
  return scrolling(
    "Table",
    h(
      "table",
      {},
      h("thead", {}, row(header, "th")),
      h(
        "tbody",
        {},
        body.map((cells) => row(cells, "td")),
      ),
    ),
  );
}

/** Wide tables scroll by themselves, with the keyboard too. */
const scrolling = (label, table) =>
  h("div", { class: "block table-wrap", tabindex: "0", role: "group", "aria-label": label }, table);

function drawCell(cell, drawAction = null) {
  if (cell.type === "rich_text") return drawRichText(cell);
  if (cell.type === "action_cell" && drawAction) return drawAction(cell.element);
  if (cell.type === "action_cell") return textOf(cell);
  if (cell.type === "raw_text" || cell.type === "raw_number") return textOf(cell);
  return h("span", { class: "unknown" }, `This ${cell.type} cannot be drawn here`);
}

/** What a cell says, for filtering and for sorting texts. */
function textOf(cell) {
  if (cell.type === "raw_number") return cell.text ?? String(cell.value);
  if (cell.type === "rich_text") return drawRichText(cell).textContent;
  if (cell.type === "action_cell") return cell.fallback?.text ?? cell.element.text.text;
  return cell.text ?? "";
}

/** `drawAction(element)` draws the button of a cell that has one. */
export function drawDataTable(block, drawAction) {
  const [header, ...rows] = block.rows;
  const size = block.page_size ?? PAGE;
  const leading = block.row_header_column_index ?? 0;
  const captionId = uniqueId("caption");
  let order = null; // {column, down}
  let typed = "";
  let page = 0;

  const body = h("tbody");
  const where = h("span", { class: "pages-where", role: "status" });
  const back = pageButton("Previous page", "back", -1);
  const on = pageButton("Next page", "right", 1);
  const filter = h("input", {
    class: "text-input table-filter",
    type: "search",
    placeholder: "Filter",
    "aria-label": `Filter ${block.caption}`,
    oninput: () => {
      typed = filter.value.toLowerCase();
      page = 0;
      show();
    },
  });
  const heads = header.map((cell, column) =>
    h(
      "th",
      { scope: "col", dir: "auto" },
      h(
        "button",
        { type: "button", class: "table-sort", onclick: () => sortBy(column) },
        h("span", {}, drawCell(cell)),
        icon("sort"),
      ),
    ),
  );

  function pageButton(label, sign, step) {
    return h(
      "button",
      {
        type: "button",
        class: "button-bare",
        "aria-label": label,
        onclick: () => {
          page += step;
          show();
        },
      },
      icon(sign),
    );
  }

  function sortBy(column) {
    order = { column, down: order?.column === column && !order.down };
    page = 0;
    show();
    announce(`Sorted by ${textOf(header[column])}, ${order.down ? "descending" : "ascending"}`);
  }

  function sorted() {
    const found = rows.filter((row) => !typed || row.some((cell) => textOf(cell).toLowerCase().includes(typed)));
    if (!order) return found;
    const way = order.down ? -1 : 1;
    return found.sort((a, b) => way * compare(a[order.column], b[order.column]));
  }

  function show() {
    const found = sorted();
    const pages = Math.max(1, Math.ceil(found.length / size));
    page = Math.max(0, Math.min(page, pages - 1));
    const first = page * size;
    body.replaceChildren(...found.slice(first, first + size).map(drawRow));
    for (const [column, head] of heads.entries()) {
      const way = order?.column === column ? (order.down ? "descending" : "ascending") : null;
      if (way) head.setAttribute("aria-sort", way);
      else head.removeAttribute("aria-sort");
    }
    const last = Math.min(first + size, found.length);
    where.textContent = found.length ? `${first + 1}–${last} of ${found.length}` : "Nothing matches";
    back.disabled = page === 0;
    on.disabled = page === pages - 1;
  }

  const drawRow = (cells) =>
    h(
      "tr",
      {},
      cells.map((cell, column) => {
        const number = cell.type === "raw_number" ? "align-right" : null;
        const props = { dir: "auto", class: number };
        return column === leading
          ? h("th", { ...props, scope: "row" }, drawCell(cell, drawAction))
          : h("td", props, drawCell(cell, drawAction));
      }),
    );

  show();
  const table = h(
    "table",
    { class: "data-table", "aria-labelledby": captionId },
    h("thead", {}, h("tr", {}, heads)),
    body,
  );
  return h(
    "div",
    { class: "block data" },
    h(
      "div",
      { class: "data-head" },
      h("span", { class: "data-caption", id: captionId, dir: "auto" }, block.caption),
      rows.length > size && filter,
    ),
    scrolling(block.caption, table),
    rows.length > size && h("div", { class: "pages" }, where, back, on),
  );
}

function compare(a, b) {
  if (a.type === "raw_number" && b.type === "raw_number") return a.value - b.value;
  return textOf(a).localeCompare(textOf(b), "en", { numeric: true });
}
