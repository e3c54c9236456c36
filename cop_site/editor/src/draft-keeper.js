/* Keeps a changed text in this browser until the server has it, and offers what an earlier visit left behind. */

import { adoptReturned, draftsOf, dropDraft, forgetSaved, keepDraft, markSent } from "./draft-store.js";
import { element } from "./elements.js";
import { ServerDrafts } from "./server-drafts.js";

const PAUSE = 3000;

const pad = (number) => String(number).padStart(2, "0");

/** `9:41`, or `22 November, 9:41` on another day. */
export function timeOf(at) {
  const when = new Date(at);
  const time = `${when.getHours()}:${pad(when.getMinutes())}`;
  if (when.toDateString() === new Date().toDateString()) return time;
  return `${when.toLocaleDateString("en-GB", { day: "numeric", month: "long" })}, ${time}`;
}

const lower = (words) => words.charAt(0).toLowerCase() + words.slice(1);

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class DraftKeeper {
  /** `read()` gives `{ html, fields }` now, `base()` the version they started from; `original` is what the server sent.
      Without `key` nothing is kept, and leaving asks first. `server` is where a copy goes too: `{ url, place, token,
      form, others }`. With `isDraft` what the server sent is a draft, which nobody saved. */
  constructor({ key, base, read, say, server, isDraft }) {
    Object.assign(this, { key, base, read, say, server });
    this.tab = crypto.randomUUID?.() ?? String(Math.random());
    this.original = this.kept = read();
    this.sent = false;
    forgetSaved(); // this script may run before the one that stands on every page
    if (key && adoptReturned(key, this.tab)) this.original = null; // what came back is not saved anywhere else
    if (isDraft) this.original = null;
    if (key && server) this.connect();
    this.listening = new AbortController();
    const { signal } = this.listening;
    addEventListener("pagehide", () => this.keep(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.keep(), { signal });
    addEventListener("beforeunload", (event) => this.warn(event), { signal });
  }

  /** The server keeps a copy, which the form ends when it is taken: it names its tab. */
  connect() {
    const { url, place, token, others } = this.server;
    this.names(this.tab);
    this.copies = new ServerDrafts({
      url,
      place,
      token,
      others,
      tab: this.tab,
      read: () => this.unsaved(),
      kept: (at) => this.say(`Draft kept on the server, ${timeOf(at)}`, {}),
      failed: (why) => this.say(`Not kept on the server: ${lower(why)} ${this.here}`, {}),
    });
    this.copies.begin(this.unsaved());
  }

  names(tab) {
    this.server?.form?.append(element("input", { type: "hidden", name: "draft_tab", value: tab }));
  }

  /** What is not published yet, or null. */
  unsaved() {
    const now = this.read();
    return same(now, this.original) ? null : { ...now, base: this.base() };
  }

  get here() {
    return this.isKeptHere ? `Kept in this browser, ${timeOf(Date.now())}` : "This browser cannot keep it either. Copy your text.";
  }

  changed() {
    this.copies?.changed();
    this.timer ??= setTimeout(() => this.keep(), PAUSE);
  }

  /** Keeps the text now; `aloud` says so even when nothing changed. */
  keep({ aloud = false } = {}) {
    clearTimeout(this.timer);
    this.timer = null;
    if (!this.key) return;
    const now = this.read();
    const changed = !same(now, this.kept);
    if (changed) this.isKeptHere = this.store(now);
    if (changed && !this.isKeptHere) {
      this.say("This browser cannot keep a draft. Save often.", { aloud: true });
    } else if (changed || aloud) {
      this.kept = now;
      const unchanged = same(now, this.original);
      this.say(unchanged ? "Nothing changed since it was saved" : `Draft kept in this browser, ${timeOf(Date.now())}`, { aloud });
    }
  }

  store(now) {
    if (!same(now, this.original)) return keepDraft(this.key, { ...now, tab: this.tab, base: this.base(), at: Date.now() });
    dropDraft(this.key, this.tab);
    return true;
  }

  sending() {
    this.keep();
    this.copies?.stop();
    this.sent = true;
    if (this.key) markSent(this.key, this.tab);
  }

  warn(event) {
    if (this.sent) return;
    this.keep();
    if (!same(this.read(), this.kept)) event.preventDefault();
  }

  /** Lines that offer the drafts of earlier visits; `differs` compares, `use` puts a draft into the text. */
  offers({ differs, use }) {
    if (!this.key) return [];
    const [offered, saved] = [[], []];
    for (const draft of draftsOf(this.key)) {
      if (draft.tab !== this.tab) (differs(draft) ? offered : saved).push(draft);
    }
    const copies = this.copiesShown();
    for (const draft of [...offered]) {
      const copy = copies.get(draft.tab);
      if (copy && copy.at > draft.at) offered.splice(offered.indexOf(draft), 1);
      else copy?.line.remove(); // of one text one offer: the newer
    }
    saved.forEach(({ tab }) => dropDraft(this.key, tab)); // the server has these very words
    return offered.map((draft) => this.offer(draft, use));
  }

  /** The drafts that the server has, which the page offers by itself. */
  copiesShown() {
    const lines = [...document.querySelectorAll("[data-draft-tab]")];
    return new Map(lines.map((line) => [line.dataset.draftTab, { line, at: Number(line.dataset.draftAt) * 1000 }]));
  }

  offer(draft, use) {
    const since = draft.base && draft.base !== this.base() ? " It was published again since then." : "";
    const act = (label, run) => element("button", { type: "button", class: "button button--small", onclick: run }, label);
    const line = element(
      "div",
      { class: "banner banner--info draft-offer" },
      element("p", {}, `Text that you had not saved is kept in this browser from ${timeOf(draft.at)}.${since}`),
      element(
        "p",
        { class: "actions" },
        act("Use it", () => {
          line.remove();
          use(draft);
          this.keep();
          dropDraft(this.key, draft.tab);
          this.names(draft.tab);
        }),
        act("Throw it away", () => {
          line.remove();
          dropDraft(this.key, draft.tab);
          this.copies?.drop(draft.tab);
        }),
      ),
    );
    return line;
  }

  stop() {
    this.keep();
    this.copies?.stop();
    this.listening.abort();
  }
}
