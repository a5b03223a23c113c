/* Dates that Telegram marks: chosen in a sheet over the phone, put into what is being written. */

import { button, el } from "./dom.js";
import { fromUnix, moment, unixOf } from "./dates.js";
import { cover } from "./panel.js";
import { t } from "./words.js";

/** Asks for a date and an hour, by the clocks of the demonstration; `put` is given its words and its seconds. */
export function askDate(screen, put) {
  const field = el("input", { type: "datetime-local", class: "moment", "aria-label": t("dateTitle") });
  let shut = () => {};
  const take = () => {
    const seconds = unixOf(field.value);
    if (seconds === null) field.focus();
    else {
      shut();
      put({ words: moment(fromUnix(seconds)), seconds });
    }
  };
  const deed = button(t("dateTake"), take, { class: "deed" });
  shut = cover(screen, t("dateTitle"), [el("h3", {}, t("dateTitle")), field, deed]);
  field.focus();
}

/** Where these dates still stand in a text, as `[offset, length, seconds]`; one whose words were changed is no date. */
export function markedIn(text, dates) {
  const found = new Map();
  for (const { words, seconds } of dates) {
    let at = text.indexOf(words);
    while (found.has(at)) at = text.indexOf(words, at + 1);
    if (at >= 0) found.set(at, [at, words.length, seconds]);
  }
  return [...found.values()];
}
