/** Somebody's account: who they are, where their clock stands, and closing it or opening it again. */

import { confirmed } from "./confirm.js";
import { h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import { now, person, state } from "./state.js";
import { clockTime, zoneName } from "./times.js";
import { standing } from "./workspace.js";

export const title = ({ id }) => person(id)?.name ?? null;

export function parts({ id }, tools) {
  const one = person(id);
  const places = state.server.channels.filter((channel) => channel.members.includes(id) && !channel.archived);
  return [
    { key: "who", look: JSON.stringify([one, state.server.now, state.personId]), draw: () => drawWho(one, tools) },
    { key: "account", look: JSON.stringify(one), draw: () => drawAccount(one, tools) },
    { key: "places", look: JSON.stringify(places.map(({ name }) => name)), draw: () => drawPlaces(places, tools) },
  ];
}

function drawWho(one, { become }) {
  const isMe = one.id === state.personId;
  return h(
    "section",
    { class: one.deleted ? "panel-part account deactivated" : "panel-part account" },
    avatar(one.id, one.name, "avatar-big"),
    h(
      "div",
      { class: "panel-text" },
      h("span", { dir: "auto" }, standing(one)),
      h("small", {}, `@${one.handle} · ${clockTime(now(), one.tz)} ${zoneName(one.tz)}`),
    ),
    !one.deleted &&
      h(
        "button",
        { type: "button", class: "button", disabled: isMe, data: { testid: "become" }, onclick: () => become(one.id) },
        isMe ? "You are" : "Be them",
      ),
  );
}

// ---- changing it -----------------------------------------------------------------------------------------------------

function drawAccount(one, { act }) {
  const [zoneId, nameId, titleId] = [uniqueId("zone"), uniqueId("name"), uniqueId("title")];
  const zone = h(
    "select",
    { id: zoneId, class: "text-input", data: { testid: "person-zone" } },
    zones().map((name) => h("option", { value: name, selected: name === one.tz }, name.replaceAll("_", " "))),
  );
  const text = (id, value) =>
    h("input", { id, class: "text-input", type: "text", dir: "auto", value, autocomplete: "off" });
  const name = text(nameId, one.name);
  const role = text(titleId, one.title);
  const [admin, guest] = [tick("Admin", one.is_admin), tick("Guest", one.is_guest)];
  const save = (event) => {
    event.preventDefault();
    const wanted = { name: name.value.trim(), title: role.value.trim(), tz: zone.value };
    Object.assign(wanted, { is_admin: admin.box.checked, is_guest: guest.box.checked });
    const changed = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => value !== one[key]));
    if (Object.keys(changed).length)
      act("person", { person: one.id, do: "change", ...changed }, `${one.name} is changed`);
  };
  const form = h(
    "form",
    { class: "panel-form", onsubmit: save },
    h("label", { for: nameId }, "Name"),
    name,
    h("label", { for: titleId }, "Title"),
    role,
    h("label", { for: zoneId }, "Time zone"),
    zone,
    h("div", { class: "panel-ticks" }, admin.node, guest.node),
    h("button", { type: "submit", class: "button", data: { testid: "person-save" } }, "Save"),
  );
  return h("section", { class: "panel-part" }, h("h3", {}, "Account"), !one.deleted && form, doorButton(one, act));
}

function tick(text, checked) {
  const box = h("input", { type: "checkbox", checked });
  return { box, node: h("label", {}, box, ` ${text}`) };
}

/** Every zone this browser knows, and those of everyone here: some are known by an older name only. */
const zones = () =>
  [...new Set(["UTC", ...state.server.people.map((one) => one.tz), ...Intl.supportedValuesOf("timeZone")])].sort();

function doorButton(one, act) {
  const plain = (text) => ({ type: "plain_text", text });
  const dialog = {
    title: plain(`Deactivate ${one.name}?`),
    text: plain("They leave their channels and can do nothing more. What they wrote stays."),
    confirm: plain("Deactivate"),
    deny: plain("Cancel"),
    style: "danger",
  };
  const reactivate = () => act("person", { person: one.id, do: "reactivate" }, `${one.name}'s account is active`);
  const deactivate = async () => {
    if (await confirmed(dialog))
      act("person", { person: one.id, do: "deactivate" }, `${one.name}'s account is deactivated`);
  };
  return h(
    "button",
    {
      type: "button",
      class: one.deleted ? "button primary" : "button danger",
      data: { testid: "person-door", focusKey: "person-door" },
      onclick: one.deleted ? reactivate : deactivate,
    },
    one.deleted ? "Reactivate account" : "Deactivate account",
  );
}

function drawPlaces(places, { open }) {
  const rows = places.map((one) =>
    h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "panel-row", onclick: () => open({ kind: "channel", id: one.id }) },
        icon(one.private ? "lock" : "hash"),
        h("span", { class: "panel-text", dir: "auto" }, one.name),
        icon("right"),
      ),
    ),
  );
  return h(
    "section",
    { class: "panel-part" },
    h("h3", {}, "In channels"),
    rows.length ? h("ul", { class: "panel-list" }, rows) : h("p", { class: "panel-note" }, "In none."),
  );
}
