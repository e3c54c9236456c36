// The player of a recording: every link to a second seeks in place, the current line and chapter are marked, and the
// keyboard works while the player has the focus. The browser's own controls, the links and the form work without this file.
const root = document.querySelector("[data-screencast]");
const player = root?.querySelector("[data-player]");
const media = player?.querySelector(".player__media");
const STEP = 5; // seconds

const clock = (seconds) => {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${hours ? String(minutes).padStart(2, "0") : minutes}:${String(rest).padStart(2, "0")}`;
  return hours ? `${hours}:${tail}` : tail;
};

const seconds = (text) => {
  const parts = text.trim().split(":").map(Number);
  return parts.length && parts.every((part) => part >= 0) ? parts.reduce((sum, part) => sum * 60 + part, 0) : NaN;
};

// "94", "1:34" or "94,120" of ?t= or #t=; the server has put it into the address of the media already.
const asked = () => {
  const query = new URLSearchParams(location.search).get("t");
  const hash = /^#t=(.+)$/.exec(location.hash)?.[1];
  const [from, until] = (hash ?? query ?? "").split(",").map((text) => seconds(text));
  return { from, until };
};

let stopAt = NaN;

const seek = (from, until = NaN) => {
  stopAt = until > from ? until : NaN;
  media.currentTime = from;
  media.play().catch(() => {}); // a browser may want a click first
};

// -- links to a second -----------------------------------------------------------------------------------
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-from], a[data-stretch-at]");
  if (!link || !media || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const [from, until] = (link.dataset.stretchAt ?? link.dataset.from).split(",").map(Number);
  history.replaceState(null, "", link.href);
  seek(from, until);
});

// -- where we are ----------------------------------------------------------------------------------------
const spans = (selector) =>
  [...document.querySelectorAll(selector)].map((link) => ({
    link,
    from: Number(link.dataset.from),
    until: link.dataset.until ? Number(link.dataset.until) : Infinity,
  }));

const lines = spans("[data-transcript] a[data-from]");
const chapters = spans(".chapters a[data-from]");
const transcript = document.querySelector("[data-transcript]");
const done = player?.querySelector("[data-done]");
const chapterName = player?.querySelector("[data-chapter]");
let readerScrolled = false;

const mark = (all, second) => {
  let last = null;
  for (const span of all) {
    const current = second >= span.from && second < span.until;
    if (current !== span.link.hasAttribute("aria-current")) {
      if (current) span.link.setAttribute("aria-current", "true");
      else span.link.removeAttribute("aria-current");
    }
    if (current) last = span;
  }
  return last;
};

// Only the box of the transcript moves, and only until the reader has moved it.
const follow = (link) => {
  if (readerScrolled || !link || !transcript) return;
  const [box, line] = [transcript.getBoundingClientRect(), link.getBoundingClientRect()];
  if (line.top < box.top || line.bottom > box.bottom - line.height) {
    transcript.scrollTop += line.top - box.top - box.height / 3;
  }
};

const show = () => {
  const second = media.currentTime;
  if (second >= stopAt) {
    stopAt = NaN;
    media.pause();
  }
  const line = mark(lines, second);
  const chapter = mark(chapters, second);
  if (!media.paused) follow(line?.link);
  done?.setAttribute("width", String(second));
  if (chapterName) chapterName.textContent = chapter?.link.querySelector("[data-title]").textContent ?? "";
  if (copyWords && !copied) copyWords.textContent = `Copy the link to ${clock(second)}`;
};

for (const name of ["wheel", "touchmove", "pointerdown", "keydown"]) {
  transcript?.addEventListener(name, () => (readerScrolled = true), { passive: true });
}

// -- the keyboard ----------------------------------------------------------------------------------------
const toggleCaptions = () => {
  const tracks = [...media.textTracks];
  const shown = tracks.find((track) => track.mode === "showing");
  if (shown) shown.mode = "hidden";
  else if (tracks.length) tracks[0].mode = "showing";
};

const KEYS = {
  " ": () => (media.paused ? media.play() : media.pause()),
  ArrowLeft: () => (media.currentTime = Math.max(0, media.currentTime - STEP)),
  ArrowRight: () => (media.currentTime = Math.min(media.duration || Infinity, media.currentTime + STEP)),
  c: toggleCaptions,
};

const hearKey = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!KEYS[key]) return;
  if (event.repeat && key === " ") return;
  event.preventDefault();
  event.stopPropagation();
  KEYS[key]();
};

// -- a link to this second -------------------------------------------------------------------------------
const copyItem = document.querySelector("[data-copy-link]");
const copyWords = copyItem?.querySelector("[data-words]");
let copied = 0;

copyItem?.querySelector("button").addEventListener("click", async () => {
  const address = new URL(location.href);
  address.searchParams.set("t", String(Math.floor(media.currentTime)));
  address.hash = "";
  try {
    await navigator.clipboard.writeText(address.href);
    copyWords.textContent = "Copied";
  } catch {
    copyWords.textContent = address.href; // the browser does not let a page write there: show it
  }
  clearTimeout(copied);
  copied = setTimeout(() => {
    copied = 0;
    show();
  }, 3000);
});

// -- find in the transcript ------------------------------------------------------------------------------
const findBox = document.querySelector("[data-find]");
const foundWords = document.querySelector("[data-found]");
findBox?.querySelector("input").addEventListener("input", ({ target }) => {
  const wanted = target.value.trim().toLocaleLowerCase();
  let count = 0;
  for (const { link } of lines) {
    const fits = link.textContent.toLocaleLowerCase().includes(wanted);
    link.parentElement.hidden = !fits;
    count += fits;
  }
  foundWords.textContent = wanted ? `${count} of ${lines.length} lines` : "";
});

// -- the stretch to flag ---------------------------------------------------------------------------------
const stretch = document.querySelector("[data-stretch]");
const countStretch = () => {
  const length = Math.round(seconds(stretch.elements.end.value) - seconds(stretch.elements.start.value));
  const button = stretch.querySelector("button[type=submit]");
  button.textContent = length > 0 ? `Flag ${length} ${length === 1 ? "second" : "seconds"}` : "Flag this stretch";
};
stretch?.addEventListener("input", countStretch);

if (media) {
  const { from, until } = asked();
  if (from > 0) {
    const start = () => {
      if (Math.abs(media.currentTime - from) > 0.5 && from < (media.duration || Infinity)) media.currentTime = from;
      stopAt = until > from ? until : NaN;
      follow(mark(lines, from)?.link);
    };
    if (media.readyState >= HTMLMediaElement.HAVE_METADATA) start();
    else media.addEventListener("loadedmetadata", start, { once: true });
  }
  for (const name of ["timeupdate", "seeked", "loadedmetadata"]) media.addEventListener(name, show);
  player.addEventListener("keydown", hearKey, { capture: true });
  if (copyItem) copyItem.hidden = false;
  if (findBox) findBox.hidden = false;
  if (stretch) countStretch();
  show();
}
