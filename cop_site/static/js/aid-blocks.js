/* In Wagtail's editor: puts our elements into its blocks. An element comes onto the page with its value in it,
   and with what the page knows of the community: where pictures go, where pages to link to are found. */

(() => {
  const page = () => document.getElementById("job-aid-editor")?.dataset ?? {};

  class BoundElement {
    constructor(element, name) {
      this.element = element;
      this.input = element.querySelector(`[name="${CSS.escape(name)}"]`);
      this.idForLabel = this.input.id;
    }

    getValue() {
      return this.input.value;
    }

    getState() {
      return this.input.value;
    }

    setState(value) {
      if (this.element.replaceAll) this.element.replaceAll(value ?? "");
      else this.element.value = value ?? "";
    }

    setInvalid(isInvalid) {
      this.input.toggleAttribute("aria-invalid", isInvalid);
      if (isInvalid) this.input.setAttribute("aria-invalid", "true");
    }

    /* What a closed block is called by. */
    getTextLabel(options) {
      const words = this.element.label ?? plainWords(this.input.value);
      const most = options?.maxLength ?? words.length;
      return words.length > most ? `${words.slice(0, most - 1)}…` : words;
    }

    focus() {
      this.element.focus();
    }
  }

  function plainWords(html) {
    return new DOMParser().parseFromString(html.replaceAll("<", " <"), "text/html").body.textContent.replace(/\s+/g, " ").trim();
  }

  class ElementWidget {
    constructor(html) {
      this.html = html;
    }

    render(placeholder, name, id, state, capabilities, options = {}) {
      const holder = document.createElement("template"); // nothing in it comes alive before it is on the page
      holder.innerHTML = this.html.replaceAll("__NAME__", name).replaceAll("__ID__", id).trim();
      const element = holder.content.firstElementChild;
      const input = element.querySelector(`[name="${CSS.escape(name)}"]`);
      input.value = state ?? "";
      const described = options.attributes?.["aria-describedby"];
      if (described) input.setAttribute("aria-describedby", described);
      const { files, links } = page();
      if (files) element.dataset.uploadUrl = files;
      if (links) element.dataset.linkFinderUrl = links;
      placeholder.replaceWith(element);
      return new BoundElement(element, name);
    }

    getByName(name, container) {
      const input = container.querySelector(`[name="${CSS.escape(name)}"]`);
      return new BoundElement(input.parentElement, name);
    }
  }

  window.telepath.register("commonplace.ElementWidget", ElementWidget);
})();
