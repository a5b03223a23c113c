/* A small menu over a phone: actions on a message, or the bot's commands. */

import { button, el } from "./dom.js";

let close = () => {};

/** Open `items` ([{words, hint, act}]) in `screen`, near `anchor`; arrows move, Escape closes. */
export function openMenu(screen, anchor, items, label) {
  close();
  const node = el("div", { class: "menu", role: "menu", "aria-label": label }, ...items.map(entry));
  place(screen, anchor, node);
  const outside = (event) => { if (!node.contains(event.target)) close(); };
  close = (back = false) => {
    node.remove();
    document.removeEventListener("pointerdown", outside, true);
    if (back && anchor.isConnected) anchor.focus();
    close = () => {};
  };
  document.addEventListener("pointerdown", outside, true);
  node.addEventListener("keydown", (event) => steer(event, node));
  node.querySelector("button")?.focus();
}

function entry({ words, hint, act, danger, deed }) {
  const inside = hint ? [el("b", {}, words), el("small", {}, hint)] : [words];
  const chosen = () => { close(true); act(); };
  const node = button("", chosen, { role: "menuitem", class: danger ? "danger" : null, data: { deed } });
  node.append(...inside);
  return node;
}

function place(screen, anchor, node) {
  screen.append(node);
  const [frame, spot] = [screen.getBoundingClientRect(), anchor.getBoundingClientRect()];
  const [width, height] = [node.offsetWidth, node.offsetHeight];
  const left = Math.min(Math.max(spot.left - frame.left, 8), frame.width - width - 8);
  const below = spot.bottom - frame.top + 4;
  const top = below + height < frame.height - 8 ? below : spot.top - frame.top - height - 4;
  node.style.left = `${left}px`;
  node.style.top = `${Math.max(top, 8)}px`;
}

function steer(event, node) {
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    close(true);
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...node.querySelectorAll("button")];
  all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
}
