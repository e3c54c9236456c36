// Keys for a list of rows that can be selected: j, k, x, o, c, ?. Without this file Tab and the boxes do the same.
const WRITING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

class DeskRows extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form[data-rows]");
    this.keys = this.querySelector("[data-keys]");
    this.count = this.form.querySelector("[data-selected]");
    for (const part of this.querySelectorAll("[data-with-script]")) part.hidden = false;
    this.pressed = (event) => this.press(event);
    document.addEventListener("keydown", this.pressed);
    this.form.addEventListener("change", () => this.say());
    this.say();
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.pressed);
  }

  get boxes() {
    return [...this.querySelectorAll("[data-row] input[type=checkbox]")];
  }

  get here() {
    return this.boxes.indexOf(document.activeElement?.closest("[data-row]")?.querySelector("input[type=checkbox]"));
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(WRITING) || document.querySelector("dialog[open], :popover-open")) return;
    const act = { j: () => this.go(1), k: () => this.go(-1), x: () => this.select(), o: () => this.open(), c: () => this.claim(), "?": () => this.keys.showModal() }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  go(by) {
    const boxes = this.boxes;
    const next = this.here < 0 ? (by > 0 ? 0 : boxes.length - 1) : Math.min(Math.max(this.here + by, 0), boxes.length - 1);
    boxes[next]?.focus();
    boxes[next]?.closest("[data-row]").scrollIntoView({ block: "nearest" });
  }

  select() {
    const box = this.boxes[this.here];
    if (box) box.click();
  }

  open() {
    this.boxes[this.here]?.closest("[data-row]").querySelector("a[href]").click();
  }

  claim() {
    const box = this.boxes[this.here];
    if (box) box.checked = true;
    if (this.boxes.some((each) => each.checked)) this.form.requestSubmit(this.form.querySelector("button[value=claim]"));
  }

  say() {
    const number = this.boxes.filter((box) => box.checked).length;
    this.count.textContent = number ? `${number} selected` : "";
  }
}

customElements.define("desk-rows", DeskRows);
