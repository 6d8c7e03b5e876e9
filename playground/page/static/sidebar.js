/** Where the impersonated person can go: their channels, the app, public channels they are not in, archived ones. */

import { h, reconcile, rove, settleStops } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import * as reading from "./reading.js";
import { app, archivedChannels, conversation, isMember, state, visibleChannels } from "./state.js";

export function startSidebar(nav) {
  rove(nav, "a.place");
}

export function drawSidebar(nav, goTo) {
  const channels = visibleChannels();
  const mine = channels.filter(isMember);
  const others = channels.filter((one) => !isMember(one));
  const archived = archivedChannels();
  reconcile(nav, [
    heading("Channels"),
    ...mine.map((one) => channelItem(one, goTo)),
    heading("Apps"),
    ...appItems(goTo),
    ...(others.length ? [heading("Not joined"), ...others.map((one) => channelItem(one, goTo))] : []),
    ...(archived.length ? [heading("Archived"), ...archived.map((one) => channelItem(one, goTo))] : []),
  ]);
  settleStops(nav, "a.place", nav.querySelector("a.place:focus") ?? nav.querySelector("a.place[aria-current]"));
}

const heading = (text) => ({ key: `heading ${text}`, look: text, draw: () => h("h2", { class: "nav-heading" }, text) });

function channelItem(channel, goTo) {
  const place = conversation(channel.id);
  return item({
    key: channel.id,
    name: channel.name,
    mark: () => icon(channel.private ? "lock" : "hash"),
    unread: isMember(channel) && !channel.archived ? reading.unread(place) : { count: 0, mentions: 0 },
    testid: "channel-link",
    data: { channelName: channel.name, channelId: channel.id },
    faint: channel.archived || !isMember(channel),
    goTo,
  });
}

function appItems(goTo) {
  const place = conversation("dm");
  const messages = item({
    key: "dm",
    name: app().name,
    mark: () => avatar(app().bot_user_id, app().name, "avatar-small"),
    unread: reading.unread(place),
    testid: "dm-link",
    data: { channelName: app().name, channelId: place.id },
    goTo,
  });
  const home = item({
    key: "home",
    name: `${app().name} Home`,
    mark: () => icon("home"),
    unread: { count: 0, mentions: 0 },
    testid: "home-link",
    data: {},
    goTo,
  });
  return app().home_tab ? [messages, home] : [messages];
}

function item({ key, name, mark, unread, testid, data, faint = false, goTo }) {
  const current = state.place === key;
  const fresh = unread.count > 0 && !current;
  const count = unread.mentions || null;
  const spoken = fresh ? `, ${unread.count} unread` : "";
  return {
    key: `${state.personId} ${key}`, // somebody else's unread marks are not news, and must not pulse as if they were
    look: JSON.stringify([name, current, fresh, fresh && count, faint, data]),
    draw: (before) =>
      h(
        "a",
        {
          class: ["place", fresh && "unread", faint && "faint", fresh && before && "pulse"].filter(Boolean).join(" "),
          href: "#",
          tabindex: "-1",
          "aria-current": current ? "page" : null,
          "aria-label": `${name}${spoken}`,
          data: { testid, focusKey: key, unread: fresh ? unread.count : null, ...data },
          onclick: (event) => {
            event.preventDefault();
            goTo(key);
          },
        },
        mark(),
        h("span", { class: "place-name", dir: "auto" }, name),
        fresh && count && h("span", { class: "place-count", "aria-hidden": "true" }, count),
        fresh && !count && h("span", { class: "place-dot", "aria-hidden": "true" }),
      ),
  };
}
