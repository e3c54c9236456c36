/* The document as the HTML that is stored: the same words always give the same HTML. */

import { DOMSerializer } from "@tiptap/pm/model";

const LISTS = "ul, ol";
const cache = new WeakMap();

/** HTML of a document, "" when there is nothing in it. Blocks never change, so each is written once. */
export function serialize(doc) {
  const parts = [];
  doc.forEach((block) => parts.push(htmlOf(block)));
  while (parts.length && isBlank(doc.child(parts.length - 1))) parts.pop();
  return parts.join("");
}

function isBlank(block) {
  return block.type.name === "paragraph" && block.content.size === 0;
}

function htmlOf(block) {
  let html = cache.get(block);
  if (html === undefined) {
    const holder = document.createElement("div");
    holder.append(DOMSerializer.fromSchema(block.type.schema).serializeNode(block));
    tidy(holder);
    html = holder.innerHTML;
    cache.set(block, html);
  }
  return html;
}

function tidy(holder) {
  holder.querySelectorAll("li").forEach(tightenItem);
  holder.querySelectorAll("td, th").forEach(tightenCell);
  holder.querySelectorAll("table").forEach(finishTable);
  holder.querySelectorAll("[data-loose]").forEach((paragraph) => paragraph.removeAttribute("data-loose"));
  holder.querySelectorAll("a").forEach(joinMarks);
  holder.querySelectorAll("figcaption:empty").forEach((caption) => caption.remove());
}

/* A paragraph without an id that did not come with the text is only there because the editor wants one. */
function isPlain(node) {
  return node?.nodeName === "P" && !node.id && !("loose" in node.dataset);
}

function tightenItem(item) {
  const [first, ...rest] = item.children;
  if (!isPlain(first)) return;
  if (rest.every((child) => child.matches(LISTS))) first.replaceWith(...first.childNodes);
  else if (!first.hasChildNodes()) first.remove();
}

/* A link is the outermost mark, so that it stays one link. Bold words around it were cut in three: join them again. */
function joinMarks(link) {
  const inner = link.firstElementChild;
  if (link.childNodes.length !== 1 || !inner?.matches("strong, em, s, mark")) return;
  const twin = (node) => (node?.nodeName === inner.nodeName ? node : null);
  const [before, after] = [twin(link.previousSibling), twin(link.nextSibling)];
  if (!before && !after) return;
  link.replaceWith(inner);
  link.replaceChildren(...inner.childNodes);
  inner.append(link);
  if (before) {
    inner.prepend(...before.childNodes);
    before.remove();
  }
  if (after) {
    inner.append(...after.childNodes);
    after.remove();
  }
  joinMarks(link);
}

function tightenCell(cell) {
  if (cell.children.length === 1 && isPlain(cell.firstElementChild)) {
    cell.firstElementChild.replaceWith(...cell.firstElementChild.childNodes);
  }
}

function finishTable(table) {
  const body = table.tBodies[0];
  const head = leadingHeadRows(body);
  if (head.length) {
    const thead = document.createElement("thead");
    thead.append(...head);
    body.before(thead);
  }
  if (!body.rows.length) body.remove();
  if (table.dataset.caption) table.createCaption().textContent = table.dataset.caption;
  delete table.dataset.caption;
}

/* A cell that spans rows may not reach from the head into the body, so such a table keeps one body. */
function leadingHeadRows(body) {
  const rows = [...body.rows];
  const end = rows.findIndex((row) => [...row.cells].some((cell) => cell.nodeName !== "TH"));
  const head = end < 0 ? rows.slice(0, 1) : rows.slice(0, end);
  return head.some((row) => [...row.cells].some((cell) => cell.rowSpan > 1)) ? [] : head;
}
