/* One phone: whose it is, its conversations, the one that is open, what covers it. */

import { Composer } from "./composer.js";
import { arrange, button, el, icon } from "./dom.js";
import { Log } from "./log.js";
import { openMenu } from "./menu.js";
import { alertOn, badge, cover, initial, membersOf, toastOn } from "./panel.js";
import { roleOf, spoken, t } from "./words.js";

const DOOR_LINK = /^https:\/\/t\.me\/\+[\w-]+$/;
const BOT_LINK = /^(?:https?:\/\/t\.me\/\w+\?start=|tg:\/\/resolve\?domain=\w+&start=)([\w-]+)$/i;

export class Phone {
  /** `hooks`: act(body), hue(id), inHand(phone), gesture(event). `frame` is "phone" or "group". */
  constructor(key, hooks, frame = "phone") {
    this.key = key;
    this.hooks = hooks;
    this.frame = frame;
    this.toastSeen = undefined;
    this.log = new Log({
      hue: hooks.hue, follow: (link) => this.follow(link),
      press: (keyHeld, message, node) => this.press(keyHeld, message, node),
      actions: (message, anchor) => this.actions(message, anchor),
    });
    this.composer = new Composer({
      say: (text, reply, dates) => this.act({ kind: "say", text, reply_to: reply ?? null, dates }),
      photo: (data, reply) => this.act({ kind: "photo", data, reply_to: reply }),
      edit: (message, text) => this.act({ kind: "edit", message, text }),
      start: () => this.act({ kind: "start" }),
      screen: () => this.screen, inHand: () => hooks.inHand(this),
    });
    this.build();
  }

  build() {
    this.face = el("span", { class: "face", "aria-hidden": "true" });
    this.name = el("h2", {});
    this.role = el("small", { class: "role" });
    this.fresh = el("span", { class: "fresh", hidden: true });
    const who = el("div", { class: "who" }, this.name, this.role);
    this.owner = el("header", { class: "owner" }, this.face, who, this.fresh);
    this.tabs = el("div", { class: "tabs", role: "tablist" });
    this.titleKey = button("", () => this.members(), { class: "title", "aria-haspopup": "dialog" });
    this.pin = button("", () => this.log.jump(this.chat.pinned), { class: "pin", hidden: true });
    this.tabs.addEventListener("keydown", (event) => this.steerTabs(event));
    this.screen = el("div", { class: "screen" }, this.tabs, this.titleKey, this.pin, this.log.root, this.composer.root);
    this.outsideWords = el("p", {});
    this.joinKey = button("", () => this.join(), { class: "begin" });
    this.outside = el("div", { class: "outside", hidden: true }, this.outsideWords, this.joinKey);
    this.screen.append(this.outside);
    this.root = el("section", { class: `phone ${this.frame}`, data: { person: this.key } }, this.owner, this.screen);
  }

  /** Draw `view` ({person, chats, toast, role}); the chat that was open stays open. */
  show(view, state) {
    const said = JSON.stringify([view, state.group, this.open, spoken()]);
    if (said === this.said) return; // of the phones most have nothing new: the page is not laid out anew for them
    this.said = said;
    this.view = view;
    this.group = state.group;
    const chats = this.places(view);
    const shown = chats.find((chat) => chat.id === this.open) ?? chats[0];
    this.open = shown.id;
    this.chat = shown.closed ? null : shown;
    const role = roleOf(view.role, view.person.name);
    const label = this.frame === "group" ? t("theGroup") : t("phoneOf", { name: view.person.name, role });
    this.root.setAttribute("aria-label", label);
    this.face.className = `face hue-${this.hooks.hue(view.person.id)}`;
    this.showOwner(view, role);
    this.showTabs(chats);
    this.screen.classList.toggle("empty", !this.chat);
    this.outside.hidden = Boolean(this.chat);
    if (this.chat) this.showChat();
    else this.showDoor(view.person.name);
    this.showToast(view.toast);
  }

  /** The conversations to choose from; for whoever is not in the region's group, the door to it is one. */
  places(view) {
    const chats = this.frame === "group" ? view.chats.filter((chat) => chat.id === this.group) : view.chats;
    const inside = chats.some((chat) => chat.id === this.group);
    return inside ? chats : [...chats, { id: this.group, type: "supergroup", closed: true }];
  }

  showDoor(name) {
    this.outsideWords.textContent = t("outside", { name });
    this.joinKey.textContent = t("joinGroup");
  }

  join() {
    this.hooks.act({ kind: "join", person: this.view.person.id, chat: this.group });
  }

  showOwner(view, role) {
    this.face.textContent = initial(view.person.name);
    this.name.textContent = view.person.name;
    this.role.textContent = role;
    const count = this.unread();
    this.fresh.hidden = count === 0;
    this.fresh.replaceChildren(String(count), el("span", { class: "sr" }, ` ${t("newOn")}`));
  }

  unread() {
    return (this.view?.chats ?? []).reduce((sum, chat) => sum + (chat.unread || 0), 0);
  }

  showTabs(chats) {
    this.tabs.hidden = chats.length < 2;
    this.tabs.setAttribute("aria-label", t("chats"));
    arrange(this.tabs, chats.map((chat) => this.tab(chat)));
  }

