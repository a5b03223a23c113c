/* The strip of people: chooses the phone on a narrow screen, brings it into view on a middling one. */

import { arrange, button, calm, el } from "./dom.js";
import { badge, initial } from "./panel.js";
import { t } from "./words.js";

/** Redraw the strip; `phones` are Phone objects, `shown` is the key of the one in view. */
export function showPeople(strip, phones, shown, choose, hue) {
  arrange(strip, phones.map((phone) => {
    const old = strip.querySelector(`[data-goto="${phone.key}"]`);
    const node = old ?? button("", () => choose(phone.key), { class: "person", data: { goto: phone.key } });
    node.setAttribute("aria-current", String(phone.key === shown));
    const name = phone.frame === "group" ? t("group") : phone.key;
    const face = phone.frame === "group" ? "hue-group" : `hue-${hue(phone.view.person.id)}`;
    const mark = badge(phone.unread());
    node.replaceChildren(
      el("span", { class: `face ${face}`, "aria-hidden": "true" }, phone.frame === "group" ? "" : initial(name)),
      el("span", { class: "person-name" }, name),
      ...(mark ? [mark] : []));
    return node;
  }));
}

export function bringIntoView(node) {
  node.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block: "nearest", inline: "nearest" });
}
