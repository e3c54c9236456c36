/* What arrives by paste or drop, made plain before the schema reads it. The schema then drops what it does not know. */

import { cleanSrc } from "./addresses.js";
import { disarm, elementsFromStyles } from "./styles.js";
import { listsFromWord } from "./word-lists.js";

/** Cleans pasted HTML; `onLeftOut(count)` hears how many pictures from elsewhere were left out. */
export function cleanPasted(html, onLeftOut) {
  const holder = document.createElement("template"); // inert: nothing loads, nothing runs
  holder.innerHTML = disarm(html);
  const body = holder.content;
  body.querySelectorAll("script, style, title, meta, link, object, iframe, svg, math").forEach((node) => node.remove());
  listsFromWord(body);
  elementsFromStyles(body);
  const outside = [...body.querySelectorAll("img")].filter((img) => !cleanSrc(img.getAttribute("src")));
  outside.forEach((img) => img.remove());
  if (outside.length) onLeftOut(outside.length);
  return holder.innerHTML;
}

/** The picture files of a paste or drop, unless it carries words of its own (Word adds a picture of them). */
export function pictureFiles(transfer) {
  const files = [...(transfer?.files ?? [])];
  if (!files.length) return [];
  const holder = document.createElement("template");
  holder.innerHTML = disarm(transfer.getData("text/html"));
  return holder.content.textContent.trim() ? [] : files;
}
