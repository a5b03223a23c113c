/* The list of messages of one chat: redrawn only where it changed, scrolled only when one was at the bottom. */

import { daySeparator, draw, look } from "./bubbles.js";
import { arrange, button, calm, el, icon } from "./dom.js";
import { day, fromUnix } from "./dates.js";
import { spoken, t } from "./words.js";

const NEAR = 90;
const TOGETHER = 300;

export class Log {
  constructor(hooks) {
    this.hooks = { ...hooks, jump: (id) => this.jump(id) };
    this.shown = new Map();
    this.chat = null;
    this.list = el("ol", { class: "messages", tabindex: "0" });
    this.blank = el("div", { class: "blank" });
    this.list.addEventListener("keydown", (event) => this.steer(event));
    this.latest = button(icon("down"), () => this.toBottom(true), { class: "latest", hidden: true });
    this.scroller = el("div", { class: "scroller" }, this.blank, this.list);
    this.root = el("div", { class: "log" }, this.scroller, this.latest);
    this.scroller.addEventListener("scroll", () => { if (this.near()) this.latest.hidden = true; }, { passive: true });
    const sizes = new ResizeObserver(() => this.settle());
    [this.scroller, this.list].forEach((box) => sizes.observe(box)); // a photo takes its place when it has come
  }

  /** Whether one is at the bottom; one who was stays there when only the room has changed. */
  near() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    if (this.room === clientHeight || !this.stuck) this.stuck = scrollHeight - scrollTop - clientHeight < NEAR;
    this.room = clientHeight;
    return this.stuck;
  }

  show(chat) {
    const moved = this.chat !== chat.id;
    if (moved) this.clear(chat.id);
    const said = JSON.stringify([spoken(), chat.title, chat.messages]);
    if (said === this.said) return; // asking where one is would lay out the whole page anew
    this.said = said;
    const follow = moved || this.near();
    const before = this.list.lastElementChild?.dataset.message;
    this.list.setAttribute("aria-label", chat.title);
    this.latest.setAttribute("aria-label", t("toLatest"));
    arrange(this.list, this.nodes(chat));
    const after = this.list.lastElementChild?.dataset.message;
    if (follow || chat.messages.at(-1)?.outgoing && before !== after) this.toBottom();
    else if (before !== after) this.latest.hidden = false;
  }

  /** The arrows walk from message to message; Enter opens the actions on the one reached. */
  steer(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = [...this.list.querySelectorAll(".more")];
    const at = all.indexOf(document.activeElement);
    if (!step || !all.length || (at < 0 && document.activeElement !== this.list)) return;
    event.preventDefault();
    const next = at < 0 ? all.length - 1 : Math.min(Math.max(at + step, 0), all.length - 1);
    all[next].focus({ preventScroll: true });
    all[next].closest(".message").scrollIntoView({ block: "nearest" });
  }

  clear(id) {
    this.chat = id;
    this.said = null;
    this.shown.clear();
    this.list.replaceChildren();
    this.latest.hidden = true;
    this.stuck = true;
  }

  nodes(chat) {
    const kept = new Map();
    let previous = null;
    for (const message of chat.messages) {
      const words = day(fromUnix(message.date));
      const sameDay = previous && day(fromUnix(previous.date)) === words;
      if (!sameDay) this.keep(kept, `day ${words}`, words, () => daySeparator(words));
      const first = !sameDay || !together(previous, message);
      const context = { first, group: chat.type !== "private" };
      const key = String(message.message_id);
      this.keep(kept, key, look(message, first, spoken()), () => draw(message, context, this.hooks));
      previous = message;
    }
    for (const [key, { node }] of this.shown) if (!kept.has(key)) this.leave(node);
    const fresh = this.shown.size > 0;
    for (const [key, { node }] of kept) if (fresh && !this.shown.has(key)) node.classList.add("arriving");
    this.shown = kept;
    return [...kept.values()].map(({ node }) => node);
  }

  keep(kept, key, mark, make) {
    const old = this.shown.get(key);
    if (old?.mark === mark) {
      kept.set(key, old);
      return;
    }
    const node = make();
    if (old) replace(old.node, node);
    kept.set(key, { mark, node });
  }

  /** A deleted message shrinks away; the focus it had goes to the list. */
  leave(node) {
    if (node.contains(document.activeElement)) this.list.focus({ preventScroll: true });
    if (calm() || node.classList.contains("day")) {
      node.remove();
      return;
    }
    node.style.height = `${node.offsetHeight}px`;
    node.classList.add("leaving");
    node.removeAttribute("data-message");
    node.inert = true;
    setTimeout(() => node.remove(), 320);
  }

  jump(id) {
    const node = this.list.querySelector(`[data-message="${id}"]`);
    if (!node) return;
    node.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
    node.classList.remove("found");
    void node.offsetWidth;
    node.classList.add("found");
  }

  settle() {
    this.room = this.scroller.clientHeight;
    if (this.stuck) this.toBottom();
  }

  toBottom(gently = false) {
    const behavior = gently && !calm() ? "smooth" : "instant";
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
    this.latest.hidden = true;
    this.stuck = true;
  }
}

function together(a, b) {
  return !a.service && !b.service && a.from.id === b.from.id && b.date - a.date < TOGETHER && !a.keyboard?.length;
}

/** Put the new drawing in the old one's place, the focus included. */
function replace(old, node) {
  const keys = [...old.querySelectorAll("button, a")];
  const focused = keys.indexOf(document.activeElement);
  const words = focused < 0 ? "" : keys[focused].textContent;
  old.replaceWith(node);
  node.classList.add("changed");
  if (focused < 0) return;
  const now = [...node.querySelectorAll("button, a")];
  const same = now.find((key) => key.textContent === words) ?? now.find((key) => key.matches(".key")) ?? now[0];
  same?.focus({ preventScroll: true });
}

