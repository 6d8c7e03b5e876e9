/** Slack's message markup (docs.slack.dev/messaging/formatting-message-text), drawn as DOM nodes. */

import { fragment, h } from "./dom.js";
import { emoji } from "./emoji.js";
import { broadcastMention, channelMention, personMention } from "./people.js";
import { now, state, zone } from "./state.js";
import { fillDateTokens } from "./times.js";

/** `parse`: "all" also finds bare links, #channels and @here; "links" finds bare links; "none" only what is marked up. */
export function drawMrkdwn(text, { parse = "links" } = {}) {
  const parts = text.split(/```([\s\S]+?)```/);
  return fragment(
    parts.map((part, index) => {
      if (index % 2) return h("pre", { class: "code-block" }, plain(part.replace(/^\n/, "")));
      return lines(trimBeside(part, index, parts.length), parse);
    }),
  );
}

// A code block stands on its own lines; the line breaks around it would otherwise show as empty ones.
function trimBeside(part, index, count) {
  const start = index > 0 ? part.replace(/^\n/, "") : part;
  return index < count - 1 ? start.replace(/\n$/, "") : start;
}

const QUOTE = /^(?:&gt;|>) ?/;
const QUOTE_REST = /^(?:&gt;|>){3} ?/;

function lines(text, parse) {
  const nodes = [];
  let run = [];
  let quoted = false;
  const flush = () => {
    if (!run.length) return;
    const inner = inline(run.join("\n"), parse);
    nodes.push(quoted ? h("blockquote", {}, inner) : inner);
    run = [];
  };
  const all = text.split("\n");
  for (const [index, line] of all.entries()) {
    if (QUOTE_REST.test(line)) {
      flush();
      nodes.push(h("blockquote", {}, inline(all.slice(index).join("\n").replace(QUOTE_REST, ""), parse)));
      return nodes;
    }
    const isQuote = QUOTE.test(line);
    if (isQuote !== quoted) flush();
    quoted = isQuote;
    run.push(isQuote ? line.replace(QUOTE, "") : line);
  }
  flush();
  return nodes;
}

const STYLES = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;
const SPACE = /\s/;

function inline(text, parse) {
  const nodes = [];
  let literal = "";
  const push = (node, length) => {
    if (literal) nodes.push(...autoParsed(literal, parse));
    literal = "";
    nodes.push(node);
    return length;
  };
  for (let at = 0; at < text.length;) {
    const found = special(text, at, parse);
    if (found) at += push(found.node, found.length);
    else {
      literal += text[at];
      at += 1;
    }
  }
  if (literal) nodes.push(...autoParsed(literal, parse));
  return nodes;
}

/** The marked-up thing that begins at `at`, as {node, length}, or null. */
function special(text, at, parse) {
  const rest = text.slice(at);
  if (text[at] === "<") {
    const match = /^<([^<>\n]+)>/.exec(rest);
    return match && { node: reference(match[1]), length: match[0].length };
  }
  if (text[at] === "`") {
    const match = /^`([^`\n]+)`/.exec(rest);
    return match && { node: h("code", {}, plain(match[1])), length: match[0].length };
  }
  if (text[at] === ":") {
    const match = /^:([a-z0-9_+'-]+):/.exec(rest);
    const character = match && emoji(match[1]);
    return character ? { node: drawEmoji(match[1], character), length: match[0].length } : null;
  }
  if (STYLES[text[at]]) return styled(text, at, parse);
  return null;
}

function styled(text, at, parse) {
  const marker = text[at];
  const opens = (at === 0 || !WORD.test(text[at - 1])) && text[at + 1] && !SPACE.test(text[at + 1]);
  if (!opens || text[at + 1] === marker) return null;
  const end = closing(text, at + 1, marker);
  if (end < 0) return null;
  const inner = inline(text.slice(at + 1, end), parse);
  return { node: h(STYLES[marker], {}, inner), length: end + 1 - at };
}

function closing(text, from, marker) {
  for (let at = from; at < text.length && text[at] !== "\n"; at += 1) {
    const skip = /^(?:<[^<>\n]+>|`[^`\n]+`)/.exec(text.slice(at));
    if (skip) at += skip[0].length - 1;
    else if (text[at] === marker && !SPACE.test(text[at - 1]) && !(text[at + 1] && WORD.test(text[at + 1]))) return at;
  }
  return -1;
}

/** What stands between angle brackets: a mention, a date, a link. */
function reference(inside) {
  const [target, label] = split(inside);
  if (target.startsWith("@")) return personMention(target.slice(1));
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) return date(target, label);
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label ?? "@group");
  if (target.startsWith("!")) return broadcastMention(target.slice(1));
  return drawLink(plain(target), label === null ? null : plain(label));
}

function split(inside) {
  const bar = inside.indexOf("|");
  return bar < 0 ? [inside, null] : [inside.slice(0, bar), inside.slice(bar + 1)];
}

function date(target, fallback) {
  const [, seconds, pattern, link] = target.split("^");
  const instant = new Date(Number(seconds) * 1000);
  const text = Number.isNaN(instant.valueOf())
    ? plain(fallback ?? "")
    : fillDateTokens(pattern, instant, now(), zone());
  return link ? drawLink(plain(link), text) : h("time", { datetime: isoOrNull(instant) }, text);
}

const isoOrNull = (instant) => (Number.isNaN(instant.valueOf()) ? null : instant.toISOString());

/** A link goes somewhere only when it is one a browser may safely follow. */
export function drawLink(address, label = null) {
  const text = label || address.replace(/^mailto:/, "");
  if (!/^(?:https?:\/\/|mailto:)/i.test(address)) return h("span", { class: "link-inert", title: address }, text);
  return h("a", { class: "link", href: address, target: "_blank", rel: "noopener noreferrer" }, text);
}

export const drawEmoji = (name, character) =>
  h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " ") }, character);

const BARE_LINK = /(https?:\/\/[^\s<>|]*[^\s<>|.,;:!?'")\]])/;
const BARE_NAME = /(^|[\s(])([@#][\p{L}\p{N}_.-]+)/u;

function autoParsed(literal, parse) {
  if (parse === "none") return [plain(literal)];
  return literal.split(BARE_LINK).flatMap((part, index) => {
    if (index % 2) return drawLink(plain(part));
    return parse === "all" ? named(part) : plain(part);
  });
}

function named(text) {
  const match = BARE_NAME.exec(text);
  if (!match) return [plain(text)];
  const [whole, before, name] = match;
  const mention = mentionOf(name);
  const end = match.index + whole.length;
  const head = text.slice(0, match.index) + before;
  if (!mention) return [plain(head + name), ...named(text.slice(end))];
  return [plain(head), mention, ...named(text.slice(end))];
}

function mentionOf(name) {
  if (["@here", "@channel", "@everyone"].includes(name)) return broadcastMention(name.slice(1));
  const found = name[0] === "#" && state.server.channels.find((one) => one.name === name.slice(1) && !one.private);
  return found ? channelMention(found.id) : null;
}

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** Slack's three entities, undone once. */
export const plain = (text) => text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity]);
