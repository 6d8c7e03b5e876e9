/**
 * Attachments of a message (docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments): a bar of
 * colour, and beside it blocks or the older fields.
 */

import { drawBlock } from "./blocks.js";
import { h } from "./dom.js";
import { drawLink, drawMrkdwn } from "./mrkdwn.js";
import { drawPicture } from "./pictures.js";
import { zone } from "./state.js";
import { fullTime } from "./times.js";

const NAMED = { good: "#2eb67d", warning: "#ecb22e", danger: "#e01e5a" };

export function drawAttachment(attachment, surface) {
  const parts = attachment.blocks
    ? [
        attachment.pretext && marked("pretext", attachment.pretext),
        ...attachment.blocks.map((one) => drawBlock(one, surface)),
      ]
    : legacy(attachment);
  const node = h("div", { class: "attachment", data: { testid: "attachment" } }, parts);
  const color = NAMED[attachment.color] ?? (attachment.color && `#${attachment.color.replace(/^#/, "")}`);
  if (color && CSS.supports("color", color)) node.style.setProperty("border-inline-start-color", color);
  return node;
}

const marked = (name, text) => h("div", { class: `attachment-${name}`, dir: "auto" }, drawMrkdwn(text));

function legacy(one) {
  const title = one.title && (one.title_link ? drawLink(one.title_link, one.title) : one.title);
  const said = one.text ?? (title || one.fields || one.image_url ? null : one.fallback);
  const sent = one.ts && fullTime(new Date(Number(one.ts) * 1000), zone());
  const foot = [one.footer, sent].filter(Boolean).join(" · ");
  return [
    one.pretext && marked("pretext", one.pretext),
    one.author_name &&
      h(
        "div",
        { class: "attachment-author" },
        one.author_icon && drawPicture({ image_url: one.author_icon, alt_text: "" }, "context-image"),
        one.author_link ? drawLink(one.author_link, one.author_name) : one.author_name,
      ),
    title && h("div", { class: "attachment-title", dir: "auto" }, title),
    h(
      "div",
      { class: "attachment-main" },
      said && marked("text", said),
      one.thumb_url && drawPicture({ image_url: one.thumb_url, alt_text: "" }, "accessory-image"),
    ),
    one.fields?.length &&
      h(
        "div",
        { class: "fields" },
        one.fields.map((field) =>
          h(
            "div",
            { class: field.short ? null : "field-wide", dir: "auto" },
            h("b", {}, field.title),
            h("div", {}, drawMrkdwn(field.value ?? "")),
          ),
        ),
      ),
    one.actions?.length &&
      h("p", { class: "unknown" }, "The buttons of an old attachment cannot be drawn here; blocks have them instead"),
    one.image_url && drawPicture({ image_url: one.image_url, alt_text: one.fallback ?? "" }, "image"),
    foot && h("div", { class: "attachment-foot" }, foot),
  ];
}
