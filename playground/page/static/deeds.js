/** Everything a person does goes through the playground's control API, which any script can call as well. */

import { announce } from "./dom.js";
import { change, note, refresh, state } from "./state.js";

/** Does it and waits until the page shows its effects. Never throws: a playground that is gone answers {ok: false}. */
export async function deed(name, body) {
  change({ underway: state.underway + 1 });
  try {
    const response = await fetch(`/_playground/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    await refresh();
    return answer;
  } catch (error) {
    const detail = `The playground did not answer (${error.message}). Is it still running?`;
    return { ok: false, error: "no_answer", detail, view: null, messages: [] };
  } finally {
    change({ underway: state.underway - 1 });
  }
}

/** What the person is told when a deed failed: Slack's own words where it has some, else the playground's. */
export const told = ({ error, detail, shown }) => shown || detail || `That did not work (${error}).`;

/** Runs a slash command; what went wrong appears in the conversation, to this person only. */
export async function command(place, line) {
  const [, name, text] = /^(\/\S+)\s*(.*)$/s.exec(line.trim());
  const answer = await deed("command", { user: state.personId, channel: place.id ?? place.key, command: name, text });
  if (!answer.ok) complain(place.key, told(answer));
  return answer;
}

export async function say(place, text, threadTs = null) {
  const body = { user: state.personId, channel: place.id ?? place.key, text };
  if (threadTs) body.thread_ts = threadTs;
  const answer = await deed("say", body);
  if (!answer.ok) complain(place.key, told(answer), threadTs);
  return answer;
}

/** A shortcut of the app: on the message `ts` of a place, or on none. */
export async function shortcut(place, callbackId, ts = null) {
  const body = { user: state.personId, callback_id: callbackId };
  if (ts) Object.assign(body, { channel: place.id, ts });
  const answer = await deed("shortcut", body);
  if (!answer.ok) complain(place.key, told(answer));
  return answer;
}

export async function joinChannel(place) {
  const answer = await deed("channel", { user: state.personId, channel: place.id, do: "join" });
  if (!answer.ok) complain(place.key, told(answer));
  return answer;
}

function complain(placeKey, text, threadTs = null) {
  note(placeKey, text, threadTs);
  announce(text, { urgent: true });
}
