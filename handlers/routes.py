"""Which tap leads where: the words of a button's data are verb and arguments, set apart by colons."""

from collections.abc import Callable, Collection, Coroutine, Mapping
from datetime import date, datetime
from typing import Any

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler

from handlers.context import Context, chat_of, query_of
from handlers.rules import fields
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import by_short

CHIP, DAY = "%Y%m%d%H%M", "%Y%m%d"  # a civil time, and a day, in a button's data

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


def taps(routes: Mapping[str, Handler], in_groups: Collection[str]) -> CallbackQueryHandler[Context, None]:
    """Leads each tap by its verb, such as `m:list`; only the verbs named work outside of a private chat.

    A modified app sends what it likes, from any message of a group, and everybody there would see the screen.
    """

    async def lead(update: Update, context: Context) -> None:
        verb = ":".join((query_of(update).data or "").split(":")[:2])
        if verb not in routes:  # a button of an older version, or none of ours
            raise Refusal(Reason.STALE)
        if verb not in in_groups and chat_of(update).type != ChatType.PRIVATE:
            raise Refusal(Reason.ONLY_IN_PRIVATE)
        await routes[verb](update, context)

    return CallbackQueryHandler(lead)


def parts(update: Update, count: int) -> list[str]:
    """The arguments of a tap; refuses data that no button of ours carries."""
    found = (query_of(update).data or "").split(":")[2:]
    if len(found) != count:
        raise Refusal(Reason.STALE)
    return found


def region_code(short: str) -> str:
    """A region's code from the short one in a button; refuses anything else."""
    try:
        return by_short(short).code
    except KeyError as error:
        raise Refusal(Reason.STALE) from error


def number(text: str) -> int:
    """A row's number from a button; refuses anything else."""
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise Refusal(Reason.STALE)
    return int(text)


def civil(text: str) -> datetime:
    """A civil time from a button that carries one as CHIP; its zone is that of what it is chosen for."""
    try:
        return datetime.strptime(f"{number(text):012}", CHIP)  # noqa: DTZ007 - civil, as it says
    except ValueError as error:
        raise Refusal(Reason.STALE) from error


def day_of(text: str) -> date:
    """A day from a button that carries one as `20260612`; refuses anything else."""
    found = fields.day_of(text)
    if found is None:
        raise Refusal(Reason.STALE)
    return found
