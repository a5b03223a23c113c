"""What a writer holds: the receipt whose button opens the exchange, and how an exchange reads."""

from collections.abc import Callable
from datetime import datetime
from html import escape

from telegram import Update

from handlers import slip
from handlers.context import Context, chat_of, user_of
from handlers.routes import number, parts
from handlers.rules import codes, reports, retention
from handlers.rules.reports import Reading
from handlers.rules.themes import DANGER
from handlers.screen import Button, Screen, edit, say, show
from handlers.speech import Speech
from storage.database import Transaction
from storage.entries import Entry
from storage.vault import Thread

SHOWN = 3600  # characters of an exchange on one screen; older texts give way


def screen(t: Speech, thread: Thread, token: str) -> Screen:
    """The receipt: nothing of the text, only what becomes of it and the button that opens the exchange."""
    text = say(t, "report.receipt", region=t.region(thread.box), state=_state(t, thread))
    rows = [[Button(t("report.button.read"), f"w:o:{token}", style="primary")]]
    return Screen(text, rows if thread.status == "closed" else [*rows, [_photo(t, token)]])


def _photo(t: Speech, token: str) -> Button:
    return Button(t("photo.button.add"), f"p:a:{token}")


def code(t: Speech, thread: Thread, token: str, *, with_pin: bool = False) -> Screen:
    """The code instead of a button: to be written down, then nothing of the message stays in this chat."""
    lines = "\n".join(_halves(codes.write(slip.decode(token))))
    key = "code.with_pin" if with_pin else "code.receipt"
    text = say(t, key, code=lines, region=t.region(thread.box), state=_state(t, thread))
    noted = [Button(t("code.button.noted"), "k:x", style="primary")]
    return Screen(text, [noted] if with_pin else [noted, [Button(t("code.button.pin"), f"k:p:{token}")]])


