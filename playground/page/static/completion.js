/** The list that opens over a composer: slash commands after `/`, people after `@`, channels after `#`. */

import { h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import { app, humans, visibleChannels } from "./state.js";

const SHOWN = 8;

/** Adds completion to a textarea; `holder` is what the list is placed in. Answers {isOpen, key(event) → handled}. */
export function complete(textarea, holder, { commands = true } = {}) {
  const list = h("div", {
    class: "completions listbox",
    role: "listbox",
    id: uniqueId("completions"),
    "aria-label": "Suggestions",
    hidden: true,
  });
  holder.append(list);
  textarea.setAttribute("aria-autocomplete", "list");
  textarea.setAttribute("aria-controls", list.id);
  let found = [];
  let active = 0;

  function refresh() {
    const typed = textarea.value.slice(0, textarea.selectionEnd);
    found = suggestions(typed, commands);
    active = 0;
    list.hidden = !found.length;
    list.replaceChildren(...found.map((one, index) => drawRow(one, index)));
    mark();
  }

  function drawRow(one, index) {
    return h(
      "div",
      {
        class: "option",
        role: "option",
        id: `${list.id}-${index}`,
        data: { testid: "completion", value: one.insert.trim() },
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => take(index),
      },
      one.mark,
      h(
        "span",
        { class: "option-text" },
        h("b", {}, h("bdi", {}, one.label)),
        one.hint && h("span", { class: "option-hint" }, ` ${one.hint}`),
        one.detail && h("small", {}, h("bdi", {}, one.detail)),
      ),
    );
  }

  function mark() {
    for (const [index, row] of [...list.children].entries()) {
      row.classList.toggle("active", index === active);
      row.setAttribute("aria-selected", String(index === active));
      if (index === active) row.scrollIntoView({ block: "nearest" });
    }
    if (found.length) textarea.setAttribute("aria-activedescendant", `${list.id}-${active}`);
    else textarea.removeAttribute("aria-activedescendant");
  }

  function take(index) {
    const { from, insert } = found[index];
    textarea.setRangeText(insert, from, textarea.selectionEnd, "end");
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    textarea.focus();
  }

  function close() {
    found = [];
    list.hidden = true;
    mark();
  }

  const isWhole = () => textarea.value.slice(found[active].from, textarea.selectionEnd) === found[active].insert.trim();

  function key(event) {
    if (!found.length || event.isComposing) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      active = (active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      mark();
    } else if (event.key === "Tab" && !event.shiftKey) take(active);
    else if (event.key === "Enter" && !event.shiftKey) {
      if (isWhole()) return false; // nothing left to complete: Enter sends
      take(active);
    } else if (event.key === "Escape") close();
    else return false;
    event.preventDefault();
    return true;
  }

  textarea.addEventListener("input", refresh);
  textarea.addEventListener("blur", close);
  return { key, close };
}

function suggestions(typed, commands) {
  const slash = /^\/\S*$/.exec(typed);
  if (slash) return commands ? commandsLike(typed.toLowerCase()) : [];
  const match = /(?:^|[\s(])([@#])([\p{L}\p{N}._-]*)$/u.exec(typed);
  if (!match) return [];
  const [, sign, query] = match;
  const from = typed.length - query.length - 1;
  return (sign === "@" ? peopleLike(fold(query)) : channelsLike(fold(query))).map((one) => ({ ...one, from }));
}

const commandsLike = (typed) =>
  app()
    .commands.filter((one) => one.command.startsWith(typed))
    .map((one) => ({
      from: 0,
      insert: `${one.command} `,
      label: one.command,
      hint: one.usage_hint,
      detail: one.description,
      mark: icon("bolt"),
    }));

const peopleLike = (query) =>
  humans()
    .filter((one) =>
      fold(`${one.handle} ${one.name}`)
        .split(/\s+/)
        .some((word) => word.startsWith(query)),
    )
    .slice(0, SHOWN)
    .map((one) => ({
      insert: `@${one.handle} `,
      label: one.name,
      hint: `@${one.handle}`,
      detail: one.title,
      mark: avatar(one.id, one.name, "avatar-small"),
    }));

const channelsLike = (query) =>
  visibleChannels()
    .filter((one) => fold(one.name).includes(query))
    .slice(0, SHOWN)
    .map((one) => ({ insert: `#${one.name} `, label: one.name, mark: icon(one.private ? "lock" : "hash") }));

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
