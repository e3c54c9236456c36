/* Keeps a copy of the text on the server while somebody writes, and tells that they are there. */

const OFTEN = 5000; // a text that changes is sent so often
const ALIVE = 25000;
const BEACON_CHARS = 50000; // a browser sends so little once its page is gone

export class ServerDrafts {
  /** `read()` gives the draft now, or null when nothing is to be kept; `kept(at)`, `failed(words)` and `others(names)`
      hear what came of it. */
  constructor({ url, place, tab, token, read, kept, failed, others }) {
    Object.assign(this, { url, place, tab, token, read, kept, failed, others });
    this.sent = null;
    this.ended = false;
    this.listening = new AbortController();
    const { signal } = this.listening;
    this.alive = setInterval(() => !document.hidden && this.send(), ALIVE);
    addEventListener("online", () => this.send(), { signal });
    addEventListener("pagehide", () => this.leave(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.dirty && this.send(), { signal });
  }

  /** What was kept last stands in the form, or the text is as the server sent it. */
  begin(draft) {
    this.sent = draft && JSON.stringify(draft);
    this.send();
  }

  changed() {
    if (this.ended) return;
    this.timer ??= setTimeout(() => this.send(), OFTEN);
  }

  get dirty() {
    const now = this.read();
    return JSON.stringify(now) !== this.sent;
  }

  data(act, draft) {
    const data = new FormData();
    const fields = { act, place: this.place, tab: this.tab, csrfmiddlewaretoken: this.token() };
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    if (draft) {
      data.set("html", draft.html);
      data.set("beside", JSON.stringify(draft.fields));
      data.set("base", draft.base);
    }
    return data;
  }

  async send() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.ended) return;
    if (this.busy) return this.changed();
    const draft = this.read();
    const text = JSON.stringify(draft);
    const isNew = text !== this.sent;
    this.busy = true;
    this.aborter = new AbortController();
    const timeout = setTimeout(() => this.aborter.abort(), 15000);
    try {
      const act = !isNew ? "seen" : draft ? "keep" : "drop";
      const answer = await fetch(this.url, {
        method: "POST",
        body: this.data(act, isNew ? draft : null),
        headers: { Accept: "application/json" },
        signal: this.aborter.signal,
        redirect: "error",
      });
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (this.ended) return;
      if (!answer.ok) {
        if (isNew) this.failed(told.error ?? (answer.status === 403 ? "You may not write here any more." : "The server did not take it."));
        return;
      }
      this.sent = text;
      if (isNew && told.kept_at && !this.dirty) this.kept(told.kept_at);
      this.others(told.others ?? []);
    } catch {
      if (!this.ended && isNew) this.failed("No connection.");
    } finally {
      clearTimeout(timeout);
      this.busy = false;
    }
  }

  /** Throws away what another tab, or an earlier visit, left on the server. */
  drop(tab) {
    const data = this.data("drop");
    data.set("tab", tab);
    fetch(this.url, { method: "POST", body: data, keepalive: true }).catch(() => {});
  }

  leave() {
    if (this.ended) return;
    const draft = this.dirty ? this.read() : null;
    navigator.sendBeacon(this.url, this.data("left", draft?.html.length < BEACON_CHARS ? draft : null));
  }

  /** The form is on its way: it ends the drafts itself. */
  stop() {
    this.ended = true;
    this.aborter?.abort();
    clearTimeout(this.timer);
    clearInterval(this.alive);
    this.listening.abort();
  }
}
