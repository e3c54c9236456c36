/* A textarea without script may hold plain text; the editor and the server read it in the same way. */

import { disarm } from "./styles.js";

const TAGS =
  "a|aside|b|blockquote|br|caption|code|del|div|em|figcaption|figure|h[1-6]|hr|i|img|kbd|li|mark|ol|p|pre|s|span|strong|" +
  "sub|sup|table|tbody|td|th|thead|tr|u|ul";
const KNOWN_TAG = new RegExp(`</?(${TAGS})(\\s[^<>]*)?/?>`, "i");

export function asHtml(text) {
  if (KNOWN_TAG.test(text)) return disarm(text);
  const holder = document.createElement("div");
  for (const block of text.replaceAll("\r\n", "\n").split(/\n[ \t]*\n\s*/)) {
    if (!block.trim()) continue;
    const paragraph = document.createElement("p");
    block.split("\n").forEach((line, index) => paragraph.append(...(index ? [document.createElement("br"), line] : [line])));
    holder.append(paragraph);
  }
  return holder.innerHTML;
}
