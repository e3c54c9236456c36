// The draft follows every tick, role, trim and move: the form is sent, and the parts of the answer are put in.
// Pieces are moved by dragging their handle, by the arrow keys on it, and by the buttons up and down.
const form = document.querySelector("form[data-promote]");
const list = form?.querySelector(".pieces");
const said = form?.querySelector("[data-said]");
const WAIT = 200; // ms
const EDGE = 80; // px from the edge of the window where dragging scrolls
let timer = 0;
let sending = null;

function put(answer) {
  for (const part of answer.querySelectorAll("[data-part]")) {
    const place = document.getElementById(part.id);
    if (!place) continue;
    if (part.dataset.part === "keep") place.hidden = part.hidden;
    else if (place.innerHTML !== part.innerHTML) swap(place, part);
  }
}

function swap(place, part) {
  const name = place.contains(document.activeElement) ? document.activeElement.name : "";
  place.replaceChildren(...part.childNodes);
  if (name) place.querySelector(`[name="${CSS.escape(name)}"]`)?.focus();
}

async function refresh() {
  sending?.abort();
  const mine = (sending = new AbortController());
  const fields = new FormData(form);
  fields.append("part", "1");
  for (const trim of form.querySelectorAll(".trim[open]")) fields.append("words", trim.closest(".piece").id.slice(2));
  form.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(location.pathname, { method: "POST", body: fields, signal: mine.signal });
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    put(new DOMParser().parseFromString(await response.text(), "text/html"));
    trouble("");
  } catch (error) {
    if (error.name === "AbortError") return;
    trouble("The draft below is not up to date: the server did not answer as it should. What you chose is kept on this page; choose “Show the draft” to try again.");
  }
  form.removeAttribute("aria-busy");
}

function trouble(words) {
  const line = form.querySelector("[data-trouble]");
  line.hidden = !words;
  if (line.textContent !== words) line.textContent = words;
  form.querySelector("[data-without-script]").hidden = !words;
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(refresh, WAIT);
}

function look(piece) {
  const box = piece.querySelector(".piece__pick input");
  piece.classList.toggle("piece--off", !box.checked);
}

function move(piece, step) {
  let other = piece;
  do other = step < 0 ? other.previousElementSibling : other.nextElementSibling;
  while (other?.classList.contains("piece--off"));
  const words = piece.querySelector(".piece__words").textContent.trim().slice(0, 60);
  if (!other) return say(`${words}: it is the ${step < 0 ? "first" : "last"} already.`);
  const focused = document.activeElement;
  if (step < 0) other.before(piece);
  else other.after(piece);
  focused?.focus();
  piece.scrollIntoView({ block: "nearest" });
  say(`${words}: now ${[...list.children].indexOf(piece) + 1} of ${list.children.length}.`);
  later();
}

function say(words) {
  said.textContent = words;
}

function drag(start, grip) {
  const piece = grip.closest(".piece");
  const before = piece.nextElementSibling;
  grip.setPointerCapture(start.pointerId);
  piece.classList.add("piece--held");
  const follow = ({ clientY }) => {
    if (clientY < EDGE) scrollBy(0, -12);
    else if (clientY > innerHeight - EDGE) scrollBy(0, 12);
    const next = [...list.children].find((each) => {
      const box = each.getBoundingClientRect();
      return each !== piece && clientY < box.top + box.height / 2;
    });
    if ((next ?? null) !== piece.nextElementSibling) list.insertBefore(piece, next ?? null);
  };
  const end = (event) => {
    grip.removeEventListener("pointermove", follow);
    for (const kind of ["pointerup", "pointercancel", "lostpointercapture"]) grip.removeEventListener(kind, end);
    piece.classList.remove("piece--held");
    if (event.type === "pointercancel") list.insertBefore(piece, before);
    else if (piece.nextElementSibling !== before) later();
  };
  grip.addEventListener("pointermove", follow);
  for (const kind of ["pointerup", "pointercancel", "lostpointercapture"]) grip.addEventListener(kind, end);
}

function start() {
  for (const each of form.querySelectorAll("[data-grip], [data-with-script]")) each.hidden = false;
  form.querySelector("[data-without-script]").hidden = true;
  form.addEventListener("change", ({ target }) => {
    const piece = target.closest(".piece");
    if (piece) look(piece);
    later();
  });
  form.addEventListener("submit", () => sending?.abort());
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=up], button[name=down]");
    if (!button) return;
    event.preventDefault();
    move(button.closest(".piece"), button.name === "up" ? -1 : 1);
  });
  form.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !event.target.matches("[data-grip]")) return;
    event.preventDefault();
    move(event.target.closest(".piece"), step);
  });
  form.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (grip && event.button === 0) drag(event, grip);
  });
}

if (form) start();
