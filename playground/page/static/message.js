/** One message: who, when, what, its labels, its thread and what can be done with it. */

import { drawAttachment } from "./attachments.js";
import { drawBlock } from "./blocks.js";
import { shortcut } from "./deeds.js";
import { h } from "./dom.js";
import { drawFiles } from "./files.js";
import { icon } from "./icons.js";
import { drawMrkdwn } from "./mrkdwn.js";
import { authorOf, avatar, nameOf } from "./people.js";
import { openMenu } from "./popup.js";
import { app, zone } from "./state.js";
import { surface } from "./surfaces.js";
import { clockTime, fromTs, fullTime } from "./times.js";

/** `follows`: right after one by the same author, so the name and face need no repeating. `thread`: {count, unread, last} or null. */
export function drawMessage(message, place, { follows = false, thread = null, inThread = false, open = null } = {}) {
  const author = message.note || message.subtype === "tombstone" ? null : authorOf(message);
  const kinds = [
    "message",
    follows && "follows",
    message.ephemeral && "ephemeral",
    isPinned(message, place) && "pinned",
    message.subtype === "tombstone" && "tombstone",
  ];
  const label = `${author?.name ?? "Notice"}, ${clockTime(fromTs(message.ts), zone())}`;
  return h(
    "div",
    {
      class: kinds.filter(Boolean).join(" "),
      role: "article",
      "aria-label": label,
      tabindex: "-1",
      data: { testid: "message", ts: message.ts },
    },
    h("div", { class: "message-side" }, side(message, author, follows)),
    h(
      "div",
      { class: "message-main", data: { testid: message.ephemeral ? "ephemeral" : null } },
      message.ephemeral && h("div", { class: "only-you" }, icon("eye"), "Only visible to you"),
      isPinned(message, place) && h("div", { class: "only-you" }, icon("pinned"), "Pinned"),
      inThread && message.subtype === "thread_broadcast" && h("div", { class: "only-you" }, "Also sent to the channel"),
      !follows && author && drawHead(message, author),
      drawBody(message, place),
      thread && drawThreadLink(message, thread, open),
    ),
    tools(message, place, inThread ? null : open),
  );
}

const isPinned = (message, place) => Boolean(message.pinned_to?.includes(place.id));

function side(message, author, follows) {
  if (message.subtype === "tombstone") return h("span", { class: "avatar avatar-note", "aria-hidden": "true" }, "–");
  if (!author) return h("span", { class: "avatar avatar-note", "aria-hidden": "true" }, "i");
  if (!follows) return avatar(author.id, author.name);
  return h("time", { class: "message-time", "aria-hidden": "true" }, clockTime(fromTs(message.ts), zone()));
}

function drawHead(message, author) {
  const at = fromTs(message.ts);
  return h(
    "div",
    { class: "message-head" },
    h("span", { class: "author", dir: "auto" }, author.name),
    author.isApp && h("span", { class: "badge" }, "APP"),
    h(
      "time",
      { class: "message-time", datetime: at.toISOString(), title: fullTime(at, zone()) },
      clockTime(at, zone()),
    ),
  );
}

function drawBody(message, place) {
  const edited =
    message.edited &&
    h("span", { class: "edited", title: `Edited ${fullTime(fromTs(message.edited.ts), zone())}` }, " (edited)");
  const body = h("div", { class: "message-body" });
  const here = messageSurface(message, place);
  if (message.blocks?.length) body.append(...message.blocks.map((block) => drawBlock(block, here)));
  else if (message.text) {
    const drawn = message.note ? message.text : drawMrkdwn(message.text, { parse: "links" });
    body.append(h("div", { class: "block message-text", dir: "auto" }, drawn, edited));
  }
  body.append(...(message.attachments ?? []).map((one) => drawAttachment(one, here)));
  if (message.files?.length) body.append(drawFiles(message.files));
  if (edited && (message.blocks?.length || !message.text)) body.append(edited);
  return body;
}

function messageSurface(message, place) {
  return surface({ key: `message:${place.id}:${message.ts}`, where: { channel: place.id, ts: message.ts } });
}

function drawThreadLink(message, { count, unread, last, people }, open) {
  const replies = count === 1 ? "1 reply" : `${count} replies`;
  const news = unread > 0 && `${unread} new`;
  const latest = `Last ${clockTime(fromTs(last), zone())}`;
  return h(
    "button",
    {
      type: "button",
      class: "thread-link",
      "aria-label": [replies, news, latest].filter(Boolean).join(", "),
      data: { testid: "thread-open", focusKey: "thread" },
      onclick: () => open(message.ts),
    },
    people.slice(0, 3).map((id) => avatar(id, nameOf(id), "avatar-tiny")),
    h("span", { class: "thread-count" }, replies),
    news && h("span", { class: "thread-new" }, news),
    h("span", { class: "thread-last" }, latest),
  );
}

function tools(message, place, open) {
  if (message.ephemeral || message.subtype === "tombstone") return null;
  const shortcuts = app().shortcuts.filter((one) => one.type === "message");
  const items = shortcuts.map((one) => ({
    label: one.name,
    detail: one.description,
    run: () => shortcut(place, one.callback_id, message.ts),
  }));
  const more = h(
    "button",
    {
      type: "button",
      class: "button-bare",
      "aria-label": "More actions",
      title: "More actions",
      "aria-haspopup": "menu",
      data: { testid: "message-more" },
      onclick: () => openMenu(more, items, "Message actions"),
    },
    icon("more"),
  );
  const reply = h(
    "button",
    {
      type: "button",
      class: "button-bare",
      "aria-label": "Reply in thread",
      title: "Reply in thread",
      data: { testid: "message-reply" },
      onclick: () => open(message.ts),
    },
    icon("reply"),
  );
  if (!open && !items.length) return null;
  return h("div", { class: "message-tools" }, open && reply, items.length > 0 && more);
}
