// Cards of a board are moved by dragging; where a reason is needed, or may be given, a dialog asks for it.
// Without this file each card has a menu that does the same.
const NAMES = { flagged: "Flagged", emerging: "Emerging", endorsed: "Endorsed", promoted: "Promoted", declined: "Declined", retired: "Retired" };
const WHY_NOT = {
  endorsed: "An expert’s endorsement moves it there.",
  promoted: "Making a job aid of it moves it there.",
};

class PracticeBoard extends HTMLElement {
  connectedCallback() {
    this.ask = this.querySelector("[data-ask]");
    this.said = this.querySelector("[data-said]");
    this.card = null;
    for (const part of this.querySelectorAll("[data-with-script]")) part.hidden = false;
    for (const card of this.querySelectorAll("[data-card]")) this.makeMovable(card);
    for (const column of this.querySelectorAll("[data-state]")) this.makeTarget(column);
    this.ask.querySelector("[data-not-now]").addEventListener("click", () => this.ask.close());
  }

  makeMovable(card) {
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      this.card = card;
      event.dataTransfer.setData("text/plain", card.dataset.title);
      event.dataTransfer.effectAllowed = "move";
      for (const column of this.querySelectorAll("[data-state]")) column.classList.toggle("takes-card", this.takes(column));
    });
    card.addEventListener("dragend", () => {
      for (const column of this.querySelectorAll("[data-state]")) column.classList.remove("takes-card", "is-over");
    });
  }

  makeTarget(column) {
    column.addEventListener("dragover", (event) => {
      if (!this.card) return;
      event.preventDefault();
      column.classList.toggle("is-over", this.takes(column));
    });
    column.addEventListener("dragleave", () => column.classList.remove("is-over"));
    column.addEventListener("drop", (event) => {
      event.preventDefault();
      if (this.card && !column.contains(this.card)) this.drop(column);
      this.card = null;
    });
  }

  takes(column) {
    return this.card.dataset.moves.split(" ").includes(column.dataset.state);
  }

  drop(column) {
    const { state } = column.dataset;
    const { card, title } = this.card.dataset;
    if (!this.takes(column)) {
      this.said.textContent = `“${title}” stays where it is. ${WHY_NOT[state] ?? `It cannot become ${NAMES[state].toLowerCase()} from here.`}`;
      this.said.classList.remove("visually-hidden");
      return;
    }
    this.ask.querySelector("[name=practice]").value = card;
    this.ask.querySelector("[name=to]").value = state;
    this.ask.querySelector("[data-ask-title]").textContent = `Move “${title}” to ${NAMES[state].toLowerCase()}`;
    this.ask.showModal();
    this.ask.querySelector("textarea").focus();
  }
}

customElements.define("practice-board", PracticeBoard);
