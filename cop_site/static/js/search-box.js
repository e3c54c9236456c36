// Offers titles while somebody types in a search box. Without it, the form searches as forms do.
const WAIT = 150;
const LEAST = 2;
let boxes = 0;

class Suggestions {
  constructor(form, input) {
    this.form = form;
    this.input = input;
    this.chosen = -1;
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = `suggestions-${++boxes}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Titles that begin so");
    this.list.hidden = true;
    this.told = document.createElement("p");
    this.told.className = "visually-hidden";
    this.told.setAttribute("role", "status");
    form.append(this.list, this.told);
    this.dress();
    this.listen();
  }

  dress() {
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
  }

  listen() {
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), WAIT);
    });
    this.input.addEventListener("keydown", (event) => this.steer(event));
    this.input.addEventListener("blur", () => this.close());
    // A press on a title must not take the focus first: the list would be gone before the click.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.open(event.target.closest("[role=option]")));
  }

  async ask() {
    this.request?.abort();
    const typed = this.input.value.trim();
    if (typed.length < LEAST) return this.close();
    this.request = new AbortController();
    try {
      const address = new URL("suggest/", this.form.action);
      address.searchParams.set("q", typed);
      const answer = await fetch(address, { signal: this.request.signal, headers: { Accept: "application/json" } });
      if (answer.ok) this.show((await answer.json()).results);
    } catch (error) {
      if (error.name !== "AbortError") this.close(); // offline: the form still says so when it is sent
    }
  }

  show(results) {
    if (document.activeElement !== this.input || !results.length) return this.close();
    this.choose(-1);
    this.list.replaceChildren(...results.map((result, at) => this.option(result, at)));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.told.textContent = `${results.length} ${results.length === 1 ? "title" : "titles"}; arrow down to choose`;
  }

  option(result, at) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${at}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.url = result.url;
    const title = document.createElement("span");
    title.textContent = result.title;
    const about = document.createElement("small");
    about.textContent = result.place && result.place !== result.title ? `${result.kind}, ${result.place}` : result.kind;
    option.append(title, " ", about);
    return option;
  }

  steer(event) {
    if (event.isComposing || this.list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const places = this.list.children.length + 1; // one of them is the box itself
      this.choose(((this.chosen + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && this.chosen >= 0) {
      this.open(this.list.children[this.chosen]);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
  }

  choose(at) {
    this.list.children[this.chosen]?.setAttribute("aria-selected", "false");
    this.chosen = at;
    const option = this.list.children[at];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  open(option) {
    if (option) location.assign(option.dataset.url);
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.choose(-1);
    this.list.hidden = true;
    this.told.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
  }
}

for (const form of document.querySelectorAll(".topbar__search, .search-box")) {
  new Suggestions(form, form.querySelector("input[name=q]"));
}
