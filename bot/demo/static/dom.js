/* Building elements by hand: text is always a text node, never markup. */

const SVG = "http://www.w3.org/2000/svg";

/** An element; `on` holds listeners, `data` holds data-*, every other property is an attribute. */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) put(node, name, value);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function put(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") {
    for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  } else if (name === "data") {
    for (const [key, held] of Object.entries(value)) if (held !== undefined) node.dataset[key] = held;
  } else {
    node.setAttribute(name, value === true ? "" : value);
  }
}

export function button(label, press, properties = {}) {
  return el("button", { type: "button", ...properties, on: { click: press } }, label);
}

/** A symbol of index.html, decorative: the control that holds it carries the words. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  use.setAttribute("href", `#${name}`);
  svg.append(use);
  return svg;
}

/** Bring the children of `parent` to `wanted` (an array of nodes), moving as little as possible. */
export function arrange(parent, wanted) {
  const kept = new Set(wanted);
  for (const child of [...parent.children]) {
    if (!kept.has(child) && !child.classList.contains("leaving")) child.remove();
  }
  let before = null;
  for (const node of wanted) {
    let next = before ? before.nextElementSibling : parent.firstElementChild;
    while (next && next.classList.contains("leaving")) next = next.nextElementSibling;
    if (next !== node) parent.insertBefore(node, next);
    before = node;
  }
}

export const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
export const narrow = () => window.matchMedia("(max-width: 700px)").matches;
