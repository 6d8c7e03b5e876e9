/** rich_text_input: a small editor. What it holds is read from its nodes after each change (written.js). */

import { drawChoices, matching } from "./choices.js";
import { h, rove, settleStops, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { askForLink } from "./linking.js";
import { avatar, channelMention, personMention } from "./people.js";
import { closePopup, openPopup } from "./popup.js";
import { humans, visibleChannels } from "./state.js";
import { focusKey, placeholderOf } from "./touch.js";
import { mention, toNodes, toRichText } from "./written.js";

/** [name, what the button says, its keys, icon, what it does or the browser's own command] */
const TOOLS = [
  ["bold", "Bold", "Ctrl+B", "bold"],
  ["italic", "Italic", "Ctrl+I", "italic"],
  ["strikeThrough", "Strikethrough", "Ctrl+Shift+X", "strike"],
  ["code", "Code", "Ctrl+Shift+C", "code"],
  ["link", "Link", "Ctrl+Shift+U", "link"],
  ["insertOrderedList", "Numbered list", "Ctrl+Shift+7", "numbers"],
  ["insertUnorderedList", "Bulleted list", "Ctrl+Shift+8", "bullets"],
  ["quote", "Quote", "Ctrl+Shift+9", "quote"],
  ["pre", "Code block", "Ctrl+Alt+Shift+C", "terminal"],
  ["mention", "Mention somebody", "@", "at"],
];
const KEYS = { KeyB: "bold", KeyI: "italic" };
const SHIFTED = { KeyX: "strikeThrough", KeyC: "code", KeyU: "link", Digit7: "insertOrderedList" };
Object.assign(SHIFTED, { Digit8: "insertUnorderedList", Digit9: "quote" });
const LINE = 22; // px

export function drawEditor(element, use) {
  const text = h("div", {
    class: "editor-text",
    contenteditable: "true",
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": use.label,
    tabindex: "0",
    dir: "auto",
    data: {
      actionId: element.action_id,
      focusKey: focusKey(element, use),
      placeholder: placeholderOf(element, ""),
      testid: "editor",
    },
  });
  text.append(...toNodes(use.value));
  if (element.min_lines) text.style.minHeight = `${element.min_lines * LINE + 16}px`;
  if (element.max_lines) text.style.maxHeight = `${element.max_lines * LINE + 16}px`;
  const bar = h("div", { class: "editor-bar", role: "toolbar", "aria-label": `Format ${use.label}` });
  const node = h("div", { class: "editor" }, bar, text);
  for (const [name, label, keys, sign] of TOOLS)
    bar.append(
      h(
        "button",
        {
          type: "button",
          class: "button-bare editor-tool",
          "aria-label": label,
          title: `${label} (${keys})`,
          data: { tool: name },
          onpointerdown: (event) => event.preventDefault(), // the selection in the text stays
          onclick: () => run(name),
        },
        icon(sign),
      ),
    );
  rove(bar, ".editor-tool", { horizontal: true });
  settleStops(bar, ".editor-tool");

  const changed = () => {
    const value = toRichText(text);
    text.classList.toggle("editor-empty", value === null && !text.querySelector("li, pre, blockquote"));
    use.changed(value, { typing: true });
    showTools();
  };
  const suggestions = suggestMentions(text, node, changed);

  function run(name) {
    text.focus();
    if (name === "code") toggleCode();
    else if (name === "pre" || name === "quote") toggleBlock(name === "pre" ? "pre" : "blockquote");
    else if (name === "link") return askForLink(text, node, changed);
    else if (name === "mention") document.execCommand("insertText", false, spaceBefore() ? "@" : " @");
    else document.execCommand(name);
    changed();
    return undefined;
  }

  const spaceBefore = () => {
    const { anchorNode, anchorOffset } = getSelection();
    return anchorNode?.nodeType !== Node.TEXT_NODE || /^$|\s$/.test(anchorNode.data.slice(0, anchorOffset));
  };

  function toggleBlock(tag) {
    document.execCommand("formatBlock", false, within(text, tag) ? "div" : tag);
  }

  function showTools() {
    const inside = { code: within(text, "code"), pre: within(text, "pre"), quote: within(text, "blockquote") };
    inside.link = within(text, "a");
    for (const tool of bar.children) {
      const { tool: name } = tool.dataset;
      if (name === "mention") continue;
      const on = name in inside ? Boolean(inside[name]) : document.queryCommandState(name);
      tool.setAttribute("aria-pressed", String(on));
    }
  }

  function toggleCode() {
    const selection = getSelection();
    const range = selection.getRangeAt(0);
    const around = within(text, "code");
    if (around && range.collapsed) {
      const after = document.createTextNode("\u200b");
      around.after(after);
      selection.collapse(after, 1);
    } else if (around) around.replaceWith(...around.childNodes);
    else {
      const code = h("code", {}, range.collapsed ? "\u200b" : range.extractContents());
      range.insertNode(code);
      selection.selectAllChildren(code);
      if (code.textContent === "\u200b") selection.collapseToEnd();
    }
  }

  text.addEventListener("focus", () => {
    document.execCommand("styleWithCSS", false, false);
    document.execCommand("defaultParagraphSeparator", false, "div");
  });
  text.addEventListener("input", () => {
    changed();
    suggestions.look();
  });
  text.addEventListener("keyup", showTools);
  text.addEventListener("mouseup", showTools);
  text.addEventListener("paste", (event) => {
    event.preventDefault(); // formats of other programs have no rich_text of their own
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  });
  text.addEventListener("keydown", (event) => {
    if (suggestions.key(event)) return;
    const wanted = toolFor(event);
    if (wanted) {
      event.preventDefault();
      run(wanted);
    } else if (isMod(event) && ["BracketRight", "BracketLeft"].includes(event.code) && within(text, "li")) {
      event.preventDefault();
      run(event.code === "BracketRight" ? "indent" : "outdent");
    } else if (event.key === "Enter" && !event.shiftKey && !isMod(event) && use.entered && !within(text, "li")) {
      event.preventDefault();
      use.entered(toRichText(text));
    }
  });
  text.classList.toggle("editor-empty", !use.value);
  return { node, control: text };
}

const isMod = (event) => event.ctrlKey || event.metaKey;

function toolFor(event) {
  if (!isMod(event)) return null;
  if (event.altKey && event.shiftKey) return event.code === "KeyC" ? "pre" : null;
  return (event.shiftKey ? SHIFTED : KEYS)[event.code] ?? null;
}

/** The element of that tag around the caret, inside the editor. */
function within(text, tag) {
  const at = getSelection()?.anchorNode;
  const found = (at?.nodeType === Node.TEXT_NODE ? at.parentNode : at)?.closest?.(tag);
  return found && text.contains(found) && found !== text ? found : null;
}

/** The list that opens after `@` and `#`. Answers {look(), key(event) → handled}. */
function suggestMentions(text, holder, changed) {
  const listId = uniqueId("mentions");
  let shown = [];
  let active = 0;
  let box = null;

  const people = () =>
    humans().map((one) => ({
      value: one.id,
      label: one.name,
      detail: one.title,
      mark: () => avatar(one.id, one.name, "avatar-small"),
      node: () => mention(personMention(one.id), { userId: one.id }),
    }));
  const channels = () =>
    visibleChannels().map((one) => ({
      value: one.id,
      label: one.name,
      mark: () => icon(one.private ? "lock" : "hash"),
      node: () => mention(channelMention(one.id), { channelId: one.id }),
    }));

  function begun() {
    const { anchorNode, anchorOffset, isCollapsed } = getSelection();
    if (!isCollapsed || anchorNode?.nodeType !== Node.TEXT_NODE || !text.contains(anchorNode)) return null;
    const match = /(?:^|[\s(])([@#])([\p{L}\p{N}._-]{0,30})$/u.exec(anchorNode.data.slice(0, anchorOffset));
    return match && { sign: match[1], typed: match[2], node: anchorNode, end: anchorOffset };
  }

  function look() {
    const now = begun();
    shown = now ? matching(now.sign === "@" ? people() : channels(), now.typed).slice(0, 8) : [];
    if (!shown.length) return hide();
    if (!box) {
      box = h("div", { class: "listbox", role: "listbox", id: listId, "aria-label": "Suggestions" });
      openPopup(holder, box, { onClose: gone });
      text.setAttribute("aria-controls", listId);
    }
    box.replaceChildren(...drawChoices(shown, { listId, isChosen: () => false, pick: take, activate }));
    activate(0);
    return undefined;
  }

  function activate(index) {
    active = Math.max(0, Math.min(index, shown.length - 1));
    for (const row of box.querySelectorAll(".option")) row.classList.toggle("active", row.id === `${listId}-${active}`);
    text.setAttribute("aria-activedescendant", `${listId}-${active}`);
  }

  function take(choice) {
    const { node, end, typed } = begun();
    const range = document.createRange();
    range.setStart(node, end - typed.length - 1);
    range.setEnd(node, end);
    range.deleteContents();
    const space = document.createTextNode("\u00a0");
    range.insertNode(space);
    range.insertNode(choice.node());
    getSelection().collapse(space, 1);
    hide();
    changed();
  }

  function hide() {
    if (box) closePopup({ refocus: false });
  }

  function gone() {
    box = null;
    text.removeAttribute("aria-activedescendant");
    text.removeAttribute("aria-controls");
  }

  text.addEventListener("blur", hide);
  return {
    look,
    key(event) {
      if (!box) return false;
      if (event.key === "ArrowDown") activate(active + 1);
      else if (event.key === "ArrowUp") activate(active - 1);
      else if (event.key === "Enter" || event.key === "Tab") take(shown[active]);
      else return false;
      event.preventDefault();
      return true;
    },
  };
}
