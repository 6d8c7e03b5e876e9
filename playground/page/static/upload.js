/** file_input: files chosen or dropped, listed, and sent with the form as {name, content} in base64. */

import { announce, h } from "./dom.js";
import { icon } from "./icons.js";
import { fileAddress, fileSize } from "./files.js";
import { focusKey } from "./touch.js";

const LARGEST = 10 * 1024 * 1024; // docs: file-input-element

export function drawUpload(element, use) {
  const most = element.max_files ?? 10;
  const kinds = (element.filetypes ?? []).map((kind) => kind.replace(/^\./, "").toLowerCase());
  let files = [...(use.value ?? [])];
  const chooser = h("input", {
    type: "file",
    hidden: true,
    tabindex: "-1",
    multiple: most > 1,
    accept: kinds.length ? kinds.map((kind) => `.${kind}`).join(",") : null,
    onchange: () => {
      take([...chooser.files]);
      chooser.value = "";
    },
  });
  const choose = h(
    "button",
    {
      type: "button",
      class: "button",
      data: { actionId: element.action_id, focusKey: focusKey(element, use) },
      onclick: () => chooser.click(),
    },
    icon("file"),
    most > 1 ? "Choose files" : "Choose a file",
  );
  const list = h("ul", { class: "upload-list", "aria-label": `Files for ${use.label}` });
  const node = h(
    "div",
    { class: "upload", role: "group", "aria-label": use.label, data: { testid: "upload" } },
    h("div", { class: "upload-ask" }, choose, h("span", { class: "upload-hint" }, hint(most, kinds))),
    list,
    chooser,
  );

  async function take(chosen) {
    const wrong = chosen.map((file) => refusal(file, kinds)).filter(Boolean);
    const right = chosen.filter((file) => !refusal(file, kinds));
    const room = most - files.length;
    if (right.length > room)
      wrong.push(most === 1 ? "Only one file can be added." : `At most ${most} files can be added.`);
    const read = await Promise.all(right.slice(0, Math.max(room, 0)).map(asValue));
    if (read.length) await settle([...files, ...read]);
    if (wrong.length) use.warn(wrong.join(" "));
  }

  async function settle(next) {
    files = await Promise.all(next.map(asOwn));
    show();
    use.changed([...files]);
    announce(files.length === 1 ? "1 file" : `${files.length} files`);
  }

  function show() {
    choose.disabled = files.length >= most;
    list.hidden = !files.length;
    list.replaceChildren(
      ...files.map((file) =>
        h(
          "li",
          { class: "upload-file" },
          icon("file"),
          h("span", { class: "upload-name", dir: "auto" }, file.name),
          h("span", { class: "upload-size" }, fileSize(sizeOf(file))),
          h(
            "button",
            {
              type: "button",
              class: "button-bare",
              "aria-label": `Remove ${file.name}`,
              onclick: async () => {
                await settle(files.filter((one) => one !== file));
                choose.focus();
              },
            },
            icon("close"),
          ),
        ),
      ),
    );
  }

  for (const name of ["dragenter", "dragover"])
    node.addEventListener(name, (event) => {
      event.preventDefault();
      node.classList.add("upload-over");
    });
  for (const name of ["dragleave", "drop"]) node.addEventListener(name, () => node.classList.remove("upload-over"));
  node.addEventListener("drop", (event) => {
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
  show();
  return { node, control: choose, group: node };
}

function hint(most, kinds) {
  const count = most === 1 ? "or drop one here" : `or drop up to ${most} here`;
  return kinds.length ? `${count} (${kinds.join(", ")})` : count;
}

function refusal(file, kinds) {
  const kind = file.name.split(".").pop().toLowerCase();
  if (kinds.length && !kinds.includes(kind)) return `${file.name} is not one of ${kinds.join(", ")}.`;
  return file.size > LARGEST ? `${file.name} is larger than 10 MB.` : null;
}

/** A file that the form already sent is fetched again: a new list of files takes the old one's place. */
async function asOwn(file) {
  if (!file.id) return file;
  const response = await fetch(fileAddress(file));
  return asValue(new File([await response.blob()], file.name));
}

async function asValue(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return { name: file.name, content: btoa(binary) };
}

/** Of a file chosen here, or of one that Slack already has. */
const sizeOf = (file) => file.size ?? Math.floor((file.content.replace(/=+$/, "").length * 3) / 4);
