/** Where blocks stand: a message, a modal or the Home tab. What a person does there becomes a deed there. */

import { deed, told } from "./deeds.js";
import * as drafts from "./drafts.js";
import { state } from "./state.js";

const telling = new Map(); // surface key → the last field's value on its way to the playground
const untold = new Map(); // surface key → {block and action → what was typed there and the playground does not know yet}

/**
 * `where` is how a deed names the place: {channel, ts}, {view: true} or {home: true}. `viewState` answers the view's
 * `state`, for a message null. The surface is
 * {key, value(block, element), held(block, element), keep(block, element, value),
 *  press(block, element, value, confirmed) → answer, suggest(block, element, typed) → answer}.
 */
export function surface({ key, where, viewState = () => null }) {
  const body = (block, element) => ({
    user: state.personId,
    ...where,
    block_id: block.block_id,
    action_id: element.action_id,
  });
  const tell = async (block, element, value, confirmed) => {
    const asked = body(block, element);
    if (value !== undefined) asked.value = value ?? "";
    if (confirmed) asked.confirm = true;
    const answer = await deed("press", asked);
    return { ...answer, shown: told(answer) };
  };
  return {
    key,
    value: (block, element) => drafts.current(key, block.block_id, element, viewState()),
    held: (block, element) => viewState()?.values?.[block.block_id]?.[element.action_id] ?? null,
    keep: (block, element, value) => {
      drafts.keep(key, block.block_id, element, value);
      if (block.type === "input" && !isToldAtOnce(block, element)) noteUntold(key, block, element, value);
    },
    press: async (block, element, value, confirmed) => {
      untold.get(key)?.delete(nameOf(block, element));
      const pressed = async () => {
        await tellTyped(key, tell);
        return tell(block, element, value, confirmed);
      };
      const before = telling.get(key) ?? Promise.resolve();
      const inTurn = before.then(pressed);
      // What stands in a field comes before whatever is pressed next; presses do not wait for each other.
      if (block.type === "input") telling.set(key, inTurn);
      return inTurn;
    },
    suggest: (block, element, typed) => deed("suggest", { ...body(block, element), text: typed }),
  };
}

/** What is told letter by letter is told when typing pauses; something else may be pressed before that. */
const isToldAtOnce = (block, element) =>
  block.dispatch_action && !element.dispatch_action_config?.trigger_actions_on?.includes("on_character_entered");

const nameOf = (block, element) => `${block.block_id}\n${element.action_id}`;

function noteUntold(key, block, element, value) {
  if (!untold.has(key)) untold.set(key, new Map());
  untold.get(key).set(nameOf(block, element), { block, element, value });
}

/** Slack sends what stands in every field along with each press; the playground must know it before. */
async function tellTyped(key, tell) {
  const waiting = [...(untold.get(key)?.values() ?? [])];
  forgetTyped(key);
  for (const { block, element, value } of waiting) await tell(block, element, value, Boolean(element.confirm));
}

/** What was typed there travels another way, or nowhere. */
export function forgetTyped(key) {
  untold.delete(key);
}
