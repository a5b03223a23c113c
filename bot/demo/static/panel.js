/* What covers one phone's screen: a callback's alert, the list of members; and the toast that passes. */

import { button, el } from "./dom.js";
import { t } from "./words.js";

/** Cover `screen` with `content` until its button or Escape; the other phones stay usable. */
export function cover(screen, label, content, closeWords = t("close"), kind = "sheet") {
  const back = document.activeElement;
  const under = [...screen.children];
  const shut = () => {
    veil.remove();
    for (const node of under) node.inert = false;
    if (back?.isConnected) back.focus({ preventScroll: true });
  };
  const done = button(closeWords, shut, { class: "done" });
  const role = kind === "alert" ? "alertdialog" : "dialog";
  const box = el("div", { class: `panel ${kind}`, role, "aria-modal": "true", "aria-label": label }, ...content, done);
  const veil = el("div", { class: "veil", on: { click: (event) => { if (event.target === veil) shut(); } } }, box);
  veil.addEventListener("keydown", (event) => { if (event.key === "Escape") shut(); });
  for (const node of under) node.inert = true;
  screen.append(veil);
  done.focus({ preventScroll: true });
  return shut;
}

export function alertOn(screen, text) {
  cover(screen, text, [el("p", { class: "alert-text" }, text)], t("ok"), "alert");
}

/** A line that passes over the phone, long enough to be read slowly. */
export function toastOn(screen, text) {
  screen.querySelector(".toast")?.remove();
  const node = el("div", { class: "toast", role: "status" }, text);
  screen.append(node);
  setTimeout(() => node.remove(), Math.max(4000, text.length * 70));
}

export function membersOf(chat, mine, actions, hue) {
  const rows = chat.members.map((member) => el("li", {},
    el("span", { class: `face hue-${hue(member.id)}`, "aria-hidden": "true" }, initial(member.name)),
    el("span", { class: "who" }, member.name, member.id === mine ? el("small", {}, ` (${t("you")})`) : null),
    statusNode(member.status)));
  const deeds = actions.map(({ words, act, danger }) => button(words, act, { class: danger ? "deed danger" : "deed" }));
  return [el("h3", {}, chat.title), el("ul", { class: "members" }, ...rows), el("div", { class: "deeds" }, ...deeds)];
}

function statusNode(status) {
  const words = { creator: t("creator"), administrator: t("administrator") }[status];
  return words ? el("small", { class: "status" }, words) : null;
}

/** The mark of what was not seen yet; null when there is nothing. */
export function badge(count) {
  return count ? el("span", { class: "badge" }, String(count), el("span", { class: "sr" }, ` ${t("newOn")}`)) : null;
}

export const initial = (name) => [...(name || "?")][0].toUpperCase();
