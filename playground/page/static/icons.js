/** The page's own line icons, 20 × 20, drawn with the text's colour. */

import { GLYPHS } from "./glyphs.js";

const PATHS = {
  ...GLYPHS,
  hash: "M8 3 6.5 17M13.5 3 12 17M3.5 7.5h13.5M3 12.5h13.5",
  lock: "M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  home: "M3.5 9.5 10 4l6.5 5.5M5.5 8.5V16h9V8.5M8.5 16v-4h3v4",
  chat: "M3.5 4.5h13v9h-7l-3.5 3v-3h-2.5z",
  clock: "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14M10 6v4.2l2.8 1.8",
  menu: "M3.5 5.5h13M3.5 10h13M3.5 14.5h13",
  close: "M5 5l10 10M15 5 5 15",
  down: "M5.5 8 10 12.5 14.5 8",
  right: "M8 5.5 12.5 10 8 14.5",
  back: "M12 5 7 10l5 5",
  send: "M3.5 10 16.5 4l-4 12.5-3-5z M9.5 11.5l7-7.5",
  reply: "M4 5h12v8H9l-3.5 3v-3H4zM7 8.2h6M7 10.6h4",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  bolt: "M11 3 5 11.5h4.5L9 17l6-8.5h-4.5z",
  code: "M7 6 3 10l4 4M13 6l4 4-4 4M11.5 4l-3 12",
  tick: "M4.5 10.5 8.5 14.5 15.5 6",
  spark: "M10 3v4M10 13v4M3 10h4M13 10h4M5.5 5.5 7.5 7.5M12.5 12.5l2 2M14.5 5.5l-2 2M7.5 12.5l-2 2",
  eye: "M2.5 10S5 5.5 10 5.5 17.5 10 17.5 10 15 14.5 10 14.5 2.5 10 2.5 10M10 8a2 2 0 1 1 0 4 2 2 0 0 1 0-4",
  warning: "M10 3.5 17.5 16.5h-15zM10 8v4M10 14.3v.01",
  search: "M9 4a5 5 0 1 1 0 10A5 5 0 0 1 9 4M12.7 12.7 16.5 16.5",
  people:
    "M7.5 4.5a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4M2.5 16c0-2.8 2-4.4 5-4.4s5 1.6 5 4.4M13 5a2.3 2.3 0 0 1 0 4.5M14.5 11.9c1.9.5 3 1.9 3 4.1",
  pin: "M7 3.5h6M8 3.5v5L5.5 12h9L12 8.5v-5M10 12v5",
  keys: "M2.5 5.5h15v9h-15zM5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M6.5 11.5h7",
  skip: "M4 5l6 5-6 5zM10 5l6 5-6 5z",
};

export const isIcon = (name) => Object.hasOwn(PATHS, name);

export function icon(name, className = "icon") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
