/* The top bar: simulated time, the bot's state, the demonstration's controls. */

import { moment } from "./dates.js";
import { post } from "./server.js";
import { spoken, t } from "./words.js";

const $ = (id) => document.getElementById(id);
let [base, seenAt] = [Date.now(), Date.now()];

/** Follow `state.now`, which also runs between two answers of the server. */
export function showBar(state) {
  [base, seenAt] = [Date.parse(state.now), Date.now()];
  tick();
  const bot = $("bot");
  bot.dataset.running = String(state.running);
  $("bot-words").textContent = state.running ? t("botRunning") : t("botStopped");
  for (const key of document.querySelectorAll("[data-language]")) {
    key.setAttribute("aria-pressed", String(key.dataset.language === spoken()));
  }
}

function tick() {
  const now = new Date(base + Date.now() - seenAt);
  const words = moment(now);
  if ($("clock").textContent !== words) {
    $("clock").textContent = words;
    $("clock").dateTime = now.toISOString();
  }
}

/** Wire the controls; `failed(error)` is told, `begun()` runs when everything has been put back as at the start. */
export function wireBar(failed, begun, gesture) {
  const send = async (key, path, body) => {
    if (key.getAttribute("aria-busy")) return;
    const marks = [key, $("menu")]; // on a narrow screen the control is out of sight again
    for (const mark of marks) mark.setAttribute("aria-busy", "true");
    try {
      await post(path, body);
      gesture({ kind: path, ...body });
    } catch (error) {
      failed(error);
    } finally {
      for (const mark of marks) mark.removeAttribute("aria-busy");
    }
  };
  press("hour", (key) => send(key, "time", { hours: 1 }));
  press("day", (key) => send(key, "time", { days: 1 }));
  press("restart", (key) => send(key, "restart"));
  press("reset", () => $("ask").showModal());
  $("ask").addEventListener("close", async () => {
    if ($("ask").returnValue !== "yes") return;
    $("ask").returnValue = "";
    await send($("reset"), "reset");
    begun();
  });
  for (const key of document.querySelectorAll("[data-language]")) {
    key.addEventListener("click", () => send(key, "language", { language: key.dataset.language }));
  }
  wireMenu();
  setInterval(tick, 1000);
}

function press(id, act) {
  $(id).addEventListener("click", (event) => act(event.currentTarget));
}

/** The menu of a narrow screen: any of its controls closes it, and so do Escape and a touch beside it. */
function wireMenu() {
  const [menu, controls] = [$("menu"), $("controls")];
  const show = (open) => {
    menu.setAttribute("aria-expanded", String(open));
    controls.classList.toggle("open", open);
  };
  menu.addEventListener("click", () => show(menu.getAttribute("aria-expanded") !== "true"));
  controls.addEventListener("click", () => {
    if (!controls.classList.contains("open")) return;
    show(false);
    menu.focus(); // before the control acts: what it opens gives the focus back to what had it
  }, true);
  document.addEventListener("pointerdown", (event) => {
    if (!controls.contains(event.target) && !menu.contains(event.target)) show(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !controls.classList.contains("open")) return;
    show(false);
    menu.focus();
  });
}
