"""Which tap leads where: the words of a button's data are verb and arguments, set apart by colons."""

from collections.abc import Callable, Collection, Coroutine, Mapping
from typing import Any

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler

from handlers.context import Context, chat_of, query_of
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import by_short

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


def taps(routes: Mapping[str, Handler], in_groups: Collection[str]) -> list[CallbackQueryHandler[Context, None]]:
    """One handler for each verb, such as `m:list`; only those named work outside of a private chat."""
    return [
        CallbackQueryHandler(handler if verb in in_groups else _private(handler), pattern=f"^{verb}(?::|$)")
        for verb, handler in routes.items()
    ]


def _private(handler: Handler) -> Handler:
    """A modified app could send any button from a message of a group, and everybody there would see the screen."""

    async def answer(update: Update, context: Context) -> None:
        if chat_of(update).type != ChatType.PRIVATE:
            raise Refusal(Reason.ONLY_IN_PRIVATE)
        await handler(update, context)

    return answer


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
