/** The address says who looks where (`#as=aisha&in=customer-service`), so that a place can be linked to and reloaded. */

import * as reading from "./reading.js";
import { app, archivedChannels, change, here, humans, person, state, visibleChannels } from "./state.js";

const PERSON = "playground.person";
let followed = null; // the address as last read or written

export function readAddress() {
  followed = location.hash;
  const asked = new URLSearchParams(location.hash.slice(1));
  const wanted = (asked.get("as") ?? "").toLowerCase();
  const asPerson = humans().find((one) => [one.id, one.handle, one.name].some((name) => name.toLowerCase() === wanted));
  change({ personId: asPerson?.id ?? remembered() ?? humans()[0].id });
  const place = asked.get("in") ?? "";
  const found = readable().find((one) => [one.id, one.name].includes(place.replace(/^#/, "")))?.id;
  const wantedPlace = found ?? (["dm", "home"].includes(place) ? place : null);
  change({
    place: wantedPlace && canSee(wantedPlace) ? wantedPlace : reading.firstPlace(),
    thread: asked.get("thread"),
  });
}

export function writeAddress() {
  const named = state.server.channels.find((one) => one.id === state.place)?.name ?? state.place;
  const parts = new URLSearchParams({ as: person(state.personId).handle, in: named });
  if (state.thread) parts.set("thread", state.thread);
  // One that was just gone to is about to be read, and must not be written over before.
  if (location.hash === followed && followed.slice(1) !== parts.toString()) {
    history.replaceState(null, "", `#${parts}`);
    followed = location.hash;
  }
  document.title = `${state.place === "home" ? "Home" : here().name} · ${state.server.team.name}`;
}

const readable = () => [...visibleChannels(), ...archivedChannels()];

/** Whether the impersonated person can look at a place. */
export const canSee = (place) =>
  place === "dm" || (place === "home" && app().home_tab) || readable().some((one) => one.id === place);

export function rememberPerson(personId) {
  try {
    localStorage.setItem(PERSON, personId);
  } catch {
    // then the page starts with the first person next time
  }
}

function remembered() {
  try {
    return humans().find((one) => one.id === localStorage.getItem(PERSON))?.id ?? null;
  } catch {
    return null;
  }
}
