/* <picture-chooser>, <clip-chooser> and <person-chooser> around a hidden input: each shows what is chosen and opens
   a dialog with what the community has. What they show they ask of the server, which asks its policy. */

const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
};

const openDialog = (asks) => document.body.appendChild(Object.assign(document.createElement("choice-dialog"), asks));

const page = () => document.getElementById("job-aid-editor")?.dataset ?? {};

class Chooser extends HTMLElement {
  connectedCallback() {
    if (this.shown) return; // it was moved
    this.input = this.querySelector("input");
    this.shown = make("div", { class: "chooser__shown" });
    this.open = make("button", { type: "button", class: "button button-small button-secondary" });
    this.clear = make("button", { type: "button", class: "button button-small button-secondary no" }, "Clear");
    this.open.addEventListener("click", () => this.choose());
    this.clear.addEventListener("click", () => this.take("", null));
    this.append(this.shown, make("div", { class: "chooser__acts" }, this.open, this.clear));
    this.show();
  }

  get value() {
    return this.input.value;
  }

  set value(value) {
    this.input.value = value;
    this.show();
  }

  get label() {
    return this.shown?.dataset.label ?? "";
  }

  focus() {
    this.open.focus();
  }

  get base() {
    return `${page().choose}${this.kind}/`;
  }

  show(choice = null) {
    const { value } = this.input;
    this.open.textContent = value ? `Choose another ${this.thing}` : `Choose a ${this.thing}`;
    this.clear.hidden = !value;
    if (!value) this.draw(null);
    else if (choice) this.draw(choice);
    else this.describe(value);
  }

  draw(choice) {
    this.shown.dataset.label = choice?.title ?? "";
    this.shown.replaceChildren(...(choice ? this.parts(choice) : []));
    this.dispatchEvent(new Event("input", { bubbles: true })); // a closed block is named anew
  }

  parts({ title, note, picture }) {
    const words = make("span", { class: "chooser__words" }, make("strong", {}, title));
    if (note) words.append(make("span", { class: "chooser__note" }, note));
    return [...(picture ? [make("img", { src: picture, alt: "", loading: "lazy" })] : []), words];
  }

  async describe(value) {
    const found = await named(this.base, value);
    if (this.input.value !== value) return;
    this.draw(found ?? { title: `This ${this.thing} is not in this community`, note: "Choose another." });
  }

  take(value, choice) {
    this.input.value = value;
    this.show(choice);
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.open.focus();
  }

  choose() {
    openDialog({
      heading: `Choose a ${this.thing}`,
      address: this.base,
      hint: this.hint,
      empty: this.empty,
      onChoose: (choice, dialog) => this.chosen(choice, dialog),
      ...this.more,
    });
  }

  chosen(choice, dialog) {
    dialog.close();
    this.take(choice.value, choice);
  }
}

/* Several elements that come onto the page at once ask together. */
const asked = new Map();

function named(base, value) {
  if (!asked.has(base)) {
    const values = [];
    const answer = new Promise((resolve) => {
      setTimeout(async () => {
        asked.delete(base);
        const found = await fetch(`${base}?named=${encodeURIComponent(values.join(","))}`).then(
          (response) => (response.ok ? response.json() : { results: [] }),
          () => ({ results: [] }),
        );
        resolve(new Map(found.results.map((choice) => [choice.value, choice])));
      });
    });
    asked.set(base, { values, answer });
  }
  const { values, answer } = asked.get(base);
  values.push(value);
  return answer.then((found) => found.get(value));
}

class PictureChooser extends Chooser {
  kind = "pictures";
  thing = "picture";
  hint = "Search by the name of the file";
  empty = "No picture here yet. Upload the first one.";

  /* Its address says all that is shown. */
  async describe(value) {
    const isOurs = value.startsWith("/files/");
    const name = decodeURIComponent(value.split("/").pop());
    this.draw({ title: isOurs ? name : "This is no picture of the community", picture: isOurs ? value : "" });
  }

  get more() {
    const token = this.input.form?.elements.csrfmiddlewaretoken?.value ?? "";
    return { isGrid: true, upload: { address: page().files, token } };
  }
}

class PersonChooser extends Chooser {
  kind = "people";
  thing = "person";
  hint = "Search by name, role or ward";
  empty = "Nobody here is called that.";
}

class ClipChooser extends Chooser {
  kind = "clips";
  thing = "screencast";
  hint = "Search by title, or by what is said";
  empty = "No screencast here says that.";

  /* The times stand beside it, in the same block. */
  beside(name) {
    return this.input.form?.elements[this.input.name.replace(/screencast$/, name)];
  }

  async chosen(choice, dialog) {
    const stretch = await dialog.askForStretch(choice, {
      start: choice.value === this.value ? this.beside("start").value : "",
      end: choice.value === this.value ? this.beside("end").value : "",
    });
    if (!stretch) return;
    dialog.close();
    for (const [name, value] of Object.entries(stretch)) {
      const input = this.beside(name);
      input.value = value;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.take(choice.value, choice);
  }
}

customElements.define("picture-chooser", PictureChooser);
customElements.define("person-chooser", PersonChooser);
customElements.define("clip-chooser", ClipChooser);
