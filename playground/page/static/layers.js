/** A dialog of the page's own above everything else: what lies beneath rests until it closes. */

import { h } from "./dom.js";

let open = null; // {name, layer, below, before}

export const layerIsOpen = (name) => open?.name === name;

/** Shows `box` (which has a role and a name) and gives focus to `first` in it. Escape or a press beside it closes it. */
export function openLayer(name, box, first) {
  closeLayer();
  const before = document.activeElement;
  const below = [...document.querySelectorAll("[data-layer]")].filter((layer) => !layer.inert);
  const layer = h("div", { class: "scrim", data: { layer: name } }, box);
  layer.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      closeLayer();
    } else if (event.key === "Tab") keepInside(layer, event);
  });
  layer.addEventListener("pointerdown", (event) => {
    if (event.target === layer) closeLayer();
  });
  for (const one of below) one.inert = true;
  document.body.append(layer);
  open = { name, layer, below, before };
  first.focus();
}

/** Closes it and, unless focus is about to go elsewhere, gives focus back to where it was. */
export function closeLayer({ refocus = true } = {}) {
  if (!open) return;
  const { layer, below, before } = open;
  open = null;
  layer.remove();
  for (const one of below) one.inert = false;
  if (refocus && before?.isConnected) before.focus({ preventScroll: true });
}

function keepInside(layer, event) {
  const stops = [...layer.querySelectorAll("button, input, a[href], [tabindex='0']")].filter(
    (node) => node.tabIndex >= 0 && node.offsetParent !== null,
  );
  const leaving = document.activeElement === (event.shiftKey ? stops[0] : stops.at(-1));
  if (!leaving && layer.contains(document.activeElement)) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
}
