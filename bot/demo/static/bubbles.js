/* One message as a node: bubble, quote, document or photo, keyboard under it. */

import { button, el, icon } from "./dom.js";
import { fromUnix, hour } from "./dates.js";
import { rich, safeAddress } from "./entities.js";
import { serviceWords, sizeWords, t } from "./words.js";

/** What makes a message look different: when this changes, the bubble is drawn again. */
export function look(message, first, language) {
  return JSON.stringify([message, first, language]);
}

/** `hooks`: press(button, message, node), follow(link), jump(id), actions(message, anchor), hue(id). */
export function draw(message, { first, group }, hooks) {
  if (message.service) return service(message);
  const side = message.outgoing ? "out" : "in";
  const bubble = el("div", { class: "bubble" },
    group && first && !message.outgoing ? author(message.from, hooks) : null,
    el("span", { class: "sr" }, t("from", { name: message.from.name, time: hour(fromUnix(message.date)) })),
    quote(message.reply_to, hooks),
    file(message.document),
    photo(message.photo),
    words(message, hooks),
    foot(message));
  const more = button(icon("dots"), (event) => hooks.actions(message, event.currentTarget),
    { class: "more", tabindex: "-1", "aria-label": t("actions"), "aria-haspopup": "menu" });
  bubble.append(more);
  const row = el("div", { class: "row" }, bubble);
  listenLongPress(bubble, () => hooks.actions(message, bubble));
  return el("li", {
    class: `message ${side}${first ? " first" : ""}${message.protected ? " protected" : ""}`,
    data: { message: message.message_id, from: message.from.name },
  }, row, keyboard(message, hooks));
}

function author(from, hooks) {
  return el("span", { class: `author hue-${hooks.hue(from.id)}` }, from.name);
}

function service(message) {
  const line = el("span", {}, serviceWords(message.service));
  return el("li", { class: "message service", data: { message: message.message_id } }, line);
}

export function daySeparator(words) {
  return el("li", { class: "message day", role: "separator" }, el("span", {}, words));
}

function quote(reply, hooks) {
  if (!reply) return null;
  const words = [el("b", {}, reply.name), " ", el("span", { class: "quoted" }, reply.text)];
  return button(el("span", {}, ...words), () => hooks.jump(reply.message_id), { class: "quote" });
}

function file(held) {
  if (!held) return null;
  const size = sizeWords(held.size ?? 0);
  return el("a", {
    class: "file", href: `/demo/file/${encodeURI(held.path)}`, download: held.file_name,
    "aria-label": t("document", { name: held.file_name, size }),
  }, el("span", { class: "file-mark" }, icon("file")),
  el("span", { class: "file-words" }, el("b", {}, held.file_name), el("small", {}, size)));
}

function photo(held) {
  if (!held) return null;
  const { path, width, height } = held;
  return el("img", { class: "photo", src: `/demo/file/${encodeURI(path)}`, width, height, alt: t("photo") });
}

function words(message, hooks) {
  const text = message.text ?? message.caption ?? "";
  if (!text) return null;
  return el("div", { class: "text" }, ...rich(text, message.entities ?? message.caption_entities, hooks.follow));
}

function foot(message) {
  const edited = message.edit_date ? `${t("edited")} · ` : "";
  const lock = message.protected ? el("span", { class: "lock", title: t("protected") }, icon("lock"),
    el("span", { class: "sr" }, t("protected"))) : null;
  return el("span", { class: "foot" }, lock, `${edited}${hour(fromUnix(message.date))}`);
}

function keyboard(message, hooks) {
  if (!message.keyboard?.length) return null;
  return el("div", { class: "keyboard" }, ...message.keyboard.map((row) =>
    el("div", { class: "keys" }, ...row.map((key) => keyNode(key, message, hooks)))));
}

function keyNode(key, message, hooks) {
  const style = ["danger", "success", "primary"].includes(key.style) ? ` ${key.style}` : "";
  const words = el("span", { class: "key-words" }, key.text);
  const node = button(words, () => hooks.press(key, message, node), { class: `key${style}` });
  if (key.url && safeAddress(key.url)) node.append(icon("out"));
  return node;
}

function listenLongPress(node, act) {
  let timer = 0;
  const stop = () => clearTimeout(timer);
  node.addEventListener("touchstart", () => { timer = setTimeout(act, 450); }, { passive: true });
  for (const event of ["touchend", "touchmove", "touchcancel"]) node.addEventListener(event, stop, { passive: true });
  node.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a")) return;
    event.preventDefault();
    act();
  });
}
