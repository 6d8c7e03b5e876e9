/** Asking where a link in an editor goes. */

import { h } from "./dom.js";
import { closePopup, openPopup } from "./popup.js";

/** The selected text becomes the link's; where nothing is selected, its address does. */
export function askForLink(text, anchor, changed) {
  const selection = getSelection();
  const range =
    selection.rangeCount && text.contains(selection.anchorNode) ? selection.getRangeAt(0).cloneRange() : null;
  const existing = range?.startContainer.parentElement?.closest("a");
  const address = h("input", {
    class: "text-input",
    type: "url",
    "aria-label": "Address",
    placeholder: "https://…",
    value: existing?.getAttribute("href") ?? "",
    data: { testid: "link-address" },
  });
  const apply = () => {
    const url = address.value.trim();
    closePopup({ refocus: false });
    text.focus();
    if (existing) {
      if (url) existing.setAttribute("href", url);
      else existing.replaceWith(...existing.childNodes);
    } else if (url) insert(url);
    changed();
  };
  const insert = (url) => {
    const place = range ?? document.createRange();
    if (!range) place.selectNodeContents(text);
    if (!range) place.collapse(false);
    const link = h("a", { href: /^[a-z]+:/i.test(url) ? url : `https://${url}` });
    link.append(place.collapsed ? url : place.extractContents());
    place.insertNode(link);
    const after = document.createTextNode("\u200b");
    link.after(after);
    getSelection().collapse(after, 1);
  };
  address.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    apply();
  });
  const box = h(
    "div",
    { class: "link-box", role: "dialog", "aria-label": "Link" },
    h("span", { class: "field-label" }, "Address"),
    h("div", { class: "link-row" }, address, h("button", { type: "button", class: "button", onclick: apply }, "Link")),
  );
  openPopup(anchor, box);
  address.focus();
}
