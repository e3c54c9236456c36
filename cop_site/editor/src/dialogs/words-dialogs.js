/* Two dialogs that ask for words: what a picture shows, and the caption of a table. */

import { element } from "../elements.js";
import { Dialog, textField } from "./dialog.js";

function setAttributes(editor, pos, attributes) {
  const node = pos === null ? null : editor.state.doc.nodeAt(pos); // null: it was deleted meanwhile
  if (node) editor.view.dispatch(editor.state.tr.setNodeMarkup(pos, null, { ...node.attrs, ...attributes }));
}

/** Asks what the picture at `pos` shows. `getPos` is asked again at the end: others may have typed meanwhile. */
export function openPictureDialog({ editor, icon, getPos }) {
  const { alt } = editor.state.doc.nodeAt(getPos()).attrs;
  const words = textField("What does the picture show?", {
    value: alt ?? "",
    hint: "Read aloud to people who do not see it, and shown when the picture does not load.",
  });
  const decorative = element("input", { type: "checkbox", checked: alt === "" });
  decorative.addEventListener("change", () => (words.input.disabled = decorative.checked));
  words.input.disabled = decorative.checked;
  const dialog = new Dialog({
    title: "Describe the picture",
    accept: "Keep the description",
    icon,
    onAccept: () => {
      const text = words.input.value.trim();
      if (!text && !decorative.checked) {
        words.input.focus();
        return "Write what it shows, or tick that it is only decoration";
      }
      setAttributes(editor, getPos(), { alt: decorative.checked ? "" : text });
      return null;
    },
    onClose: () => editor.commands.focus(),
  });
  dialog.body.append(
    words.dom,
    element("label", { class: "choice" }, decorative, element("span", {}, "Only decoration: it adds nothing to the words")),
  );
  dialog.act("Not now", () => {});
  dialog.show();
}

export function openCaptionDialog({ editor, icon, pos }) {
  const words = textField("Caption of the table", { value: editor.state.doc.nodeAt(pos).attrs.caption ?? "" });
  const dialog = new Dialog({
    title: "Caption",
    accept: "Keep the caption",
    icon,
    onAccept: () => {
      setAttributes(editor, pos, { caption: words.input.value.trim() || null });
      return null;
    },
    onClose: () => editor.commands.focus(),
  });
  dialog.body.append(words.dom);
  dialog.show();
}
