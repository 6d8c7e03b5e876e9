/** The playground's clock: it stands still until moved, and says what happened on the way. */

import { deed, told } from "./deeds.js";
import { announce, h } from "./dom.js";
import { closePopup, openPopup, popupIsOpen } from "./popup.js";
import { channel, isMember, now, state, zone } from "./state.js";
import { clockTime, instantOf, localInput, shortDay, zoneName } from "./times.js";

export function startClock(bar, goTo) {
  const move = (how) => moveClock(bar, how, goTo);
  bar.querySelector("[data-testid=clock-plus-hour]").addEventListener("click", () => move({ by: "PT1H" }));
  bar.querySelector("[data-testid=clock-plus-day]").addEventListener("click", () => move({ by: "P1D" }));
  bar.querySelector("[data-testid=clock-next]").addEventListener("click", () => move({ next: true }));
  const goButton = bar.querySelector("[data-testid=clock-go-to]");
  goButton.addEventListener("click", () => chooseInstant(goButton, move));
}

export function drawClock(bar) {
  const shown = bar.querySelector("[data-testid=clock-now]");
  const text = `${shortDay(now(), zone())}, ${clockTime(now(), zone())}`;
  shown.dateTime = now().toISOString();
  shown.replaceChildren(text, h("span", { class: "clock-zone" }, h("span", { class: "clock-dot" }, " · "), zoneName(zone())));
}

async function moveClock(bar, how, goTo) {
  const outcome = bar.querySelector(".clock-outcome");
  const buttons = bar.querySelectorAll(".clock-buttons button");
  const pressed = document.activeElement;
  outcome.replaceChildren(h("span", { class: "working" }, "Moving the clock…"));
  for (const button of buttons) button.disabled = true;
  const answer = await deed("clock", how);
  for (const button of buttons) button.disabled = false;
  pressed?.focus({ preventScroll: true });
  const sentence = answer.ok ? sumUp(answer.messages) : notMoved(answer);
  outcome.replaceChildren(h("span", {}, sentence), ...places(answer.messages ?? [], goTo));
  announce(`${shortDay(now(), zone())}, ${clockTime(now(), zone())}. ${sentence}`);
}

const notMoved = (answer) => (answer.error === "nothing_due" ? "Nothing more is due." : told(answer));

const counted = (count, one, many = `${one}s`) => (count === 1 ? `1 ${one}` : `${count} ${many}`);

/** "3 messages arrived in 3 channels, 1 changed." */
export function sumUp(messages) {
  const fresh = messages.filter((message) => message.change === "new");
  const changed = messages.filter((message) => message.change !== "new").length;
  if (!messages.length) return "Nothing was due.";
  const channels = new Set(fresh.filter((message) => !message.dm).map((message) => message.channel)).size;
  const direct = new Set(fresh.filter((message) => message.dm).map((message) => message.channel)).size;
  const where = [channels && counted(channels, "channel"), direct && counted(direct, "direct conversation")];
  const arrived = fresh.length && `${counted(fresh.length, "message")} arrived in ${where.filter(Boolean).join(" and ")}`;
  return `${[arrived, changed && `${counted(changed, "message")} changed`].filter(Boolean).join(", ")}.`;
}

/** The way to each place where something arrived, as far as this person can go there. */
function places(messages, goTo) {
  const fresh = messages.filter((message) => message.change === "new");
  const keys = new Set(fresh.map((message) => placeKey(message)).filter(Boolean));
  return [...keys].map((key) =>
    h("button", { type: "button", class: "outcome-link", onclick: () => goTo(key) }, key === "dm" ? "Your messages" : `#${channel(key).name}`),
  );
}

function placeKey(message) {
  if (message.dm) return state.server.dms.find((one) => one.id === message.channel)?.user === state.personId ? "dm" : null;
  const found = channel(message.channel);
  return found && isMember(found) ? found.id : null;
}

function chooseInstant(button, move) {
  if (popupIsOpen(button)) return closePopup();
  const held = localInput(now(), zone());
  const input = h("input", { class: "text-input", type: "datetime-local", value: held, min: held, "aria-label": `Date and time in ${zoneName(zone())}`, data: { testid: "clock-instant" } });
  const form = h(
    "form",
    {
      class: "go-to",
      onsubmit: (event) => {
        event.preventDefault();
        if (!input.value) return;
        closePopup();
        move({ to: instantOf(input.value, zone()).toISOString().replace("Z", "+00:00") });
      },
    },
    h("span", { class: "go-to-label" }, `Go to a time in ${zoneName(zone())}`),
    h("div", { class: "go-to-row" }, input, h("button", { type: "submit", class: "button primary", data: { testid: "clock-go" } }, "Go")),
  );
  openPopup(button, form, { align: "end" });
  input.focus();
  return undefined;
}
