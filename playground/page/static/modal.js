/** The impersonated person's stack of modals: the top one, drawn anew where it changed, with what was typed kept. */

import { drawBlock } from "./blocks.js";
import { deed, told } from "./deeds.js";
import { announce, h, reconcile, uniqueId } from "./dom.js";
import * as drafts from "./drafts.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import { closePopup } from "./popup.js";
import { app, state, viewStack } from "./state.js";
import { forgetTyped, surface } from "./surfaces.js";
import { plainText } from "./text.js";
import { keepInside } from "./trap.js";

const surfaceKey = (view) => `view:${view.id}`;

let shown = null; // {view, layer, body, banner, before, errors, busy}
let known = []; // ids of the views seen open, to forget what was typed into those that went

export function drawModal() {
  const stack = viewStack();
  forgetGone(stack);
  const top = stack.at(-1);
  if (!top) return dismiss();
  if (shown?.view.id !== top.id) present(top, stack);
  else update(top);
  return undefined;
}

function forgetGone(stack) {
  const ids = stack.map((view) => view.id);
  if (known.person === state.personId) {
    for (const id of known) if (!ids.includes(id)) drafts.forget(`view:${id}`);
  }
  known = Object.assign(ids, { person: state.personId });
}

function dismiss() {
  if (!shown) return;
  const { layer, before } = shown;
  shown = null;
  closePopup({ refocus: false });
  layer.remove();
  document.getElementById("app").inert = false;
  const back = before?.isConnected ? before : document.querySelector("[data-testid=composer]");
  back?.focus({ preventScroll: true });
}

function present(view, stack) {
  const before = shown?.before ?? document.activeElement;
  shown?.layer.remove();
  closePopup({ refocus: false });
  const titleId = uniqueId("modal");
  const banner = h("div", { class: "modal-banner", role: "alert", data: { testid: "modal-banner" }, hidden: true });
  const body = h("div", { class: "dialog-body modal-body", tabindex: "-1" });
  const title = h("h2", { class: "dialog-title", id: titleId, dir: "auto" });
  const foot = h("div", { class: "dialog-foot" });
  const form = h("form", { class: "modal-form", novalidate: true, onsubmit: submit }, banner, body, foot);
  const head = h(
    "div",
    { class: "dialog-head" },
    stack.length > 1
      ? h(
          "button",
          { type: "button", class: "button-bare", "aria-label": "Back", onclick: () => close() },
          icon("back"),
        )
      : avatar(app().bot_user_id, app().name, "avatar-small"),
    title,
    h(
      "button",
      {
        type: "button",
        class: "button-bare",
        "aria-label": "Close",
        data: { testid: "modal-close" },
        onclick: () => close({ all: stack.length > 1 }),
      },
      icon("close"),
    ),
  );
  const dialog = h(
    "section",
    {
      class: "dialog modal",
      role: "dialog",
      "aria-modal": "true",
      "aria-labelledby": titleId,
      data: { testid: "modal", viewId: view.id },
    },
    head,
    form,
  );
  const layer = h("div", { class: "scrim", data: { layer: "modal" } }, dialog);
  layer.addEventListener("keydown", onKey);
  document.getElementById("app").inert = true;
  document.body.append(layer);
  shown = {
    view,
    layer,
    dialog,
    body,
    banner,
    title,
    foot,
    before,
    errors: {},
    busy: false,
    look: null,
  };
  update(view);
  focusFirst();
}

function focusFirst() {
  const wished = shown.view.blocks.find((block) => block.element?.focus_on_load);
  const field = wished ? fieldOf(wished.block_id) : null;
  if (field) return field.focusControl();
  const first = shown.body.querySelector("[data-testid=field]");
  if (first) first.focusControl();
  else (shown.body.querySelector("input, button") ?? shown.foot.querySelector("[type=submit]") ?? shown.body).focus();
  shown.body.scrollTop = 0;
  return undefined;
}

function update(view) {
  const look = JSON.stringify([view.hash, view.blocks, view.title, view.submit, view.close, shown.busy]);
  if (look === shown.look) return;
  const replaced = shown.look !== null && view.hash !== shown.view.hash;
  Object.assign(shown, { view, look });
  shown.dialog.dataset.callbackId = view.callback_id ?? "";
  shown.title.textContent = plainText(view.title);
  const here = modalSurface(view);
  reconcile(
    shown.body,
    view.blocks.map((block, index) => ({
      key: block.block_id ?? String(index),
      look: JSON.stringify(block),
      draw: () => drawBlock(block, here),
    })),
  );
  drawFoot(view);
  letKeysScroll(shown.body);
  if (!replaced) return;
  announce(`${plainText(view.title)}: updated`);
  const active = document.activeElement;
  if (active === shown.body || !shown.layer.contains(active)) focusFirst();
}

