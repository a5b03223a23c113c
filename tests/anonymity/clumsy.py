"""Builds that lose, double, show or stumble, as a careless change might; they have to be caught."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import storage.vault
from bot.program import Program
from handlers import front, settings, slip
from handlers import reports as talk
from handlers.rules import inbox, reports
from handlers.screen import Screen
from storage import sealing
from tests.anonymity.leaks import Clock, replaced


@contextmanager
def doubling(_clock: Clock) -> Iterator[None]:
    """What comes again is taken for something new."""
    submit, append = reports.submit, storage.vault.append_as_box

    def submitted(tx: Any, who: Any, draft: Any, ids: Any, *rest: Any) -> Any:
        if storage.vault.find(tx, draft.token) is not None:
            submit(tx, who, replace(draft, token=sealing.new_id()), ids, *rest)
        return submit(tx, who, draft, ids, *rest)

    def appended(tx: Any, thread: bytes, box: str, _entry: bytes, *rest: Any) -> bool:
        return append(tx, thread, box, sealing.new_id(), *rest)

    with replaced(reports, "submit", submitted), replaced(storage.vault, "append_as_box", appended):
        yield


@contextmanager
def losing(_clock: Clock) -> Iterator[None]:
    """An update is confirmed before it is handled, and the card is cleared before its text is kept."""
    handle, send = Program._handle, talk.send

    async def confirmed(self: Program, update: Any) -> None:
        await self.application.bot.get_updates(offset=update.update_id + 1)
        await handle(self, update)

    async def hasty(update: Any, context: Any) -> None:
        await slip.become(update, context, Screen("…"))
        await send(update, context)

    with replaced(Program, "_handle", confirmed), replaced(talk, "TAPS", talk.TAPS | {"r:s": hasty}):
        yield


@contextmanager
def lax(_clock: Clock) -> Iterator[None]:
    """Every supervisor reads everything; one button is not answered, another stumbles."""

    async def silent(_update: Any, _context: Any) -> None:
        """As if there were nothing to say."""

    async def stumbles(_update: Any, _context: Any) -> None:
        raise LookupError

    wrong = front.TAPS | {"h:home": silent}
    arranged = replaced(settings, "TAPS", {"s:open": stumbles})
    with replaced(inbox, "reads", lambda *_: True), replaced(front, "TAPS", wrong), arranged:
        yield
