/** What is pressed: buttons, overflow menus, feedback and icon buttons. */

import { confirmed } from "./confirm.js";
import { h } from "./dom.js";
import { icon, isIcon } from "./icons.js";
import { openMenu } from "./popup.js";
import { state } from "./state.js";
import { plainText } from "./text.js";
import { focusKey, openAddress } from "./touch.js";

/** A button with a url opens it and tells the app as well (docs: button-element). */
export function drawButton(element, use) {
  const node = h(
    "button",
    {
      ...buttonProps(element, use),
      class: `button ${element.style ?? ""}`.trimEnd(),
      onclick: async () => {
        if (!(await confirmed(element.confirm))) return;
        if (element.url) openAddress(element.url);
        await use.pressed(element.value, node, Boolean(element.confirm));
      },
    },
    plainText(element.text),
    element.url && icon("leave"),
  );
  return { node, control: node };
}

function buttonProps(element, use) {
  return {
    type: "button",
    "aria-label": element.accessibility_label,
    data: { actionId: element.action_id, focusKey: focusKey(element, use) },
    dir: "auto",
  };
}

/** It starts a workflow and sends no block_actions (docs: workflow-button-element); no workflows run here. */
export function drawWorkflowButton(element, use) {
  const node = h(
    "button",
    {
      ...buttonProps(element, use),
      class: `button ${element.style ?? ""}`.trimEnd(),
      onclick: () => use.warn("In Slack this starts a workflow. The playground has none."),
    },
    icon("bolt"),
    plainText(element.text),
  );
  return { node, control: node };
}

/** Some are for certain people only; others do not see them (docs: icon-button-element). */
export function drawIconButton(element, use) {
  if (element.visible_to_user_ids && !element.visible_to_user_ids.includes(state.personId)) {
    const nothing = h("span", { hidden: true });
    return { node: nothing, control: nothing };
  }
  const text = plainText(element.text);
  const known = isIcon(element.icon);
  const node = h(
    "button",
    {
      ...buttonProps(element, use),
      class: "button button-passing",
      title: text,
      onclick: async () => {
        if (await confirmed(element.confirm)) await use.pressed(element.value, node, Boolean(element.confirm));
      },
    },
    known && icon(element.icon),
    text,
  );
  return { node, control: node };
}

export function drawFeedback(element, use) {
  const one = (button, name) => {
    const node = h(
      "button",
      {
        type: "button",
        class: "button button-passing",
        "aria-label": button.accessibility_label,
        "aria-pressed": "false",
        dir: "auto",
        data: { actionId: element.action_id, focusKey: `${focusKey(element, use)}/${name}` },
        onclick: async () => {
          for (const other of both) other.setAttribute("aria-pressed", String(other === node));
          await use.pressed(button.value, node, false);
        },
      },
      icon(name),
      plainText(button.text),
    );
    return node;
  };
  const both = [one(element.positive_button, "thumb-up"), one(element.negative_button, "thumb-down")];
  return { node: h("span", { class: "feedback", role: "group", "aria-label": "Feedback" }, both), control: both[0] };
}

export function drawOverflow(element, use) {
  const items = element.options.map((option) => ({
    label: plainText(option.text),
    detail: option.description && plainText(option.description),
    run: async () => {
      if (!(await confirmed(element.confirm))) return;
      if (option.url) openAddress(option.url);
      await use.pressed(option.value, node, Boolean(element.confirm));
    },
  }));
  const node = h(
    "button",
    {
      ...buttonProps(element, use),
      class: "button button-square",
      "aria-label": element.accessibility_label ?? "More actions",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: () => openMenu(node, items, "More actions"),
      onkeydown: (event) => {
        if (event.key !== "ArrowDown") return;
        event.preventDefault();
        openMenu(node, items, "More actions");
      },
    },
    icon("more"),
  );
  return { node, control: node };
}
