/* What changed between two states: new messages, told once to screen readers and to the guide. */

import { t } from "./words.js";

export class News {
  constructor(live) {
    this.live = live;
    this.known = null;
  }

  /** New messages since the last state, as {kind: "received", person, text, message, chat}. */
  read(state) {
    const seen = new Map();
    for (const phone of state.phones) {
      for (const chat of phone.chats) {
        for (const message of chat.messages) {
          seen.set(`${phone.person.id} ${chat.id} ${message.message_id}`, { phone, chat, message });
        }
      }
    }
    const fresh = this.known ? [...seen].filter(([key]) => !this.known.has(key)).map(([, found]) => found) : [];
    this.known = new Set(seen.keys());
    return fresh.filter(({ message }) => !message.outgoing && !message.service).map(({ phone, chat, message }) => ({
      kind: "received", person: phone.person.name, text: message.text ?? message.caption ?? "", message, chat,
    }));
  }

  /** Say each message once, though a group shows it on several phones. */
  announce(events) {
    const told = new Map();
    for (const event of events) {
      const key = `${event.chat.type === "private" ? event.person : event.chat.id} ${event.message.message_id}`;
      if (!told.has(key)) told.set(key, event);
    }
    const lines = [...told.values()].slice(-4).map(({ person, chat, message, text }) => t("newMessage", {
      phone: chat.type === "private" ? person : t("group"), chat: chat.title,
      from: message.from.name, text: text.slice(0, 160),
    }));
    if (lines.length) this.live.textContent = lines.join(". ");
  }
}