  tab(chat) {
    const chosen = chat.id === this.open;
    const old = this.tabs.querySelector(`[data-chat="${chat.id}"]`);
    const look = { role: "tab", class: "tab", data: { chat: String(chat.id) } };
    const node = old ?? button("", () => this.openChat(chat.id), look);
    node.setAttribute("aria-selected", String(chosen));
    node.tabIndex = chosen ? 0 : -1;
    const words = chat.type === "private" ? t("private") : t("group");
    const mark = badge(chat.unread);
    node.replaceChildren(el("span", {}, words), ...(mark ? [mark] : []));
    return node;
  }

  openChat(id) {
    this.open = id;
    this.hooks.refresh();
    this.tabs.querySelector('[aria-selected="true"]')?.focus({ preventScroll: true });
    this.read();
  }

  steerTabs(event) {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const all = [...this.tabs.children];
    const step = event.key === "ArrowRight" ? 1 : -1;
    const at = all.indexOf(document.activeElement);
    this.openChat(Number(all[(at + step + all.length) % all.length].dataset.chat));
  }

  showChat() {
    const { chat } = this;
    const isPrivate = chat.type === "private";
    const count = chat.members.length;
    const under = isPrivate ? t("bot") : count === 1 ? t("member") : t("members", { n: count });
    this.titleKey.replaceChildren(el("b", {}, chat.title), el("small", {}, under));
    this.showPin(chat);
    const empty = chat.messages.length === 0;
    this.log.blank.textContent = empty ? (isPrivate ? t("startHint") : t("emptyGroup")) : "";
    this.log.show(chat);
    const mayStart = isPrivate && (empty || chat.blocked);
    this.composer.show(chat, this.view.person, mayStart);
  }

  showPin(chat) {
    const pinned = chat.pinned && chat.messages.find((message) => message.message_id === chat.pinned);
    this.pin.hidden = !pinned;
    if (!pinned) return;
    const text = el("span", {}, pinned.text ?? pinned.caption ?? "");
    this.pin.replaceChildren(icon("pin"), el("span", { class: "sr" }, t("pinned")), text);
  }

  showToast(toast) {
    const known = this.toastSeen !== undefined;
    const fresh = known && toast && toast.id !== this.toastSeen;
    this.toastSeen = toast?.id ?? null;
    const presser = this.hooks.presser(this.view.person.id);
    if (!fresh || !toast.text || (presser ? presser !== this : this.frame === "group")) return;
    if (toast.alert) alertOn(this.screen, toast.text);
    else toastOn(this.screen, toast.text);
  }

  act(body) {
    return this.hooks.act({ person: this.view.person.id, chat: this.chat.id, ...body });
  }

  /** Tell the program that what is shown was seen. */
  read() {
    if (this.chat?.unread) this.act({ kind: "read" });
  }

  async press(key, message, node) {
    this.hooks.pressed(this.view.person.id, this);
    this.hooks.gesture({ kind: "tapped", person: this.view.person.name, text: key.text });
    if (key.url) {
      if (!this.follow({ address: key.url })) window.open(key.url, "_blank", "noopener,noreferrer");
      return;
    }
    node.setAttribute("aria-busy", "true");
    await this.act({ kind: "tap", message: message.message_id, data: key.callback_data });
    node.removeAttribute("aria-busy");
  }

  /** True when the page itself did what the link asks (a command, the bot's own start link). */
  follow({ command, address }) {
    if (address && DOOR_LINK.test(address)) {
      this.act({ kind: "join", text: address });
      return true;
    }
    const start = address && BOT_LINK.exec(address);
    if (command) this.act({ kind: "say", text: command });
    if (start && this.hooks.welcome(start[1])) return true;
    if (start) {
      const own = this.view.chats.find((chat) => chat.type === "private");
      if (own && this.frame === "phone") this.openChat(own.id);
      this.act({ kind: "start", chat: own?.id ?? this.chat.id, text: start[1] });
    }
    return Boolean(command || start);
  }

  actions(message, anchor) {
    const items = [{ deed: "reply", words: t("reply"), act: () => this.composer.answer(message) }];
    if (message.outgoing) {
      if (message.text) items.push({ deed: "edit", words: t("edit"), act: () => this.composer.edit(message) });
      const remove = () => this.act({ kind: "delete", message: message.message_id });
      items.push({ deed: "remove", words: t("remove"), danger: true, act: remove });
    }
    openMenu(this.screen, anchor, items, t("actions"));
  }

  members() {
    const me = this.view.person.id;
    const deed = this.chat.type === "private" ? this.blockDeed() : this.leaveDeed();
    let shut = () => {};
    const closing = { ...deed, act: () => { shut(); deed.act(); } };
    shut = cover(this.screen, t("membersTitle"), membersOf(this.chat, me, [closing], this.hooks.hue));
  }

  leaveDeed() {
    return { words: t("leaveGroup"), danger: true, act: () => this.act({ kind: "leave" }) };
  }

  blockDeed() {
    return this.chat.blocked ? { words: t("unblockBot"), act: () => this.act({ kind: "unblock" }) }
      : { words: t("blockBot"), danger: true, act: () => this.act({ kind: "block" }) };
  }
}
