/* A button of the toolbar that opens a short list of acts: the menu button pattern, on a native popover. */

import { element, freshId } from "../elements.js";

export class Menu {
  constructor({ button, name }) {
    this.button = button;
    this.panel = element("div", { id: freshId("menu"), class: "tool-menu", role: "menu", popover: "auto", "aria-label": name });
    this.panel.addEventListener("keydown", (event) => this.onKey(event));
    this.panel.addEventListener("mousedown", (event) => event.preventDefault());
    this.panel.addEventListener("toggle", (event) => {
      button.setAttribute("aria-expanded", String(event.newState === "open"));
    });
    // A click on the button of an open menu closes it: the browser has done so by the time of the click.
    button.addEventListener("pointerdown", () => (this.closing = this.panel.matches(":popover-open")));
  }

  /** Each entry is `{ label, run, checked? }`. */
  open(entries) {
    if (this.closing) {
      this.closing = false;
      return;
    }
    this.panel.replaceChildren(...entries.map((entry) => this.item(entry)));
    this.panel.showPopover();
    this.place();
    (this.panel.querySelector('[aria-checked="true"]') ?? this.panel.firstElementChild).focus();
  }

  item({ label, run, checked }) {
    return element(
      "button",
      {
        type: "button",
        class: "tool-menu__item",
        role: checked === undefined ? "menuitem" : "menuitemradio",
        "aria-checked": checked === undefined ? null : String(checked),
        tabindex: "-1",
        onclick: () => {
          this.panel.hidePopover();
          run();
        },
      },
      label,
    );
  }

  place() {
    const at = this.button.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.panel;
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - offsetWidth - 8));
    const below = at.bottom + 4;
    this.panel.style.left = `${left}px`;
    this.panel.style.top = `${below + offsetHeight > innerHeight ? Math.max(8, at.top - offsetHeight - 4) : below}px`;
  }

  onKey(event) {
    event.stopPropagation();
    const items = [...this.panel.children];
    const at = items.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      items.at(next % items.length).focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      this.panel.hidePopover();
      this.button.focus();
    }
  }
}
