/** What every element a person can touch has in common. */

import { confirmed } from "./confirm.js";
import { plainText } from "./text.js";

/** The name by which a control is found again when its block is drawn anew. */
export const focusKey = (element, use) => `${use.blockId}/${element.action_id}`;

export const placeholderOf = (element, instead) => (element.placeholder ? plainText(element.placeholder) : instead);

/** A confirm dialog asks before the choice counts; `undo` puts back what stood there. */
export async function choose(element, use, value, undo) {
  if (!(await confirmed(element.confirm))) undo?.();
  else use.changed(value, { confirmed: Boolean(element.confirm) });
}

/** A new tab, for addresses a browser may safely follow. */
export function openAddress(address) {
  if (/^https?:\/\//i.test(address)) window.open(address, "_blank", "noopener,noreferrer");
}
