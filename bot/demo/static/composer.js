/* Where one writes: text on several lines, a reply or an edit in course, the bot's commands. */

import { button, el, icon } from "./dom.js";
import { askDate, markedIn } from "./marked.js";
import { openMenu } from "./menu.js";
import { packed } from "./photo.js";
import { t } from "./words.js";

const TALLEST = 132;
const MESSAGE = /[^]{1,4096}(?![\uDC00-\uDFFF])/g; // as much as fits into one, no character cut in two

export class Composer {
  /** `hooks`: say(text, replyTo, dates), photo(data, replyTo), edit(id, text), start(), screen(). */
  constructor(hooks) {
    this.hooks = hooks;
    this.drafts = new Map();
    this.asked = new Set();
    this.aim = null;
    this.dates = [];
    this.field = el("textarea", { rows: "1", enterkeyhint: "send" });
    this.slash = button(icon("slash"), () => this.commands(), { class: "slash", "aria-haspopup": "menu" });
    this.picture = el("input", { type: "file", accept: "image/*", hidden: true });
    this.picture.addEventListener("change", () => this.attach());
    this.clip = button(icon("clip"), () => this.picture.click(), { class: "clip" });
    this.dateKey = button(icon("calendar"), () => askDate(hooks.screen(), (date) => this.put(date)), { class: "mark-date" });
    this.sendKey = el("button", { type: "submit", class: "send" }, icon("send"));
    this.aimWords = el("span", { class: "aim-words" });
    this.aimClose = button(icon("close"), () => this.drop(), { class: "aim-close" });
    this.aimBar = el("div", { class: "aim", hidden: true }, icon("reply"), this.aimWords, this.aimClose);
    this.line = el("div", { class: "line" }, this.slash, this.clip, this.picture, this.field, this.dateKey,
      this.sendKey);
    this.begin = button("", () => this.hooks.start(), { class: "begin" });
    this.root = el("form", { class: "composer" }, this.aimBar, this.line, this.begin);
    this.root.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.field.addEventListener("input", () => this.grow());
    this.field.addEventListener("keydown", (event) => this.key(event));
  }

  show(chat, person, mayStart) {
    if (this.chat?.id !== chat.id || this.person?.id !== person.id) this.turn(chat, person);
    this.chat = chat;
    this.field.setAttribute("aria-label", t("writeTo", { title: chat.title, name: person.name }));
    this.sendKey.setAttribute("aria-label", t("send"));
    this.aimClose.setAttribute("aria-label", t("stopReply"));
    this.slash.setAttribute("aria-label", t("commands"));
    this.clip.setAttribute("aria-label", t("attach"));
    this.dateKey.setAttribute("aria-label", t("dateMark"));
    this.slash.hidden = !chat.commands?.length;
    this.begin.textContent = t("start");
    this.begin.hidden = !mayStart;
    this.line.hidden = mayStart;
    this.followForce(chat);
    if (this.aim && !this.stands(chat)) this.drop(false);
    this.describe();
  }

  turn(chat, person) {
    if (this.chat) this.drafts.set(`${this.person.id} ${this.chat.id}`, this.field.value);
    this.person = person;
    this.dates = [];
    this.drop(false);
    this.field.value = this.drafts.get(`${person.id} ${chat.id}`) ?? "";
    this.grow();
  }

  /** A ForceReply opens the reply by itself, once, and takes the focus only if this phone is in hand. */
  followForce(chat) {
    const last = chat.messages.findLast((message) => !message.service);
    if (!last?.force_reply || last.outgoing || this.asked.has(last.message_id)) return;
    this.asked.add(last.message_id);
    this.answer(last, this.hooks.inHand());
  }

  /** An aim ends with the message it is at, and with whatever this person has said since. */
  stands(chat) {
    const { message, said } = this.aim;
    return chat.messages.some((m) => m.message_id === message.message_id) && (lastSaid(chat) ?? 0) <= (said ?? 0);
  }

  answer(message, focus = true) {
    this.aimAt({ message, kind: "reply" });
    if (focus) this.field.focus();
  }

  edit(message) {
    this.aimAt({ message, kind: "edit" });
    this.field.value = message.text ?? "";
    this.grow();
    this.field.focus();
  }

  aimAt(aim) {
    this.aim = { ...aim, said: lastSaid(this.chat) };
    this.aimBar.hidden = false;
    this.describe();
  }

  /** What is being answered or edited, in the page's language. */
  describe() {
    this.dateKey.hidden = this.aim?.kind !== "reply"; // a date is asked for in a question
    this.field.placeholder = (this.aim?.kind === "reply" && this.aim.message.placeholder) || t("write");
    if (!this.aim) return;
    const { kind, message } = this.aim;
    const text = message.text ?? message.caption ?? message.document?.file_name ?? "";
    const title = kind === "edit" ? t("editing") : t("replyingTo", { name: message.from.name });
    this.aimWords.replaceChildren(el("b", {}, title), el("span", {}, text.split("\n")[0]));
  }

  drop(focus = true) {
    if (this.aim?.kind === "edit") this.field.value = "";
    this.aim = null;
    this.aimBar.hidden = true;
    this.grow();
    this.describe();
    if (focus) this.field.focus();
  }

  key(event) {
    if (event.key === "Escape" && this.aim) this.drop();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  async send() {
    const text = this.field.value.trim();
    if (!text) return;
    const aim = this.aim;
    this.field.value = "";
    this.aim = null;
    this.drop();
    const left = aim?.kind === "edit" ? (await this.hooks.edit(aim.message.message_id, text) ? "" : text)
      : await this.say(text, aim?.message.message_id);
    if (!this.field.value) this.field.value = left;
    this.grow();
  }

  /** A date that Telegram marks, where one is writing. */
  put(date) {
    const { selectionStart: start, selectionEnd: end } = this.field;
    const apart = /\S$/.test(this.field.value.slice(0, start)) ? " " : "";
    this.dates.push(date);
    this.field.setRangeText(apart + date.words, start, end, "end");
    this.grow();
    this.field.focus();
  }

  /** What is too long for one message goes in several, as in Telegram's apps; returns what did not go. */
  async say(text, answered) {
    for (const part of text.matchAll(MESSAGE)) {
      const dates = markedIn(part[0], this.dates);
      if (!await this.hooks.say(part[0], answered, dates)) return text.slice(part.index);
    }
    this.dates = [];
    return "";
  }

  /** A photo goes as soon as it is chosen, in answer to what is being answered. */
  async attach() {
    const [file] = this.picture.files;
    const answered = this.aim?.kind === "reply" ? this.aim.message.message_id : null;
    const data = await packed(file);
    this.picture.value = "";
    await this.hooks.photo(data, answered);
  }

  commands() {
    const items = this.chat.commands.map(({ command, description }) => ({
      words: `/${command}`, hint: description, act: () => this.hooks.say(`/${command}`),
    }));
    openMenu(this.hooks.screen(), this.slash, items, t("commands"));
  }

  grow() {
    this.field.style.height = "";
    const tall = this.field.value ? this.field.scrollHeight + 2 : 0;
    if (tall) this.field.style.height = `${Math.min(tall, TALLEST)}px`;
    this.root.classList.toggle("ready", this.field.value.trim() !== "");
  }
}

const lastSaid = (chat) => chat.messages.findLast((message) => message.outgoing)?.message_id;
