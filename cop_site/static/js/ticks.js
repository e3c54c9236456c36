// Ticks that stay: by person, job aid and version, in this browser. Without this file they are boxes to tick.
const sheet = document.querySelector("[data-ticks]");
const boxes = [...(sheet?.querySelectorAll("[data-tick]") ?? [])];
const again = sheet?.querySelector("[data-start-again]");
const count = sheet?.querySelector("[data-ticked]");
const PREFIX = "ticks:";
const KEPT_DAYS = 30;
const key = `${PREFIX}${sheet?.dataset.ticks}`;
const untouched = count?.textContent;

const read = (name) => {
  try {
    const { ticked, at } = JSON.parse(localStorage.getItem(name) ?? "{}");
    return { ticked: Array.isArray(ticked) ? ticked : [], at: Number(at) || 0 };
  } catch {
    return { ticked: [], at: 0 };
  }
};

const write = (ticked) => {
  try {
    if (ticked.length) localStorage.setItem(key, JSON.stringify({ ticked, at: Date.now() }));
    else localStorage.removeItem(key);
  } catch {
    // the browser keeps nothing, or is full: the boxes hold until the page is left
  }
};

const tell = () => {
  const steps = boxes.filter((box) => box.closest(".step"));
  const done = steps.filter((box) => box.checked).length;
  if (count) count.textContent = done ? `${done} of ${steps.length} steps done` : untouched;
  if (again) again.hidden = !boxes.some((box) => box.checked);
};

const show = () => {
  const { ticked } = read(key);
  for (const box of boxes) box.checked = ticked.includes(box.dataset.tick);
  tell();
};

// Ticks on what nobody opened for a month go; on this device somebody else may stand next.
const tidy = () => {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(PREFIX) && Date.now() - read(name).at > KEPT_DAYS * 86400000) localStorage.removeItem(name);
    }
  } catch {
    // nothing is kept, so nothing is to tidy
  }
};

if (sheet) {
  tidy();
  show();
  sheet.addEventListener("change", ({ target }) => {
    if (!target.dataset.tick) return;
    write(boxes.filter((box) => box.checked).map((box) => box.dataset.tick));
    tell();
  });
  again?.addEventListener("click", () => {
    write([]);
    show();
    boxes.find((box) => box.closest(".step"))?.focus();
  });
  addEventListener("storage", (event) => event.key === key && show());
  addEventListener("pageshow", (event) => event.persisted && show());
}
