/** data_visualization blocks as SVG, with the same numbers in a table for whoever cannot see it. */

import { h, uniqueId } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const EDGE = { left: 52, right: 12, top: 12, bottom: 46 };
const TALL = 240;
const LETTER = 6.2; // px, about
const HIGH = TALL - EDGE.top - EDGE.bottom;

/** Drawn as wide as it will stand, so that its letters keep their size on a phone. */
const fieldWidth = () => (matchMedia("(max-width: 640px)").matches ? 310 : 560);

export function drawChart(block) {
  const { chart } = block;
  const draw = { pie: drawPie, bar: drawBars, line: drawLines, area: drawAreas }[chart.type];
  const titleId = uniqueId("chart");
  const title = h("figcaption", { class: "chart-title", id: titleId, dir: "auto" }, block.title);
  if (!draw) {
    const unknown = h("p", { class: "unknown" }, `This ${chart.type} chart cannot be drawn here`);
    return h("figure", { class: "block chart" }, title, unknown);
  }
  const picture = draw(chart);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-labelledby", titleId);
  return h(
    "figure",
    { class: "block chart", data: { chartType: chart.type } },
    title,
    picture,
    drawLegend(chart),
    h("details", { class: "chart-numbers" }, h("summary", {}, "The numbers"), drawNumbers(chart, block.title)),
  );
}

function svg(tag, props, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) if (value !== null) node.setAttribute(name, String(value));
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== false));
  return node;
}

const canvas = (wide, ...children) =>
  svg(
    "svg",
    { class: "chart-picture", viewBox: `0 0 ${wide} ${TALL}`, preserveAspectRatio: "xMidYMid meet" },
    ...children,
  );

const said = (text) => svg("title", {}, text);
const number = (value) => new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 }).format(value);

// ---- axes ---------------------------------------------------------------------------------------------------------------

