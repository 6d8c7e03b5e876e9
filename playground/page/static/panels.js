/** The panels beside the conversation: trouble to ask for, the workspace, a channel, somebody's account. */

import * as accounts from "./accounts.js";
import * as channels from "./channels.js";
import { deed, told } from "./deeds.js";
import { announce, h, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { change, state } from "./state.js";
import * as troubles from "./troubles.js";
import * as workspace from "./workspace.js";

// Each has title(panel), null when what it is about is gone, and parts(panel, tools): what `reconcile` takes.
const KINDS = { trouble: troubles, workspace, channel: channels, person: accounts };

let shown = null; // {key, node, title, complaint, body}
let trail = []; // the panels that led to this one, oldest first
let opener = null; // {node, focusKey} of what had focus when the first of them was opened
let ways = null;

/** `given` is {goTo(place), become(personId)}. */
export function startPanels(given) {
  ways = given;
}

/** Opens a panel {kind, id?}; from within another one there is a way back to that. */
export function openPanel(panel) {
  if (state.panel) trail.push(state.panel);
  else {
    const node = document.activeElement;
    opener = { node, focusKey: node?.dataset.focusKey };
  }
  show(panel);
}

function goBack() {
  show(trail.pop());
}

function show(panel) {
  change({ panel, thread: null });
  queueMicrotask(() => shown?.title.focus({ preventScroll: true }));
}

export function closePanel() {
  forgetPanel();
  change();
  queueMicrotask(() => {
    const again = opener?.focusKey && document.querySelector(`[data-focus-key="${CSS.escape(opener.focusKey)}"]`);
    const back = opener?.node?.isConnected ? opener.node : again;
    (back || document.querySelector("[data-testid=composer], #main")).focus({ preventScroll: true });
  });
}

/** For when something else takes the place beside the conversation. */
export function forgetPanel() {
  state.panel = null;
  trail = [];
  shown = null;
}

/** The panel that is open, or null. */
export function drawPanel() {
  const { panel } = state;
  const kind = KINDS[panel?.kind];
  const title = kind?.title(panel);
  if (!title) {
    forgetPanel();
    return null;
  }
  const key = `${panel.kind} ${panel.id ?? ""}`;
  if (shown?.key !== key) shown = build(key, panel.kind);
  shown.title.replaceChildren(title);
  shown.back.hidden = !trail.length;
  reconcile(shown.body, kind.parts(panel, tools));
  return shown.node;
}

function build(key, kind) {
  const title = h("h2", { tabindex: "-1", dir: "auto" });
  const complaint = h("p", {
    class: "panel-complaint",
    role: "alert",
    dir: "auto",
    data: { testid: "panel-complaint" },
  });
  const back = bare("back", "Back", "panel-back", goBack);
  const body = h("div", { class: "panel-body" });
  const head = h("header", { class: "rail-head" }, back, title, bare("close", "Close", "panel-close", closePanel));
  const node = h("section", { class: "rail-panel", data: { testid: `panel-${kind}` } }, head, complaint, body);
  node.setAttribute(
    "aria-label",
    { trouble: "Trouble", workspace: "Workspace", channel: "Channel", person: "Person" }[kind],
  );
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    if (trail.length) goBack();
    else closePanel();
  });
  return { key, node, title, complaint, back, body };
}

const bare = (mark, label, testid, onclick) =>
  h("button", { type: "button", class: "button-bare", "aria-label": label, data: { testid }, onclick }, icon(mark));

/** What the parts of a panel can do. */
const tools = {
  open: openPanel,
  goTo: (place) => ways.goTo(place),
  become: (personId) => ways.become(personId),

  /** Does a deed; a refusal is shown on top of the panel in Slack's words, `done` is told to a screen reader. */
  async act(name, body, done) {
    const answer = await deed(name, body);
    if (!shown) return answer;
    shown.complaint.textContent = answer.ok ? "" : told(answer);
    if (answer.ok) announce(done);
    else shown.complaint.scrollIntoView({ block: "nearest" });
    return answer;
  },
};
