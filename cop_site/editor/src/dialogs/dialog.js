/* One modal dialog of the editor: title, fields, acts. It stands at the end of the body, outside the page's form. */

import { element, freshId } from "../elements.js";

export class Dialog {
  /** `onAccept` returns an error text to keep the dialog open, or nothing to close it. */
  constructor({ title, accept, icon, onAccept, onClose }) {
    const id = freshId("dialog");
    this.error = element("p", { class: "field__error", role: "alert", hidden: true });
    this.body = element("div", { class: "editor-dialog__body" });
    this.actions = element("p", { class: "actions" }, element("button", { type: "submit", class: "button button--primary" }, accept));
    this.form = element(
      "form",
      { class: "editor-dialog__form", novalidate: true },
      element("h2", { id }, title),
      element(
        "button",
        { type: "button", class: "icon-button dialog__close", onclick: () => this.dom.close() },
        icon("x"),
        element("span", { class: "visually-hidden" }, "Close"),
      ),
      this.body,
      this.error,
      this.actions,
    );
    this.dom = element("dialog", { class: "dialog editor-dialog", "aria-labelledby": id }, this.form);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const problem = onAccept();
      if (problem) this.say(problem);
      else this.dom.close();
    });
    this.dom.addEventListener("close", () => {
      this.dom.remove();
      onClose();
    });
  }

  act(label, run) {
    const button = element("button", { type: "button", class: "button button--quiet" }, label);
    button.addEventListener("click", () => {
      this.dom.close();
      run();
    });
    this.actions.append(button);
  }

  say(problem) {
    this.error.textContent = problem;
    this.error.hidden = false;
  }

  show() {
    document.body.append(this.dom);
    this.dom.showModal();
    this.body.querySelector("input:not(:disabled)")?.focus();
  }
}

/** A labelled text field; returns `{ dom, input }`. */
export function textField(label, { hint, ...attributes } = {}) {
  const id = freshId("field");
  const hintId = hint ? `${id}-hint` : null;
  const input = element("input", { id, class: "input", type: "text", autocomplete: "off", "aria-describedby": hintId, ...attributes });
  const dom = element(
    "div",
    { class: "field" },
    element("label", { for: id }, label),
    input,
    hint ? element("p", { id: hintId, class: "field__hint" }, hint) : null,
  );
  return { dom, input };
}
