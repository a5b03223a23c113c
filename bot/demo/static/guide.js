/* The guided story on the page: one step at a time, ticked when its effect is seen, the phone concerned lit. */

import { button, el, icon, narrow } from "./dom.js";
import { steps } from "./steps.js";
import { spoken, t } from "./words.js";

const KEPT = "entrepairs.guide";

export class Guide {
  /** `point(key)` lights a phone (or "hour" or "day" of the top bar, or null); `go(key)` brings it into view. */
  constructor(root, opener, point, go) {
    Object.assign(this, { root, opener, point, go });
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    this.at = Math.min(kept?.at ?? 0, steps.length - 1);
    this.open = kept?.open ?? true;
    this.done = new Set(kept?.done ?? []);
    this.unfolded = true;
    opener.addEventListener("click", () => this.turn(!this.open));
  }

  begin() {
    [this.at, this.open, this.unfolded] = [0, true, true];
    this.done.clear();
    this.show();
  }

  turn(open) {
    this.open = open;
    this.unfolded = true;
    this.show();
    if (!open) this.opener.focus();
  }

  /** Something happened on the page: does it finish the step in course? */
  hear(event) {
    if (!this.open || this.done.has(this.at) || !steps[this.at].done(event)) return;
    this.done.add(this.at);
    this.show();
    const here = this.at;
    setTimeout(() => { if (this.at === here && here < steps.length - 1) this.move(1); }, 1600);
  }

  move(by) {
    if (this.at + by >= steps.length) {
      this.turn(false);
      return;
    }
    this.at = Math.max(this.at + by, 0);
    this.show();
  }

  keep() {
    sessionStorage.setItem(KEPT, JSON.stringify({ at: this.at, open: this.open, done: [...this.done] }));
  }

  show() {
    this.keep();
    const focused = this.root.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    this.root.hidden = !this.open;
    this.root.dataset.unfolded = String(this.unfolded);
    this.opener.setAttribute("aria-expanded", String(this.open));
    this.point(this.open ? steps[this.at].phone : null);
    if (this.open) this.root.replaceChildren(...this.card());
    if (focused) this.root.querySelector(`[data-key="${focused}"]`)?.focus();
  }

  card() {
    const step = steps[this.at];
    const [title, text] = step[spoken()];
    const ticked = this.done.has(this.at);
    const fold = button("", () => { this.unfolded = !this.unfolded; this.show(); }, {
      class: "guide-fold", data: { key: "fold" }, "aria-expanded": String(this.unfolded),
      "aria-label": this.unfolded ? t("fold") : t("unfold"),
    });
    fold.append(icon("down"));
    return [
      el("div", { class: "guide-head" },
        el("span", { class: ticked ? "guide-number ticked" : "guide-number", "aria-hidden": "true" },
          ticked ? icon("check") : String(this.at + 1)),
        el("div", { class: "guide-title" },
          el("small", {}, t("stepOf", { n: this.at + 1, all: steps.length }), ticked ? ` · ${t("stepDone")}` : ""),
          el("h2", {}, title)),
        fold,
        button(icon("close"), () => this.turn(false), { class: "guide-close", "aria-label": t("close") })),
      el("p", { class: "guide-text" }, text),
      el("div", { class: "guide-deeds" }, this.dots(), ...this.deeds(step)),
    ];
  }

  dots() {
    return el("span", { class: "dots", "aria-hidden": "true" }, ...steps.map((_, i) =>
      el("i", { class: i === this.at ? "now" : this.done.has(i) ? "past" : null })));
  }

  deeds(step) {
    const last = this.at === steps.length - 1;
    const show = () => { this.go(step.phone); if (narrow()) { this.unfolded = false; this.show(); } };
    return [
      ["hour", "day"].includes(step.phone) ? null : button(t("showPhone"), show, { class: "guide-go", data: { key: "go" } }),
      this.at ? button(t("previous"), () => this.move(-1), { data: { key: "previous" } }) : null,
      button(last ? t("finish") : t("next"), () => this.move(1), { class: "primary", data: { key: "next" } }),
    ];
  }
}
