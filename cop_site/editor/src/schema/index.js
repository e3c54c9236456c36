/* Everything that a body may hold, and no more: this list, the sanitiser's and the brief's are the same one. */

import Blockquote from "@tiptap/extension-blockquote";
import Bold from "@tiptap/extension-bold";
import Document from "@tiptap/extension-document";
import HardBreak from "@tiptap/extension-hard-break";
import Highlight from "@tiptap/extension-highlight";
import HorizontalRule from "@tiptap/extension-horizontal-rule";
import Italic from "@tiptap/extension-italic";
import Strike from "@tiptap/extension-strike";
import Subscript from "@tiptap/extension-subscript";
import Superscript from "@tiptap/extension-superscript";
import Text from "@tiptap/extension-text";
import { Dropcursor, Gapcursor, Placeholder, UndoRedo } from "@tiptap/extensions";
import { BlockIds } from "./block-ids.js";
import { Callout } from "./callout.js";
import { LeavingByTab } from "./leaving.js";
import { listExtensions } from "./lists.js";
import { Figure, Image } from "./pictures.js";
import { tableExtensions } from "./table.js";
import { Code, CodeBlock, Heading, Kbd, Link, Paragraph } from "./text.js";

export function extensions({ placeholder, describePicture }) {
  return [
    Document, Paragraph, Text, HardBreak, Heading, Blockquote, CodeBlock, HorizontalRule, Callout,
    ...listExtensions,
    ...tableExtensions,
    Image, Figure.configure({ describe: describePicture }),
    Bold, Italic, Strike, Code, Link, Highlight, Kbd, Subscript, Superscript,
    BlockIds, LeavingByTab, UndoRedo, Gapcursor,
    Dropcursor.configure({ class: "drop-cursor", color: false, width: 2 }),
    Placeholder.configure({ placeholder }),
  ];
}
