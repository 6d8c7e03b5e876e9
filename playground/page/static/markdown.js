/**
 * markdown blocks: the standard Markdown that docs.slack.dev/reference/block-kit/blocks/markdown-block lists.
 * Headings look alike at every level, and pictures become links, as there.
 */

import { h } from "./dom.js";
import { drawEmoji, drawLink } from "./mrkdwn.js";
import { emoji } from "./emoji.js";

export const drawMarkdown = (block) =>
  h("div", { class: "block markdown", dir: "auto" }, drawLines(block.text.replace(/\r\n?/g, "\n").split("\n")));

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([^`]*)$/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const RULE = /^ {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^(\s*)(?:([-*+])|(\d{1,9})[.)])\s+(.*)$/;
const TASK = /^\[([ xX])\]\s+(.*)$/;
const DASHES = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

function drawLines(lines) {
  const nodes = [];
  let paragraph = [];
  const flush = () => {
    if (paragraph.length) nodes.push(h("p", {}, inline(paragraph.join("\n"))));
    paragraph = [];
  };
  for (let at = 0; at < lines.length;) {
    const found = blockAt(lines, at);
    if (found) {
      flush();
      nodes.push(found.node);
      at = found.next;
    } else {
      if (lines[at].trim()) paragraph.push(lines[at].trim());
      else flush();
      at += 1;
    }
  }
  flush();
  return nodes;
}

/** The block that begins at a line, as {node, next}, or null for a line of a paragraph. */
function blockAt(lines, at) {
  const line = lines[at];
  const fence = FENCE.exec(line);
  if (fence) return codeAt(lines, at, fence);
  const heading = HEADING.exec(line);
  if (heading) {
    const level = String(Math.min(6, heading[1].length + 2));
    const props = { class: "markdown-heading", role: "heading", "aria-level": level };
    return { node: h("div", props, inline(heading[2])), next: at + 1 };
  }
  if (RULE.test(line)) return { node: h("hr", { class: "block-divider" }), next: at + 1 };
  if (QUOTE.test(line)) {
    const next = endOf(lines, at, (one) => QUOTE.test(one));
    const inner = lines.slice(at, next).map((one) => one.replace(QUOTE, ""));
    return { node: h("blockquote", {}, drawLines(inner)), next };
  }
  if (ITEM.test(line)) return listAt(lines, at);
  if (line.includes("|") && DASHES.test(lines[at + 1] ?? "") && lines[at + 1].includes("-")) return tableAt(lines, at);
  return null;
}

function endOf(lines, from, belongs) {
  let next = from;
  while (next < lines.length && belongs(lines[next])) next += 1;
  return next;
}

function codeAt(lines, at, [, marks, language]) {
  const closes = (line) => new RegExp(`^ {0,3}${marks[0]}{${marks.length},}\\s*$`).test(line);
  const end = endOf(lines, at + 1, (line) => !closes(line));
  const text = lines.slice(at + 1, end).join("\n");
  const label = language.trim() ? `Code, ${language.trim()}` : "Code";
  const node = h("pre", { class: "code-block", role: "group", "aria-label": label }, text);
  return { node, next: end + 1 };
}

// ---- lists --------------------------------------------------------------------------------------------------------------

function listAt(lines, at) {
  const [, { length: depth }, bullet] = ITEM.exec(lines[at]);
  const ordered = !bullet;
  const items = [];
  let next = at;
  while (next < lines.length) {
    const match = ITEM.exec(lines[next]);
    if (match && match[1].length <= depth + 1 && !match[2] === ordered && match[1].length >= depth) {
      const inside = insideOf(lines, next + 1, depth);
      items.push(
        drawItem(
          match[4],
          lines.slice(next + 1, inside).map((line) => line.slice(Math.min(indentOf(line), depth + 2))),
        ),
      );
      next = inside;
    } else if (!lines[next].trim() && ITEM.test(lines[next + 1] ?? "") && indentOf(lines[next + 1]) === depth)
      next += 1;
    else break;
  }
  const start = ordered ? Number(ITEM.exec(lines[at])[3]) : 1;
  return { node: h(ordered ? "ol" : "ul", { class: "rich-list", start: start === 1 ? null : start }, items), next };
}

const indentOf = (line) => /^\s*/.exec(line)[0].length;

/** Up to where lines are indented under an item, or go on with its text. */
function insideOf(lines, from, depth) {
  return endOf(lines, from, (line) => {
    if (!line.trim()) return false;
    return (
      indentOf(line) > depth + 1 || (!ITEM.test(line) && !QUOTE.test(line) && !HEADING.test(line) && !FENCE.test(line))
    );
  });
}

function drawItem(text, inside) {
  const task = TASK.exec(text);
  const nested = endOf(inside, 0, (line) => !ITEM.test(line));
  const own = inline([task ? task[2] : text, ...inside.slice(0, nested).map((line) => line.trim())].join("\n"));
  const rest = drawLines(inside.slice(nested));
  if (!task) return h("li", {}, own, rest);
  const done = task[1] !== " ";
  const box = h(
    "span",
    { class: "task-box", role: "img", "aria-label": done ? "Done:" : "To do:" },
    done ? "☑\ufe0e" : "☐\ufe0e",
  );
  return h("li", { class: "task-item" }, box, " ", own, rest);
}

// ---- tables -------------------------------------------------------------------------------------------------------------

function tableAt(lines, at) {
  const end = endOf(lines, at + 2, (line) => line.includes("|") && line.trim());
  const aligned = cellsOf(lines[at + 1]).map((dashes) => {
    const [left, right] = [dashes.startsWith(":"), dashes.endsWith(":")];
    return left && right ? "center" : right ? "right" : "left";
  });
  const row = (line, tag) =>
    h(
      "tr",
      {},
      cellsOf(line).map((cell, column) =>
        h(tag, { class: `align-${aligned[column] ?? "left"}`, scope: tag === "th" ? "col" : null }, inline(cell)),
      ),
    );
  const table = h(
    "table",
    {},
    h("thead", {}, row(lines[at], "th")),
    h(
      "tbody",
      {},
      lines.slice(at + 2, end).map((line) => row(line, "td")),
    ),
  );
  const node = h("div", { class: "table-wrap", tabindex: "0", role: "group", "aria-label": "Table" }, table);
  return { node, next: end };
}

const cellsOf = (line) =>
  line
    .trim()
    .replace(/^\||(?<!\\)\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));

// ---- within a line ------------------------------------------------------------------------------------------------------

/** What can begin at a place in a line, each with how it is drawn. The first that matches counts. */
const PARTS = [
  [/^\\([!-/:-@[-`{-~])/, ([, character]) => character],
  [/^(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)/, ([, , code]) => h("code", {}, code.trim())],
  [/^!?\[((?:\\.|[^[\]\\])*)\]\(\s*<?([^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*)>?(?:\s+"[^"]*")?\s*\)/, drawNamedLink],
  [/^<((?:https?:\/\/|mailto:)[^<>\s]+)>/, ([, address]) => drawLink(address)],
  [/^https?:\/\/[^\s<>]*[^\s<>.,;:!?'")\]*_~]/, ([address]) => drawLink(address)],
  [/^\*\*\*(?=\S)([\s\S]*?\S)\*\*\*/, ([, text]) => h("strong", {}, h("em", {}, inline(text)))],
  [/^\*\*(?=\S)([\s\S]*?\S)\*\*(?!\*)/, ([, text]) => h("strong", {}, inline(text))],
  [/^\*(?=[^\s*])([^*]*(?:\*\*[^*]+\*\*[^*]*)*[^\s*])\*(?!\*)/, ([, text]) => h("em", {}, inline(text))],
  [/^\*([^\s*])\*(?!\*)/, ([, text]) => h("em", {}, text)],
  [/^~~(?=\S)([\s\S]*?\S)~~/, ([, text]) => h("s", {}, inline(text))],
];
/** Underscores inside words are only characters. */
const AT_WORD_START = [
  [/^__(?=\S)([\s\S]*?\S)__(?![\p{L}\p{N}_])/u, ([, text]) => h("strong", {}, inline(text))],
  [/^_(?=[^\s_])([\s\S]*?[^\s_]|)_(?![\p{L}\p{N}_])/u, ([, text]) => h("em", {}, inline(text))],
  [/^:([a-z0-9_+'-]+):/, ([whole, name]) => (emoji(name) ? drawEmoji(name, emoji(name)) : whole)],
];

function drawNamedLink([, label, address]) {
  return drawLink(address, label.replace(/\\(.)/g, "$1"));
}

function inline(text) {
  const nodes = [];
  let literal = "";
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const inWord = at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1]);
    const parts = inWord ? PARTS : [...PARTS, ...AT_WORD_START];
    const [match, draw] = firstMatch(parts, rest);
    if (match) {
      nodes.push(...broken(literal), draw(match));
      literal = "";
      at += match[0].length;
    } else {
      literal += text[at];
      at += 1;
    }
  }
  return [...nodes, ...broken(literal)];
}

const STARTERS = /[\\`![<h*~_:]/;

function firstMatch(parts, rest) {
  if (!STARTERS.test(rest[0])) return [null, null];
  for (const [pattern, draw] of parts) {
    const match = pattern.exec(rest);
    if (match && match[0]) return [match, draw];
  }
  return [null, null];
}

/** A line break in the text is one on the screen. */
const broken = (text) => text.split("\n").flatMap((line, index) => (index ? [h("br"), line.trimStart()] : [line]));
