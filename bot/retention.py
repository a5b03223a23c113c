"""The sweep over everything that has outlived its time, from the command line: rehearsed, or carried out."""

import asyncio
from contextlib import suppress
from datetime import datetime

from bot.clock import UNUSED, erase_outlived
from bot.program import utc_now
from bot.sections import Settings
from bot.stores import open_stores
from handlers.rules import retention
from storage.database import Database, Transaction


class _Rehearsed(Exception):
    """Raised at the end of a rehearsal, so that nothing of it is kept."""


async def sweep(settings: Settings, *, rehearsal: bool) -> dict[str, int]:
    """What goes, and how much of it; a rehearsal may run beside the bot. Raises Trouble as a start would."""
    stores = await asyncio.to_thread(open_stores, settings, alone=not rehearsal)
    try:
        now = utc_now()
        return await (_rehearse(stores.database, now) if rehearsal else erase_outlived(stores.database, now))
    finally:
        if not rehearsal:
            await asyncio.to_thread(stores.tidy)
        await asyncio.to_thread(stores.close)


async def _rehearse(database: Database, now: datetime) -> dict[str, int]:
    found: dict[str, int] = {}

    def tried(tx: Transaction) -> None:
        found.update({what: retention.sweep(tx, what, now) for what in retention.SWEEPS})
        found[UNUSED] = len(retention.unused_keys(tx, now))
        raise _Rehearsed

    with suppress(_Rehearsed):
        await database.commit(tried)
    return found
