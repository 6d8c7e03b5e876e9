/** The playground's clock: it stands still until moved, and says what happened on the way. */

import { deed, told } from "./deeds.js";
import { announce, h } from "./dom.js";
import { closePopup, openPopup, popupIsOpen } from "./popup.js";
import { change, channel, isMember, now, state, zone } from "./state.js";
import { clockTime, instantOf, localInput, shortDay, zoneName } from "./times.js";

export function startClock(bar) {
  const move = (how) => moveClock(bar, how);
  bar.querySelector("[data-testid=clock-plus-hour]").addEventListener("click", () => move({ by: "PT1H" }));
  bar.querySelector("[data-testid=clock-plus-day]").addEventListener("click", () => move({ by: "P1D" }));
  bar.querySelector("[data-testid=clock-next]").addEventListener("click", () => move({ next: true }));
  bar.querySelector("[data-testid=clock-go-to]").addEventListener("click", () => chooseInstant(bar));
}

export function drawClock(bar, goTo) {
  const shown = bar.querySelector("[data-testid=clock-now]");
  const text = `${shortDay(now(), zone())}, ${clockTime(now(), zone())}`;
  shown.dateTime = now().toISOString();
  shown.replaceChildren(
    text,
    h("span", { class: "clock-zone" }, h("span", { class: "clock-dot" }, " · "), zoneName(zone())),
  );
  drawOutcome(bar, goTo);
}

let outcome = null; // {sentence, messages} of the last move
let outcomeLook = "";

/** What the last move brought, with the way there as far as the person now impersonated may go. */
function drawOutcome(bar, goTo) {
  const keys = outcome ? placesOf(outcome.messages) : [];
  const look = JSON.stringify([outcome?.sentence, keys]);
  if (look === outcomeLook) return;
  outcomeLook = look;
  const link = (key) =>
    h(
      "button",
      { type: "button", class: "outcome-link", onclick: () => goTo(key) },
      key === "dm" ? "Your messages" : `#${channel(key).name}`,
    );
  const sentence = outcome && h("span", { class: outcome.moving ? "working" : "" }, outcome.sentence);
  bar.querySelector(".clock-outcome").replaceChildren(...[sentence, ...keys.map(link)].filter(Boolean));
}

export async function moveClock(bar, how) {
  const buttons = bar.querySelectorAll(".clock-buttons button");
  const pressed = document.activeElement;
  for (const button of buttons) button.disabled = true;
  tell({ sentence: "Moving the clock…", messages: [], moving: true });
  const answer = await deed("clock", how);
  for (const button of buttons) button.disabled = false;
  pressed?.focus({ preventScroll: true });
  const sentence = answer.ok ? sumUp(answer.messages) : notMoved(answer);
  tell({ sentence, messages: answer.messages ?? [] });
  announce(`${shortDay(now(), zone())}, ${clockTime(now(), zone())}. ${sentence}`);
}

function tell(next) {
  outcome = next;
  change();
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
  const arrived =
    fresh.length && `${counted(fresh.length, "message")} arrived in ${where.filter(Boolean).join(" and ")}`;
  return `${[arrived, changed && `${counted(changed, "message")} changed`].filter(Boolean).join(", ")}.`;
}

function placesOf(messages) {
  const fresh = messages.filter((message) => message.change === "new");
  return [...new Set(fresh.map((message) => placeKey(message)).filter(Boolean))];
}

function placeKey(message) {
  if (message.dm)
    return state.server.dms.find((one) => one.id === message.channel)?.user === state.personId ? "dm" : null;
  const found = channel(message.channel);
  return found && isMember(found) ? found.id : null;
}

export function chooseInstant(bar) {
  const button = bar.querySelector("[data-testid=clock-go-to]");
  if (popupIsOpen(button)) return closePopup();
  const held = localInput(now(), zone());
  const input = h("input", {
    class: "text-input",
    type: "datetime-local",
    value: held,
    min: held,
    "aria-label": `Date and time in ${zoneName(zone())}`,
    data: { testid: "clock-instant" },
  });
  const form = h(
    "form",
    {
      class: "go-to",
      onsubmit: (event) => {
        event.preventDefault();
        if (!input.value) return;
        closePopup();
        moveClock(bar, { to: instantOf(input.value, zone()).toISOString().replace("Z", "+00:00") });
      },
    },
    h("span", { class: "go-to-label" }, `Go to a time in ${zoneName(zone())}`),
    h(
      "div",
      { class: "go-to-row" },
      input,
      h("button", { type: "submit", class: "button primary", data: { testid: "clock-go" } }, "Go"),
    ),
  );
  openPopup(button, form, { align: "end" });
  input.focus();
  return undefined;
}
