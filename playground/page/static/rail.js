/** What stands beside the conversation: a thread, a panel, or the steps to try. On a phone it covers the page. */

import { closePanel, drawPanel, forgetPanel, openPanel } from "./panels.js";
import { change, state } from "./state.js";
import { drawThread } from "./thread.js";
import { drawTour, hasTour, setTourOpen, tourIsOpen, tourLook } from "./tour.js";

const at = (id) => document.getElementById(id);
const phone = matchMedia("(max-width: 640px)");
const UNDER_THE_SHEET = ["clock", "sidebar", "main", "developer"];

let takeStep = null;

/** `take(step)` follows a step of the tour. */
export function startRail(take) {
  takeStep = take;
  at("tour-toggle").addEventListener("click", () => toggleTour());
  at("trouble-toggle").addEventListener("click", () => togglePanel("trouble"));
  phone.addEventListener("change", () => change());
}

export function drawRail() {
  const rail = at("rail");
  const thread = drawThread();
  if (thread) forgetPanel();
  const panel = thread ? null : drawPanel();
  const tour = !thread && !panel && tourIsOpen();
  rail.hidden = !thread && !panel && !tour;
  rail.classList.toggle("rail-tour", tour);
  for (const id of UNDER_THE_SHEET) at(id).inert = !rail.hidden && phone.matches;
  drawToggles(tour);
  if (tour) fillWithTour(rail);
  else fill(rail, thread ?? panel);
}

function drawToggles(tour) {
  at("tour-toggle").hidden = !hasTour();
  at("tour-toggle").setAttribute("aria-expanded", String(tour));
  for (const kind of ["trouble", "workspace"])
    at(`${kind}-toggle`).setAttribute("aria-expanded", String(state.panel?.kind === kind));
  const { faults } = state.server;
  at("trouble-toggle").querySelector(".count").textContent = faults.length || "";
}

function fill(rail, node) {
  rail.dataset.look = "";
  if (!node) rail.replaceChildren();
  else if (rail.firstChild !== node) rail.replaceChildren(node);
}

function fillWithTour(rail) {
  if (rail.dataset.look === tourLook()) return;
  rail.dataset.look = tourLook();
  rail.replaceChildren(drawTour(takeStep, () => toggleTour(false)));
}

export function toggleTour(open = !tourIsOpen() || Boolean(state.thread || state.panel)) {
  setTourOpen(open);
  if (open) forgetPanel();
  change(open ? { thread: null } : {});
  queueMicrotask(() => (open ? at("rail").querySelector("button") : at("tour-toggle"))?.focus());
}

export function togglePanel(kind) {
  if (state.panel?.kind === kind) closePanel();
  else openPanel({ kind });
}
