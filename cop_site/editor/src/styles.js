/* Inline styles and handlers of foreign HTML. A strict Content-Security-Policy blocks them, and complains even where
   they could do nothing, so they are renamed before a browser parses them; what a style says about words is kept. */

const TAG = /<[a-z][^\s/>]*(?:"[^"]*"|'[^']*'|[^'">])*>/gi;
const ATTRIBUTE = /([\s"'/])(style|on[a-z]+)(?=\s*=)/gi;

/** The same HTML with `style` and `on…` as `data-style` and `data-on…`. */
export function disarm(html) {
  return html.replace(TAG, (tag) => tag.replace(ATTRIBUTE, "$1data-$2"));
}

const MEANINGS = [
  [/(?<![-\w])font-weight:\s*(bold|[6-9]00)/i, "strong"],
  [/(?<![-\w])font-style:\s*italic/i, "em"],
  [/text-decoration[^;]*:[^;]*line-through/i, "s"],
  [/vertical-align:\s*super/i, "sup"],
  [/vertical-align:\s*sub\b/i, "sub"],
];

/** Says with elements what disarmed styles said about words (Google Docs writes bold as a style). */
export function elementsFromStyles(body) {
  for (const node of body.querySelectorAll("span[data-style], b[data-style]")) {
    const style = node.dataset.style;
    if (node.localName === "b") {
      if (/(?<![-\w])font-weight:\s*(normal|[1-5]00)/i.test(style)) node.replaceWith(...node.childNodes);
      continue;
    }
    for (const [says, tag] of MEANINGS) {
      if (!says.test(style)) continue;
      const meaning = document.createElement(tag);
      meaning.append(...node.childNodes);
      node.append(meaning);
    }
  }
}