/** A text too long for its window, with nothing in it to step to, is a stop of its own. */
function letKeysScroll(body) {
  const isLong = body.scrollHeight > body.clientHeight;
  body.tabIndex = isLong && !body.querySelector("a, button, input, textarea") ? 0 : -1;
}

function drawFoot(view) {
  const closeText = view.close ? plainText(view.close) : view.submit ? "Cancel" : "Close";
  const parts = [
    h(
      "button",
      { type: "button", class: "button", data: { testid: "modal-cancel", focusKey: "cancel" }, onclick: () => close() },
      closeText,
    ),
    view.submit &&
      h(
        "button",
        {
          type: "submit",
          class: "button primary",
          "aria-busy": String(shown.busy),
          data: { testid: "modal-submit", focusKey: "submit" },
        },
        h("span", { class: "busy-dot", "aria-hidden": "true" }),
        plainText(view.submit),
      ),
  ];
  const focused = document.activeElement?.dataset.focusKey;
  const had = shown.foot.contains(document.activeElement);
  shown.foot.replaceChildren(...parts.filter(Boolean));
  if (had) shown.foot.querySelector(`[data-focus-key="${focused}"]`)?.focus();
}

function modalSurface(view) {
  const key = surfaceKey(view);
  const base = surface({ key, where: { view: true }, viewState: () => shown?.view.state ?? view.state });
  return {
    ...base,
    get errors() {
      return shown.errors;
    },
    keep: (block, element, value) => {
      base.keep(block, element, value);
      if (shown) delete shown.errors[block.block_id];
    },
  };
}

const inputs = (view) => view.blocks.filter((block) => block.type === "input");
const fieldOf = (blockId) => shown.body.querySelector(`[data-testid=field][data-block-id="${CSS.escape(blockId)}"]`);

/** Files that Slack has already stay where they are; only their contents could be sent again. */
const isUploaded = (value) => Array.isArray(value) && value.some((one) => one?.id);

async function submit(event) {
  event.preventDefault();
  if (shown.busy || !shown.view.submit) return;
  const { view } = shown;
  const key = surfaceKey(view);
  const typed = inputs(view).map((block) => [
    block.block_id,
    drafts.current(key, block.block_id, block.element, view.state),
  ]);
  const values = Object.fromEntries(typed.filter(([, value]) => !isUploaded(value)));
  showBanner(null);
  showErrors({});
  setBusy(true);
  forgetTyped(key);
  const answer = await deed("submit", { user: state.personId, values });
  if (!shown) return;
  setBusy(false);
  if (answer.ok || shown.view.id !== view.id) return;
  if (answer.errors && Object.keys(answer.errors).length) showErrors(answer.errors, { focus: true });
  else showBanner(told(answer));
}

function setBusy(busy) {
  shown.busy = busy;
  shown.dialog.classList.toggle("busy", busy);
  drawFoot(shown.view);
}

function showErrors(errors, { focus = false } = {}) {
  shown.errors = { ...errors };
  const wrong = [];
  for (const block of inputs(shown.view)) {
    const field = fieldOf(block.block_id);
    field?.showError(errors[block.block_id] ?? null);
    if (field && errors[block.block_id]) wrong.push([field, errors[block.block_id]]);
  }
  const stray = Object.keys(errors).filter((id) => !inputs(shown.view).some((block) => block.block_id === id));
  if (stray.length) showBanner(stray.map((id) => errors[id]).join(" "));
  if (!focus || !wrong.length) return;
  wrong[0][0].focusControl();
  wrong[0][0].scrollIntoView({ block: "nearest" });
  announce(wrong.length > 1 ? `${wrong.length} fields need attention. ${wrong[0][1]}` : wrong[0][1], { urgent: true });
}

function showBanner(text) {
  if (!shown) return;
  shown.banner.hidden = !text;
  shown.banner.textContent = text ?? "";
}

async function close({ all = false } = {}) {
  const body = { user: state.personId };
  if (all) body.all = true;
  const answer = await deed("close", body);
  if (!answer.ok) showBanner(told(answer));
}

function onKey(event) {
  if (event.key === "Escape") {
    event.preventDefault();
    close();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    submit(event);
  } else if (event.key === "Tab") keepInside(shown.layer, event);
}
