/* Word sends lists as paragraphs whose style (disarmed by now) says the level, with number or bullet as text. */

const LEVEL = /mso-list:[^;]*\blevel(\d)/i;
const ORDERED = /^\s*(\d+|[a-z]{1,4})[.)]/i;

function markerOf(paragraph) {
  return [...paragraph.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(span.dataset.style ?? ""));
}

export function listsFromWord(body) {
  let open = []; // the lists that the next item may join, outermost first
  let last = null;
  for (const paragraph of body.querySelectorAll("p[data-style*='mso-list' i]")) {
    const level = Number(LEVEL.exec(paragraph.dataset.style)?.[1] ?? 0);
    if (!level) continue;
    const marker = markerOf(paragraph);
    const tag = ORDERED.test(marker?.textContent ?? "") ? "ol" : "ul";
    marker?.remove();
    if (paragraph.previousElementSibling !== last) open = [];
    open.length = Math.min(open.length, level);
    if (open.length === level && open[level - 1].localName !== tag) open.length = level - 1;
    if (!open.length) {
      const list = document.createElement(tag);
      paragraph.before(list);
      open.push(list);
    }
    while (open.length < level) open.push(nestedList(open.at(-1), tag));
    const item = document.createElement("li");
    item.append(...paragraph.childNodes);
    open.at(-1).append(item);
    paragraph.remove();
    last = open[0];
  }
}

function nestedList(list, tag) {
  const parent = list.lastElementChild ?? list.appendChild(document.createElement("li"));
  return parent.appendChild(document.createElement(tag));
}

