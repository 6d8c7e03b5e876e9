/** Where a person types: a message, or a slash command, which goes to the app instead. */

import { complete } from "./completion.js";
import { command, joinChannel, say, shortcut } from "./deeds.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./popup.js";
import { app, conversation, me, note, state } from "./state.js";

// Failures of which nobody heard: what was typed goes back into the box.
const UNHEARD = new Set([
  "no_answer",
  "malformed",
  "unknown_command",
  "not_in_channel",
  "is_command",
  "no_commands_in_threads",
]);

const unsent = new Map(); // what was typed and not sent, for each person and place

export function drawComposer(place, { threadTs = null, testid = "composer" } = {}) {
  if (place.closed) return drawClosed(place);
  const key = `${state.personId}/${place.key}/${threadTs ?? ""}`;
  const name = place.kind === "dm" ? place.name : `#${place.name}`;
  const narrow = matchMedia("(max-width: 640px)").matches;
  const placeholder = threadTs
    ? "Reply…"
    : narrow
      ? "Message, or / for commands"
      : `Message ${name}, or type / for commands`;
  const textarea = h("textarea", {
    class: "composer-text",
    rows: 1,
    dir: "auto",
    placeholder,
    "aria-label": threadTs ? "Reply in thread" : `Message ${name}`,
    data: { testid, focusKey: testid },
  });
  const hint = h("div", { class: "composer-hint", "aria-live": "polite" });
  const sendButton = h(
    "button",
    { type: "submit", class: "button-send", "aria-label": "Send", data: { testid: `${testid}-send` } },
    icon("send"),
  );
  const form = h(
    "form",
    { class: "composer", data: { composer: key } },
    h("div", { class: "composer-box" }, shortcutsButton(place, threadTs), textarea, sendButton),
    hint,
  );
  const completion = complete(textarea, form, { commands: !threadTs });

  function grow() {
    textarea.style.height = "auto";
    textarea.style.height = `${Math.min(textarea.scrollHeight, 180)}px`;
  }

  function typed() {
    unsent.set(key, textarea.value);
    sendButton.disabled = !textarea.value.trim();
    hint.textContent = usage(textarea.value, threadTs);
    grow();
  }

  async function send(event) {
    event?.preventDefault();
    const text = textarea.value.trim();
    if (!text) return;
    textarea.value = "";
    completion.close();
    typed();
    const answer = await deliver(text);
    if (answer.ok || !UNHEARD.has(answer.error) || textarea.value) return;
    textarea.value = text;
    typed();
  }

  function deliver(text) {
    const standing = conversation(place.key);
    if (!/^\/\S/.test(text)) return say(standing, text, threadTs);
    if (!threadTs) return command(standing, text);
    note(place.key, `${text.split(/\s/)[0]} is not supported in threads. Sorry!`, threadTs);
    return { ok: false, error: "no_commands_in_threads" };
  }

  form.addEventListener("submit", send);
  textarea.addEventListener("input", typed);
  textarea.addEventListener("keydown", (event) => {
    if (completion.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
  });
  form.prefill = (text) => {
    textarea.value = text;
    textarea.dispatchEvent(new Event("input"));
    completion.close();
    textarea.focus();
  };
  textarea.value = unsent.get(key) ?? "";
  typed();
  queueMicrotask(grow);
  return form;
}

/** What stands where the composer would: Slack's words where it has some. */
function drawClosed(place) {
  const { name } = me();
  const why = {
    deactivated: `${name}'s account is deactivated. Choose somebody else, or reactivate it.`,
    no_messages_tab: "This app does not take direct messages.",
    read_only: "Sending messages to this app has been turned off.",
    archived: `You are viewing #${place.name}, an archived channel.`,
    not_joined: `${name} is not in #${place.name}.`,
    not_in_private: `${name} is not in #${place.name}. Choose someone who is, to write here.`,
  }[place.closed];
  const join =
    place.closed === "not_joined" &&
    h(
      "button",
      {
        type: "button",
        class: "button",
        data: { testid: "join", focusKey: "join" },
        onclick: () => joinChannel(place),
      },
      "Join channel",
    );
  return h(
    "div",
    { class: "composer-closed", data: { testid: "composer-closed" } },
    h("p", { dir: "auto" }, why),
    join,
  );
}

/** What may follow the command just typed, from the manifest. */
function usage(text, threadTs) {
  const match = /^(\/\S+)(?:\s|$)/.exec(text);
  const known = match && app().commands.find((one) => one.command === match[1]);
  if (known && threadTs) return "Commands don't work in threads.";
  if (known) return `${known.command} ${known.usage_hint ?? ""}`;
  return "";
}

function shortcutsButton(place, threadTs) {
  const offered = app().shortcuts.filter((one) => one.type === "global");
  if (threadTs || !offered.length) return null;
  const items = offered.map((one) => ({
    label: one.name,
    detail: one.description,
    run: () => shortcut(place, one.callback_id),
  }));
  const button = h(
    "button",
    {
      type: "button",
      class: "button-bare",
      "aria-label": "Shortcuts",
      title: "Shortcuts",
      "aria-haspopup": "menu",
      data: { testid: "shortcuts" },
      onclick: () => openMenu(button, items, "Shortcuts", { align: "start" }),
    },
    icon("bolt"),
  );
  return button;
}
