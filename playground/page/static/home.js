/** The app's Home tab: opened through the `home` deed, which tells the app, and drawn like any other surface. */

import { drawBlock } from "./blocks.js";
import { deed, told } from "./deeds.js";
import { h, reconcile } from "./dom.js";
import { app, state } from "./state.js";
import { surface } from "./surfaces.js";

let failure = null;

export async function openHome() {
  failure = null;
  const answer = await deed("home", { user: state.personId });
  failure = answer.ok ? null : told(answer);
  return answer;
}

export function drawHome(box) {
  const view = state.server.homes[state.personId];
  if (failure || !view) {
    const waiting = state.underway ? "Opening…" : `${app().name} has not put anything here yet.`;
    const text = failure ?? waiting;
    return reconcile(box, [
      {
        key: "empty",
        look: text,
        draw: () => h("p", { class: "home-empty", role: failure ? "alert" : "status" }, text),
      },
    ]);
  }
  const here = surface({ key: `home:${view.id}`, where: { home: true }, viewState: () => current(view) });
  return reconcile(
    box,
    view.blocks.map((block, index) => ({
      key: `${state.personId} ${block.block_id ?? index}`,
      look: JSON.stringify(block),
      draw: () => drawBlock(block, here),
    })),
  );
}

/** What stands in its fields now: a block outlives the view it was drawn from. */
const current = (view) => (state.server.homes[state.personId] ?? view).state;
