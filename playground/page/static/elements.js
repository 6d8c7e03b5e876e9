/**
 * Block elements a person can press, choose from or type in (docs.slack.dev/reference/block-kit/block-elements).
 *
 * `drawElement(element, use)` answers {node, control, group}: what to show, what takes the focus, and, where several
 * controls make one field, the node that holds them. `use` says where it stands:
 * {blockId, label, value, held, clearable, changed(value, {typing, confirmed}), pressed(value, source, confirmed),
 *  entered(value), counted(left, most), suggest(typed), warn(text)}.
 */

import { drawButton, drawFeedback, drawIconButton, drawOverflow, drawWorkflowButton } from "./buttons.js";
import { drawDate, drawInstant, drawTime } from "./dates.js";
import { h } from "./dom.js";
import { drawEditor } from "./editor.js";
import { drawExternalSelect, drawOptionSelect, drawPeopleSelect, drawPlaceSelect } from "./selects.js";
import { drawCheckboxes, drawRadios } from "./ticks.js";
import { drawAddress, drawNumber, drawTextInput } from "./typed.js";
import { drawUpload } from "./upload.js";

const DRAW = {
  button: drawButton,
  workflow_button: drawWorkflowButton,
  icon_button: drawIconButton,
  feedback_buttons: drawFeedback,
  overflow: drawOverflow,
  static_select: drawOptionSelect,
  multi_static_select: drawOptionSelect,
  external_select: drawExternalSelect,
  multi_external_select: drawExternalSelect,
  users_select: drawPeopleSelect,
  multi_users_select: drawPeopleSelect,
  conversations_select: drawPlaceSelect,
  multi_conversations_select: drawPlaceSelect,
  channels_select: drawPlaceSelect,
  multi_channels_select: drawPlaceSelect,
  radio_buttons: drawRadios,
  checkboxes: drawCheckboxes,
  datepicker: drawDate,
  timepicker: drawTime,
  datetimepicker: drawInstant,
  plain_text_input: drawTextInput,
  email_text_input: (element, use) => drawAddress(element, use, "email"),
  url_text_input: (element, use) => drawAddress(element, use, "url"),
  number_input: drawNumber,
  rich_text_input: drawEditor,
  file_input: drawUpload,
};

export function drawElement(element, use) {
  const draw = DRAW[element.type];
  if (draw) return draw(element, use);
  const node = h("span", { class: "unknown", tabindex: "-1" }, `This ${element.type} cannot be drawn here`);
  return { node, control: node };
}
