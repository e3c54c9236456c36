import { getMarkRange } from "@tiptap/core";
import { cleanHref, typedHref } from "../addresses.js";
import { Dialog, textField } from "./dialog.js";
import { PageFinder } from "./page-finder.js";

const WRONG = "Type a web address, a mail address, or a path on this site that starts with /";

/** Asks where the selected words lead: to a page that is found here, or to an address. */
export function openLinkDialog({ editor, icon, finderUrl }) {
  const { selection, schema } = editor.state;
  const range = getMarkRange(selection.$from, schema.marks.link);
  const current = range ? (editor.getAttributes("link").href ?? "") : "";
  const needsWords = selection.empty && !range;

  const address = textField(finderUrl ? "Or an address" : "Address", { inputmode: "url", placeholder: "https://", value: current });
  const words = textField("Words to show", { hint: "Left empty, the title or the address is shown." });

  const link = (href, title) => {
    const chain = editor.chain().focus().extendMarkRange("link");
    if (!needsWords) return chain.setLink({ href }).run();
    const text = words.input.value.trim() || title;
    return chain.insertContent([{ type: "text", text, marks: [{ type: "link", attrs: { href } }] }]).unsetMark("link").run();
  };

  const dialog = new Dialog({
    title: range ? "Change the link" : "Link",
    accept: range ? "Change the link" : "Link",
    icon,
    onAccept: () => {
      const href = typedHref(address.input.value);
      if (!href) {
        address.input.focus();
        return WRONG;
      }
      link(href, address.input.value.trim());
      return null;
    },
    onClose: () => editor.commands.focus(),
  });

  if (finderUrl) {
    const finder = new PageFinder({
      url: finderUrl,
      onPick: ({ title, url }) => {
        const href = cleanHref(url);
        if (!href) return;
        dialog.dom.close();
        link(href, title);
      },
    });
    dialog.body.append(finder.dom);
  }
  dialog.body.append(address.dom);
  if (needsWords) dialog.body.append(words.dom);
  if (range) dialog.act("Take the link out", () => editor.chain().focus().extendMarkRange("link").unsetLink().run());
  dialog.show();
  if (range) address.input.focus();
}
