/* A search field with a list below it (the combobox pattern): finds a page of the site to link to. */

import { element, freshId } from "../elements.js";
import { textField } from "./dialog.js";

const PAUSE = 200;

export class PageFinder {
  constructor({ url, onPick }) {
    this.url = url;
    this.onPick = onPick;
    this.results = [];
    this.at = -1;
    const list = freshId("pages");
    const { dom, input } = textField("Find a page", {
      type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": list, "aria-autocomplete": "list",
    });
    this.input = input;
    this.list = element("ul", { id: list, class: "page-finder__list", role: "listbox", "aria-label": "Pages found", hidden: true });
    this.status = element("p", { class: "field__hint", role: "status" });
    dom.append(this.list, this.status);
    this.dom = dom;
    input.addEventListener("input", () => this.askSoon());
    input.addEventListener("keydown", (event) => this.onKey(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.pick(this.results[[...this.list.children].indexOf(option)]);
    });
  }

  askSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(this.input.value.trim()), PAUSE);
  }

  async ask(words) {
    this.question?.abort();
    if (!words) return this.show([], "");
    const question = (this.question = new AbortController());
    try {
      const url = new URL(this.url, location.href);
      url.searchParams.set("q", words);
      const answer = await fetch(url, { signal: question.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const { results } = await answer.json();
      const count = results.length === 1 ? "1 page found" : `${results.length} pages found`;
      this.show(results, results.length ? count : `No page found for “${words}”. Try fewer words.`);
    } catch {
      if (!question.signal.aborted) this.show([], "The search did not answer. You can still type an address below.");
    }
  }

  show(results, status) {
    this.results = results;
    this.at = -1;
    this.list.replaceChildren(...results.map((result) => this.option(result)));
    this.list.hidden = !results.length;
    this.input.setAttribute("aria-expanded", String(results.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = status;
  }

  option({ title, kind, place }) {
    return element(
      "li",
      { id: freshId("page"), role: "option", class: "page-finder__option", "aria-selected": "false" },
      element("span", {}, title),
      element("small", {}, [kind, place].filter(Boolean).join(" · ")),
    );
  }

  onKey(event) {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (this.results.length) this.mark((this.at + (key === "ArrowDown" ? 1 : -1) + this.results.length) % this.results.length);
    } else if (key === "Enter" && this.at >= 0) {
      event.preventDefault();
      this.pick(this.results[this.at]);
    } else if (key === "Enter" && this.input.value.trim()) {
      event.preventDefault(); // a question is not an address: the dialog stays
      this.askSoon();
    } else if (key === "Escape" && this.results.length) {
      event.preventDefault(); // first the list closes, then the dialog
      this.show([], "");
    }
  }

  mark(index) {
    this.at = index;
    [...this.list.children].forEach((option, each) => {
      option.setAttribute("aria-selected", String(each === index));
      if (each !== index) return;
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    });
  }

  pick(result) {
    this.show([], "");
    this.onPick(result);
  }
}
