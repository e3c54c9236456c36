/* Block ids survive editing and are never doubled: flags, comments and provenance point at them. */

import { Extension } from "@tiptap/core";
import { Fragment, Slice } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import { BLOCK_ID } from "../block-id.js";

const TYPES = [
  "heading", "paragraph", "listItem", "taskItem", "table", "figure", "codeBlock", "blockquote", "horizontalRule",
];

function idsOf(doc) {
  const places = new Map();
  doc.descendants((node, pos) => {
    const id = node.attrs.id;
    if (id) places.set(id, [...(places.get(id) ?? []), { node, pos }]);
    return !node.isTextblock;
  });
  return places;
}

/* Splitting at the start leaves an empty block first: the words keep the id, wherever they went. */
function losers(twins) {
  const keeper = twins.find(({ node }) => node.textContent) ?? twins[0];
  return twins.filter((twin) => twin !== keeper);
}

/* What comes in is a guest: without ids that are not its own here, and with lists as we write them. */
function withoutIds(fragment, mayKeep) {
  const nodes = [];
  fragment.forEach((node) => {
    const copy = node.isText ? node : node.copy(withoutIds(node.content, mayKeep));
    const { id, loose } = copy.attrs;
    const attributes = { ...copy.attrs, ...(id && !mayKeep(id) ? { id: null } : {}), ...(loose ? { loose: false } : {}) };
    nodes.push(node.isText ? copy : copy.type.create(attributes, copy.content, copy.marks));
  });
  return Fragment.from(nodes);
}

export const BlockIds = Extension.create({
  name: "blockIds",

  addStorage: () => ({ known: new Set() }),

  addGlobalAttributes() {
    const id = {
      default: null,
      keepOnSplit: true,
      parseHTML: (node) => (BLOCK_ID.test(node.id) ? node.id : null),
      renderHTML: ({ id }) => (id ? { id } : {}),
    };
    return [{ types: TYPES, attributes: { id } }];
  },

  onCreate() {
    this.storage.known = new Set(idsOf(this.editor.state.doc).keys());
  },

  addProseMirrorPlugins() {
    const { storage } = this;
    return [
      new Plugin({
        appendTransaction(transactions, before, { doc, tr }) {
          if (!transactions.some((transaction) => transaction.docChanged)) return null;
          for (const twins of idsOf(doc).values()) {
            if (twins.length > 1) losers(twins).forEach(({ pos }) => tr.setNodeAttribute(pos, "id", null));
          }
          return tr.docChanged ? tr : null;
        },
        props: {
          // What was cut here, or is being dragged, comes back with its ids; a copy comes without.
          transformPasted(slice, view) {
            const here = idsOf(view.state.doc);
            const moves = Boolean(view.dragging?.move);
            const mayKeep = (id) => storage.known.has(id) && (moves || !here.has(id));
            return new Slice(withoutIds(slice.content, mayKeep), slice.openStart, slice.openEnd);
          },
        },
      }),
    ];
  },
});
