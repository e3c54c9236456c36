// Shows what was found below the box while somebody types. Without it the form leads to a page that shows it.
const WAIT = 200; // ms
const LEAST = 2; // letters

for (const form of document.querySelectorAll("form[data-finder]")) {
  const input = form.querySelector("input[name=q]");
  const found = form.querySelector("[data-found]");
  let timer = 0;
  let asking = null;

  async function ask() {
    clearTimeout(timer);
    asking?.abort();
    const words = input.value.trim();
    if (words.length < LEAST) return found.replaceChildren();
    const mine = (asking = new AbortController());
    try {
      const address = `${form.action}?${new URLSearchParams({ q: words })}`;
      const answer = await fetch(address, { signal: mine.signal, headers: { "X-Part": "1" } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      found.replaceChildren(...page.body.childNodes);
    } catch (error) {
      if (error.name !== "AbortError") found.textContent = "The server did not answer. Choose “Find” to try again.";
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
}
