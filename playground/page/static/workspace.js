/** The workspace as a whole: how the app is connected and what it may do, everyone in it, every channel. */

import { confirmed } from "./confirm.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import { app, everyone, person, state } from "./state.js";

export const title = () => state.server.team.name;

export function parts(_panel, { act, open }) {
  const { channels } = state.server;
  const installed = !person(app().bot_user_id)?.deleted;
  return [
    { key: "app", look: JSON.stringify([app(), installed]), draw: () => drawApp(installed, act) },
    { key: "people", look: JSON.stringify(everyone()), draw: () => drawPeople(open) },
    {
      key: "channels",
      look: JSON.stringify(channels.map(({ messages, ...rest }) => rest)),
      draw: () => drawChannels(channels, open),
    },
  ];
}

// ---- the app ---------------------------------------------------------------------------------------------------------

const TRANSPORTS = {
  socket: "Socket Mode: it keeps a WebSocket open",
  http: "signed HTTP: it is called at its own address",
};

function drawApp(installed, act) {
  const { name, transport, scopes, withheld_scopes: withheld, bot_user_id: botId } = app();
  const list = (items) =>
    h(
      "ul",
      { class: "scopes" },
      items.map((one) => h("li", {}, h("code", {}, one))),
    );
  const facts = h(
    "dl",
    { class: "facts" },
    h("dt", {}, "Hears from Slack over"),
    h("dd", { data: { testid: "transport" } }, TRANSPORTS[transport]),
    h("dt", {}, "Is allowed to"),
    h("dd", { data: { testid: "scopes" } }, list(scopes)),
    withheld.length > 0 && h("dt", {}, "Was not allowed to"),
    withheld.length > 0 && h("dd", { data: { testid: "withheld-scopes" } }, list(withheld)),
  );
  return h(
    "section",
    { class: "panel-part" },
    h("h3", {}, avatar(botId, name, "avatar-small"), name, h("span", { class: "badge" }, "APP")),
    !installed && h("p", { class: "panel-note" }, "It is not installed here."),
    facts,
    installed ? uninstallButton(name, botId, act) : installButton(name, botId, act),
  );
}

function uninstallButton(name, botId, act) {
  const dialog = {
    title: plain(`Uninstall ${name}?`),
    text: plain("Its tokens stop working at once, and nothing more reaches it."),
    confirm: plain("Uninstall"),
    deny: plain("Keep it"),
    style: "danger",
  };
  const go = async () => {
    if (await confirmed(dialog)) act("person", { person: botId, do: "deactivate" }, `${name} is uninstalled`);
  };
  return button("Uninstall", go, "uninstall", "button danger");
}

const installButton = (name, botId, act) =>
  button(
    "Install again",
    () => act("person", { person: botId, do: "reactivate" }, `${name} is installed`),
    "uninstall",
  );

const plain = (text) => ({ type: "plain_text", text });

const button = (text, onclick, testid, className = "button") =>
  h("button", { type: "button", class: className, data: { testid, focusKey: testid }, onclick }, text);

// ---- people and channels ---------------------------------------------------------------------------------------------

function drawPeople(open) {
  return h(
    "section",
    { class: "panel-part" },
    h("h3", {}, "People"),
    h(
      "ul",
      { class: "panel-list" },
      everyone().map((one) => h("li", {}, personRow(one, open))),
    ),
  );
}

function personRow(one, open) {
  return h(
    "button",
    {
      type: "button",
      class: one.deleted ? "panel-row deactivated" : "panel-row",
      data: { testid: "workspace-person", personName: one.name, focusKey: `person-${one.id}` },
      onclick: () => open({ kind: "person", id: one.id }),
    },
    avatar(one.id, one.name, "avatar-small"),
    h(
      "span",
      { class: "panel-text" },
      h("span", { dir: "auto" }, one.name),
      h("small", { dir: "auto" }, standing(one)),
    ),
    icon("right"),
  );
}

/** "Head of Marketing · admin" */
export function standing(one) {
  if (one.deleted) return "Deactivated account";
  const guest = one.is_single_channel_guest ? "single-channel guest" : one.is_guest && "guest";
  const outsider = one.team_id && "another workspace";
  return [one.title, one.is_owner ? "owner" : one.is_admin && "admin", guest, outsider]
    .filter(Boolean)
    .join(" · ");
}

function drawChannels(channels, open) {
  return h(
    "section",
    { class: "panel-part" },
    h("h3", {}, "Channels"),
    h(
      "ul",
      { class: "panel-list" },
      channels.map((one) => h("li", {}, channelRow(one, open))),
    ),
  );
}

function channelRow(one, open) {
  const count = one.members.length === 1 ? "1 member" : `${one.members.length} members`;
  return h(
    "button",
    {
      type: "button",
      class: one.archived ? "panel-row deactivated" : "panel-row",
      data: { testid: "workspace-channel", channelName: one.name, focusKey: `channel-${one.id}` },
      onclick: () => open({ kind: "channel", id: one.id }),
    },
    icon(one.private ? "lock" : "hash"),
    h(
      "span",
      { class: "panel-text" },
      h("span", { dir: "auto" }, one.name),
      h("small", {}, one.archived ? "archived" : count),
    ),
    icon("right"),
  );
}
