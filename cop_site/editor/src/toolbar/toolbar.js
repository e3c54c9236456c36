/* The toolbar: one stop of the Tab key, arrows inside, Escape back to the text. */

import { element } from "../elements.js";
import { Menu } from "./menu.js";
import { keys, TOOLBARS } from "./tools.js";

export class Toolbar {
  constructor({ editor, acts, icon, variant, surface }) {
    Object.assign(this, { editor, acts, icon });
    this.shown = [];
    const groups = TOOLBARS[variant]
      .map((tools) => tools.filter((tool) => !tool.when || tool.when(acts)))
      .filter((tools) => tools.length)
      .map((tools) => element("div", { class: "toolbar__group" }, ...tools.flatMap((tool) => this.build(tool))));
    if (variant === "full") groups.at(-1).classList.add("toolbar__group--end");
    this.dom = element("div", { class: "toolbar", role: "toolbar", "aria-label": "Format", "aria-controls": surface }, ...groups);
    this.dom.addEventListener("keydown", (event) => this.onKey(event));
    this.dom.addEventListener("focusin", (event) => this.holdStop(event.target));
    this.holdStop(this.buttons[0]);
    this.refresh();
    editor.on("transaction", () => this.soon());
  }

  get buttons() {
    return this.shown.map(({ button }) => button);
  }

  build(tool) {
    const shortcut = tool.shortcut ? ` (${keys(tool.shortcut)})` : "";
    const label = element("span", { class: tool.wide ? null : "visually-hidden" }, tool.label);
    const button = element(
      "button",
      { type: "button", class: tool.wide ? "tool tool--wide" : "tool", title: tool.label + shortcut, tabindex: "-1" },
      tool.icon ? this.icon(tool.icon) : null,
      label,
      tool.wide ? this.icon("chevron-down") : null,
    );
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps its selection
    this.shown.push({ tool, button, label });
    const menu = tool.entries ? new Menu({ button, name: tool.label }) : null;
    button.addEventListener("click", () => this.use(tool, button, menu));
    button.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" || !menu) return;
      event.preventDefault();
      this.use(tool, button, menu);
    });
    return menu ? [button, menu.panel] : [button];
  }

  /* Picture and table have a menu only while the selection is in one; else they insert. */
  use(tool, button, menu) {
    const entries = tool.entries?.(this.editor, this.acts);
    if (entries) menu.open(entries);
    else if (button.getAttribute("aria-disabled") !== "true") tool.run(this.editor, this.acts);
  }

  onKey(event) {
    const buttons = this.buttons;
    const at = buttons.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      buttons.at(next % buttons.length).focus();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.editor.commands.focus();
    }
  }

  holdStop(button) {
    if (!this.buttons.includes(button)) return;
    for (const each of this.buttons) each.tabIndex = each === button ? 0 : -1;
  }

  focus() {
    this.buttons.find(({ tabIndex }) => tabIndex === 0).focus();
  }

  soon() {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = null;
      if (!this.editor.isDestroyed) this.refresh();
    });
  }

  refresh() {
    for (const { tool, button, label } of this.shown) {
      if (tool.text) {
        label.textContent = tool.text(this.editor);
        button.setAttribute("aria-label", `${tool.label}: ${label.textContent}`);
      }
      if (tool.active) button.setAttribute(tool.entries ? "data-active" : "aria-pressed", String(tool.active(this.editor)));
      if (tool.disabled) button.setAttribute("aria-disabled", String(tool.disabled(this.editor)));
      if (tool.entries) this.announceMenu(tool, button);
    }
  }

  announceMenu(tool, button) {
    if (tool.entries(this.editor, this.acts)) {
      button.setAttribute("aria-haspopup", "menu");
      button.setAttribute("aria-expanded", button.getAttribute("aria-expanded") ?? "false");
    } else {
      button.removeAttribute("aria-haspopup");
      button.removeAttribute("aria-expanded");
    }
  }
}
