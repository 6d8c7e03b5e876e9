/** Trouble on request, built from the playground's own table of it: what happens, and what the person sees. */

import { h, uniqueId } from "./dom.js";
import { state } from "./state.js";

const CLEAR = "clear";

export const title = () => "Trouble";

export function parts(_panel, { act, open }) {
  const { faults, troubles } = state.server;
  const intro = "What the world does to a program, on request. It waits here until something comes by that it fits.";
  return [
    { key: "intro", look: "", draw: () => h("p", { class: "panel-note" }, intro) },
    { key: "waiting", look: JSON.stringify(faults), draw: () => drawWaiting(faults, act) },
    ...troubles
      .filter((trouble) => trouble.kind !== CLEAR)
      .map((trouble) => ({
        key: trouble.kind,
        look: JSON.stringify([trouble, state.server.channels.map((one) => one.name)]),
        draw: () => drawTrouble(trouble, act),
      })),
    { key: "elsewhere", look: "", draw: () => drawElsewhere(open) },
  ];
}

// ---- what has been asked for ---------------------------------------------------------------------------------------

function drawWaiting(faults, act) {
  const callOff = (body, done) => () => act("fault", { kind: CLEAR, ...body }, done);
  const rows = faults.map((fault) =>
    h(
      "li",
      { data: { testid: "waiting-fault" } },
      h("span", { class: "panel-text" }, h("b", {}, named(fault.kind)), h("small", {}, limits(fault))),
      h(
        "button",
        {
          type: "button",
          class: "button",
          "aria-label": `Call off: ${named(fault.kind)}`,
          data: { testid: "call-off", focusKey: `call-off-${fault.id}` },
          onclick: callOff({ id: fault.id }, `${named(fault.kind)} is called off`),
        },
        "Call off",
      ),
    ),
  );
  const all = h(
    "button",
    { type: "button", class: "button", data: { testid: "clear" }, onclick: callOff({}, "Everything is called off") },
    "Call everything off",
  );
  return h(
    "section",
    { class: "panel-part" },
    h("h3", {}, "Waiting to happen"),
    rows.length ? h("ul", { class: "panel-list" }, rows) : h("p", { class: "panel-note" }, "Nothing."),
    all,
  );
}

const troubleOf = (kind) => state.server.troubles.find((trouble) => trouble.kind === kind);
const named = (kind) => troubleOf(kind)?.title ?? kind;

/** "chat.postMessage, in #marketing, 2 times; Seconds of real time: 3" */
function limits({ kind, method, channel_id: channelId, times, settings }) {
  const known = troubleOf(kind)?.settings ?? [];
  const channel = state.server.channels.find((one) => one.id === channelId);
  const what = known.some(({ name }) => name === "method") ? (method ?? "any call") : "whatever people ask for";
  const often = times === null ? null : times === 1 ? "once" : `${times} times`;
  const set = known.filter(({ name }) => name in settings).map((setting) => said(setting, settings[setting.name]));
  const which = [what, channel && `in #${channel.name}`, often].filter(Boolean).join(", ");
  return [which, ...set].filter(Boolean).join("; ");
}

function said({ title: name }, value) {
  if (!value) return null;
  return value === true ? name : `${name}: ${spoken(String(value))}`;
}

const spoken = (name) => name.replaceAll("_", " ");

// ---- what can be asked for -------------------------------------------------------------------------------------------

function drawTrouble(trouble, act) {
  const fields = trouble.settings.map((setting) => drawField(setting));
  const outcome = h("span", { class: "panel-note", data: { testid: "asked" } });
  const send = h("button", { type: "submit", class: "button primary", data: { testid: "ask-for" } }, "Let it happen");
  const ask = async (event) => {
    event.preventDefault();
    if (send.getAttribute("aria-disabled") === "true") return; // a second click is not a second wish
    outcome.textContent = "";
    send.setAttribute("aria-disabled", "true"); // not `disabled`, which would take the focus away
    const settings = Object.fromEntries(
      fields.map((field) => [field.name, field.read()]).filter(([, value]) => value !== null),
    );
    const answer = await act("fault", { kind: trouble.kind, ...settings }, `${trouble.title}: asked for`);
    send.removeAttribute("aria-disabled");
    if (answer.ok) outcome.textContent = "Asked for.";
  };
  return h(
    "details",
    { class: "trouble", data: { testid: "trouble", kind: trouble.kind } },
    h("summary", {}, h("b", {}, trouble.title), h("span", { class: "trouble-what" }, ticked(trouble.what))),
    h(
      "form",
      { class: "trouble-form", onsubmit: ask },
      h("h3", {}, "What the person sees"),
      h("p", {}, ticked(trouble.sees)),
      fields.map((field) => field.node),
      h(
        "div",
        { class: "panel-buttons" },
        send,
        outcome,
      ),
    ),
  );
}

/** What stands between backticks as code, as the documentation writes it. */
const ticked = (text) => text.split("`").map((part, index) => (index % 2 ? h("code", {}, part) : part));

/** {name, node, read() → the value, or null to leave it out}. */
function drawField(setting) {
  const id = uniqueId("setting");
  const required = !("default" in setting);
  const shared = { id, data: { testid: "setting", name: setting.name } };
  const input = (CONTROLS[setting.type] ?? CONTROLS.text)(setting, shared, required);
  const label = h("label", { for: id }, setting.title);
  const isTick = setting.type === "boolean";
  return {
    name: setting.name,
    node: h("div", { class: isTick ? "trouble-tick" : "trouble-field" }, isTick ? [input, label] : [label, input]),
    read: () => READS[setting.type]?.(input) ?? (input.value || null),
  };
}

const CONTROLS = {
  boolean: (setting, shared) => h("input", { type: "checkbox", checked: setting.default === true, ...shared }),
  integer: (setting, shared, required) => number(setting, shared, required, "1"),
  number: (setting, shared, required) => number(setting, shared, required, "any"),
  choice: (setting, shared) =>
    select(
      setting.choices.map((one) => [one, spoken(String(one))]),
      setting.default,
      shared,
    ),
  channel: (_setting, shared) =>
    select([["", "Any channel"], ...state.server.channels.map((one) => [one.name, `#${one.name}`])], "", shared),
  method: (setting, shared) =>
    setting.choices
      ? select([["", "Any method"], ...setting.choices.map((one) => [one, one])], "", shared)
      : h("input", { class: "text-input", type: "text", placeholder: "Any method", autocomplete: "off", ...shared }),
  text: (setting, shared, required) =>
    h("input", { class: "text-input", type: "text", value: setting.default ?? "", required, ...shared }),
};

const number = (setting, shared, required, step) =>
  h("input", {
    class: "text-input short-input",
    type: "number",
    min: setting.min,
    max: setting.max,
    step,
    value: setting.default ?? "",
    required,
    ...shared,
  });

const select = (choices, chosen, shared) =>
  h(
    "select",
    { class: "text-input", ...shared },
    choices.map(([value, text]) => h("option", { value, selected: value === chosen }, text)),
  );

const READS = {
  boolean: (input) => input.checked,
  integer: (input) => (input.value === "" ? null : Number(input.value)),
  number: (input) => (input.value === "" ? null : Number(input.value)),
};

function drawElsewhere(open) {
  const text =
    "Taking the app out of a channel, archiving a channel and deactivating somebody's account are done by people.";
  return h(
    "section",
    { class: "panel-part" },
    h("h3", {}, "What people do to it"),
    h("p", { class: "panel-note" }, text),
    h("button", { type: "button", class: "button", onclick: () => open({ kind: "workspace" }) }, "Open the workspace"),
  );
}
