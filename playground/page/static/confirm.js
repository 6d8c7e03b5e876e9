/** The confirmation dialog of a button, select or option (docs.slack.dev/…/confirmation-dialog-object). */

import { h, uniqueId } from "./dom.js";
import { drawText } from "./text.js";
import { keepInside } from "./trap.js";

/** Resolves true when the person confirmed. */
export function confirmed(dialog) {
  if (!dialog) return Promise.resolve(true);
  return new Promise((resolve) => {
    const before = document.activeElement;
    const below = [...document.querySelectorAll("[data-layer]")].filter((layer) => !layer.inert);
    const titleId = uniqueId("confirm");
    const textId = uniqueId("confirm");
    const close = (answer) => {
      layer.remove();
      for (const one of below) one.inert = false;
      before?.focus();
      resolve(answer);
    };
    const yes = h(
      "button",
      {
        type: "button",
        class: dialog.style === "danger" ? "button danger" : "button primary",
        data: { testid: "confirm-yes" },
        onclick: () => close(true),
      },
      dialog.confirm?.text ?? "Yes",
    );
    const no = h(
      "button",
      { type: "button", class: "button", data: { testid: "confirm-no" }, onclick: () => close(false) },
      dialog.deny?.text ?? "No",
    );
    const box = h(
      "section",
      {
        class: "dialog dialog-small",
        role: "alertdialog",
        "aria-modal": "true",
        "aria-labelledby": titleId,
        "aria-describedby": dialog.text ? textId : null,
        data: { testid: "confirm" },
      },
      h("h2", { id: titleId, class: "dialog-title" }, dialog.title ? drawText(dialog.title) : "Are you sure?"),
      dialog.text && h("div", { class: "dialog-body", id: textId }, drawText(dialog.text)),
      h("div", { class: "dialog-foot" }, no, yes),
    );
    const layer = h("div", { class: "scrim", data: { layer: "confirm" } }, box);
    layer.addEventListener("keydown", (event) => {
      event.stopPropagation(); // a modal underneath would take Escape and Tab for its own
      if (event.key === "Tab") keepInside(layer, event);
      if (event.key === "Escape") close(false);
    });
    for (const one of below) one.inert = true;
    document.body.append(layer);
    (dialog.style === "danger" ? no : yes).focus();
  });
}
