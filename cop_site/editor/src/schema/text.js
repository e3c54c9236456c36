/* Headings, code, links and the small marks, narrowed to what a body may hold. */

import { Mark, mergeAttributes, textblockTypeInputRule } from "@tiptap/core";
import CodeBase from "@tiptap/extension-code";
import CodeBlockBase from "@tiptap/extension-code-block";
import HeadingBase from "@tiptap/extension-heading";
import LinkBase from "@tiptap/extension-link";
import ParagraphBase from "@tiptap/extension-paragraph";
import { cleanHref } from "../addresses.js";

/* Many bodies come with <li><p>words</p></li>, most with <li>words</li>; both go out as they came in, so that an
   edit changes no item that nobody edited. */
export const Paragraph = ParagraphBase.extend({
  addAttributes: () => ({
    loose: {
      default: false,
      parseHTML: (paragraph) => paragraph.parentElement?.matches("li, td, th") ?? false,
      renderHTML: ({ loose }) => (loose ? { "data-loose": "" } : {}),
    },
  }),
});

/* The page's title is its h1: one that is pasted becomes h2; what is deeper than h4 becomes h4. */
export const Heading = HeadingBase.extend({
  addAttributes: () => ({ level: { default: 2, rendered: false } }),
  parseHTML: () => [1, 2, 3, 4, 5, 6].map((n) => ({ tag: `h${n}`, attrs: { level: Math.min(Math.max(n, 2), 4) } })),
  addInputRules() {
    const rule = (find, level) => textblockTypeInputRule({ find, type: this.type, getAttributes: { level } });
    return [rule(/^##?\s$/, 2), rule(/^###\s$/, 3), rule(/^####\s$/, 4)];
  },
}).configure({ levels: [2, 3, 4] });

/* Linked or bold code is common in handbooks, so code does not drive other marks out. */
export const Code = CodeBase.extend({ excludes: "" });

const LANGUAGE = /^[a-z0-9][a-z0-9+#._-]{0,29}$/;

function languageOf(pre) {
  const named = /(?:^|\s)language-(\S+)/.exec(pre.firstElementChild?.className ?? "")?.[1];
  const language = (pre.dataset.language ?? named ?? "").toLowerCase();
  return LANGUAGE.test(language) ? language : null;
}

export const CodeBlock = CodeBlockBase.extend({
  addAttributes: () => ({
    language: {
      default: null,
      parseHTML: languageOf,
      renderHTML: ({ language }) => (language ? { "data-language": language } : {}),
    },
  }),
  renderHTML: ({ HTMLAttributes }) => ["pre", HTMLAttributes, ["code", 0]],
});

export const Link = LinkBase.extend({
  addAttributes: () => ({
    href: { default: null, parseHTML: (link) => cleanHref(link.getAttribute("href")) },
    title: { default: null },
  }),
}).configure({
  openOnClick: false,
  defaultProtocol: "https",
  HTMLAttributes: { target: null, rel: null, class: null },
  isAllowedUri: (address) => cleanHref(address) !== null,
  // "notes.md" and "ward.4b" are not addresses: only what says so itself becomes a link while typing.
  shouldAutoLink: (address) => /^(https?:\/\/|www\.)/i.test(address),
});

export const Kbd = Mark.create({
  name: "kbd",
  parseHTML: () => [{ tag: "kbd" }],
  renderHTML: ({ HTMLAttributes }) => ["kbd", mergeAttributes(HTMLAttributes), 0],
});
