/* <rich-text-editor> around a <textarea>: shows the editor and keeps the textarea in step, so that the form,
   its checks and its submit know of nothing else. Taken away, it leaves a textarea that works.

   On the element: data-toolbar="full|short", data-icons, data-upload-url, data-link-finder-url, data-draft-key, data-draft-url, data-draft-place, data-is-draft,
   data-base-version, data-base-field, data-max-length, data-toolbar-slot. */

import { Editor } from "@tiptap/core";
import { DOMParser as SchemaParser } from "@tiptap/pm/model";
import { openLinkDialog } from "./dialogs/link-dialog.js";
import { openCaptionDialog, openPictureDialog } from "./dialogs/words-dialogs.js";
import { DraftKeeper } from "./draft-keeper.js";
import { element, freshId, iconsFrom } from "./elements.js";
import { cleanPasted, pictureFiles } from "./paste.js";
import { asHtml } from "./plain-text.js";
import { differsBeside, fillBeside, valuesBeside } from "./fields-beside.js";
import { extensions } from "./schema/index.js";
import { serialize } from "./serialize.js";
import { surfaceAttributes } from "./surface.js";
import { sayWhoWrites } from "./who-writes.js";
import { Toolbar } from "./toolbar/toolbar.js";
import { ACCEPT, Uploads } from "./uploads.js";

const WAYS_OUT = "Alt and F10 goes to the toolbar. Escape, then Tab, leaves the text.";

export class RichTextEditor extends HTMLElement {
  connectedCallback() {
    this.textarea = this.querySelector("textarea");
    if (!this.textarea || this.editor) return;
    this.listening = new AbortController();
    this.tooLong = false;
    this.build();
    this.listen();
    this.offerDrafts();
    this.dispatchEvent(new CustomEvent("editor-ready", { bubbles: true }));
  }

  disconnectedCallback() {
    if (!this.editor) return;
    this.listening.abort();
    this.drafts.stop();
    this.editor.destroy();
    this.editor = null;
    this.toolbar.dom.replaceWith(...(this.toolbarSlot ? [this.toolbarSlot] : []));
    this.parts.forEach((part) => part.remove());
    this.textarea.hidden = false;
    this.textarea.required = this.required;
  }

  build() {
    const { textarea, dataset } = this;
    this.icon = iconsFrom(dataset.icons ?? "/static/img/icons.svg");
    this.hint = element("span", { id: freshId("hint"), class: "visually-hidden" }, WAYS_OUT);
    this.notice = element("div", { class: "editor-notice", role: "alert" });
    this.status = element("p", { class: "editor-status", role: "status" });
    this.draftState = element("p", { class: "editor-status" });
    this.mount = element("div", { class: "editor-mount" });
    const surface = freshId("surface");
    this.editor = this.makeEditor(surface);
    this.uploads = this.makeUploads();
    this.toolbar = new Toolbar({
      editor: this.editor,
      acts: this.acts(),
      icon: this.icon,
      variant: dataset.toolbar === "short" ? "short" : "full",
      surface,
    });
    const foot = element("div", { class: "editor-foot" }, this.draftState, this.status);
    this.parts = [this.notice, this.mount, foot, this.hint];
    this.append(...this.parts);
    // In place of the slot, not inside it: a sticky element sticks no further than its parent reaches.
    this.toolbarSlot = document.getElementById(dataset.toolbarSlot);
    if (this.toolbarSlot) this.toolbarSlot.replaceWith(this.toolbar.dom);
    else this.prepend(this.toolbar.dom);
    textarea.hidden = true;
    this.required = textarea.required;
    textarea.required = false; // a browser cannot point at a hidden field; the server says what is missing
    this.drafts = new DraftKeeper({
      key: dataset.draftKey,
      base: () => this.baseField?.value ?? dataset.baseVersion ?? "",
      read: () => ({ html: serialize(this.editor.state.doc), fields: valuesBeside(this.textarea) }),
      say: (text, { aloud }) => this.tell(text, aloud),
      isDraft: Boolean(dataset.isDraft),
      server: dataset.draftUrl && {
        url: dataset.draftUrl,
        place: dataset.draftPlace,
        form: textarea.form,
        token: () => this.token,
        others: (names) => sayWhoWrites(names, this.icon),
      },
    });
  }

