/** The open thread, beside the conversation. */

import { drawComposer } from "./composer.js";
import { h, reconcile, rove, settleStops } from "./dom.js";
import { icon } from "./icons.js";
import { drawMessage } from "./message.js";
import { follows, lookOf } from "./messages.js";
import * as reading from "./reading.js";
import { change, here, state, threadOf } from "./state.js";

let panel = null; // {key, node, list}

export function openThread(ts) {
  change({ thread: ts });
  queueMicrotask(() => queueMicrotask(() => panel?.node.querySelector("[data-testid=thread-composer]")?.focus()));
}

function closeThread() {
  const { thread } = state;
  change({ thread: null });
  queueMicrotask(() => document.querySelector(`#messages [data-ts="${thread}"]`)?.focus());
}

/** The panel, or null when no thread is open. */
export function drawThread() {
  const place = state.thread ? here() : null;
  const thread = place && threadOf(place, state.thread);
  if (!thread?.parent) {
    panel = null;
    return null;
  }
  const key = `${state.personId}/${place.key}/${state.thread}/${place.closed}`;
  if (panel?.key !== key) panel = build(key, place);
  fill(place, thread);
  return panel.node;
}

function build(key, place) {
  const list = h("div", { class: "thread-messages", role: "group", "aria-label": "Messages in this thread" });
  rove(list, ".message");
  const node = h(
    "section",
    { class: "rail-panel thread", "aria-label": "Thread", data: { testid: "thread" } },
    h(
      "header",
      { class: "rail-head" },
      h("h2", {}, "Thread"),
      h("span", { class: "rail-where", dir: "auto" }, place.kind === "dm" ? place.name : `#${place.name}`),
      h(
        "button",
        {
          type: "button",
          class: "button-bare",
          "aria-label": "Close thread",
          data: { testid: "thread-close" },
          onclick: closeThread,
        },
        icon("close"),
      ),
    ),
    list,
    drawComposer(place, { threadTs: state.thread, testid: "thread-composer" }),
  );
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) closeThread();
  });
  return { key, node, list };
}

function fill(place, { parent, replies }) {
  const said = replies.filter((reply) => !reply.note).length;
  const text = said === 1 ? "1 reply" : `${said} replies`;
  const divider = { key: "count", look: text, draw: () => h("div", { class: "thread-divider" }, h("span", {}, text)) };
  const item = (message, before) => ({
    key: message.ts,
    look: lookOf(message, [Boolean(before)]),
    draw: () => drawMessage(message, place, { follows: follows(message, before), inThread: true }),
  });
  const rows = replies.map((reply, index) => item(reply, index ? replies[index - 1] : null));
  const { list } = panel;
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  reconcile(list, [item(parent, null), ...(said ? [divider] : []), ...rows]);
  settleStops(list, ".message");
  if (atEnd) list.scrollTop = list.scrollHeight;
  const newest = replies.filter((reply) => !reply.note).at(-1);
  if (newest) reading.markRead(reading.threadKey(place.key, parent.ts), newest.ts);
}
