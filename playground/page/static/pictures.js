/** Images and videos, from an address or from a file in the workspace. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { plainText } from "./text.js";

export function drawImage(block) {
  const title = block.title && h("figcaption", { dir: "auto" }, plainText(block.title));
  return h("figure", { class: "block image-block" }, title, drawPicture(block, "image"));
}

/** A picture that cannot be fetched leaves its alternative text: this page must do without a network. */
export function drawPicture(image, className) {
  const text = image.alt_text ?? "";
  const instead = () =>
    h("span", { class: `${className} image-missing`, role: "img", "aria-label": text || "Image" }, text);
  const address = image.image_url ?? fileAt(image.slack_file);
  if (!address) return instead();
  const node = h("img", { class: className, src: address, alt: text, loading: "lazy" });
  node.addEventListener("error", () => node.replaceWith(instead()), { once: true });
  return node;
}

/** A file of the workspace comes from this very server, whatever name of it its address used. */
function fileAt(file) {
  if (file?.id) return `/files/${encodeURIComponent(file.id)}/picture`;
  if (!file?.url || !URL.canParse(file.url)) return file?.url;
  const { pathname } = new URL(file.url);
  return pathname.startsWith("/files/") ? pathname : file.url;
}

/** Nothing from elsewhere plays inside this page; the picture leads to the video. */
export function drawVideo(block) {
  const title = plainText(block.title);
  const said = [block.author_name, block.provider_name].filter(Boolean).join(" · ");
  return h(
    "figure",
    { class: "block video" },
    h(
      "figcaption",
      {},
      said && h("span", { class: "video-by" }, block.provider_icon_url && drawProvider(block), said),
      h("a", { class: "link video-title", ...outside(block.title_url ?? block.video_url), dir: "auto" }, title),
      block.description && h("span", { class: "video-about", dir: "auto" }, plainText(block.description)),
    ),
    h(
      "a",
      { class: "video-still", ...outside(block.video_url), "aria-label": `Play ${title} in a new tab` },
      drawPicture({ image_url: block.thumbnail_url, alt_text: block.alt_text }, "image"),
      h("span", { class: "video-play" }, icon("play")),
    ),
  );
}

const drawProvider = (block) => drawPicture({ image_url: block.provider_icon_url, alt_text: "" }, "context-image");

const outside = (address) => ({
  href: /^https?:\/\//i.test(address) ? address : null,
  target: "_blank",
  rel: "noopener noreferrer",
});
