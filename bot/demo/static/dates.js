/* Dates as people read them: weekday always there, 24 hours, in the zone of the demonstration. */

import { spoken } from "./words.js";

let zone = "Europe/Paris";
export const setZone = (name) => { zone = name || zone; };

const formats = new Map(); // one takes a browser as long to make as a thousand dates to write

function format(options) {
  const known = JSON.stringify([spoken(), zone, options]);
  if (!formats.has(known)) {
    const language = spoken() === "fr" ? "fr-FR" : "en-GB";
    formats.set(known, new Intl.DateTimeFormat(language, { timeZone: zone, ...options }));
  }
  return formats.get(known);
}

function parts(date, options) {
  return Object.fromEntries(format(options).formatToParts(date).map(({ type, value }) => [type, value]));
}

/** « 14 h 30 » in French, "14:30" in English. */
export function hour(date) {
  const { hour: h, minute: m } = parts(date, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return spoken() === "fr" ? `${Number(h)}\u00a0h\u00a0${m}` : `${h}:${m}`;
}

/** « mardi 12 juin », with the year when it is asked for. */
export function day(date, withYear = false) {
  const year = withYear ? { year: "numeric" } : {};
  const held = parts(date, { weekday: "long", day: "numeric", month: "long", ...year });
  const words = [held.weekday, held.day === "1" && spoken() === "fr" ? "1er" : held.day, held.month];
  return withYear ? [...words, held.year].join(" ") : words.join(" ");
}

/** The seconds since 1970 of "2026-06-12T14:30" on the clocks of the demonstration; null for no date. */
export function unixOf(wall) {
  const asked = Date.parse(`${wall}Z`);
  if (Number.isNaN(asked)) return null;
  const near = asked - ahead(asked);
  return (asked - ahead(near)) / 1000;
}

/** How far these clocks are ahead of universal time at an instant, in milliseconds. */
function ahead(instant) {
  const options = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" };
  const at = parts(new Date(instant), { ...options, hourCycle: "h23" });
  return Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute) - instant;
}

export const moment = (date) => `${day(date, true)}, ${hour(date)}`;
export const fromUnix = (seconds) => new Date(seconds * 1000);
