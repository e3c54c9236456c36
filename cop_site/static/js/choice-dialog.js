/* <choice-dialog>: a list to search and choose from, and for a recording the stretch of it. Put on the page it opens;
   closed, it is gone. Set on it: heading, address (GET ?q=&after= -> {results, next}), hint, empty, isGrid,
   upload ({address, token}), onChoose(choice, dialog). */

const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
};

const button = (words, act, kind = "button-secondary") => {
  const made = make("button", { type: "button", class: `button button-small ${kind}` }, words);
  made.addEventListener("click", act);
  return made;
};

const PAUSE = 250; // while somebody types

class ChoiceDialog extends HTMLElement {
  connectedCallback() {
    this.status = make("p", { class: "choices__status", role: "status" });
    this.list = make("ul", { class: this.isGrid ? "choices choices--grid" : "choices" });
    this.more = button("Show more", () => this.load(this.next));
    this.more.hidden = true;
    this.body = make("div", { class: "choice-dialog__body" }, ...this.tools(), this.status, this.list, this.more);
    const close = button("Close", () => this.close());
    this.head = make("h2", { id: "choice-dialog-heading" }, this.heading);
    this.dialog = make(
      "dialog",
      { class: "choice-dialog", "aria-labelledby": "choice-dialog-heading" },
      make("header", { class: "choice-dialog__head" }, this.head, close),
      this.body,
    );
    this.dialog.addEventListener("close", () => this.remove());
    this.append(this.dialog);
    this.dialog.showModal();
    this.search.focus();
    this.load();
  }

  close() {
    this.dialog.close();
  }

  tools() {
    this.search = make("input", { type: "search", "aria-label": this.hint, placeholder: this.hint });
    this.search.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.load(), PAUSE);
    });
    this.search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // it would send the job aid
      this.load();
    });
    return [this.search, ...(this.upload ? [this.uploader()] : [])];
  }

  // -- the list -------------------------------------------------------------------------------------------

  async load(after = "") {
    const query = new URLSearchParams({ q: this.search.value, ...(after ? { after } : {}) });
    const asked = (this.asked = Symbol("asked"));
    const answer = await ask(`${this.address}?${query}`);
    if (asked !== this.asked) return; // typed on meanwhile
    if (answer.error) return this.say(answer.error);
    if (!after) this.list.replaceChildren();
    const first = this.list.children.length;
    this.list.append(...answer.results.map((choice) => this.row(choice)));
    this.next = answer.next;
    this.more.hidden = !answer.next;
    this.say(this.list.children.length ? "" : this.search.value ? "Nothing here is called that." : this.empty);
    if (after) this.list.children[first]?.querySelector("button").focus();
  }

  row(choice) {
    const { title, note, picture } = choice;
    const chosen = make("button", { type: "button", class: "choice" });
    if (picture) chosen.append(make("img", { src: picture, alt: "", loading: "lazy" }));
    chosen.append(make("span", { class: "choice__words" }, make("strong", {}, title), make("span", { class: "chooser__note" }, note)));
    chosen.addEventListener("click", () => this.onChoose(choice, this));
    return make("li", {}, chosen);
  }

  say(words) {
    this.status.textContent = words;
  }

  // -- a new picture --------------------------------------------------------------------------------------

  uploader() {
    const input = make("input", { type: "file", accept: "image/jpeg,image/png,image/gif,image/webp,image/avif" });
    input.addEventListener("change", () => input.files.length && this.send(input.files[0]));
    return make("label", { class: "choices__upload" }, "Or upload one ", input);
  }

  async send(file) {
    this.say(`Sending ${file.name}…`);
    const data = new FormData();
    data.append("file", file);
    const answer = await ask(this.upload.address, { method: "POST", body: data, headers: { "X-CSRFToken": this.upload.token } });
    if (answer.error) return this.say(answer.error);
    this.onChoose({ value: answer.url, title: file.name, note: "", picture: answer.url }, this);
  }

  // -- a stretch of a recording ---------------------------------------------------------------------------

  /* Resolves to {start, end} as they are typed, or to null when the dialog is closed. */
  async askForStretch(choice, { start, end }) {
    const recording = await ask(choice.more);
    if (recording.error) {
      this.say(recording.error);
      return null;
    }
    this.head.textContent = recording.title;
    const [from, to] = [this.time("From", start), this.time("To", end)];
    const media = make("video", { controls: "", preload: "metadata", class: "choice-dialog__media" });
    if (recording.media) media.src = recording.media;
    const set = (first, last) => {
      from.value = first;
      to.value = last;
      this.mark(lines, from.value, to.value);
    };
    const lines = recording.captions.map((cue) => this.line(cue, () => this.stretchTo(cue, from, to, set)));
    const chapters = recording.chapters.map((chapter) => this.line(chapter, () => set(chapter.start, chapter.end)));
    return new Promise((resolve) => {
      const use = button("Use this stretch", () => resolve({ start: from.value, end: to.value }), "");
      const whole = button("Use all of it", () => resolve({ start: "", end: "" }));
      this.dialog.addEventListener("close", () => resolve(null));
      const times = make("p", { class: "choice-dialog__times" }, from.parentElement, to.parentElement);
      if (recording.media) {
        times.append(
          button("From here", () => set(clock(media.currentTime), to.value)),
          button("To here", () => set(from.value, clock(media.currentTime))),
        );
      }
      this.body.replaceChildren(
        ...(recording.media ? [media] : []),
        times,
        ...part(`Chapters`, chapters),
        ...part("What is said: choose the first line, then the last", lines),
        make("p", { class: "choice-dialog__acts" }, use, whole),
      );
      this.mark(lines, from.value, to.value);
      (lines[0] ?? chapters[0] ?? from).focus();
    });
  }

  time(words, value) {
    const input = make("input", { type: "text", size: "8", inputmode: "numeric", placeholder: "1:34" });
    input.value = value;
    make("label", {}, `${words} `, input);
    return input;
  }

  line({ start, end, title }, act) {
    const made = make("button", { type: "button", class: "choice choice--line", "data-start": start, "data-end": end });
    made.append(make("span", { class: "chooser__note" }, start), make("span", {}, title));
    made.addEventListener("click", act);
    return made;
  }

  /* The first line begins a stretch, a later one ends it, and the next begins another. */
  stretchTo(cue, from, to, set) {
    const extends_ = this.begun && seconds(cue.start) >= seconds(from.value);
    set(extends_ ? from.value : cue.start, cue.end);
    this.begun = !extends_;
  }

  mark(lines, start, end) {
    for (const line of lines) {
      const within = start && end && seconds(line.dataset.start) >= seconds(start) && seconds(line.dataset.end) <= seconds(end);
      line.setAttribute("aria-pressed", String(Boolean(within)));
    }
  }
}

function part(heading, lines) {
  if (!lines.length) return [];
  return [make("h3", {}, heading), make("ul", { class: "choices choices--lines" }, ...lines.map((line) => make("li", {}, line)))];
}

const seconds = (text) => text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);

function clock(time) {
  const whole = Math.floor(time);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

async function ask(address, options = {}) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, ...options }).catch(() => null);
  if (!answer) return { error: "The server did not answer. Try again when you are connected." };
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  const found = isJson ? await answer.json() : {};
  if (answer.ok && isJson) return found;
  return { error: found.error || "This cannot be chosen now. Check in another tab that you are still signed in." };
}

customElements.define("choice-dialog", ChoiceDialog);
