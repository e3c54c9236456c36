// Flagging without leaving the page: the button opens the form of the flag's own page in a dialog. Marking words, or
// pointing at a block, offers the same for these words and this block. Without this file the buttons are links.
import { watchMarkedWords } from "./flag-words.js";

const PART = { "X-Part": "flag" };
const NOT_SAVED = "Not saved: the server did not answer. Your words are still here. Try again.";
const typed = new Map(); // by the address of a place: words that were written and not sent yet

const dialog = document.createElement("dialog");
dialog.className = "dialog flag-dialog";
dialog.setAttribute("aria-label", "Flag this");
let opened = null; // what was flagged: {link, range}

const head = () => {
  const line = document.createElement("div");
  line.className = "flag-dialog__head";
  const title = document.createElement("h2");
  title.textContent = "Flag this";
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button--quiet button--small";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  line.append(title, close);
  return line;
};

const words = () => dialog.querySelector("textarea[name=reason]");
const place = () => words()?.form.action;

// The form as the server wrote it; null when the answer is another page, such as the one to sign in.
const formIn = (html) => new DOMParser().parseFromString(html, "text/html").querySelector("[data-flag-form]");

const show = (form) => {
  dialog.replaceChildren(head(), form);
  const kept = typed.get(place());
  if (kept !== undefined && words()) words().value = kept;
};

const say = (text) => {
  const line = dialog.querySelector("[data-failed]") ?? document.createElement("p");
  line.className = "field__error";
  line.dataset.failed = "";
  line.setAttribute("role", "alert");
  line.textContent = text;
  dialog.querySelector("[data-flag-form]").prepend(line);
};

const keepWords = () => {
  const field = words();
  if (field && field.value !== field.defaultValue) typed.set(place(), field.value);
};

// -- the marks on the page ---------------------------------------------------------------------------------
const pathAndAnchor = (address) => {
  const url = new URL(address, location.href);
  return `${url.pathname}?${url.searchParams.get("at") ?? ""}`;
};

const setMark = (link, count, mine) => {
  const [yours, nobodys] = (link.dataset.words ?? "You flagged this|Flag: this works").split("|");
  link.querySelector("span").textContent = mine ? yours : nobodys;
  if (link.matches(".flag-button")) link.toggleAttribute("aria-current", mine);
  if (link.hasAttribute("aria-current")) link.setAttribute("aria-current", "true");
  link.classList.toggle("is-flagged", mine && !link.matches(".flag-button"));
  const shown = link.querySelector("b, .flag-button__count");
  if (!count) return shown?.remove();
  const number = shown ?? document.createElement(link.matches(".flag-button") ? "span" : "b");
  if (link.matches(".flag-button")) number.className = "flag-button__count";
  number.textContent = String(count);
  link.append(" ", number);
};

const update = (form) => {
  const mine = form.hasAttribute("data-mine");
  const count = Number(form.dataset.count);
  const address = form.querySelector("form[method=post]")?.action;
  if (!address) return;
  for (const link of document.querySelectorAll("a[data-flag]")) {
    if (pathAndAnchor(link.href) === pathAndAnchor(address)) setMark(link, count, mine);
  }
  if (opened?.range && window.Highlight) {
    if (mine) flagged.add(opened.range);
    else flagged.delete(opened.range);
  }
};

const flagged = window.Highlight ? new Highlight() : null;
if (flagged) CSS.highlights.set("flagged", flagged);

// -- asking and sending ------------------------------------------------------------------------------------
const open = async (address, range = null) => {
  opened = { range };
  try {
    const answer = await fetch(address, { headers: PART });
    const form = formIn(await answer.text());
    if (!form) throw new Error(answer.statusText);
    show(form);
    if (!dialog.open) dialog.showModal();
  } catch {
    location.assign(address); // the page of the flag says what is the matter, or lets the person sign in
  }
};

const send = async (form, submitter) => {
  keepWords();
  const at = form.action;
  const body = new URLSearchParams(new FormData(form, submitter));
  submitter.disabled = true;
  try {
    const answer = await fetch(at, { method: "POST", body, headers: { ...PART, Accept: "text/html, application/json" } });
    const text = await answer.text();
    const came = formIn(text);
    if (!came) return say(answer.headers.get("Content-Type")?.includes("json") ? JSON.parse(text).error : NOT_SAVED);
    if (answer.ok) typed.delete(at);
    show(came);
    if (answer.ok) update(came);
    dialog.querySelector(".error-summary, [role=status], textarea")?.focus();
  } catch {
    say(NOT_SAVED);
  } finally {
    submitter.disabled = false;
  }
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-flag]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(link.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const asksTimes = form.matches("form[data-flag]") || (dialog.contains(form) && form.method === "get");
  if (asksTimes) {
    event.preventDefault();
    open(`${form.action}?${new URLSearchParams(new FormData(form))}`);
  } else if (dialog.contains(form)) {
    event.preventDefault();
    send(form, event.submitter);
  }
});

dialog.addEventListener("close", keepWords);
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close(); // beside it
});
document.body.append(dialog);
watchMarkedWords(open);
