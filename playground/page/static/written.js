/** Between a rich_text object and what stands in an editor (docs.slack.dev/reference/block-kit/blocks/rich-text-block). */

import { h } from "./dom.js";
import { channelMention, personMention } from "./people.js";

// ---- rich_text → nodes to edit ----------------------------------------------------------------------------------------

export function toNodes(richText) {
  return (richText?.elements ?? []).flatMap((part) => {
    if (part.type === "rich_text_list") return [listNode(part)];
    if (part.type === "rich_text_quote") return [h("blockquote", {}, inlineNodes(part.elements))];
    if (part.type === "rich_text_preformatted") return [h("pre", {}, inlineNodes(part.elements))];
    return lines(part.elements).map((line) => h("div", {}, line.length ? inlineNodes(line) : h("br")));
  });
}

function listNode(part) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  let node = h(
    tag,
    {},
    part.elements.map((item) => h("li", {}, inlineNodes(item.elements))),
  );
  for (let depth = part.indent ?? 0; depth > 0; depth -= 1) node = h(tag, {}, node);
  return node;
}

/** A section's elements, cut where its texts have line breaks. */
function lines(elements) {
  const found = [[]];
  for (const element of elements) {
    if (element.type !== "text") found.at(-1).push(element);
    else
      for (const [index, text] of element.text.split("\n").entries()) {
        if (index) found.push([]);
        if (text) found.at(-1).push({ ...element, text });
      }
  }
  if (found.length > 1 && !found.at(-1).length) found.pop();
  return found;
}

const inlineNodes = (elements) => elements.map((element) => styledNode(bareNode(element), element.style ?? {}));

function bareNode(element) {
  switch (element.type) {
    case "text":
      return element.text;
    case "link":
      return h("a", { href: element.url }, element.text ?? element.url);
    case "user":
      return mention(personMention(element.user_id), { userId: element.user_id });
    case "channel":
      return mention(channelMention(element.channel_id), { channelId: element.channel_id });
    default:
      // kept as it is and shown by its kind: what cannot be edited is still sent back
      return mention(
        h("span", { class: "mention" }, element.name ? `:${element.name}:` : (element.range ?? element.type)),
        {
          element: JSON.stringify(element),
        },
      );
  }
}

/** A mention in an editor: one piece, deleted as a whole. `data` says what it stands for. */
export function mention(shown, data) {
  return h("span", { class: shown.className, contenteditable: "false", data }, shown.textContent);
}

const TAGS = { bold: "b", italic: "i", strike: "s", underline: "u", code: "code" };

function styledNode(node, style) {
  let styled = node;
  for (const [name, tag] of Object.entries(TAGS)) if (style[name]) styled = h(tag, {}, styled);
  return styled;
}

// ---- nodes → rich_text ------------------------------------------------------------------------------------------------

const STYLE_OF = { B: "bold", STRONG: "bold", I: "italic", EM: "italic", S: "strike", STRIKE: "strike", DEL: "strike" };
Object.assign(STYLE_OF, { U: "underline", CODE: "code" });
const BLOCKS = new Set(["DIV", "P", "UL", "OL", "BLOCKQUOTE", "PRE"]);

/** What the editor holds as a rich_text object, or null where it holds nothing. */
export function toRichText(editor) {
  const parts = [];
  let section = null; // consecutive lines are one section with line breaks in it, as Slack's own editor writes them
  const endSection = () => {
    if (section) {
      const elements = tidy(section);
      if (elements.length) parts.push({ type: "rich_text_section", elements });
    }
    section = null;
  };
  const line = (elements) => {
    if (section) section.push({ type: "text", text: "\n" }, ...elements);
    else section = [...elements];
  };
  const walk = (holder) => {
    let run = [];
    const flush = () => {
      if (run.length) line(run.flatMap((node) => inline(node, {})));
      run = [];
    };
    for (const node of holder.childNodes) {
      if (!BLOCKS.has(node.nodeName)) run.push(node);
      else {
        flush();
        block(node);
      }
    }
    flush();
  };
  const block = (node) => {
    if (node.nodeName === "DIV" || node.nodeName === "P") {
      const holdsBlocks = [...node.childNodes].some((child) => BLOCKS.has(child.nodeName));
      if (holdsBlocks) walk(node);
      else line(only(inlineOf(node)));
      return;
    }
    endSection();
    if (node.nodeName === "UL" || node.nodeName === "OL") list(node, 0, parts);
    else {
      const elements = tidy(linesOf(node));
      const type = node.nodeName === "PRE" ? "rich_text_preformatted" : "rich_text_quote";
      if (elements.length) parts.push({ type, elements });
    }
  };
  walk(editor);
  endSection();
  return parts.length ? { type: "rich_text", elements: parts } : null;
}

