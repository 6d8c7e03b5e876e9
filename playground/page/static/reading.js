/** What each person has read, kept in this browser only: the playground itself keeps no unread marks. */

import { conversation, humans, isMember, isReply, state } from "./state.js";

const STORE = "playground.reading";
let marks = load(); // {person: {conversation or conversation/thread: ts of the last message read}}
let world = marks.world ?? {};

function load() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    return {}; // storage forbidden or spoilt: everything is simply unread
  }
}

function save() {
  try {
    localStorage.setItem(STORE, JSON.stringify({ ...marks, world }));
  } catch {
    // without storage the marks last as long as the page
  }
}

/** A playground started again begins its clock anew; marks from the one before would hide its messages. */
export function forgetEarlierWorlds() {
  const { now, revision, team } = state.server;
  const older = team.id !== world.team || now < world.now || revision < world.revision;
  if (older) marks = {};
  world = { team: team.id, now, revision };
  save();
}

const markOf = (key, personId = state.personId) => marks[personId]?.[key] ?? "";

export function markRead(key, ts) {
  if (!ts || ts <= markOf(key)) return;
  marks[state.personId] = { ...marks[state.personId], [key]: ts };
  save();
}

export const readUpTo = (key) => markOf(key);
export const threadKey = (placeKey, ts) => `${placeKey}/${ts}`;

const fromOthers = (message, personId) => message.user !== personId && !message.note;
const forPerson = (message, personId) => !message.ephemeral_for || message.ephemeral_for === personId;

/** {count, mentions} of what the person has not read there; every direct message counts as a mention. */
export function unread(place) {
  const since = markOf(place.key);
  const fresh = place.messages.filter(
    (message) =>
      message.ts > since &&
      !isReply(message) &&
      fromOthers(message, state.personId) &&
      forPerson(message, state.personId),
  );
  const mentions = place.kind === "dm" ? fresh : fresh.filter((message) => mentionsMe(message));
  return { count: fresh.length, mentions: mentions.length };
}

export function unreadReplies(placeKey, ts, replies) {
  const since = markOf(threadKey(placeKey, ts));
  return replies.filter((message) => message.ts > since && fromOthers(message, state.personId)).length;
}

function mentionsMe({ text, blocks }) {
  const said = JSON.stringify([text, blocks]);
  const named = said.includes(`<@${state.personId}`) || said.includes(`"user_id":"${state.personId}"`);
  return named || /<!(?:here|channel|everyone)[|>]/.test(text);
}

/** How many conversations hold something unread, for each person who could be impersonated. */
export function unreadElsewhere() {
  const channels = state.server.channels.filter((one) => !one.archived);
  return new Map(
    humans().map((one) => {
      const dm = state.server.dms.find((candidate) => candidate.user === one.id);
      const places = [
        ...channels.filter((place) => place.members.includes(one.id)).map((place) => [place.id, place.messages]),
        ...(dm ? [["dm", dm.messages]] : []),
      ];
      const waiting = places.filter(([key, messages]) =>
        messages.some(
          (m) => m.ts > markOf(key, one.id) && !isReply(m) && fromOthers(m, one.id) && forPerson(m, one.id),
        ),
      );
      return [one.id, waiting.length];
    }),
  );
}

/** Where to look first: the person's first unread channel, else the first channel they are in. */
export function firstPlace() {
  const mine = state.server.channels.filter((one) => !one.archived && isMember(one));
  const waiting = mine.find((one) => unread(conversation(one.id)).count > 0);
  return (waiting ?? mine[0])?.id ?? "dm";
}
