/* Small builders for the editor's own interface. */

const SVG = "http://www.w3.org/2000/svg";

/** `element("button", { type: "button", class: "tool" }, "Bold")`; a null attribute is left out. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** A function that draws icons of the site's sprite. */
export function iconsFrom(sprite) {
  return (name) => {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", `${sprite}#i-${name}`);
    svg.append(use);
    return svg;
  };
}

let made = 0;

/** An id for an element of the interface, unique on the page. */
export function freshId(what) {
  made += 1;
  return `editor-${what}-${made}`;
}
