// Sends a form with a file and shows how far it is. Without this file the browser sends it, and shows it in its own way.
const size = (bytes) => (bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);

const timeLeft = (secondsLeft) => {
  if (!Number.isFinite(secondsLeft) || secondsLeft < 5) return "";
  const minutes = Math.round(secondsLeft / 60);
  return secondsLeft < 90 ? `, about ${Math.round(secondsLeft / 5) * 5} seconds left` : `, about ${minutes} minutes left`;
};

class Sending {
  constructor(form) {
    this.form = form;
    this.box = form.querySelector("[data-sending]");
    this.lost = form.querySelector("[data-lost]");
    this.request = null;
    form.addEventListener("submit", (event) => this.submit(event));
    this.box.querySelector("[data-cancel]").addEventListener("click", () => this.request?.abort());
  }

  submit(event) {
    event.preventDefault();
    if (this.request) return;
    const chosen = this.form.querySelector("input[data-max]");
    const file = chosen?.files[0];
    if (file && file.size > Number(chosen.dataset.max)) {
      this.say(`${file.name} is ${size(file.size)}; the limit is ${size(Number(chosen.dataset.max))}. Cut the recording, or save it smaller.`);
      chosen.focus();
      return;
    }
    this.send(new FormData(this.form, event.submitter));
  }

  send(data) {
    const request = new XMLHttpRequest();
    const started = performance.now();
    this.request = request;
    this.lost.hidden = true;
    this.box.hidden = false;
    this.show(0, "");
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const left = ((performance.now() - started) / 1000) * (total / loaded - 1);
      this.show(loaded / total, `${size(loaded)} of ${size(total)}${timeLeft(left)}`);
    });
    request.addEventListener("load", () => this.arrived(request));
    request.addEventListener("error", () => this.stopped("The connection was lost. What you typed is kept: send it again."));
    request.addEventListener("abort", () => this.stopped("Stopped. Nothing was sent, and what you typed is kept."));
    addEventListener("beforeunload", stay);
    request.open("POST", this.form.action);
    request.responseType = "document";
    request.send(data);
  }

  show(part, words) {
    this.box.querySelector("progress").value = Math.round(part * 100);
    this.box.querySelector("[data-words]").textContent = words;
  }

  // A form that is in order leads to the recording; else the same page comes back and says what is not.
  arrived(request) {
    removeEventListener("beforeunload", stay);
    const came = request.response?.querySelector("main");
    const here = new URL(this.form.action, location.href);
    if (request.status < 400 && request.responseURL && new URL(request.responseURL).pathname !== here.pathname) {
      location.assign(request.responseURL);
    } else if (came) {
      document.querySelector("main").replaceWith(document.adoptNode(came));
      watch();
      document.querySelector(".error-summary, h1")?.focus();
      scrollTo(0, 0);
    } else {
      this.stopped("Not sent. The server did not answer as it should. What you typed is kept: send it again.");
    }
  }

  stopped(words) {
    removeEventListener("beforeunload", stay);
    this.request = null;
    this.box.hidden = true;
    this.say(words);
  }

  say(words) {
    this.lost.textContent = words;
    this.lost.hidden = false;
  }
}

const stay = (event) => event.preventDefault();
const watch = () => document.querySelectorAll("form[data-upload]").forEach((form) => new Sending(form));
watch();
