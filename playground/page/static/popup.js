/** Small boxes that open beside what was pressed: menus, lists, the person chooser. One at a time. */

import { h, rove, settleStops } from "./dom.js";

let open = null; // {box, anchor, onClose, how}

/** Shows `box` beside `anchor` until Escape, a press elsewhere, or closePopup(). */
export function openPopup(anchor, box, { align = "start", match = false, above = false, onClose = null } = {}) {
  closePopup({ refocus: false });
  box.classList.add("popup");
  anchor.closest("[data-layer]").append(box);
  open = { box, anchor, onClose, how: { align, match, above } };
  placePopup();
}

/** Once what it shows, or where its anchor stands, has changed. */
export function placePopup() {
  if (!open) return;
  const { box, anchor } = open;
  const { align, match, above } = open.how;
  const at = anchor.getBoundingClientRect();
  const margin = 8;
  if (match) box.style.minWidth = `${at.width}px`;
  box.style.maxWidth = `${window.innerWidth - 2 * margin}px`;
  const roomBelow = window.innerHeight - at.bottom - margin - 4;
  const roomAbove = at.top - margin - 4;
  const goesAbove = above || (roomBelow < Math.min(box.scrollHeight, 280) && roomAbove > roomBelow);
  box.style.maxHeight = `${Math.max(120, Math.min(420, goesAbove ? roomAbove : roomBelow))}px`;
  const size = box.getBoundingClientRect();
  const wanted = align === "end" ? at.right - size.width : at.left;
  box.style.left = `${Math.max(margin, Math.min(wanted, window.innerWidth - size.width - margin))}px`;
  box.style.top = `${goesAbove ? at.top - size.height - 4 : at.bottom + 4}px`;
}

export function closePopup({ refocus = true } = {}) {
  if (!open) return;
  const { box, anchor, onClose } = open;
  open = null;
  const held = box.contains(document.activeElement);
  box.remove();
  onClose?.();
  if (refocus && held && anchor.isConnected)
    (anchor.matches("button, input") ? anchor : anchor.querySelector("button, input"))?.focus();
}

/** After a drawing: a box whose anchor was replaced has nothing left to belong to. */
export function closeStrayPopup() {
  if (open && !open.anchor.isConnected) closePopup({ refocus: false });
}

export const popupIsOpen = (anchor) => open?.anchor === anchor;

document.addEventListener("pointerdown", (event) => {
  if (open && !open.box.contains(event.target) && !open.anchor.contains(event.target)) closePopup({ refocus: false });
});
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    event.stopPropagation();
    closePopup();
  },
  { capture: true },
);
window.addEventListener("resize", () => closePopup());
document.addEventListener(
  "scroll",
  (event) => {
    if (open && event.target.contains(open.anchor)) placePopup();
  },
  { capture: true, passive: true },
);

/** A menu of commands. An item is {label, detail?, danger?, run}. */
export function openMenu(anchor, items, label, { align = "end" } = {}) {
  const box = h("div", { class: "menu", role: "menu", "aria-label": label });
  for (const item of items) {
    box.append(
      h(
        "button",
        {
          type: "button",
          role: "menuitem",
          class: item.danger ? "menu-item danger" : "menu-item",
          onclick: () => {
            closePopup();
            item.run();
          },
        },
        h("span", { dir: "auto" }, item.label),
        item.detail && h("small", { dir: "auto" }, item.detail),
      ),
    );
  }
  rove(box, "[role=menuitem]");
  settleStops(box, "[role=menuitem]");
  anchor.setAttribute("aria-expanded", "true");
  openPopup(anchor, box, { align, onClose: () => anchor.setAttribute("aria-expanded", "false") });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Tab") closePopup();
  });
  box.firstChild?.focus();
}
