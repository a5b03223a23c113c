/* Text with its entities (UTF-16 offsets, which are JavaScript's own) as nodes. */

import { el } from "./dom.js";
import { fromUnix, moment } from "./dates.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre" };

/** Nodes for `text`; `follow` is called with what a link or a command asks for. */
export function rich(text, entities, follow) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return weave(text, 0, text.length, sorted, follow);
}

function weave(text, start, end, entities, follow) {
  const nodes = [];
  let at = start;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    if (entity.offset < at) continue;
    const stop = Math.min(entity.offset + entity.length, end);
    const inner = entities.slice(i + 1).filter((other) => other.offset < stop);
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    nodes.push(wrap(entity, text.slice(entity.offset, stop), weave(text, entity.offset, stop, inner, follow), follow));
    at = stop;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function wrap(entity, raw, inside, follow) {
  if (entity.type in TAGS) return el(TAGS[entity.type], {}, ...inside);
  switch (entity.type) {
    case "text_link": return link(entity.url, inside, follow);
    case "url": return link(raw.includes("://") ? raw : `https://${raw}`, inside, follow);
    case "email": return link(`mailto:${raw}`, inside, follow);
    case "bot_command":
      return command(raw, inside, follow);
    case "spoiler": return spoiler(inside);
    case "blockquote":
    case "expandable_blockquote": return el("blockquote", {}, ...inside);
    case "date_time":
      return el("time", { class: "when", title: moment(fromUnix(entity.unix_time)) }, ...inside);
    default: return el("span", { class: `entity ${entity.type}` }, ...inside);
  }
}

/** Only addresses a browser may open; anything else stays plain text. */
export function safeAddress(address) {
  return /^(https?|mailto|tel|tg):/i.test(address) ? address : null;
}

function link(address, inside, follow) {
  const safe = safeAddress(address);
  if (!safe) return el("span", {}, ...inside);
  const click = (event) => { if (follow({ address: safe })) event.preventDefault(); };
  return el("a", { href: safe, target: "_blank", rel: "noopener noreferrer", on: { click } }, ...inside);
}

function command(raw, inside, follow) {
  const click = () => follow({ command: raw });
  return el("button", { type: "button", class: "inline-command", on: { click } }, ...inside);
}

function spoiler(inside) {
  const node = el("button", { type: "button", class: "spoiler", "aria-expanded": "false" }, ...inside);
  node.addEventListener("click", () => node.setAttribute("aria-expanded", "true"));
  return node;
}
