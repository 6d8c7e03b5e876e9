/** The app's Home tab: opened through the `home` deed, which tells the app, and drawn like any other surface. */

import { drawBlock } from "./blocks.js";
import { deed, told } from "./deeds.js";
import { h, reconcile } from "./dom.js";
import * as drafts from "./drafts.js";
import { app, state } from "./state.js";

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
  const surface = homeSurface(view);
  return reconcile(
    box,
    view.blocks.map((block, index) => ({
      key: `${state.personId} ${block.block_id ?? index}`,
      look: JSON.stringify(block),
      draw: () => drawBlock(block, surface),
    })),
  );
}

function homeSurface(view) {
  const key = `home:${view.id}`;
  const surface = {
    key,
    value: (block, element) => drafts.current(key, block.block_id, element, view.state),
    keep: (block, element, value) => drafts.keep(key, block.block_id, element, value),
    press: async (block, element, value, confirmed) => {
      const body = { user: state.personId, home: true, block_id: block.block_id, action_id: element.action_id };
      if (value !== undefined) body.value = value;
      if (confirmed) body.confirm = true;
      const answer = await deed("press", body);
      return { ...answer, shown: told(answer) };
    },
    type: (block, element, value) => surface.press(block, element, value, false),
  };
  return surface;
}
