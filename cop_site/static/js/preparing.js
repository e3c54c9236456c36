// While a recording is prepared: asks how far it is, and opens it when it is done.
const box = document.querySelector("[data-status]");
const PAUSE = 2500; // milliseconds
const LONGEST_PAUSE = 30000;
let pause = PAUSE;

const ask = async () => {
  try {
    const answer = await fetch(box.dataset.status, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const { state, progress } = await answer.json();
    if (state === "ready" || state === "failed") {
      location.reload();
      return;
    }
    box.querySelector("progress").value = progress;
    box.querySelector("[data-percent]").textContent = state === "processing" && progress ? `, ${progress} %` : "";
    pause = PAUSE;
  } catch {
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
  setTimeout(ask, pause);
};

if (box) {
  box.querySelector("[data-reload]").hidden = true;
  setTimeout(ask, PAUSE);
}
