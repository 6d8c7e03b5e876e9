/** Text objects (docs.slack.dev/reference/block-kit/composition-objects/text-object). */

import { fragment } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { drawMrkdwn } from "./mrkdwn.js";

/** A plain_text object is shown as it is: markup and entities in it are just characters. */
export function drawText(text) {
  if (text.type === "mrkdwn") return drawMrkdwn(text.text, { parse: text.verbatim ? "none" : "all" });
  return fragment(plainText(text));
}

export const plainText = (text) => (text.emoji === false ? text.text : withEmoji(text.text));
