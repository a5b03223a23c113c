"""The weekly word to all members: whoever has written may look for an answer. It says nothing of anyone."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

import storage.members
import storage.mutes
import storage.notices
from handlers.rules import people
from handlers.rules.civil import instant, wall
from handlers.rules.hearing import WEEKLY
from handlers.rules.people import ROLES, Person
from handlers.rules.regions import BOXES, region
from storage.database import Transaction
from storage.notices import NewNotice

KIND = WEEKLY
MONDAY = 0
AT = time(10)  # on the clock of each member
LASTS = timedelta(days=2)


def weekly(tx: Transaction, boxes: Iterable[str], now: datetime) -> None:
    """On Mondays, a row for every member who lives by the clock of these boxes, whoever they are; once a week."""
    mondays = {region(box).zone for box in boxes if wall(now, region(box).zone).weekday() == MONDAY}
    if not mondays:
        return
    found = storage.members.several(tx, storage.members.holders(tx, ROLES, BOXES))
    rows = [_row(reader.id, people.zone(reader), now) for reader in found if people.zone(reader) in mondays]
    storage.notices.add(tx, rows)


def _row(number: int, zone: str, now: datetime) -> NewNotice:
    today = wall(now, zone).date()
    due_at = instant(datetime.combine(today, AT), zone)
    week = f"{today:%G-W%V}"
    return NewNotice(KIND, "week", week, f"member:{number}", due_at, storage.notices.REMINDER, due_at + LASTS)


def mute(tx: Transaction, who: Person, muted: bool) -> None:
    """Receive it no more, or again."""
    storage.mutes.set_mute(tx, people.member(who).id, KIND, muted)