/** Round steps that hold every value and zero: {least, greatest, steps}. */
function scale(values) {
  const least = Math.min(0, ...values);
  const greatest = Math.max(0, ...values);
  const rough = (greatest - least || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  const from = Math.floor(least / step);
  const to = Math.max(from + 1, Math.ceil(greatest / step));
  const steps = Array.from({ length: to - from + 1 }, (_, index) => (from + index) * step);
  return { least: steps[0], greatest: steps.at(-1), steps };
}

/** Each series' values in the order of the categories, whatever order its points came in. */
function ordered(chart) {
  return chart.series.map((one) => {
    const byLabel = new Map(one.data.map((point) => [point.label, point.value]));
    return { name: one.name, values: chart.axis_config.categories.map((label) => byLabel.get(label) ?? 0) };
  });
}

/** {wide, series, x(index), band, y(value), frame}: everything a chart on two axes is drawn with. */
function axes(chart) {
  const series = ordered(chart);
  const { categories, x_label: xLabel, y_label: yLabel } = chart.axis_config;
  const { least, greatest, steps } = scale(series.flatMap((one) => one.values));
  const wide = fieldWidth();
  const inner = wide - EDGE.left - EDGE.right;
  const band = inner / categories.length;
  const x = (index) => EDGE.left + band * (index + 0.5);
  const y = (value) => EDGE.top + HIGH * (1 - (value - least) / (greatest - least));
  const right = wide - EDGE.right;
  const lines = steps.map((step) => [
    svg("line", {
      class: step === 0 ? "chart-zero" : "chart-grid",
      x1: EDGE.left,
      x2: right,
      y1: y(step),
      y2: y(step),
    }),
    svg("text", { class: "chart-label", x: EDGE.left - 6, y: y(step) + 4, "text-anchor": "end" }, number(step)),
  ]);
  const longest = Math.max(...categories.map((name) => name.length)) * LETTER + 8;
  const every = Math.ceil(Math.min(longest, 62) / band); // labels that would run into each other are left out
  const names = categories.map((name, index) =>
    index % every
      ? null
      : svg(
          "text",
          { class: "chart-label", x: x(index), y: TALL - EDGE.bottom + 16, "text-anchor": "middle" },
          shortened(name, band * every),
          said(name),
        ),
  );
  const middle = EDGE.top + HIGH / 2;
  const titles = [
    xLabel &&
      svg("text", { class: "chart-axis", x: EDGE.left + inner / 2, y: TALL - 6, "text-anchor": "middle" }, xLabel),
    yLabel &&
      svg(
        "text",
        { class: "chart-axis", transform: `translate(11 ${middle}) rotate(-90)`, "text-anchor": "middle" },
        yLabel,
      ),
  ].filter(Boolean);
  return { wide, series, categories, x, y, band, frame: [...lines, ...names, ...titles] };
}

function shortened(text, room) {
  const most = Math.max(3, Math.floor(room / LETTER));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

// ---- the four kinds -----------------------------------------------------------------------------------------------------

function drawBars(chart) {
  const { wide, series, categories, x, y, band, frame } = axes(chart);
  const width = Math.min(46, (band * 0.78) / series.length);
  const bars = series.flatMap((one, at) =>
    one.values.map((value, index) => {
      const left = x(index) + (at - series.length / 2) * width;
      const top = Math.min(y(value), y(0));
      const height = Math.max(1, Math.abs(y(value) - y(0)));
      const text = said(`${one.name}, ${categories[index]}: ${number(value)}`);
      return svg(
        "rect",
        { class: `fill-${at}`, x: left + 0.5, y: top, width: Math.max(1, width - 1), height, rx: 1.5 },
        text,
      );
    }),
  );
  return canvas(wide, frame, bars);
}

function drawLines(chart) {
  const { wide, series, categories, x, y, frame } = axes(chart);
  const lines = series.map((one, at) => {
    const points = one.values.map((value, index) => `${x(index)},${y(value)}`).join(" ");
    const dots = one.values.map((value, index) =>
      svg(
        "circle",
        { class: `fill-${at}`, cx: x(index), cy: y(value), r: 3 },
        said(`${one.name}, ${categories[index]}: ${number(value)}`),
      ),
    );
    return [svg("polyline", { class: `line line-${at}`, points }), dots];
  });
  return canvas(wide, frame, lines);
}

/** The first series lies at the back. */
function drawAreas(chart) {
  const { wide, series, x, y, frame } = axes(chart);
  const areas = series.map((one, at) => {
    const points = one.values.map((value, index) => `${x(index)},${y(value)}`);
    const foot = [`${x(one.values.length - 1)},${y(0)}`, `${x(0)},${y(0)}`];
    return [
      svg("polygon", { class: `area fill-${at}`, points: [...points, ...foot].join(" ") }, said(one.name)),
      svg("polyline", { class: `line line-${at}`, points: points.join(" ") }),
    ];
  });
  return canvas(wide, frame, areas);
}

function drawPie(chart) {
  const total = chart.segments.reduce((sum, segment) => sum + segment.value, 0);
  const wide = fieldWidth();
  const middle = { x: wide / 2, y: TALL / 2 };
  const radius = TALL / 2 - 14;
  let turned = -Math.PI / 2;
  const point = (angle) => `${middle.x + radius * Math.cos(angle)} ${middle.y + radius * Math.sin(angle)}`;
  const slices = chart.segments.map((segment, at) => {
    const part = segment.value / total;
    const from = turned;
    turned += part * 2 * Math.PI;
    const text = said(`${segment.label}: ${number(segment.value)}, ${percent(part)}`);
    if (part > 0.9999) return svg("circle", { class: `slice fill-${at}`, cx: middle.x, cy: middle.y, r: radius }, text);
    const large = part > 0.5 ? 1 : 0;
    const path = `M${middle.x} ${middle.y}L${point(from)}A${radius} ${radius} 0 ${large} 1 ${point(turned)}Z`;
    return svg("path", { class: `slice fill-${at}`, d: path }, text);
  });
  return canvas(wide, slices);
}

const percent = (part) => new Intl.NumberFormat("en-GB", { style: "percent", maximumFractionDigits: 1 }).format(part);

// ---- in words -----------------------------------------------------------------------------------------------------------

function drawLegend(chart) {
  const total = chart.segments?.reduce((sum, segment) => sum + segment.value, 0);
  const names =
    chart.segments?.map((segment) => `${segment.label} ${percent(segment.value / total)}`) ??
    chart.series.map((one) => one.name);
  return h(
    "ul",
    { class: "chart-legend" },
    names.map((name, at) => h("li", {}, h("span", { class: `swatch ground-${at}`, "aria-hidden": "true" }), name)),
  );
}

function drawNumbers(chart, title) {
  const head = (name) => h("th", { scope: "col", dir: "auto" }, name);
  const row = (name, values) =>
    h(
      "tr",
      {},
      h("th", { scope: "row", dir: "auto" }, name),
      values.map((value) => h("td", { class: "align-right" }, number(value))),
    );
  const columns = chart.segments ? ["Value"] : chart.series.map((one) => one.name);
  const rows = chart.segments
    ? chart.segments.map((segment) => row(segment.label, [segment.value]))
    : chart.axis_config.categories.map((name, index) =>
        row(
          name,
          ordered(chart).map((one) => one.values[index]),
        ),
      );
  return h(
    "div",
    { class: "table-wrap", tabindex: "0", role: "group", "aria-label": `${title}, as a table` },
    h("table", {}, h("thead", {}, h("tr", {}, head(""), columns.map(head))), h("tbody", {}, rows)),
  );
}
