/**
 * What the page knows: the playground's state as last fetched, who is impersonated, and where that person is looking.
 * Views subscribe and draw themselves anew on each change; nothing else holds state that outlives a drawing.
 */

const CHANGES = "/_playground/changes";
const STATE = "/_playground/state";

export const state = {
  server: null,
  personId: null,
  place: null, // a channel's id, "dm" (the app's messages) or "home"
  thread: null, // ts of the message whose thread is open
  panel: null, // what is open beside the conversation instead of a thread: {kind, id?} (see panels.js)
  underway: 0, // deeds asked for and not yet answered
  connected: true,
};

const listeners = [];
let scheduled = false;

export function subscribe(listener) {
  listeners.push(listener);
}

export function change(patch = {}) {
  Object.assign(state, patch);
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(() => {
    scheduled = false;
    if (state.server) for (const listener of listeners) listener();
  });
}

let fetching = null;
let again = false;

/** Resolves when the page has drawn a state at least as new as the moment of asking. */
export function refresh() {
  if (fetching) {
    again = true;
    return fetching;
  }
  fetching = fetchUntilFresh().finally(() => {
    fetching = null;
  });
  return fetching;
}

async function fetchUntilFresh() {
  do {
    again = false;
    change({ server: await fetchState(state.server) });
  } while (again);
}

/** Calls and refusals only grow: of those the page has, none are asked for again. */
async function fetchState(known) {
  const asked = known ? `${STATE}?calls_after=${known.calls.length}&refusals_after=${known.refusals.length}` : STATE;
  const response = await fetch(asked);
  if (!response.ok) throw new Error(`The playground answered ${response.status}`);
  const fresh = await response.json();
  if (!known) return fresh;
  if (fresh.revision < known.revision) return fetchState(null); // another playground at the same address
  return { ...fresh, calls: [...known.calls, ...fresh.calls], refusals: [...known.refusals, ...fresh.refusals] };
}

export function follow() {
  const source = new EventSource(CHANGES);
  source.onmessage = (event) => {
    if (!state.connected) change({ connected: true });
    if (JSON.parse(event.data).revision !== state.server?.revision) refresh().catch(lost);
  };
  source.onerror = lost;
}

const lost = () => change({ connected: false });

// ---- looking things up ---------------------------------------------------------------------------------------------

export const now = () => new Date(state.server.now);
export const me = () => person(state.personId);
export const zone = () => me()?.tz || "UTC";
export const app = () => state.server.app;
export const person = (id) => state.server.people.find((one) => one.id === id) ?? null;
export const channel = (id) => state.server.channels.find((one) => one.id === id) ?? null;
export const everyone = () => state.server.people.filter((one) => !one.is_bot);
export const humans = () => everyone().filter((one) => !one.deleted);
export const isMember = (one) => one.members.includes(state.personId);
/** Guests and members of another workspace see the channels they are in, and no other public ones. */
export const canSee = (one) => isMember(one) || (!one.private && isFullMember(me()));
const isFullMember = (one) => one && !one.is_guest && !one.is_single_channel_guest && !one.team_id;
export const visibleChannels = () => state.server.channels.filter((one) => !one.archived && canSee(one));
export const archivedChannels = () => state.server.channels.filter((one) => one.archived && canSee(one));
export const viewStack = () => state.server.views[state.personId] ?? [];

/**
 * A channel, or the impersonated person's direct messages with the app, as one shape:
 * {key, id (null for direct messages not begun), name, kind, messages, closed}; `closed` says why nothing can be
 * written there: "deactivated", "no_messages_tab", "read_only", "archived", "not_joined", "not_in_private", or null.
 */
export function conversation(key) {
  if (key === "dm") {
    const dm = state.server.dms.find((one) => one.user === state.personId);
    const there = { key, id: dm?.id ?? null, name: app().name, kind: "dm", messages: dm?.messages ?? [] };
    return { ...there, closed: whyMessagesAreClosed() };
  }
  const found = channel(key);
  return found && { ...found, key, kind: "channel", closed: whyChannelIsClosed(found) };
}

function whyMessagesAreClosed() {
  if (me().deleted) return "deactivated";
  if (!app().messages_tab) return "no_messages_tab";
  return app().messages_tab_read_only ? "read_only" : null;
}

function whyChannelIsClosed(found) {
  if (found.archived) return "archived";
  if (me().deleted) return "deactivated";
  if (isMember(found)) return null;
  return found.private ? "not_in_private" : "not_joined";
}

/** Where the person is: null at the Home tab. */
export const here = () => (state.place === "home" ? null : conversation(state.place));

const newestLast = (a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0);

/** What the impersonated person sees there, oldest first, thread replies left out unless also sent to the channel. */
export function timeline(place) {
  const shown = seen(place).filter((message) => !isReply(message) || message.subtype === "thread_broadcast");
  return shown.sort(newestLast);
}

/** A thread's parent (null when it was deleted) and its replies, oldest first. */
export function threadOf(place, ts) {
  const all = seen(place);
  const replies = all.filter((message) => message.thread_ts === ts && message.ts !== ts);
  return { parent: all.find((message) => message.ts === ts) ?? null, replies: replies.sort(newestLast) };
}

export const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

const seen = (place) => [
  ...place.messages.filter((message) => !message.ephemeral_for || message.ephemeral_for === state.personId),
  ...notes.filter((note) => note.place === place.key && note.ephemeral_for === state.personId),
];

// ---- notes: what Slack's own client tells a person, kept by the page alone ---------------------------------------------

const notes = [];

/** A line only the impersonated person sees, after everything now standing in that place. */
export function note(placeKey, text, threadTs = null) {
  const place = conversation(placeKey);
  const last = place.messages.reduce((latest, message) => (message.ts > latest ? message.ts : latest), clockTs());
  notes.push({
    ts: `${last}~${String(notes.length).padStart(4, "0")}`,
    thread_ts: threadTs ?? undefined,
    place: placeKey,
    text,
    note: true,
    ephemeral: true,
    ephemeral_for: state.personId,
  });
  change();
}

const clockTs = () => `${Math.floor(now() / 1000)}.000000`;
