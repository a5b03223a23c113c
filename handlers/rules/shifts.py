"""A series that moves: its new rhythm, and the date that each of its dates becomes."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

import storage.meetings
from handlers.rules import recurrence
from handlers.rules.recurrence import Rhythm
from handlers.rules.series import hour, slot
from storage.database import Transaction
from storage.meetings import Meeting

FAR = date(2199, 12, 31)


def shift(tx: Transaction, series: Meeting, dates: list[Meeting], by: timedelta) -> dict[int, datetime]:
    """The dates of a series after it moved by so much from the first of these on, cancelled ones included."""
    first = min(slot(found) for found in dates)
    before = datetime.combine(first, hour(series))
    new = recurrence.anchored(recurrence.from_rrule(series.rhythm or ""), before + by)
    storage.meetings.change(tx, series.id, rhythm=recurrence.to_rrule(new), wall=before + by)
    later = [found for found in storage.meetings.dates(tx, series.id) if slot(found) >= first]
    walls = list(_spread(new, before + by, first, sorted(slot(found) for found in later)))
    moved = dict(zip(sorted(slot(found) for found in later), walls, strict=True))
    for found in later:  # first away from one another: two dates may change places
        storage.meetings.change(tx, found.id, slot=None)
    for found in later:
        storage.meetings.change(tx, found.id, slot=moved[slot(found)].date())
    return {found.id: moved[slot(found)] for found in dates}


def _spread(rhythm: Rhythm, anchor: datetime, first: date, slots: list[date]) -> Iterator[datetime]:
    """For each of the old days, its date in the new rhythm: as many turns after the first as it was before.

    Part of them may have moved before, so that no one rhythm gives them all.
    """
    occurrences, turn = recurrence.occurrences(rhythm, anchor, FAR), -1
    for day in slots:
        weeks, months = (day - first).days / 7, 12 * (day.year - first.year) + day.month - first.month
        wanted = max(turn + 1, round((weeks if rhythm.rank is None else months) / rhythm.every))
        yield next(islice(occurrences, wanted - turn - 1, None))
        turn = wanted