  makeEditor(surface) {
    const { textarea } = this;
    return new Editor({
      element: this.mount,
      injectCSS: false,
      extensions: extensions({
        placeholder: textarea.placeholder || "",
        describePicture: (pos) => this.describe(() => pos),
      }),
      content: asHtml(textarea.value),
      editorProps: {
        attributes: surfaceAttributes(textarea, { id: surface, short: this.dataset.toolbar === "short", hint: this.hint }),
        transformPastedHTML: (html) => cleanPasted(html, (count) => this.sayLeftOut(count)),
        handlePaste: (view, event) => this.takeFiles(event, event.clipboardData),
        handleDrop: (view, event, slice, moved) =>
          !moved && this.takeFiles(event, event.dataTransfer, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos),
        handleDoubleClickOn: (view, pos, node, nodePos) => {
          if (node.type.name !== "image") return false;
          this.describe(() => nodePos);
          return true;
        },
      },
      onUpdate: () => this.keepInStep(),
      onBlur: () => this.sayChanged(),
    });
  }

  makeUploads() {
    const url = this.dataset.uploadUrl;
    if (!url) return null;
    return new Uploads({
      editor: this.editor,
      url,
      token: () => this.token,
      say: (text) => this.warn(text),
      onPlaced: (figure) => this.askAbout(figure),
    });
  }

  acts() {
    return {
      canUpload: Boolean(this.uploads),
      link: () => this.link(),
      choosePicture: () => this.choosePicture(),
      describeSelected: () => this.describe(() => this.selectedPicture()),
      removePicture: () => this.removePicture(),
      captionTable: () => this.captionTable(),
    };
  }

  listen() {
    const { signal } = this.listening;
    const { form } = this.textarea;
    for (const label of this.textarea.labels) label.addEventListener("click", () => this.focus(), { signal });
    document.addEventListener("click", (event) => this.onJump(event), { signal });
    this.addEventListener("keydown", (event) => this.onKey(event), { signal });
    form?.addEventListener("keydown", (event) => this.onSaveKey(event), { signal });
    form?.addEventListener("input", () => this.drafts.changed(), { signal });
    form?.addEventListener("submit", (event) => this.onSubmit(event), { signal });
    form?.addEventListener("reset", () => queueMicrotask(() => this.replaceAll(this.textarea.value)), { signal });
  }

  // -- what pages may call --------------------------------------------------------------------------------

  focus() {
    this.editor?.commands.focus();
  }

  /** Puts HTML where the caret is, or at the end when nobody has written here yet. */
  insertHTML(html) {
    this.editor.chain().focus(this.touched ? null : "end").insertContent(asHtml(html)).run();
  }

  get token() {
    return this.textarea.form?.elements.csrfmiddlewaretoken?.value ?? "";
  }

  get baseField() {
    return this.textarea.form?.elements[this.dataset.baseField];
  }

  // -- keeping the form in step ---------------------------------------------------------------------------

  keepInStep() {
    this.touched = true;
    this.textarea.value = serialize(this.editor.state.doc);
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
    this.unsaid = true;
    this.checkLength();
  }

  sayChanged() {
    if (!this.unsaid) return;
    this.unsaid = false;
    this.textarea.dispatchEvent(new Event("change", { bubbles: true }));
  }

  checkLength() {
    const most = Number(this.dataset.maxLength);
    const now = this.textarea.value.length;
    const tooLong = most > 0 && now > most;
    if (tooLong !== this.tooLong) {
      const number = new Intl.NumberFormat("en-GB");
      this.warn(tooLong ? `Too long to save: ${number.format(now)} characters, and ${number.format(most)} fit. Split it in two.` : "");
    }
    this.tooLong = tooLong;
  }

  replaceAll(html) {
    this.editor.commands.setContent(asHtml(html), { emitUpdate: true });
  }

  // -- keys and submit ------------------------------------------------------------------------------------

  onKey(event) {
    if (event.altKey && event.key === "F10") {
      event.preventDefault();
      this.toolbar.focus();
    } else if (isCommand(event, "k") && this.mount.contains(event.target)) {
      event.preventDefault();
      this.link();
    }
  }

  /* A summary of errors links to the textarea, which is hidden. */
  onJump(event) {
    const link = event.target.closest("a[href^='#']");
    if (!link || link.hash !== `#${this.textarea.id}`) return;
    event.preventDefault();
    this.scrollIntoView({ block: "nearest" });
    this.focus();
  }

