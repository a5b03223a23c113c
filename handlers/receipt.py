"""What a writer holds: the receipt whose button opens the exchange, and how an exchange reads."""

from html import escape

from handlers import slip
from handlers.context import Context
from handlers.rules import reports
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.database import Transaction
from storage.members import NATIONAL
from storage.vault import Entry, Thread

SHOWN = 3600  # characters of an exchange on one screen; older texts give way


def screen(t: Speech, thread: Thread, token: str) -> Screen:
    """The receipt: nothing of the text, only the button that opens the exchange."""
    key = "report.receipt_national" if thread.box == NATIONAL else "report.receipt"
    text = say(t, key, region=t.region(thread.box))
    return Screen(text, [[Button(t("report.button.read"), f"w:o:{token}", style="primary")]])


async def announce_pressing(context: Context, thread: Thread) -> None:
    """What cannot wait is announced now; the rest waits for its slot."""
    if thread.level not in reports.PRESSING:
        return
    now, random = context.now, context.house.random

    def tell(tx: Transaction) -> None:
        reports.announce(tx, reports.PRESSING, [thread.box], now, lambda: random(16).hex())

    await context.house.commit(tell)


def exchange(t: Speech, thread: Thread, entries: list[Entry], token: str) -> Screen:
    """What was written and answered, with what has become of it."""
    status = say(t, f"report.status.{thread.status}", day=t.day(thread.status_on))
    lines = said(t, entries, "report.by")
    rows = [
        [Button(t("report.button.reply" if thread.status == "answered" else "report.button.add"), f"w:r:{token}")],
        [Button(t("report.button.refresh"), f"w:o:{token}"), Button(t("report.button.hide"), f"w:h:{token}")],
    ]
    return Screen(f"{status}\n\n{lines}", rows)


def said(t: Speech, entries: list[Entry], by: str) -> str:
    """The texts of an exchange, each with who wrote it; the oldest give way when the screen is full."""
    shown: list[str] = []
    room = SHOWN
    for entry in reversed(entries):
        if shown and len(entry.text) > room:
            shown.append(say(t, "report.earlier"))
            break
        room -= len(entry.text)
        shown.append(f"<b>{escape(t(f'{by}.{entry.author}'))}</b>\n{slip.quote(entry.text)}")
    return "\n".join(reversed(shown))  # a quotation is a block of its own
