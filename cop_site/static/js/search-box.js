// Offers titles while somebody types in a search box, and values of a filter that is being typed ("in:pha").
// Without it, the form searches as forms do, and the page of results lists the filters.
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
    const typed = this.input.value.slice(0, this.input.selectionStart ?? undefined);
    if (typed.trim().length < LEAST) return this.close();
    this.request = new AbortController();
    try {
      const address = new URL("suggest/", this.form.action);
      address.searchParams.set("q", typed);
      const answer = await fetch(address, { signal: this.request.signal, headers: { Accept: "application/json" } });
      if (answer.ok) this.show(typed, await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") this.close(); // offline: the form still says so when it is sent
    }
  }

  show(typed, { results, filter }) {
    const options = filter ? filter.values.map((value) => this.value(typed, filter, value)) : results.map((result) => this.title(result));
    if (document.activeElement !== this.input || !options.length) return this.close();
    this.choose(-1);
    options.forEach((option, at) => (option.id = `${this.list.id}-${at}`));
    this.list.replaceChildren(...options);
    this.list.setAttribute("aria-label", filter ? `What can stand behind ${filter.name}:` : "Titles that begin so");
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    const [one, many] = filter ? ["value", "values"] : ["title", "titles"];
    this.told.textContent = `${options.length} ${options.length === 1 ? one : many}; arrow down to choose`;
  }

  title(result) {
    const about = result.place && result.place !== result.title ? `${result.kind}, ${result.place}` : result.kind;
    const option = this.option(result.title, about);
    option.dataset.url = result.url;
    return option;
  }

  // The place of a filter is counted in characters, of which some are two units of a string here.
  value(typed, filter, { text, label }) {
    const option = this.option(text, label);
    option.dataset.before = `${[...typed].slice(0, filter.begin).join("")}${text} `;
    option.dataset.typed = typed;
    return option;
  }

  option(text, about) {
    const option = document.createElement("li");
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const title = document.createElement("span");
    title.textContent = text;
    const small = document.createElement("small");
    small.textContent = about;
    option.append(title, " ", small);
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
    if (option?.dataset.url) location.assign(option.dataset.url);
    else if (option) this.fill(option.dataset.typed, option.dataset.before);
  }

  fill(typed, before) {
    const after = this.input.value.slice(typed.length).trimStart();
    this.input.value = before + after;
    this.input.setSelectionRange(before.length, before.length);
    this.close();
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
