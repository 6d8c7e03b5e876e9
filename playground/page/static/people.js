/** How people and the app look: avatars, names, mentions. */

import { h } from "./dom.js";
import { app, canSee, channel, person, state } from "./state.js";

const HUES = 10; // the stylesheet's .hue-0 … .hue-9

function hue(id) {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return sum % HUES;
}

export function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters
    .map((word) => [...word][0])
    .join("")
    .toUpperCase();
}

export function avatar(id, name, className = "") {
  const isApp = id === app().bot_user_id;
  const look = isApp ? "avatar-app" : `hue-${hue(id)}`;
  return h("span", { class: `avatar ${look} ${className}`, "aria-hidden": "true" }, initials(name));
}

/** Who wrote it: {id, name, isApp}. An app's message carries its bot's user id, or only a bot_id. */
export function authorOf(message) {
  const isApp = Boolean(message.bot_id);
  const id = message.user ?? app().bot_user_id;
  const name = isApp ? (message.username ?? app().name) : nameOf(id);
  return { id, name, isApp };
}

export const nameOf = (id) => person(id)?.name ?? (id === app().bot_user_id ? app().name : id);

/** A mention of a person, told apart when it is the one impersonated. */
export function personMention(id) {
  const mine = id === state.personId;
  return h(
    "span",
    { class: mine ? "mention mention-me" : "mention", dir: "auto", data: { userId: id } },
    `@${nameOf(id)}`,
  );
}

/** A mention of a channel; one that the reader cannot see stays unnamed. */
export function channelMention(id, label = null) {
  const found = channel(id);
  const hidden = found && !canSee(found);
  const name = hidden ? "private-channel" : (found?.name ?? label ?? id);
  if (!found || hidden) return h("span", { class: "mention" }, `#${name}`);
  return h("a", { class: "mention", href: "#", data: { goTo: id } }, `#${name}`);
}

export const broadcastMention = (range) => h("span", { class: "mention mention-me" }, `@${range}`);
