/** Menus to choose from: options of the app's, people, conversations; with type-ahead, one or several. */

import { told } from "./deeds.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import { drawPicker } from "./picker.js";
import { app, person, state, visibleChannels } from "./state.js";
import { plainText } from "./text.js";
import { choose, focusKey, placeholderOf } from "./touch.js";

const isMultiple = (element) => element.type.startsWith("multi_");

function drawSelect(element, use, how) {
  const picker = drawPicker({
    value: use.value,
    multiple: isMultiple(element),
    most: element.max_selected_items,
    label: use.label,
    clearable: use.clearable,
    focusKey: focusKey(element, use),
    onChange: (value, undo) => choose(element, use, value, undo),
    ...how,
  });
  picker.node.dataset.actionId = element.action_id;
  return picker;
}

const asChoice = (option, group = null) => ({
  value: option.value,
  label: plainText(option.text),
  detail: option.description && plainText(option.description),
  group,
});

function asChoices({ options, option_groups: groups }) {
  if (!groups) return (options ?? []).map((option) => asChoice(option));
  return groups.flatMap((group) => {
    const name = plainText(group.label);
    return group.options.map((option) => asChoice(option, name));
  });
}

const placeholder = (element, one, several) => placeholderOf(element, isMultiple(element) ? several : one);

export function drawOptionSelect(element, use) {
  return drawSelect(element, use, {
    choices: asChoices(element),
    placeholder: placeholder(element, "Select an option", "Select options"),
  });
}

const suggested = new Map(); // what an app once suggested: focus key → {value → choice}, to name what is chosen

/** What can be chosen comes from the app, for what was typed (docs: select-menu-element, external data source). */
export function drawExternalSelect(element, use) {
  const key = focusKey(element, use);
  if (!suggested.has(key)) suggested.set(key, new Map());
  const known = suggested.get(key);
  const { initial_option: one, initial_options: several } = element;
  const held = [use.held?.selected_option, ...(use.held?.selected_options ?? [])];
  for (const option of [one, ...(several ?? []), ...held]) if (option) known.set(option.value, asChoice(option));
  const load = async (typed) => {
    const answer = await use.suggest(typed);
    if (!answer.ok) return { failed: told(answer) };
    const choices = asChoices(answer);
    for (const choice of choices) known.set(choice.value, choice);
    return { choices };
  };
  return drawSelect(element, use, {
    choices: [...known.values()],
    load,
    least: element.min_query_length ?? 3,
    placeholder: placeholder(element, "Type to search", "Type to search"),
  });
}

export function drawPeopleSelect(element, use) {
  const choices = state.server.people
    .filter((one) => !one.deleted)
    .map((one) => ({
      value: one.id,
      label: one.name,
      detail: one.title,
      mark: () => avatar(one.id, one.name, "avatar-small"),
    }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return drawSelect(element, use, {
    choices,
    placeholder: placeholder(element, "Select a person", "Select people"),
  });
}

/** With members of another workspace. */
const isShared = (one) => one.members.some((id) => person(id)?.team_id);

/** `channels_select` offers public channels; `conversations_select` what its filter includes, else everything. */
export function drawPlaceSelect(element, use) {
  const publicOnly = element.type.includes("channels");
  const { include, exclude_bot_users: noBots, exclude_external_shared_channels: noShared } = element.filter ?? {};
  const wanted = (kind) => (publicOnly ? kind === "public" : !include || include.includes(kind));
  const choices = visibleChannels()
    .filter((one) => wanted(one.private ? "private" : "public") && !(noShared && isShared(one)))
    .map((one) => ({ value: one.id, label: one.name, mark: () => icon(one.private ? "lock" : "hash") }));
  const dm = state.server.dms.find((one) => one.user === state.personId);
  if (dm && wanted("im") && !noBots)
    choices.push({
      value: dm.id,
      label: app().name,
      detail: "Direct messages",
      mark: () => avatar(app().bot_user_id, app().name, "avatar-small"),
    });
  const [one, several] = publicOnly
    ? ["Select a channel", "Select channels"]
    : ["Select a conversation", "Select conversations"];
  return drawSelect(element, use, { choices, placeholder: placeholder(element, one, several) });
}
