// Tells which result was opened, while the browser leaves for it. Without it, results open and nothing is counted.
const list = document.querySelector("[data-asked]");

function tell(event) {
  const hit = event.target.closest("a[href]")?.closest("[data-thing]");
  if (!hit || event.button > 1) return;
  const said = new FormData();
  said.set("asked", list.dataset.asked);
  said.set("kind", hit.dataset.kind);
  said.set("thing", hit.dataset.thing);
  said.set("position", Number(list.dataset.before) + [...list.children].indexOf(hit) + 1);
  navigator.sendBeacon(list.dataset.opened, said);
}

list?.addEventListener("click", tell);
list?.addEventListener("auxclick", tell);