def _halves(written: str) -> tuple[str, str]:
    groups = written.split("-")
    return "-".join(groups[: len(groups) // 2]), "-".join(groups[len(groups) // 2 :])


def _state(t: Speech, thread: Thread) -> str:
    if thread.status in ("received", "announced"):
        return say(t, f"report.when.{thread.level}", day=t.day(thread.due) if thread.due else "")
    return state(t, thread)


def state(t: Speech, thread: Thread) -> str:
    """What has become of it; a machine's reception is never told as a person's reading."""
    said = say(t, f"report.status.{thread.status}", day=t.day(thread.status_on))
    return f"{said}\n{_end(t, thread)}" if thread.status == "closed" else said


def _end(t: Speech, thread: Thread) -> str:
    return say(t, "report.ends", day=t.day(retention.erased_on(thread)))


async def announce_pressing(context: Context, thread: Thread) -> None:
    """What cannot wait is announced now; the rest waits for its slot."""
    if thread.level not in reports.PRESSING:
        return
    now, random = context.now, context.house.random

    def tell(tx: Transaction) -> None:
        reports.announce(tx, reports.PRESSING, [thread.box], now, lambda: random(16).hex())

    await context.house.commit(tell)


def exchange(t: Speech, seen: Reading, token: str, now: datetime, *, discreet: bool = False) -> Screen:
    """What was written and answered, with what has become of it; `discreet`: opened with a code, nothing stays."""
    lines = [state(t, seen.thread)]
    if seen.thread.status == "closed" and seen.goes_on:
        lines.append(say(t, "report.reopens", day=t.day(seen.thread.status_on + reports.REOPENED_WITHIN)))
    if seen.thread.level == DANGER and seen.thread.status in ("received", "announced"):
        lines.append(say(t, f"report.when.{DANGER}", day=""))
    if seen.lost:
        lines.append(say(t, "report.lost"))
    if seen.thread.status != "closed" and retention.ends_soon(seen.thread, now):
        lines.append(_end(t, seen.thread))
    lines += ["", said(t, seen.entries, "report.by")]
    if discreet:
        lines.append(f"<i>{t('code.erased_later')}</i>")
    return Screen("\n".join(lines), _ways_on(t, seen, token, discreet))


async def freshen(update: Update, context: Context, view: str, token: str) -> None:
    """What was opened with a code shows what has joined it; if its time is over it is gone, and stays so."""
    if not number(view):
        return
    seen = await context.commit(user_of(update), reports.look, slip.decode(token), context.now)
    await edit(context, chat_of(update).id, number(view), exchange(context.t, seen, token, context.now, discreet=True))


async def ask_erase(update: Update, context: Context, data: Callable[[str], tuple[str, str]]) -> None:
    """Whether to take everything back: the safe choice comes first; `data` of both buttons, for a token."""
    (token,) = parts(update, 1)
    await context.commit(user_of(update), reports.read_as_writer, slip.decode(token))
    t, (keep, erase) = context.t, data(token)
    rows = [
        [Button(t("report.button.keep"), keep)],
        [Button(t("report.button.erase_now"), erase, style="danger")],
    ]
    await show(update, context, Screen(say(t, "report.erase"), rows))


def _ways_on(t: Speech, seen: Reading, token: str, discreet: bool) -> list[list[Button]]:
    rows = [[Button(t("report.button.renew"), f"w:n:{token}", style="primary")]] if seen.lost else []
    rows += photo_buttons(t, seen.entries, lambda entry: f"p:w:{token}:{entry}")
    if seen.goes_on:
        go_on = {"answered": "report.button.reply", "closed": "report.button.reopen"}
        words = t(go_on.get(seen.thread.status, "report.button.add"))
        photo = Button(t("photo.button.add"), f"p:k:{token}") if discreet else _photo(t, token)
        rows.append([Button(words, f"k:r:{token}" if discreet else f"w:r:{token}"), photo])
    if discreet:
        return [*rows, [Button(t("report.button.erase"), f"k:e:{token}"), Button(t("button.close"), "k:x")]]
    if seen.thread.status in ("received", "announced", "read"):
        rows.append([Button(t("report.button.push"), f"w:p:{token}")])
    rows.append([Button(t("report.button.refresh"), f"w:o:{token}"), Button(t("report.button.hide"), f"w:h:{token}")])
    return [*rows, [Button(t("report.button.erase"), f"w:e:{token}")]]


def photo_buttons(t: Speech, entries: list[Entry], data: Callable[[str], str]) -> list[list[Button]]:
    """The row of buttons that show the photos of an exchange; `data` of the button of one."""
    found = [slip.code(entry.photo) for entry in entries if entry.photo]
    if len(found) == 1:
        return [[Button(t("photo.button.see"), data(found[0]))]]
    row = [Button(f"{t('photo.name')} {nth}", data(one)) for nth, one in enumerate(found, 1)]
    return [row] if row else []


def said(t: Speech, entries: list[Entry], by: str) -> str:
    """The texts of an exchange, each with who wrote it; the oldest give way when the screen is full."""
    shown: list[str] = []
    room = SHOWN
    photos = [entry.photo for entry in entries if entry.photo]
    for entry in reversed(entries):
        if shown and len(entry.text) > room:
            shown.append(say(t, "report.earlier"))
            break
        room -= len(entry.text)
        shown.append(_one(t, entry, by, photos))
    return "\n".join(reversed(shown))  # a quotation is a block of its own


def _one(t: Speech, entry: Entry, by: str, photos: list[bytes]) -> str:
    author = escape(t(f"{by}.{entry.author}"))
    if entry.author == "moved":
        return f"<i>{author}</i>"
    if entry.photo:
        return f"<b>{author}</b>\n<blockquote><i>{t('photo.name')} {photos.index(entry.photo) + 1}</i></blockquote>"
    return f"<b>{author}</b>\n{slip.quote(entry.text)}"
