/* The page of phones: keeps the last state seen and hands each part what it shows. */

import { showBar, wireBar } from "./bar.js";
import { setZone } from "./dates.js";
import { narrow } from "./dom.js";
import { GroupFrame } from "./group.js";
import { Guide } from "./guide.js";
import { News } from "./news.js";
import { bringIntoView, showPeople } from "./people.js";
import { Phone } from "./phone.js";
import { post, watch } from "./server.js";
import { wireShelf } from "./shelf.js";
import { speak, t } from "./words.js";

const $ = (id) => document.getElementById(id);
const news = new News($("live"));
const hues = new Map();
const pressers = new Map();
let phones = [];
let state = null;
let shown = null;
let inHand = null;

const hooks = {
  act, refresh, gesture, hue, welcome,
  pressed: (person, phone) => pressers.set(person, phone),
  presser: (person) => pressers.get(person),
  inHand: (phone) => phone === inHand || (narrow() && phone.key === shown),
};
const lookAround = wireShelf($("phones"), $("phones-back"), $("phones-on"));
const guide = new Guide($("guide"), $("guide-open"), point, choose);

speak("fr");
wireBar(failed, () => guide.begin(), gesture);
watch(seen, (broken) => say(broken ? t("lost") : null));
document.addEventListener("visibilitychange", readShown);
window.matchMedia("(max-width: 700px)").addEventListener("change", refresh);

function seen(next) {
  const first = state === null;
  const turned = state?.language !== next.language;
  const moved = state?.scene !== next.scene;
  state = next;
  setZone(state.zone);
  if (turned) speak(state.language);
  if (moved) build();
  refresh();
  if (first || turned || moved) guide.show();
  const events = news.read(state);
  news.announce(events);
  events.forEach(gesture);
  readShown();
}

function build() {
  hues.clear();
  pressers.clear();
  state.phones.forEach(({ person }, index) => hues.set(person.id, index));
  phones = state.phones.map(({ person }) => new Phone(person.name, hooks));
  const luc = state.phones[Math.min(1, state.phones.length - 1)];
  // Before the newcomer: on a usual screen the group is in sight, where the announcements arrive.
  phones.splice(4, 0, new GroupFrame(hooks, luc?.person.id));
  $("phones").replaceChildren(...phones.map((phone) => phone.root));
  lookAround();
  shown = phones.some(({ key }) => key === shown) ? shown : phones[0].key;
  for (const phone of phones) {
    for (const event of ["pointerdown", "focusin"]) phone.root.addEventListener(event, () => take(phone));
  }
}

/** Each person of a phone keeps one colour everywhere; the bot and the others share one. */
function hue(id) {
  return hues.get(id) ?? "other";
}

function refresh() {
  if (!state) return;
  phones.forEach((phone) => {
    if (phone.frame === "group") phone.showAll(state);
    else phone.show(state.phones.find(({ person }) => person.name === phone.key), state);
    phone.root.classList.toggle("shown", phone.key === shown);
  });
  showPeople($("people"), phones, shown, choose, hue);
  showBar(state);
}

/** Something in this phone was touched: it is the one in hand, what it shows is read. */
function take(phone) {
  inHand = phone;
  phone.read();
}

function readShown() {
  if (document.hidden) return;
  const phone = narrow() ? phones.find(({ key }) => key === shown) : inHand;
  phone?.read();
}

function choose(key) {
  if (key === "hour" || key === "day") return;
  shown = key;
  refresh();
  const phone = phones.find((one) => one.key === key);
  bringIntoView(phone.root);
  inHand = phone;
  readShown();
}

function point(key) {
  for (const { key: own, root } of phones) root.classList.toggle("pointed", own === key);
  for (const tab of document.querySelectorAll("[data-goto]")) tab.classList.toggle("pointed", tab.dataset.goto === key);
  for (const lapse of ["hour", "day"]) $(lapse).classList.toggle("pointed", key === lapse);
  $("menu").classList.toggle("pointed", key === "hour" || key === "day");
}

function gesture(event) {
  guide.hear(event);
}

/** An invitation opened on any phone is for whoever is not a member yet; false when there is nobody like that. */
function welcome(payload) {
  const guest = payload.startsWith("i_") && state.phones.find(({ role }) => role === "newcomer");
  if (!guest) return false;
  act({ kind: "start", person: guest.person.id, chat: guest.person.id, text: payload });
  choose(guest.person.name);
  return true;
}

/** Send one gesture of a person; true when it went through. */
async function act(body) {
  try {
    await post("act", body);
    if (body.kind === "say") gesture({ kind: "said", person: nameOf(body.person), text: body.text });
    return true;
  } catch (error) {
    failed(error);
    return false;
  }
}

const nameOf = (id) => state.phones.find(({ person }) => person.id === id)?.person.name;

function failed(error) {
  console.warn(error.message);
  say(t("failed"));
  setTimeout(() => { if ($("lost").textContent === t("failed")) say(null); }, 5000);
}

function say(words) {
  $("lost").hidden = !words;
  $("lost").textContent = words ?? "";
}