const inlineOf = (node) => [...node.childNodes].flatMap((child) => inline(child, {}));

/** An empty line holds a lone <br>, which is no line break of its own. */
const only = (elements) => (elements.length === 1 && elements[0].text === "\n" ? [] : elements);

/** A quote or code block, whose lines the browser may keep in blocks of their own. */
function linesOf(node) {
  const found = [];
  for (const child of node.childNodes) {
    const apart = BLOCKS.has(child.nodeName);
    if (apart && found.length) found.push({ type: "text", text: "\n" });
    found.push(...(apart ? only(inlineOf(child)) : inline(child, {})));
  }
  return found;
}

function list(node, indent, parts) {
  const style = node.nodeName === "OL" ? "ordered" : "bullet";
  let items = [];
  const flush = () => {
    if (items.length) parts.push({ type: "rich_text_list", style, indent, elements: items });
    items = [];
  };
  for (const child of node.childNodes) {
    const nested = ["UL", "OL"].includes(child.nodeName)
      ? [child]
      : [...(child.querySelectorAll?.(":scope > ul, :scope > ol") ?? [])];
    if (child.nodeName === "LI") {
      const own = [...child.childNodes].filter((one) => !["UL", "OL"].includes(one.nodeName));
      const elements = tidy(only(own.flatMap((one) => (BLOCKS.has(one.nodeName) ? inlineOf(one) : inline(one, {})))));
      if (elements.length || !nested.length) items.push({ type: "rich_text_section", elements });
    }
    for (const inner of nested) {
      flush();
      list(inner, indent + 1, parts);
    }
  }
  flush();
}

function inline(node, style) {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = node.data.replaceAll("\u200b", "").replaceAll("\u00a0", " ");
    return text ? [withStyle({ type: "text", text }, style)] : [];
  }
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const { userId, channelId, element } = node.dataset;
  if (node.nodeName === "BR") return [{ type: "text", text: "\n" }];
  if (userId) return [withStyle({ type: "user", user_id: userId }, style)];
  if (channelId) return [withStyle({ type: "channel", channel_id: channelId }, style)];
  if (element) return [JSON.parse(element)];
  if (node.nodeName === "A") {
    const url = node.getAttribute("href");
    return [withStyle({ type: "link", url, text: node.textContent }, style)];
  }
  const name = STYLE_OF[node.nodeName];
  const inner = name ? { ...style, [name]: true } : style;
  return [...node.childNodes].flatMap((child) => inline(child, inner));
}

const withStyle = (element, style) => (Object.keys(style).length ? { ...element, style } : element);

/** Neighbouring texts of one style become one; the line break that ends everything is the browser's own. */
function tidy(elements) {
  const found = [];
  for (const element of elements) {
    const last = found.at(-1);
    const alike = last?.type === "text" && element.type === "text" && sameStyle(last, element);
    if (alike) found[found.length - 1] = { ...last, text: last.text + element.text };
    else found.push(element);
  }
  const last = found.at(-1);
  if (last?.type === "text") {
    const text = last.text.replace(/\n+$/, "");
    if (text) found[found.length - 1] = { ...last, text };
    else found.pop();
  }
  return found;
}

const sameStyle = (a, b) => JSON.stringify(a.style ?? {}) === JSON.stringify(b.style ?? {});
