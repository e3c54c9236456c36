/* <step-choice> around a hidden input: the steps that stand on the page, in their order and by their names of now.
   What is kept is the id of the step, so the choice follows it when the steps are moved. */

const steps = () => {
  const stream = document.querySelector("[data-contentpath='steps']") ?? document;
  return [...stream.querySelectorAll("[data-streamfield-child][data-contentpath]")]
    .filter((step) => step.parentElement.closest("[data-contentpath]") === (stream === document ? null : stream))
    .filter((step) => step.querySelector(":scope > input[name$='-deleted']")?.value !== "1");
};

const titleOf = (step) => step.querySelector("input[name$='-value-title']")?.value.trim() || "a step without a name";

const watching = new Set();
const refresh = () => {
  const choices = steps().map((step, index) => [step.dataset.contentpath, `${index + 1}. ${titleOf(step)}`]);
  for (const element of watching) element.offer(choices);
};
let isDue = false;
const soon = () => {
  if (isDue || !watching.size) return;
  isDue = true;
  setTimeout(() => {
    isDue = false;
    refresh();
  }, 100);
};
document.addEventListener("input", (event) => event.target.name?.endsWith("-value-title") && soon());
new MutationObserver((changes) => {
  const isOurs = ({ target }) => target.closest?.("step-choice");
  if (!changes.every(isOurs)) soon();
}).observe(document.documentElement, { childList: true, subtree: true });

class StepChoice extends HTMLElement {
  connectedCallback() {
    watching.add(this);
    soon();
    if (this.select) return; // it was moved
    this.input = this.querySelector("input");
    this.select = document.createElement("select");
    this.select.id = `${this.input.id}-choice`;
    this.select.setAttribute("aria-label", "Go to");
    const described = this.input.getAttribute("aria-describedby");
    if (described) this.select.setAttribute("aria-describedby", described);
    this.select.addEventListener("change", () => {
      this.input.value = this.select.value;
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    this.append(this.select);
  }

  disconnectedCallback() {
    watching.delete(this);
  }

  get value() {
    return this.input.value;
  }

  set value(value) {
    this.input.value = value;
    soon();
  }

  get label() {
    return this.select?.selectedOptions[0]?.textContent ?? "";
  }

  focus() {
    this.select.focus();
  }

  offer(choices) {
    const { value } = this.input;
    const isGone = value && !choices.some(([id]) => id === value);
    const all = [["", "Choose a step"], ...choices, ...(isGone ? [[value, "A step that is gone"]] : [])];
    this.select.replaceChildren(...all.map(([id, words]) => new Option(words, id, false, id === value)));
  }
}

customElements.define("step-choice", StepChoice);
