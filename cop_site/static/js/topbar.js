// "/" takes the reader to the search box, from anywhere but a place where "/" is typed.
const box = document.querySelector(".topbar__search input");
const sign = document.querySelector(".topbar__search kbd");
const TYPED_INTO = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";

if (box && sign) {
  sign.hidden = false;
  document.addEventListener("keydown", (event) => {
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented;
    if (event.key !== "/" || busy || event.target.closest?.(TYPED_INTO) || !box.offsetParent) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
