/** A channel's details: who is in it, what is pinned, and what the impersonated person can do to it. */

import { confirmed } from "./confirm.js";
import { h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { authorOf, avatar } from "./people.js";
import { app, canSee, channel, isMember, person, state } from "./state.js";
import { clockTime, fromTs, shortDay } from "./times.js";
import { standing } from "./workspace.js";

export const title = ({ id }) => (channel(id) ? `#${channel(id).name}` : null);

export function parts({ id }, tools) {
  const one = channel(id);
  const act = (what, done, more = {}) =>
    tools.act("channel", { user: state.personId, channel: one.id, do: what, ...more }, done);
  const { messages, ...rest } = one;
  const pinned = one.pins.map((ts) => messages.find((message) => message.ts === ts)).filter(Boolean);
  const asked = { ...tools, act };
  const look = JSON.stringify([rest, state.personId]);
  return [
    { key: "about", look, draw: () => drawAbout(one, asked) },
    { key: "pins", look: JSON.stringify(pinned), draw: () => drawPins(one, pinned, tools) },
    { key: "members", look: JSON.stringify([look, state.server.people]), draw: () => drawMembers(one, asked) },
    { key: "name", look, draw: () => drawName(one, asked) },
  ];
}

const button = (text, testid, onclick, className = "button", label = null) =>
  h(
    "button",
    { type: "button", class: className, "aria-label": label, data: { testid, focusKey: label ?? testid }, onclick },
    text,
  );

// ---- being there -------------------------------------------------------------------------------------------------------

function drawAbout(one, { act, goTo }) {
  const kind = `${one.private ? "Private" : "Public"} channel${one.archived ? ", archived" : ""}`;
  const mine = isMember(one);
  const named = `#${one.name}`;
  const standingButton = mine
    ? button("Leave", "channel-leave", () => act("leave", `You left ${named}`))
    : button("Join", "channel-join", () => act("join", `You are in ${named}`), "button primary");
  return h(
    "section",
    { class: "panel-part" },
    h("p", {}, h("span", { dir: "auto" }, one.topic), h("small", { class: "panel-kind" }, `${kind} · ${one.id}`)),
    h(
      "div",
      { class: "panel-buttons" },
      canSee(one) && state.place !== one.id && button("Go there", "channel-go", () => goTo(one.id)),
      !one.archived && standingButton,
      archiveButton(one, act),
    ),
  );
}

function archiveButton(one, act) {
  const named = `#${one.name}`;
  if (one.archived) return button("Unarchive", "channel-unarchive", () => act("unarchive", `${named} is open again`));
  const plain = (text) => ({ type: "plain_text", text });
  const dialog = {
    title: plain(`Archive ${named}?`),
    text: plain("Nobody can write there any more, the app neither. What was written can still be read."),
    confirm: plain("Archive"),
    deny: plain("Cancel"),
    style: "danger",
  };
  const archive = async () => {
    if (await confirmed(dialog)) act("archive", `${named} is archived`);
  };
  return button("Archive", "channel-archive", archive, "button danger");
}

// ---- what is pinned ----------------------------------------------------------------------------------------------------

function drawPins(one, pinned, { goTo }) {
  const rows = pinned.map((message) => {
    const at = fromTs(message.ts);
    const zone = person(state.personId).tz;
    return h(
      "li",
      { class: "pinned", data: { testid: "pinned" } },
      icon("pin"),
      h(
        "span",
        { class: "panel-text" },
        h("small", { dir: "auto" }, `${authorOf(message).name}, ${shortDay(at, zone)}, ${clockTime(at, zone)}`),
        h("span", { class: "pinned-text", dir: "auto" }, message.text || "A message without a text"),
      ),
      button(
        "Show",
        "pinned-show",
        () => showMessage(one, message, goTo),
        "button",
        `Show what ${authorOf(message).name} wrote`,
      ),
    );
  });
  return h(
    "section",
    { class: "panel-part" },
    h("h3", {}, "Pinned"),
    rows.length ? h("ul", { class: "panel-list" }, rows) : h("p", { class: "panel-note" }, "Nothing is pinned here."),
  );
}

function showMessage(one, message, goTo) {
  goTo(one.id);
  setTimeout(() => {
    const node = document.querySelector(`#messages [data-ts="${CSS.escape(message.ts)}"]`);
    node?.scrollIntoView({ block: "center" });
    node?.focus({ preventScroll: true });
  }, 0);
}

// ---- who is there ------------------------------------------------------------------------------------------------------

function drawMembers(one, tools) {
  const members = one.members.map(person).filter(Boolean);
  const count = members.length === 1 ? "1 member" : `${members.length} members`;
  return h(
    "section",
    { class: "panel-part" },
    h("h3", {}, count),
    !one.archived && drawAdding(one, tools),
    h(
      "ul",
      { class: "panel-list" },
      members.map((member) =>
        h("li", { data: { testid: "member", personName: member.name } }, memberRow(one, member, tools)),
      ),
    ),
  );
}

function memberRow(one, member, { act, open }) {
  const isApp = member.id === app().bot_user_id;
  const name = isApp ? app().name : member.name;
  const text = h(
    "span",
    { class: "panel-text" },
    h("span", { dir: "auto" }, name, isApp && h("span", { class: "badge" }, "APP")),
    h("small", { dir: "auto" }, isApp ? "" : standing(member)),
  );
  const remove = () => act("remove", `${name} is no longer in #${one.name}`, { person: member.id });
  return [
    isApp
      ? h("span", { class: "panel-row" }, avatar(member.id, name, "avatar-small"), text)
      : h(
          "button",
          { type: "button", class: "panel-row", onclick: () => open({ kind: "person", id: member.id }) },
          avatar(member.id, name, "avatar-small"),
          text,
        ),
    member.id !== state.personId &&
      !one.archived &&
      button("Remove", "member-remove", remove, "button button-quiet", `Remove ${name}`),
  ];
}

function drawAdding(one, { act }) {
  const id = uniqueId("add");
  const absent = state.server.people.filter((each) => !each.deleted && !one.members.includes(each.id));
  if (!absent.length) return null;
  const nameOf = (each) => (each.id === app().bot_user_id ? `${app().name} (the app)` : each.name);
  const choice = h(
    "select",
    {
      id,
      class: "text-input",
      required: true,
      "aria-label": `Whom to add to #${one.name}`,
      data: { testid: "add-person" },
    },
    h("option", { value: "" }, "Add a person or the app…"),
    absent.map((each) => h("option", { value: each.id }, nameOf(each))),
  );
  const add = (event) => {
    event.preventDefault();
    const chosen = person(choice.value);
    act("invite", `${nameOf(chosen)} is in #${one.name}`, { person: chosen.id });
  };
  return h(
    "form",
    { class: "panel-line", onsubmit: add },
    choice,
    h("button", { type: "submit", class: "button", data: { testid: "add", focusKey: "add" } }, "Add"),
  );
}

// ---- what it is called -------------------------------------------------------------------------------------------------

function drawName(one, { act }) {
  const id = uniqueId("name");
  const input = h("input", {
    id,
    class: "text-input",
    type: "text",
    value: one.name,
    autocomplete: "off",
    data: { testid: "channel-name" },
  });
  const rename = (event) => {
    event.preventDefault();
    const name = input.value.trim().replace(/^#/, "");
    if (name && name !== one.name) act("rename", `It is #${name} now`, { name });
  };
  const newId = () => act("change_id", `#${one.name} has a new id`);
  return h(
    "section",
    { class: "panel-part" },
    h("label", { for: id, class: "panel-heading" }, "Name"),
    h(
      "form",
      { class: "panel-line", onsubmit: rename },
      input,
      h(
        "button",
        { type: "submit", class: "button", data: { testid: "channel-rename", focusKey: "rename" } },
        "Rename",
      ),
    ),
    one.private && [
      h(
        "p",
        { class: "panel-note" },
        "Shared with another company, a private channel gets a new id. The old one leads nowhere.",
      ),
      button("Give it a new id", "channel-change-id", newId),
    ],
  );
}
