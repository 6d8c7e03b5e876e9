/** Cards, carousels of them, containers and alerts. */

import { h, uniqueId } from "./dom.js";
import { icon, isIcon } from "./icons.js";
import { drawPicture } from "./pictures.js";
import { drawRichText } from "./richtext.js";
import { drawText, plainText } from "./text.js";

const ALERTS = {
  default: ["info", "Note"],
  info: ["info", "Information"],
  warning: ["warning", "Warning"],
  error: ["error", "Error"],
  success: ["done", "Success"],
};

export function drawAlert(block) {
  const level = block.level ?? "default";
  const [sign, word] = ALERTS[level] ?? ALERTS.default;
  return h(
    "div",
    { class: `block alert alert-${level}`, role: "note", "aria-label": word },
    icon(sign),
    h("div", { class: "alert-text", dir: "auto" }, drawText(block.text)),
  );
}

/** `place(block, element)` draws a button of the card's where it belongs. */
export function drawCard(block, place) {
  const text = (name) => block[name] && h("div", { class: `card-${name}`, dir: "auto" }, drawText(block[name]));
  const sign = block.slack_icon?.name;
  const head = [
    block.icon && drawPicture(block.icon, "card-icon"),
    sign &&
      h("span", { class: "card-icon card-sign", role: "img", "aria-label": sign }, isIcon(sign) ? icon(sign) : "◆"),
    h("div", { class: "card-names" }, text("title"), text("subtitle")),
  ];
  return h(
    "article",
    { class: "block card" },
    block.hero_image && drawPicture(block.hero_image, "card-hero"),
    (block.icon || sign || block.title || block.subtitle) && h("div", { class: "card-head" }, head),
    text("body"),
    text("subtext"),
    block.actions?.length &&
      h(
        "div",
        { class: "actions" },
        block.actions.map((one) => place(block, one)),
      ),
  );
}

/** Cards side by side, moved through by scrolling, by keys or by the two buttons. */
export function drawCarousel(block, place) {
  const cards = block.elements.map((card) => drawCard(card, place));
  const strip = h("div", { class: "carousel-strip", tabindex: "0", role: "group", "aria-label": "Cards" }, cards);
  for (const [index, card] of cards.entries()) card.setAttribute("aria-label", `Card ${index + 1} of ${cards.length}`);
  const step = (way) => strip.scrollBy({ left: way * (cards[0].offsetWidth + 12), behavior: "smooth" });
  const button = (label, sign, way) =>
    h("button", { type: "button", class: "button-bare", "aria-label": label, onclick: () => step(way) }, icon(sign));
  const buttons =
    cards.length > 1 &&
    h("div", { class: "carousel-buttons" }, button("Previous card", "back", -1), button("Next card", "right", 1));
  return h("div", { class: "block carousel" }, strip, buttons);
}

/** Blocks grouped under a title; a collapsible one opens and closes. `draw(block)` draws a child. */
export function drawContainer(block, draw) {
  const title = block.rich_text_title ? drawRichText(block.rich_text_title) : plainText(block.title);
  const names = h(
    "span",
    { class: "container-names" },
    h("span", { class: "container-title", dir: "auto" }, title),
    block.subtitle && h("span", { class: "container-subtitle", dir: "auto" }, drawText(block.subtitle)),
  );
  const mark = block.icon && drawPicture(block.icon, "card-icon");
  const bodyId = uniqueId("container");
  const body = h("div", { class: "container-body", id: bodyId }, block.child_blocks.map(draw));
  const className = `block container container-${block.width ?? "standard"}`;
  if (!block.is_collapsible) {
    const ruled = block.has_header_divider ? " ruled" : "";
    return h("section", { class: className }, h("div", { class: `container-head${ruled}` }, mark, names), body);
  }
  body.hidden = Boolean(block.default_collapsed);
  const head = h(
    "button",
    {
      type: "button",
      class: "container-head",
      "aria-expanded": String(!body.hidden),
      "aria-controls": bodyId,
      onclick: () => {
        body.hidden = !body.hidden;
        head.setAttribute("aria-expanded", String(!body.hidden));
      },
    },
    mark,
    names,
    icon("down"),
  );
  return h("section", { class: className }, head, body);
}
