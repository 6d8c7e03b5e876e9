/** The list of messages of a channel or direct conversation, with its days and the line above what is new. */

import { announce, h, reconcile, rove, settleStops } from "./dom.js";
import { drawMessage } from "./message.js";
import { authorOf, nameOf } from "./people.js";
import * as reading from "./reading.js";
import { now, state, threadOf, timeline, zone } from "./state.js";
import { civilDate, dividerDay, fromTs } from "./times.js";

const GROUP_SECONDS = 300; // messages by one author within this time share one head

let drawnFor = null; // whose list of which place is on screen
let newFrom = ""; // the reader had read up to here when they came
let lastTs = "";
let atEnd = true; // whether the reader is at the end, and wants to stay there as messages come

export function startMessages(list) {
  rove(list, ".message");
  list.addEventListener("scroll", () => {
    atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  });
  const stay = () => {
    if (atEnd) list.scrollTop = list.scrollHeight;
  };
  new ResizeObserver(stay).observe(list);
  list.addEventListener("load", stay, { capture: true }); // a picture that came makes the list longer
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".message")) return;
    event.preventDefault();
    event.target.querySelector("button, a, input")?.focus();
  });
}

export function drawMessages(list, place, openThread) {
  const who = `${state.personId}/${place.key}`;
  const arrived = who !== drawnFor;
  if (arrived) {
    newFrom = reading.readUpTo(place.key);
    drawnFor = who;
    lastTs = "";
  }
  const messages = timeline(place);
  reconcile(list, [opening(place), ...items(messages, place, openThread)]);
  settleStops(list, ".message", list.querySelector(".message:focus") ?? list.querySelector(".message:last-child"));
  const newest = messages.at(-1)?.ts ?? "";
  if (arrived) scrollToNew(list);
  else if (atEnd) list.scrollTop = list.scrollHeight;
  if (!arrived) tellOfNew(messages.filter((message) => message.ts > lastTs));
  lastTs = newest;
  if (document.visibilityState === "visible") reading.markRead(place.key, newest.split("~")[0]);
}

function scrollToNew(list) {
  list.scrollTop = list.scrollHeight;
  const line = list.querySelector(".new-line");
  if (line && line.offsetTop - list.offsetTop < list.scrollTop) line.scrollIntoView({ block: "center" });
  atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
}

function tellOfNew(fresh) {
  if (!fresh.length || fresh.every((message) => message.user === state.personId)) return;
  const last = fresh.at(-1);
  if (last.note) return;
  const rest = fresh.length > 1 ? ` and ${fresh.length - 1} more` : "";
  announce(`New message from ${authorOf(last).name}${rest}: ${last.text}`);
}

function opening(place) {
  const dm = place.kind === "dm";
  const title = dm ? `Your direct messages with ${place.name}` : `#${place.name}`;
  const line = dm ? "Only you and the app see what is said here." : place.topic || "The beginning of this channel.";
  return {
    key: "opening",
    look: title + line,
    draw: () => h("div", { class: "opening" }, h("h2", { dir: "auto" }, title), h("p", { dir: "auto" }, line)),
  };
}

function items(messages, place, openThread) {
  const found = [];
  let day = null;
  let before = null;
  let newShown = newFrom === "";
  for (const message of messages) {
    const at = fromTs(message.ts);
    const on = civilDate(at, zone());
    if (on !== day) {
      found.push(dayDivider(on, dividerDay(at, now(), zone())));
      before = null;
    }
    if (!newShown && message.ts > newFrom && message.user !== state.personId && !message.note) {
      found.push({
        key: "new",
        look: "new",
        draw: () =>
          h("div", { class: "new-line", role: "separator", "aria-label": "New messages" }, h("span", {}, "New")),
      });
      newShown = true;
      before = null;
    }
    found.push(item(message, place, follows(message, before), openThread));
    day = on;
    before = message;
  }
  return found;
}

const dayDivider = (on, text) => ({
  key: `day ${on}`,
  look: text,
  draw: () => h("div", { class: "day", role: "separator", "aria-label": text }, h("span", {}, text)),
});

export function follows(message, before) {
  if (!before || message.ephemeral !== before.ephemeral || stands(message) || stands(before)) return false;
  const close = fromTs(message.ts) - fromTs(before.ts) <= GROUP_SECONDS * 1000;
  return close && authorOf(message).id === authorOf(before).id;
}

/** Whether it is nobody's message: a notice, or what is left of a deleted one. */
const stands = (message) => message.note || message.subtype === "tombstone";

function item(message, place, following, openThread) {
  const thread = threadSummary(message, place);
  return {
    key: message.ts,
    look: lookOf(message, [following, thread]),
    draw: () => drawMessage(message, place, { follows: following, thread, open: openThread }),
  };
}

/** What a message's drawing depends on; relative dates make it depend on the clock too. */
export function lookOf(message, rest) {
  const text = JSON.stringify(message);
  const dated = text.includes("!date^") || text.includes('"type":"date"');
  return JSON.stringify([state.personId, zone(), dated ? state.server.now : "", rest]) + text;
}

function threadSummary(message, place) {
  if (message.note || message.thread_ts !== message.ts) return null;
  const { replies } = threadOf(place, message.ts);
  const said = replies.filter((reply) => !reply.ephemeral);
  if (!said.length) return null;
  const people = [...new Set(said.map((reply) => authorOf(reply).id))].sort((a, b) =>
    nameOf(a).localeCompare(nameOf(b)),
  );
  return {
    count: said.length,
    unread: reading.unreadReplies(place.key, message.ts, replies),
    last: said.at(-1).ts,
    people,
  };
}
