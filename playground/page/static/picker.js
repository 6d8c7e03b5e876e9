/** A select with type-ahead: one choice or several, from options, people or channels (the ARIA combobox pattern). */

import { h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { closePopup, openPopup, placePopup } from "./popup.js";

const SHOWN = 150;

/**
 * `choices`: [{value, label, detail?, group?, mark? (a function drawing a small picture)}].
 * `value` is a value or null; with `multiple`, an array. `onChange` is told the new one.
 */
export function drawPicker({
  choices,
  value,
  multiple = false,
  most = Infinity,
  placeholder,
  label,
  clearable,
  onChange,
  focusKey,
}) {
  const find = (wanted) => choices.find((choice) => choice.value === wanted);
  let chosen = multiple ? [...(value ?? [])] : (value ?? null);
  let active = -1;
  let shown = [];

  const listId = uniqueId("list");
  const list = h("div", {
    class: "listbox",
    role: "listbox",
    id: listId,
    "aria-label": label,
    "aria-multiselectable": multiple || null,
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
    chips,
    input,
    clear,
    icon("down", "icon picker-arrow"),
  );

  const isOpen = () => input.getAttribute("aria-expanded") === "true";
  const isChosen = (choice) => (multiple ? chosen.includes(choice.value) : chosen === choice.value);

  function showChosen() {
    clear.hidden = !clearable || (multiple ? !chosen.length : chosen === null);
    if (!multiple) {
      input.value = chosen === null ? "" : (find(chosen)?.label ?? chosen);
      return;
    }
    input.value = "";
    input.placeholder = chosen.length ? "" : placeholder;
    chips.replaceChildren(...chosen.map(drawChip));
  }

  function drawChip(wanted) {
    const text = find(wanted)?.label ?? wanted;
    const remove = h(
      "button",
      { type: "button", "aria-label": `Remove ${text}`, onclick: () => settle(chosen.filter((one) => one !== wanted)) },
      icon("close"),
    );
    return h("span", { class: "chip", dir: "auto" }, text, remove);
  }

  function settle(next) {
    chosen = next;
    showChosen();
    if (isOpen()) show();
    onChange(multiple ? [...chosen] : chosen);
  }

  function clearAll() {
    settle(multiple ? [] : null);
    input.focus();
  }

  function pick(choice) {
    if (!multiple) {
      hide();
      settle(choice.value);
    } else if (isChosen(choice)) settle(chosen.filter((one) => one !== choice.value));
    else if (chosen.length < most) settle([...chosen, choice.value]);
  }

  function show(query = "") {
    const wanted = fold(query);
    const matching = choices.filter((choice) => fold(`${choice.label} ${choice.detail ?? ""}`).includes(wanted));
    // A name that begins with what was typed comes before one that merely holds it.
    matching.sort((a, b) => Number(fold(b.label).startsWith(wanted)) - Number(fold(a.label).startsWith(wanted)));
    shown = (wanted ? matching : choices).slice(0, SHOWN);
    list.replaceChildren(...rows());
    if (!isOpen()) {
      openPopup(node, list, { match: true, onClose: onHidden });
      input.setAttribute("aria-expanded", "true");
    } else placePopup({ match: true });
    const selected = shown.findIndex(isChosen);
    activate(wanted ? 0 : Math.max(selected, 0));
  }

  function rows() {
    if (!shown.length) return [h("div", { class: "option-none" }, "No matches")];
    let group = null;
    return shown.flatMap((choice, index) => {
      const heading = choice.group && choice.group !== group ? h("div", { class: "option-group" }, choice.group) : null;
      group = choice.group ?? null;
      const row = h(
        "div",
        {
          class: "option",
          role: "option",
          id: `${listId}-${index}`,
          "aria-selected": String(isChosen(choice)),
          data: { value: choice.value },
          onpointerdown: (event) => event.preventDefault(),
          onclick: () => pick(choice),
          onpointermove: () => activate(index, { scroll: false }),
        },
        choice.mark?.(),
        h(
          "span",
          { class: "option-text" },
          h("bdi", {}, choice.label),
          choice.detail && h("small", {}, h("bdi", {}, choice.detail)),
        ),
        isChosen(choice) && icon("tick", "icon option-tick"),
      );
      return heading ? [heading, row] : [row];
    });
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
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    showChosen();
  }

  input.addEventListener("input", () => show(input.value));
  input.addEventListener("blur", hide);
  input.addEventListener("focus", () => input.select());
  node.addEventListener("click", (event) => {
    if (event.target.closest("button")) return;
    input.focus();
    if (!isOpen()) show();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen()) show();
      else activate(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && isOpen()) {
      event.preventDefault();
      if (shown[active]) pick(shown[active]);
    } else if (event.key === "Enter") event.preventDefault();
    else if (event.key === "Backspace" && multiple && !input.value && chosen.length) settle(chosen.slice(0, -1));
  });
  showChosen();
  return { node, control: input };
}

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
