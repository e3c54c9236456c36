import { Node } from "@tiptap/core";

const KINDS = ["pitfall", "note"];

/** `<aside data-callout="pitfall|note">`: a box of blocks with one of two meanings. */
export const Callout = Node.create({
  name: "callout",
  group: "block",
  content: "block+",
  defining: true,

  addAttributes: () => ({
    kind: {
      default: "note",
      parseHTML: (aside) => (KINDS.includes(aside.dataset.callout) ? aside.dataset.callout : "note"),
      renderHTML: ({ kind }) => ({ "data-callout": kind }),
    },
  }),

  parseHTML: () => [{ tag: "aside[data-callout]" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", HTMLAttributes, 0],

  addCommands() {
    return {
      toggleCallout:
        (kind) =>
        ({ editor, commands }) => {
          if (editor.isActive(this.name, { kind })) return commands.lift(this.name);
          if (editor.isActive(this.name)) return commands.updateAttributes(this.name, { kind });
          return commands.wrapIn(this.name, { kind });
        },
    };
  },
});
