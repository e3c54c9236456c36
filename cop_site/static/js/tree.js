// Opens the tree of pages in place. Without it, each arrow and “more” leads to a page with the same list.
async function part(link) {
  const address = new URL(link.href);
  address.searchParams.set("part", "1");
  const answer = await fetch(address);
  if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
  const items = new DOMParser().parseFromString(await answer.text(), "text/html").body;
  ready(items);
  return [...items.children];
}

function ready(within) {
  for (const link of within.querySelectorAll("[data-open]")) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
  }
}

async function toggle(link) {
  const item = link.closest("li");
  const shown = item.querySelector(":scope > ul");
  const open = link.getAttribute("aria-expanded") !== "true";
  if (shown) {
    shown.hidden = !open;
  } else {
    const list = document.createElement("ul");
    list.append(...(await part(link)));
    if (!list.children.length) list.append(Object.assign(document.createElement("li"), { textContent: "No pages below" }));
    item.append(list);
  }
  link.setAttribute("aria-expanded", String(open));
}

async function more(link) {
  const items = await part(link);
  const shown = new Set([...link.closest("ul").querySelectorAll(":scope > li a")].map((each) => each.href));
  shown.delete(link.href);
  const fresh = items.filter((item) => !shown.has(item.querySelector("a")?.href));
  // Going back, the answer ends with a way on to what stands here already; going on, it begins with one.
  const back = new URL(link.href).searchParams.has("before");
  const known = (item, name) => new URL(item.querySelector("[data-more]")?.href ?? location.href).searchParams.has(name);
  const kept = fresh.filter((item) => !known(item, back ? "after" : "before"));
  link.closest("li").replaceWith(...kept);
  kept.find((item) => item.querySelector("a"))?.querySelector("a").focus();
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-tree] :is([data-open], [data-more])");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.dataset.busy) return;
  event.preventDefault();
  link.dataset.busy = "1";
  try {
    await (link.hasAttribute("data-open") ? toggle(link) : more(link));
  } catch {
    location.assign(link.href); // the page says why, or has the list
  }
  delete link.dataset.busy;
});

document.addEventListener("keydown", (event) => {
  const link = event.target.closest("[data-tree] [data-open]");
  if (event.key !== " " || !link) return;
  event.preventDefault();
  link.click();
});

for (const tree of document.querySelectorAll("[data-tree]")) ready(tree);
