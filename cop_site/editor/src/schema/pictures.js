/* A picture on a line of its own, with a caption (figure), and a picture in the midst of words (image). */

import { Node } from "@tiptap/core";
import { NodeSelection } from "@tiptap/pm/state";
import { cleanSrc } from "../addresses.js";
import { element } from "../elements.js";

const wholeNumber = (name) => ({
  default: null,
  parseHTML: (img) => {
    const value = Number.parseInt(img.getAttribute(name) ?? "", 10);
    return value > 0 && value < 100_000 ? value : null;
  },
});

/* alt is null until somebody decided: words, or "" for a decorative picture. Both are stored as alt="…". */
const pictureAttributes = {
  src: { default: null, parseHTML: (img) => cleanSrc(img.getAttribute("src")) },
  alt: { default: null, parseHTML: (img) => img.getAttribute("alt") || null },
  width: wholeNumber("width"),
  height: wholeNumber("height"),
};

const imgOf = ({ src, alt, width, height }) => ["img", { src, alt: alt ?? "", width, height }];

export const Image = Node.create({
  name: "image",
  group: "inline",
  inline: true,
  draggable: true,
  addAttributes: () => pictureAttributes,
  parseHTML: () => [{ tag: "img[src]", getAttrs: (img) => (cleanSrc(img.getAttribute("src")) ? null : false) }],
  renderHTML: ({ node }) => imgOf(node.attrs),
});

const onImg = ({ parseHTML, ...rest }) => ({
  ...rest,
  rendered: false,
  parseHTML: (figure) => parseHTML(figure.querySelector("img")),
});

/* Only the plain case is a figure here; a gallery or a linked picture falls apart into its parts, nothing is lost. */
function isPlainFigure(figure) {
  const img = figure.querySelector("img");
  if (!img || !cleanSrc(img.getAttribute("src"))) return false;
  if (figure.querySelectorAll("img").length > 1 || img.closest("a")) return false;
  const rest = figure.cloneNode(true);
  rest.querySelectorAll("figcaption, img").forEach((part) => part.remove());
  return !rest.textContent.trim() && !rest.querySelector("table, pre, hr");
}

export const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "inline*",
  isolating: true,
  defining: true,
  draggable: true,

  addOptions: () => ({ describe: () => {} }),

  addAttributes: () => ({
    src: onImg(pictureAttributes.src),
    alt: onImg(pictureAttributes.alt),
    width: onImg(pictureAttributes.width),
    height: onImg(pictureAttributes.height),
  }),

  parseHTML: () => [
    {
      tag: "figure",
      getAttrs: (figure) => (isPlainFigure(figure) ? null : false),
      contentElement: (figure) => figure.querySelector("figcaption") ?? element("figcaption"),
    },
  ],
  renderHTML: ({ node, HTMLAttributes }) => ["figure", HTMLAttributes, imgOf(node.attrs), ["figcaption", 0]],

  addKeyboardShortcuts() {
    const inCaption = (run) => () => {
      const { $from, empty } = this.editor.state.selection;
      return $from.parent.type === this.type && run($from, empty);
    };
    return {
      Enter: inCaption(($from) => {
        const after = $from.after();
        return this.editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run();
      }),
      Backspace: inCaption(
        ($from, empty) => empty && $from.parentOffset === 0 && this.editor.commands.setNodeSelection($from.before()),
      ),
    };
  },

  addNodeView() {
    return (context) => new FigureView(context, this.options.describe);
  },
});

class FigureView {
  constructor({ node, getPos, view }, describe) {
    this.img = element("img", { draggable: "true", "data-drag-handle": "" });
    this.button = element("button", { type: "button", class: "figure-describe", onclick: () => describe(getPos()) });
    const frame = element("div", { class: "figure-frame", contenteditable: "false" }, this.img, this.button);
    // A click on the picture picks the whole figure; a click on the caption is for writing.
    this.img.addEventListener("click", () => {
      view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, getPos())));
      view.focus();
    });
    this.button.addEventListener("mousedown", (event) => event.preventDefault());
    this.contentDOM = element("figcaption");
    this.dom = element("figure", {}, frame, this.contentDOM);
    this.update(node);
  }

  update(node) {
    if (node.type.name !== "figure") return false;
    const { src, alt, width, height, id } = node.attrs;
    for (const [name, value] of Object.entries({ src, alt: alt ?? "", width, height })) {
      if (value === null) this.img.removeAttribute(name);
      else if (this.img.getAttribute(name) !== String(value)) this.img.setAttribute(name, value);
    }
    this.dom.id = id ?? "";
    this.button.textContent = alt ? "Change the description" : "Describe the picture";
    this.contentDOM.classList.toggle("is-empty", node.content.size === 0);
    return true;
  }

  stopEvent(event) {
    return this.button.contains(event.target);
  }

  ignoreMutation(mutation) {
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target);
  }
}
