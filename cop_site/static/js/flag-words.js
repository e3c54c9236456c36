// Which words a reader marked, or which block the pointer is at, and the small button that offers to flag them.
// What can be flagged stands in a [data-flags]; the address comes from the flag button in it.
const BLOCK = /^b[a-z2-7]{10}$/;
const LONGEST = 400; // characters: as MAX_WORDS of the server
const NAMES = { LI: "this item", TABLE: "this table", FIGURE: "this picture", PRE: "this code", BLOCKQUOTE: "this quotation" };

const bar = document.createElement("div");
bar.className = "flag-bar";
bar.hidden = true;
let shownBy = ""; // "words" or "pointer"

const elementOf = (node) => (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement);

const blockOf = (node) => {
  const around = elementOf(node)?.closest(".prose");
  let block = elementOf(node);
  while (block && block !== around && !BLOCK.test(block.id)) block = block.parentElement;
  return around && block && block !== around ? block : null;
};

const addressOf = (block) => {
  const link = block.closest("[data-flags]")?.querySelector("a[data-flag][href]");
  return link ? `${new URL(link.href).pathname}?at=${block.id}` : "";
};

const whole = (block) => {
  const range = document.createRange();
  range.selectNodeContents(block);
  return range;
};

const button = (text, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--small";
  made.textContent = text;
  made.addEventListener("pointerdown", (event) => event.preventDefault()); // the words stay marked
  made.addEventListener("click", act);
  return made;
};

const hide = () => {
  bar.hidden = true;
  shownBy = "";
};

const showAt = (left, top, by, buttons) => {
  bar.replaceChildren(...buttons);
  bar.hidden = false;
  shownBy = by;
  const most = document.documentElement.clientWidth - bar.offsetWidth - 8;
  bar.style.left = `${Math.max(8, Math.min(left, most)) + window.scrollX}px`;
  bar.style.top = `${top + window.scrollY}px`;
};

const markedWords = () => {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const block = blockOf(range.commonAncestorContainer);
  const text = selection.toString().trim();
  return block && text && addressOf(block) ? { block, range, text } : null;
};

export const watchMarkedWords = (open) => {
  const blockButton = (block) =>
    button(`Flag ${NAMES[block.tagName] ?? "this paragraph"}`, () => {
      hide();
      open(addressOf(block), whole(block));
    });

  const offerWords = () => {
    const marked = markedWords();
    if (!marked) return shownBy === "words" && hide();
    const { block, range, text } = marked;
    const buttons = [blockButton(block)];
    if (text.length <= LONGEST) {
      const before = document.createRange();
      before.setStart(block, 0);
      before.setEnd(range.startContainer, range.startOffset);
      const query = new URLSearchParams({ words: text, near: String(before.toString().length) });
      const kept = range.cloneRange();
      buttons.unshift(
        button("Flag these words", () => {
          hide();
          open(`${addressOf(block)}&${query}`, kept);
        }),
      );
    }
    const box = range.getBoundingClientRect();
    showAt(box.left, box.bottom + 6, "words", buttons);
  };

  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(offerWords, 250);
  });

  // A mouse that rests on a block gets a button at the block's end; a finger marks words instead.
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse" || shownBy === "words" || bar.contains(event.target)) return;
    const block = blockOf(event.target);
    if (!block || !addressOf(block) || event.buttons) return shownBy === "pointer" && hide();
    const box = block.getBoundingClientRect();
    showAt(box.right - 140, box.top - 30, "pointer", [blockButton(block)]);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  document.body.append(bar);
};