  onSaveKey(event) {
    if (!isCommand(event, "s")) return;
    event.preventDefault();
    if (this.dataset.draftKey) this.drafts.keep({ aloud: true });
    else this.tell("Use the button below to send it. Nothing is kept before.", true);
  }

  async onSubmit(event) {
    if (event.defaultPrevented) return;
    if (!this.uploads?.busy) {
      this.drafts.sending();
      return;
    }
    event.preventDefault();
    this.tell("Waiting for a picture that is still on its way", true);
    await this.uploads.settled;
    event.target.requestSubmit(event.submitter);
  }

  // -- links, pictures, captions --------------------------------------------------------------------------

  link() {
    openLinkDialog({ editor: this.editor, icon: this.icon, finderUrl: this.dataset.linkFinderUrl });
  }

  choosePicture() {
    const input = element("input", { type: "file", accept: ACCEPT, multiple: true });
    input.addEventListener("change", () => {
      this.editor.commands.focus();
      this.uploads.add([...input.files]);
    });
    input.click();
  }

  takeFiles(event, transfer, pos) {
    const files = pictureFiles(transfer);
    if (!files.length) return false;
    event.preventDefault();
    if (this.uploads) this.uploads.add(files, pos);
    else this.warn("Pictures cannot be added here");
    return true;
  }

  describe(getPos) {
    if (getPos() === null) return;
    openPictureDialog({ editor: this.editor, icon: this.icon, getPos });
  }

  /* Of several pictures at once only the first is asked about; each shows that it can be described. */
  askAbout(figure) {
    if (!document.querySelector("dialog[open]")) this.describe(() => this.placeOf(figure));
  }

  placeOf(wanted) {
    let place = null;
    this.editor.state.doc.descendants((node, pos) => {
      if (node.type === wanted.type && node.attrs.src === wanted.attrs.src) place = pos;
    });
    return place;
  }

  selectedPicture() {
    const { selection } = this.editor.state;
    if (["figure", "image"].includes(selection.node?.type.name)) return selection.from;
    return selection.$from.parent.type.name === "figure" ? selection.$from.before() : null;
  }

  removePicture() {
    const pos = this.selectedPicture();
    if (pos !== null) this.editor.chain().setNodeSelection(pos).deleteSelection().focus().run();
  }

  captionTable() {
    const { $from } = this.editor.state.selection;
    for (let depth = $from.depth; depth > 0; depth -= 1) {
      if ($from.node(depth).type.name !== "table") continue;
      openCaptionDialog({ editor: this.editor, icon: this.icon, pos: $from.before(depth) });
      return;
    }
  }

  // -- drafts and messages --------------------------------------------------------------------------------

  offerDrafts() {
    const now = serialize(this.editor.state.doc);
    const { schema } = this.editor;
    const normal = (html) => {
      const holder = document.createElement("template");
      holder.innerHTML = html;
      return serialize(SchemaParser.fromSchema(schema).parse(holder.content));
    };
    const offers = this.drafts.offers({
      differs: ({ html, fields }) => normal(html) !== now || differsBeside(this.textarea, fields),
      use: (draft) => this.useDraft(draft),
    });
    this.prepend(...offers);
    this.parts.push(...offers);
  }

  /* A draft belongs to the version that it was begun from: the server then merges it with what came since. */
  useDraft({ html, fields, base }) {
    this.replaceAll(html);
    fillBeside(this.textarea, fields);
    if (this.baseField && base) this.baseField.value = base;
    this.focus();
  }

  sayLeftOut(count) {
    this.warn(
      count === 1
        ? "1 picture was left out: upload it to use it here"
        : `${count} pictures were left out: upload them to use them here`,
    );
  }

  tell(text, aloud) {
    (aloud ? this.draftState : this.status).textContent = "";
    (aloud ? this.status : this.draftState).textContent = text;
  }

  /* Stands under the toolbar, in sight wherever one writes, until it is closed or the next one comes. */
  warn(text) {
    if (!text) return this.notice.replaceChildren();
    const close = element("button", { type: "button", class: "icon-button icon-button--small" }, this.icon("x"));
    close.append(element("span", { class: "visually-hidden" }, "Close this message"));
    close.addEventListener("click", () => {
      this.notice.replaceChildren();
      this.focus();
    });
    this.notice.replaceChildren(element("p", { class: "editor-notice__line" }, this.icon("triangle-alert"), element("span", {}, text), close));
  }
}

function isCommand(event, letter) {
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === letter;
}
