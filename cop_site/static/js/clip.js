// A stretch of a recording plays its stretch alone. Without this file the browser's own #t=30,60 begins and ends it.
const within = (media, from, until) => {
  const end = () => Math.min(until, media.duration || until);
  media.addEventListener("timeupdate", () => {
    if (!media.paused && media.currentTime >= end()) media.pause();
  });
  media.addEventListener("seeking", () => {
    const second = Math.min(Math.max(media.currentTime, from), end());
    if (Math.abs(second - media.currentTime) > 0.3) media.currentTime = second;
  });
  media.addEventListener("play", () => {
    if (media.currentTime < from - 0.3 || media.currentTime >= end() - 0.1) media.currentTime = from;
  });
};

for (const clip of document.querySelectorAll("[data-clip]")) {
  const media = clip.querySelector(".clip__media");
  const [from, until] = clip.dataset.clip.split(",").map(Number);
  within(media, from, until);
  clip.addEventListener("toggle", () => {
    if (clip.open) media.play().catch(() => {}); // a browser may want another click
    else media.pause();
  });
}
