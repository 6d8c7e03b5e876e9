/** The developer's drawer: each Web API call the app made, and each one that was refused, newest first. */

import { h, reconcile, rove, settleStops } from "./dom.js";
import { icon } from "./icons.js";
import { state, zone } from "./state.js";
import { clockTime } from "./times.js";

const SHOWN = 200;
let tab = "calls";

export function drawDeveloper(drawer, close) {
  if (!drawer.firstChild) drawer.append(...build(drawer, close));
  const { calls, refusals } = state.server;
  for (const button of drawer.querySelectorAll("[role=tab]")) {
    const chosen = button.dataset.tab === tab;
    button.setAttribute("aria-selected", String(chosen));
    button.lastChild.textContent = ` ${(button.dataset.tab === "calls" ? calls : refusals).length}`;
  }
  const rows = (tab === "calls" ? calls : refusals).slice(-SHOWN).reverse();
  const list = drawer.querySelector(".developer-list");
  const empty = {
    key: "empty",
    look: tab,
    draw: () => h("p", { class: "developer-empty" }, tab === "calls" ? "No calls yet." : "Nothing was refused."),
  };
  reconcile(
    list,
    rows.length
      ? rows.map((row) => ({ key: `${tab} ${row.n}`, look: JSON.stringify(row), draw: () => drawRow(row) }))
      : [empty],
  );
}

function build(drawer, close) {
  const tabButton = (name, text) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        class: "tab",
        data: { tab: name, testid: `developer-${name}` },
        onclick: () => {
          tab = name;
          settleStops(tabs, "[role=tab]", tabs.querySelector(`[data-tab=${name}]`));
          drawDeveloper(drawer, close);
        },
      },
      text,
      h("span", { class: "tab-count" }, ""),
    );
  const tabs = h(
    "div",
    { role: "tablist", "aria-label": "Developer" },
    tabButton("calls", "Web API calls"),
    tabButton("refusals", "Refusals"),
  );
  rove(tabs, "[role=tab]", { horizontal: true });
  settleStops(tabs, "[role=tab]");
  return [
    h(
      "header",
      { class: "developer-head" },
      tabs,
      h(
        "button",
        {
          type: "button",
          class: "button-bare",
          "aria-label": "Close",
          data: { testid: "developer-close" },
          onclick: close,
        },
        icon("close"),
      ),
    ),
    h("div", { class: "developer-list", role: "tabpanel", tabindex: "0", "aria-label": "Entries" }),
  ];
}

function drawRow(row) {
  const refused = row.error ?? (row.answer?.ok === false ? row.answer.error : null);
  const status = refused ?? (row.status && row.status !== 200 ? `HTTP ${row.status}` : "ok");
  return h(
    "details",
    { class: "developer-row" },
    h(
      "summary",
      {},
      h("span", { class: "developer-n" }, row.n),
      h("span", { class: "developer-time" }, clockTime(new Date(row.at), zone())),
      h("code", {}, row.method),
      h("span", { class: refused ? "developer-status refused" : "developer-status" }, status),
      h("span", { class: "developer-gist" }, row.detail ?? gist(row.arguments)),
    ),
    Object.entries(parts(row)).map(([name, value]) => [h("h3", {}, name), h("pre", { tabindex: "0" }, pretty(value))]),
  );
}

function parts({ arguments: given, answer, detail, error }) {
  if (error !== undefined && given === undefined) return { Refused: { error, detail } };
  return { Arguments: given ?? {}, Answer: answer ?? null };
}

const gist = (given = {}) => given.text ?? given.channel ?? given.user ?? given.view_id ?? "";

/** Slack takes some arguments as JSON in a string; here they are shown as what they mean. */
function pretty(value) {
  const opened = (inner) => {
    if (typeof inner !== "string" || !/^[[{]/.test(inner)) return inner;
    try {
      return JSON.parse(inner);
    } catch {
      return inner; // only looked like JSON
    }
  };
  return JSON.stringify(value, (_key, inner) => opened(inner), 2);
}
