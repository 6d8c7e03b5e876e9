/** Files in messages: pictures are shown, everything else by its name, kind and size. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

/** Where the playground serves a file: `url_private` as it is, when it is on this very server. */
export const fileAddress = (file) => `/files/${encodeURIComponent(file.id)}/${encodeURIComponent(file.name ?? "file")}`;

/** "3 kB", "1.4 MB" */
export function fileSize(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function drawFiles(files) {
  return h("div", { class: "files" }, files.map(drawFile));
}

function drawFile(file) {
  if (file.mode === "tombstone") return h("p", { class: "file-gone" }, "This file was deleted.");
  const title = file.title || file.name || "File";
  const kind = file.pretty_type || file.filetype?.toUpperCase() || file.mimetype || "File";
  const picture = /^image\/(?:png|jpe?g|gif)$/.test(file.mimetype ?? "");
  const card = h(
    "a",
    {
      class: "file",
      href: fileAddress(file),
      target: "_blank",
      rel: "noopener noreferrer",
      data: { testid: "file" },
      "aria-label": `${title}, ${kind}, ${fileSize(file.size)}`,
    },
    icon("file"),
    h(
      "span",
      { class: "file-text" },
      h("span", { class: "file-name", dir: "auto" }, title),
      h("span", { class: "file-about" }, [kind, fileSize(file.size)].filter(Boolean).join(" · ")),
    ),
  );
  if (!picture) return card;
  const shown = h("img", { class: "image", src: fileAddress(file), alt: file.alt_txt || title });
  shown.addEventListener("error", () => shown.remove(), { once: true });
  return h("figure", { class: "file-picture" }, card, shown);
}
