// Opened at a step (#:w:contentpath=steps.<id>), or led to one, the editor shows it unfolded.
// Without this it scrolls there, folded.
function unfold(id, tries) {
  const toggle = document.querySelector(`[aria-controls="block-${id}-content"]`);
  if (!toggle) {
    if (tries) setTimeout(unfold, 200, id, tries - 1);
    return;
  }
  if (toggle.getAttribute("aria-expanded") === "false") toggle.click();
  setTimeout(() => document.getElementById(`block-${id}-section`)?.scrollIntoView({ block: "start" }), 400); // once Wagtail has scrolled
}

function show() {
  const id = /contentpath=[a-z_]+\.([0-9a-f-]{36})/.exec(decodeURIComponent(location.hash))?.[1];
  if (id) unfold(id, 20);
}

addEventListener("load", show);
addEventListener("hashchange", show);
