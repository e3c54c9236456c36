// What scrolls sideways on a small screen (a wide table) can be reached and scrolled by keyboard.
function mark() {
  for (const box of document.querySelectorAll(".prose table, .table-wrap")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
}

mark();
addEventListener("resize", mark);
