/* Unsaved texts in this browser. One list of drafts a text, one entry a tab, so that two tabs never overwrite
   each other. What is older than two weeks is thrown away: a ward's computer is shared. */

const PREFIX = "draft:";
const SENT = "draft-sent:";
const TWO_WEEKS = 14 * 24 * 60 * 60 * 1000;

/** `[{ tab, html, fields, base, at }]`, newest first. Never throws: storage may be off, full, or hold nonsense. */
export function draftsOf(key) {
  try {
    const drafts = JSON.parse(localStorage.getItem(PREFIX + key) ?? "[]");
    return drafts.filter(({ html, at }) => typeof html === "string" && Date.now() - at < TWO_WEEKS).sort((a, b) => b.at - a.at);
  } catch {
    return [];
  }
}

function store(key, drafts) {
  try {
    if (drafts.length) localStorage.setItem(PREFIX + key, JSON.stringify(drafts));
    else localStorage.removeItem(PREFIX + key);
    return true;
  } catch {
    return false;
  }
}

/** Keeps the tab's draft in place of its last one; false when this browser cannot. */
export function keepDraft(key, draft) {
  return store(key, [draft, ...draftsOf(key).filter(({ tab }) => tab !== draft.tab)]);
}

export function dropDraft(key, tab) {
  store(key, draftsOf(key).filter((draft) => draft.tab !== tab));
}

/** Remembers which tab's draft is on its way to the server. */
export function markSent(key, tab) {
  try {
    sessionStorage.setItem(SENT + key, tab);
  } catch {
    // the draft is then offered once more, which is better than lost
  }
}

function takeSent(key) {
  try {
    const tab = sessionStorage.getItem(SENT + key);
    sessionStorage.removeItem(SENT + key);
    return tab;
  } catch {
    return null;
  }
}

/** Ends the drafts that this page says are saved: `<meta name="draft-saved" content="key">`. */
export function forgetSaved() {
  document.querySelectorAll('meta[name="draft-saved"]').forEach(({ content }) => {
    const tab = takeSent(content);
    if (tab) dropDraft(content, tab);
  });
}

/** The server sent the form back: its draft goes on as this tab's. True when there was one. */
export function adoptReturned(key, tab) {
  const sent = takeSent(key);
  const draft = sent && draftsOf(key).find((each) => each.tab === sent);
  if (!draft) return false;
  dropDraft(key, sent);
  return keepDraft(key, { ...draft, tab });
}

/** Throws away what is too old, of every text. */
export function prune() {
  try {
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith(PREFIX)) continue;
      const key = name.slice(PREFIX.length);
      store(key, draftsOf(key));
    }
  } catch {
    // no storage, nothing to prune
  }
}
