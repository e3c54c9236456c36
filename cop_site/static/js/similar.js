// Shows what is there already while somebody types a title. Without it, a button sends the form for the same list.
const WAIT = 400;
const LEAST = 6;

class Similar {
  constructor(box, title) {
    this.box = box;
    this.title = title;
    this.heading = box.querySelector("h2");
    this.list = box.querySelector("[data-list]");
    this.told = box.querySelector("[role=status]");
    box.querySelector("button").remove();
    box.classList.toggle("similar--none", !this.list.children.length);
    title.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), WAIT);
    });
  }

  async ask() {
    this.request?.abort();
    const typed = this.title.value.trim();
    if (typed.length < LEAST) return this.show("");
    this.request = new AbortController();
    try {
      const address = new URL(this.box.dataset.similar, location.href);
      address.searchParams.set("title", typed);
      const answer = await fetch(address, { signal: this.request.signal });
      if (answer.ok) this.show(await answer.text());
    } catch {
      // offline, or typed on: what is shown stays
    }
  }

  show(html) {
    const found = new DOMParser().parseFromString(html, "text/html").body;
    if (found.textContent.trim() === this.list.textContent.trim()) return;
    const things = found.querySelectorAll("li").length;
    this.list.replaceChildren(...found.childNodes);
    this.heading.hidden = !things;
    this.box.classList.toggle("similar--none", !things);
    this.told.textContent = things ? `${this.heading.textContent} ${things} below the title` : "";
  }
}

for (const box of document.querySelectorAll("[data-similar]")) {
  const title = document.getElementById(box.dataset.for);
  if (title) new Similar(box, title);
}
