/** A select with type-ahead: one choice or several, from options, people or channels (the ARIA combobox pattern). */

import { announce, h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { drawChoices, matching } from "./choices.js";
import { closePopup, openPopup, placePopup } from "./popup.js";

const PAUSE = 250; // ms; how long typing must pause before an app is asked

/**
 * `choices`: [{value, label, detail?, group?, mark? (a function drawing a small picture)}]; where `load` is given they
 * are only those already known, and `load(typed)` answers {choices} or {failed} once `least` characters are typed.
 * `value` is a value or null; with `multiple`, an array. `onChange(value, undo)` is told the new one.
 */
export function drawPicker({
  choices,
  load = null,
  least = 0,
  value,
  multiple = false,
  most = Infinity,
  placeholder,
  label,
  clearable,
  onChange,
  focusKey,
}) {
  let known = choices;
  const find = (wanted) => known.find((choice) => choice.value === wanted);
  let chosen = multiple ? [...(value ?? [])] : (value ?? null);
  let active = -1;
  let shown = [];
  let asked = 0; // of several questions to the app only the last one's answer counts
  let timer = null;

  const listId = uniqueId("list");
  const list = h("div", {
    class: "listbox",
    role: "listbox",
    id: listId,
    "aria-label": label,
    "aria-multiselectable": multiple || null,
    onpointerdown: (event) => event.preventDefault(), // the focus stays where one types
  });
  const input = h("input", {
    class: "picker-input",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    dir: "auto",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-controls": listId,
    "aria-label": label,
    placeholder,
    data: { focusKey },
  });
  const clear = h(
    "button",
    { type: "button", class: "picker-clear", "aria-label": `Clear ${label}`, onclick: clearAll },
    icon("close"),
  );
  const chips = h("span", { class: "chips" });
  const node = h(
    "div",
    { class: multiple ? "picker picker-multiple" : "picker" },
    h("span", { class: "picker-entry" }, chips, input),
    clear,
    icon("down", "icon picker-arrow"),
  );

  const isOpen = () => input.getAttribute("aria-expanded") === "true";
  const isChosen = (choice) => (multiple ? chosen.includes(choice.value) : chosen === choice.value);

  function showChosen() {
    clear.hidden = !clearable || (multiple ? !chosen.length : chosen === null);
    forgetTyped();
    if (!multiple) return;
    input.placeholder = chosen.length ? "" : placeholder;
    chips.replaceChildren(...chosen.map(drawChip));
  }

  function forgetTyped() {
    input.value = multiple || chosen === null ? "" : (find(chosen)?.label ?? chosen);
  }

  function drawChip(wanted) {
    const text = find(wanted)?.label ?? wanted;
    const remove = h(
      "button",
      {
        type: "button",
        "aria-label": `Remove ${text}`,
        onclick: () => {
          settle(chosen.filter((one) => one !== wanted));
          input.focus();
        },
      },
      icon("close"),
    );
    return h("span", { class: "chip", dir: "auto" }, h("span", { class: "chip-text" }, text), remove);
  }

  function settle(next) {
    const before = chosen;
    const show = () => {
      showChosen();
      if (isOpen()) open("");
    };
    chosen = next;
    show();
    onChange(multiple ? [...chosen] : chosen, () => {
      chosen = before;
      show();
    });
  }

  function clearAll() {
    settle(multiple ? [] : null);
    input.focus();
  }

  function pick(choice) {
    if (!multiple) {
      hide();
      if (choice.value !== chosen) settle(choice.value);
    } else if (isChosen(choice)) settle(chosen.filter((one) => one !== choice.value));
    else if (chosen.length < most) settle([...chosen, choice.value]);
    else announce(`At most ${most} can be chosen`, { urgent: true });
  }

  function open(query) {
    if (load) ask(query);
    else show(matching(known, query), { best: Boolean(query) });
  }

  function ask(query) {
    clearTimeout(timer);
    asked += 1;
    const mine = asked;
    if (query.length < least) {
      const missing = least - query.length;
      show([], { instead: `Type ${query ? `${missing} more` : `at least ${least}`} to search` });
      return;
    }
    show([], { instead: "Searching…" });
    timer = setTimeout(async () => {
      const { choices: found, failed } = await load(query);
      if (mine !== asked || !isOpen()) return;
      for (const choice of found ?? []) if (!find(choice.value)) known = [...known, choice];
      show(found ?? [], { instead: failed, best: true });
    }, PAUSE);
  }

  function show(found, { instead = null, best = false } = {}) {
    shown = found;
    const full = multiple && chosen.length >= most;
    list.replaceChildren(...drawChoices(shown, { listId, isChosen, full, pick, activate, instead }));
    if (!isOpen()) {
      openPopup(node, list, { match: true, onClose: onHidden });
      input.setAttribute("aria-expanded", "true");
    } else placePopup();
    activate(best ? 0 : Math.max(shown.findIndex(isChosen), 0));
    if (input.value && best) announce(shown.length === 1 ? "1 match" : `${shown.length || "No"} matches`);
  }

  function activate(index, { scroll = true } = {}) {
    active = shown.length ? Math.max(0, Math.min(index, shown.length - 1)) : -1;
    for (const row of list.querySelectorAll(".option"))
      row.classList.toggle("active", row.id === `${listId}-${active}`);
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", `${listId}-${active}`);
    if (scroll) list.querySelector(".active")?.scrollIntoView({ block: "nearest" });
    return undefined;
  }

  function hide() {
    if (isOpen()) closePopup({ refocus: false });
  }

  function onHidden() {
    asked += 1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    forgetTyped(); // the chips stay: one of them may be what is being pressed
  }

  const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
  input.addEventListener("input", () => open(input.value));
  input.addEventListener("blur", hide);
  input.addEventListener("focus", () => input.select());
  node.addEventListener("click", (event) => {
    if (event.target.closest("button")) return;
    input.focus();
    if (!isOpen()) open("");
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = STEPS[event.key];
    if (step) {
      event.preventDefault();
      if (!isOpen()) open("");
      else activate(active + step);
    } else if (event.key === "Enter") {
      event.preventDefault(); // in a form it would send it
      if (!isOpen()) open("");
      else if (shown[active]) pick(shown[active]);
    } else if (event.key === "Backspace" && multiple && !input.value && chosen.length) settle(chosen.slice(0, -1));
  });
  showChosen();
  return { node, control: input };
}
