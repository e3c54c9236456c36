/* Tab indents in lists and walks through tables, so there must be a way out by keyboard: Escape, then Tab. */

import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";

export const LeavingByTab = Extension.create({
  name: "leavingByTab",
  priority: 1000,

  addProseMirrorPlugins() {
    let leaving = false;
    return [
      new Plugin({
        props: {
          handleDOMEvents: {
            keydown(view, event) {
              const lets = leaving && event.key === "Tab";
              if (!["Shift", "Tab"].includes(event.key)) leaving = event.key === "Escape";
              return lets; // true keeps the editor's own keys away; the browser moves the focus
            },
            blur() {
              leaving = false;
              return false;
            },
          },
        },
      }),
    ];
  },
});
