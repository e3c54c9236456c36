/* Who else has the editor of this page open: the line that the page came with, kept up to date. */

import { element } from "./elements.js";

export function sayWhoWrites(names, icon) {
  const line = document.querySelector("[data-writing-now]");
  if (!line || (line.textContent.trim() === "" && !names.length)) return;
  const all = names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
  const words = names.length ? `${all} ${names.length > 1 ? "are" : "is"} writing on this page too` : "";
  if (line.textContent.trim() === words) return;
  line.replaceChildren(...(words ? [icon("users"), element("span", {}, words)] : []));
}
