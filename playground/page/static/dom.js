/** Building DOM nodes. Text always becomes a text node: nothing in this page ever parses HTML from a message. */

/** `h("a", {class: "x", href: "…", onclick: fn, data: {ts: "1"}, dir: "auto"}, "text", node, null, [more])` */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  append(node, children);
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") node.className = value;
  else if (name === "data") for (const [key, item] of Object.entries(value)) setData(node, key, item);
  else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "value") node.value = value;
  else node.setAttribute(name, value === true ? "" : String(value));
}

function setData(node, key, value) {
  if (value !== null && value !== undefined) node.dataset[key] = value;
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.append(child);
  }
}

export function fragment(...children) {
  const node = document.createDocumentFragment();
  append(node, children);
  return node;
}

/**
 * Makes `container` hold exactly `items` in order, keeping the nodes whose `key` and `look` are unchanged, so that
 * focus, open menus and half-typed text survive an update elsewhere. An item is {key, look, draw: () => node}.
 */
export function reconcile(container, items) {
  const wanted = new Set(items.map((item) => item.key));
  const kept = new Map();
  // What goes, goes first: moving what stays past it would cost the focused node its focus.
  for (const node of [...container.children]) {
    if (wanted.has(node.reconcileKey)) kept.set(node.reconcileKey, node);
    else node.remove();
  }
  let place = container.firstChild;
  for (const item of items) {
    let node = kept.get(item.key);
    if (!node || node.reconcileLook !== item.look) {
      const fresh = item.draw(node ?? null);
      fresh.reconcileKey = item.key;
      fresh.reconcileLook = item.look;
      if (node) {
        if (place === node) place = fresh;
        replaceKeepingFocus(node, fresh);
      }
      node = fresh;
    }
    if (node === place) place = place.nextSibling;
    else container.insertBefore(node, place);
  }
}

/** Focus goes to the control of the same name in the new node, else to the new node if it can take it. */
function replaceKeepingFocus(old, fresh) {
  const active = document.activeElement;
  const held = old.contains(active) ? active : null;
  const name = held?.dataset.focusKey;
  const range = held && "selectionStart" in held ? readSelection(held) : null;
  old.replaceWith(fresh);
  if (!held) return;
  const next = name ? fresh.querySelector(`[data-focus-key="${CSS.escape(name)}"]`) : null;
  if (next) {
    next.focus({ preventScroll: true });
    if (range) writeSelection(next, range);
  } else if (fresh.tabIndex >= 0 || fresh.hasAttribute("tabindex")) {
    fresh.focus({ preventScroll: true });
  }
}

function readSelection(input) {
  try {
    return [input.selectionStart, input.selectionEnd];
  } catch {
    return null; // number, email and date inputs have no selection to read
  }
}

function writeSelection(input, [start, end]) {
  if (start === null) return;
  try {
    input.setSelectionRange(start, end);
  } catch {
    // the same inputs have none to set
  }
}

let serial = 0;
export function uniqueId(prefix) {
  serial += 1;
  return `${prefix}-${serial}`;
}

/** Says something to a screen reader. `urgent` interrupts: for errors only. */
export function announce(text, { urgent = false } = {}) {
  const region = document.getElementById(urgent ? "say-now" : "say-politely");
  region.textContent = "";
  setTimeout(() => {
    region.textContent = text;
  }, 30);
}

/** Arrow keys, Home and End move one tab stop through `container`'s items: a list is one stop for the Tab key. */
export function rove(container, selector, { horizontal = false } = {}) {
  const [back, forward] = horizontal ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  container.addEventListener("keydown", (event) => {
    const items = [...container.querySelectorAll(selector)].filter((item) => item.offsetParent !== null);
    const at = items.indexOf(event.target);
    if (at < 0) return;
    const to = { [back]: at - 1, [forward]: at + 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    items[Math.max(0, Math.min(items.length - 1, to))].focus();
  });
  container.addEventListener("focusin", (event) => {
    const item = event.target.closest(selector);
    if (item && container.contains(item)) settleStops(container, selector, item);
  });
}

/** Leaves exactly one item reachable by Tab: the one given, else the one that was, else the first. */
export function settleStops(container, selector, chosen = null) {
  const items = [...container.querySelectorAll(selector)];
  const stop = chosen ?? items.find((item) => item.tabIndex === 0) ?? items[0];
  for (const item of items) item.tabIndex = item === stop ? 0 : -1;
}
