/* Pictures on their way to the server: a placeholder with progress stands where each will be. */

import { Plugin, PluginKey } from "@tiptap/pm/state";
import { insertPoint } from "@tiptap/pm/transform";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { cleanSrc } from "./addresses.js";
import { element, freshId } from "./elements.js";

const PICTURES = ["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"];
export const ACCEPT = PICTURES.join(",");

const PATIENCE = 120_000; // publishing waits for a picture, but not for ever

const NOT_SENT = "The picture was not sent: the server did not answer. Try again when you are connected.";
const REFUSED = "The picture was not taken. Check in another tab that you are still signed in, then try again.";
const WRONG_KIND = "Choose a JPEG, PNG, GIF, WebP or AVIF picture";

const key = new PluginKey("uploads");

const plugin = new Plugin({
  key,
  state: {
    init: () => DecorationSet.empty,
    apply(transaction, set) {
      const mapped = set.map(transaction.mapping, transaction.doc);
      const { add, remove } = transaction.getMeta(key) ?? {};
      if (add) return mapped.add(transaction.doc, [Decoration.widget(add.pos, add.dom, { id: add.id, side: -1 })]);
      return remove ? mapped.remove(mapped.find(null, null, (spec) => spec.id === remove)) : mapped;
    },
  },
  props: {
    decorations: (state) => key.getState(state),
  },
});

/* Between blocks: before an empty paragraph, so that the caret stays below the picture, else after the block. */
function placeFor(state, pos, type) {
  const $pos = state.doc.resolve(pos);
  if (!$pos.depth) return pos;
  const depth = $pos.parent.isTextblock ? $pos.depth : $pos.depth + 1;
  if (depth > $pos.depth) return pos;
  const container = $pos.node(depth - 1);
  const index = $pos.index(depth - 1);
  const empty = !$pos.parent.content.size && container.canReplaceWith(index, index, type);
  return empty ? $pos.before(depth) : $pos.after(depth);
}

export class Uploads {
  constructor({ editor, url, token, say, onPlaced }) {
    Object.assign(this, { editor, url, token, say, onPlaced });
    this.running = new Map();
    editor.registerPlugin(plugin);
  }

  /** Resolves when nothing is on its way any more. */
  get settled() {
    return Promise.allSettled(this.running.values());
  }

  get busy() {
    return this.running.size > 0;
  }

  add(files, pos = this.editor.state.selection.to) {
    const pictures = files.filter((file) => PICTURES.includes(file.type));
    if (pictures.length < files.length) this.say(`${WRONG_KIND}. ${files.length - pictures.length === 1 ? "One file was" : "Some files were"} left out.`);
    for (const file of pictures) this.start(file, pos);
  }

  start(file, pos) {
    const id = freshId("upload");
    const progress = element("progress", { max: "1", value: "0", "aria-label": `Sending ${file.name}` });
    const line = element("span", { class: "upload__line" }, `Sending ${file.name}`);
    const dom = element("div", { class: "upload", contenteditable: "false" }, line, progress);
    const place = placeFor(this.editor.state, pos, this.editor.schema.nodes.figure);
    this.dispatch({ add: { id, pos: place, dom } });
    const sending = this.send(file, (share) => (progress.value = share));
    this.running.set(id, sending);
    sending
      .then((picture) => this.finish(id, picture))
      .catch((error) => this.fail(id, dom, file, error))
      .finally(() => this.running.delete(id));
  }

  send(file, onProgress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append("file", file);
      request.open("POST", this.url);
      request.setRequestHeader("X-CSRFToken", this.token());
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", ({ loaded, total }) => total && onProgress(loaded / total));
      request.timeout = PATIENCE;
      for (const failure of ["error", "timeout"]) request.addEventListener(failure, () => reject(new Error(NOT_SENT)));
      request.addEventListener("load", () => {
        const src = cleanSrc(request.response?.url);
        if (request.status === 201 && src) resolve({ ...request.response, src });
        else reject(new Error(request.response?.error || REFUSED));
      });
      request.send(form);
    });
  }

  finish(id, { src, width, height }) {
    const { editor } = this;
    if (editor.isDestroyed) return;
    const [found] = key.getState(editor.state).find(null, null, (spec) => spec.id === id);
    if (!found) return; // the words around it were deleted meanwhile
    const figure = editor.schema.nodes.figure.create({ src, width: width ?? null, height: height ?? null });
    const place = insertPoint(editor.state.doc, found.from, figure.type) ?? editor.state.doc.content.size;
    const { tr } = editor.state;
    tr.insert(place, figure).setMeta(key, { remove: id });
    if (place + figure.nodeSize === tr.doc.content.size) tr.insert(tr.doc.content.size, editor.schema.nodes.paragraph.create());
    editor.view.dispatch(tr);
    this.onPlaced(figure);
  }

  fail(id, dom, file, error) {
    if (this.editor.isDestroyed) return;
    const forget = element("button", { type: "button", class: "button button--small" }, "Take this line away");
    forget.addEventListener("click", () => this.dispatch({ remove: id }));
    dom.classList.add("upload--failed");
    dom.replaceChildren(element("span", { class: "upload__line" }, `${file.name}: ${error.message}`), forget);
    this.say(error.message);
  }

  dispatch(meta) {
    const { state, view } = this.editor;
    view.dispatch(state.tr.setMeta(key, meta).setMeta("addToHistory", false));
  }
}
