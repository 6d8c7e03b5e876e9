/** Plans and the tasks in them (docs: plan-block, task-card-block). */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { drawLink } from "./mrkdwn.js";
import { drawRichText } from "./richtext.js";

const STATES = {
  pending: ["waiting", "To do"],
  in_progress: ["working", "In progress"],
  complete: ["done", "Done"],
  error: ["error", "Not done"],
};

export function drawTask(task) {
  const [sign, word] = STATES[task.status ?? "pending"] ?? STATES.pending;
  const head = [
    h("span", { class: `task-state task-${task.status ?? "pending"}` }, icon(sign)),
    h("span", { class: "task-title", dir: "auto" }, task.title),
    h("span", { class: "task-word" }, word),
  ];
  const inside = [
    task.details && drawRichText(task.details),
    task.output && h("div", { class: "task-output" }, drawRichText(task.output)),
    task.sources?.length &&
      h(
        "ul",
        { class: "task-sources", "aria-label": "Sources" },
        task.sources.map((source) => h("li", {}, drawLink(source.url, source.text))),
      ),
  ].filter(Boolean);
  if (!inside.length) return h("div", { class: "block task" }, h("div", { class: "task-head" }, head));
  return h("details", { class: "block task" }, h("summary", { class: "task-head" }, head, icon("down")), inside);
}

export function drawPlan(block) {
  const tasks = block.tasks ?? [];
  const done = tasks.filter((task) => task.status === "complete").length;
  return h(
    "section",
    { class: "block plan", "aria-label": block.title },
    h(
      "div",
      { class: "plan-head" },
      h("span", { class: "plan-title", dir: "auto" }, block.title),
      tasks.length > 0 && h("span", { class: "plan-count" }, `${done} of ${tasks.length} done`),
    ),
    h(
      "ol",
      { class: "plan-tasks" },
      tasks.map((task) => h("li", {}, drawTask(task))),
    ),
  );
}
