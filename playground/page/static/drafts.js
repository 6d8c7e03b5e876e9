/** What a person has typed or chosen and not yet sent, so that an updated view or message keeps it. */

import { state } from "./state.js";

const drafts = new Map();

/** Slack keeps an input's value over an update when its block_id and action_id stay the same. */
const keyOf = (surface, blockId, element) =>
  [state.personId, surface, blockId, element.action_id, element.type].join("\n");

export function keep(surface, blockId, element, value) {
  drafts.set(keyOf(surface, blockId, element), value);
}

/** The kept value, else the one in the view's `state`, else the element's initial one. */
export function current(surface, blockId, element, viewState) {
  const key = keyOf(surface, blockId, element);
  if (drafts.has(key)) return drafts.get(key);
  const held = viewState?.values?.[blockId]?.[element.action_id];
  return held?.type === element.type ? fromState(held) : initial(element);
}

export function forget(surface) {
  for (const key of drafts.keys()) if (key.startsWith(`${state.personId}\n${surface}\n`)) drafts.delete(key);
}

const valueOf = (option) => option?.value ?? null;
const valuesOf = (options) => (options ?? []).map((option) => option.value);

function initial(element) {
  switch (element.type) {
    case "static_select":
    case "external_select":
    case "radio_buttons":
      return valueOf(element.initial_option);
    case "multi_static_select":
    case "multi_external_select":
    case "checkboxes":
      return valuesOf(element.initial_options);
    case "users_select":
      return element.initial_user ?? null;
    case "multi_users_select":
      return element.initial_users ?? [];
    case "channels_select":
      return element.initial_channel ?? null;
    case "multi_channels_select":
      return element.initial_channels ?? [];
    case "conversations_select":
      return element.initial_conversation ?? (element.default_to_current_conversation ? currentChannel() : null);
    case "multi_conversations_select":
      return element.initial_conversations ?? [];
    case "datepicker":
      return element.initial_date ?? null;
    case "timepicker":
      return element.initial_time ?? null;
    case "datetimepicker":
      return element.initial_date_time ?? null;
    case "file_input":
      return element.initial_files ?? [];
    default:
      return element.initial_value ?? null;
  }
}

const currentChannel = () => (state.place === "home" || state.place === "dm" ? null : state.place);

function fromState(held) {
  if ("selected_option" in held) return valueOf(held.selected_option);
  if ("selected_options" in held) return valuesOf(held.selected_options);
  const name = Object.keys(held).find((key) => key !== "type");
  return held[name] ?? null;
}
