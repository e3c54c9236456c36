/* Keeps a changed text in this browser until the server has it, and offers what an earlier visit left behind. */

import { adoptReturned, draftsOf, dropDraft, forgetSaved, keepDraft, markSent } from "./draft-store.js";
import { element } from "./elements.js";

const PAUSE = 3000;

const pad = (number) => String(number).padStart(2, "0");

/** `9:41`, or `22 November, 9:41` on another day. */
export function timeOf(at) {
  const when = new Date(at);
  const time = `${when.getHours()}:${pad(when.getMinutes())}`;
  if (when.toDateString() === new Date().toDateString()) return time;
  return `${when.toLocaleDateString("en-GB", { day: "numeric", month: "long" })}, ${time}`;
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class DraftKeeper {
  /** `read()` gives `{ html, fields }` now, `base()` the version they started from; `original` is what the server sent.
      Without `key` nothing is kept, and leaving asks first. */
  constructor({ key, base, read, say }) {
    Object.assign(this, { key, base, read, say });
    this.tab = crypto.randomUUID?.() ?? String(Math.random());
    this.original = this.kept = read();
    this.sent = false;
    forgetSaved(); // this script may run before the one that stands on every page
    if (key && adoptReturned(key, this.tab)) this.original = null; // what came back is not saved anywhere else
    this.listening = new AbortController();
    const { signal } = this.listening;
    addEventListener("pagehide", () => this.keep(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.keep(), { signal });
    addEventListener("beforeunload", (event) => this.warn(event), { signal });
  }

  changed() {
    this.timer ??= setTimeout(() => this.keep(), PAUSE);
  }

  /** Keeps the text now; `aloud` says so even when nothing changed. */
  keep({ aloud = false } = {}) {
    clearTimeout(this.timer);
    this.timer = null;
    if (!this.key) return;
    const now = this.read();
    const changed = !same(now, this.kept);
    if (changed && !this.store(now)) {
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
    saved.forEach(({ tab }) => dropDraft(this.key, tab)); // the server has these very words
    return offered.map((draft) => this.offer(draft, use));
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
        }),
        act("Throw it away", () => {
          line.remove();
          dropDraft(this.key, draft.tab);
        }),
      ),
    );
    return line;
  }

  stop() {
    this.keep();
    this.listening.abort();
  }
}
