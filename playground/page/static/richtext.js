/** rich_text blocks (docs.slack.dev/reference/block-kit/blocks/rich-text-block). */

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { drawEmoji, drawLink } from "./mrkdwn.js";
import { broadcastMention, channelMention, personMention } from "./people.js";
import { now, zone } from "./state.js";
import { fillDateTokens } from "./times.js";

export function drawRichText(block) {
  return h(
    "div",
    { class: "block rich-text" },
    numbered(block.elements).map(([part, start]) => drawPart(part, start)),
  );
}

/** An ordered list goes on counting after a nested one, as Slack draws the three separate lists of an indented list. */
function numbered(parts) {
  const counts = [];
  return parts.map((part) => {
    if (part.type !== "rich_text_list") {
      counts.length = 0;
      return [part, 1];
    }
    const depth = part.indent ?? 0;
    counts.length = depth + 1;
    const start = (part.offset ?? counts[depth] ?? 0) + 1;
    counts[depth] = start - 1 + part.elements.length;
    return [part, start];
  });
}

function drawPart(part, start) {
  switch (part.type) {
    case "rich_text_section":
      return h("div", { class: "rich-section" }, part.elements.map(drawInline));
    case "rich_text_quote":
      return h("blockquote", { class: bordered("", part) }, part.elements.map(drawInline));
    case "rich_text_preformatted":
      return h("pre", { class: bordered("code-block", part) }, part.elements.map(drawInline));
    case "rich_text_list":
      return drawList(part, start);
    default:
      return h("p", { class: "unknown" }, `This ${part.type} cannot be drawn here`);
  }
}

const bordered = (className, part) => (part.border ? `${className} bordered`.trim() : className || null);

function drawList(part, start) {
  const ordered = part.style === "ordered";
  const indent = Math.min(part.indent ?? 0, 8);
  const className = `rich-list indent-${indent} mark-${indent % 3}${part.border ? " bordered" : ""}`;
  const items = part.elements.map((item) => h("li", { dir: "auto" }, item.elements.map(drawInline)));
  return h(ordered ? "ol" : "ul", { class: className, start: ordered && start > 1 ? start : null }, items);
}

function drawInline(element) {
  return withStyle(drawBare(element), element.style ?? {});
}

function drawBare(element) {
  switch (element.type) {
    case "text":
      return document.createTextNode(element.text);
    case "link":
      return drawLink(element.url, element.text);
    case "user":
      return personMention(element.user_id);
    case "channel":
      return channelMention(element.channel_id);
    case "broadcast":
      return broadcastMention(element.range);
    case "usergroup":
      return h("span", { class: "mention" }, `@${element.usergroup_id}`);
    case "team":
      return h("span", { class: "mention" }, `@${element.team_id}`);
    case "emoji":
      return drawEmojiElement(element);
    case "date": {
      const text = fillDateTokens(element.format, new Date(element.timestamp * 1000), now(), zone());
      return element.url ? drawLink(element.url, text) : h("time", {}, text);
    }
    case "color":
      return drawColor(element.value);
    default:
      return h("span", { class: "unknown" }, element.fallback ?? `[${element.type} cannot be drawn here]`);
  }
}

function drawColor(value) {
  const swatch = h("span", { class: "color-swatch", "aria-hidden": "true" });
  swatch.style.setProperty("background-color", value);
  return h("code", {}, swatch, value);
}

const LIGHTEST = 0x1f3fb; // the first of the five skin tones, which Slack counts from 2

function drawEmojiElement({ name, unicode, skin_tone: tone }) {
  const known = unicode
    ? String.fromCodePoint(...unicode.split("-").map((code) => Number.parseInt(code, 16)))
    : emoji(name.split("::")[0]);
  const character = known && tone > 1 && !unicode ? known + String.fromCodePoint(LIGHTEST + tone - 2) : known;
  return character ? drawEmoji(name, character) : document.createTextNode(`:${name}:`);
}

function withStyle(node, style) {
  let styled = node;
  if (style.code) styled = h("code", {}, styled);
  if (style.strike) styled = h("s", {}, styled);
  if (style.underline) styled = h("u", {}, styled);
  if (style.italic) styled = h("em", {}, styled);
  if (style.bold) styled = h("strong", {}, styled);
  if (style.highlight || style.client_highlight) styled = h("mark", {}, styled);
  return styled;
}
