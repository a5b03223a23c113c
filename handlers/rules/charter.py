"""The charter: the versioned text everyone agrees to, asked for again, once, when it has changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import storage.members
import storage.notices
from handlers.rules import people
from handlers.rules.civil import instant, wall
from handlers.rules.people import ROLES, Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import BOXES, region
from handlers.rules.reminders import SUNDAY
from storage.database import Transaction
from storage.members import Member
from storage.notices import NewNotice

KIND = "charter.new"
ABOUT = "charter:"
AT = time(9)  # on the clock of each member
LASTS = timedelta(days=5 * 365)  # longer than a version: what is forgotten would be asked again


@dataclass(frozen=True)
class Charter:
    """A version of the charter: its text in each language, and what changed since the one before, if it says so."""

    version: str
    texts: Mapping[str, str]
    changes: Mapping[str, str]


def outdated(member: Member, charter: Charter) -> bool:
    """Whether this member agreed to another version."""
    return member.charter != charter.version


def accept(tx: Transaction, who: Person, version: str, charter: Charter) -> None:
    """A member agrees to the version they have read, which must be the present one."""
    reader = people.member(who)
    if version != charter.version:
        raise Refusal(Reason.STALE)
    storage.members.change(tx, reader.id, charter=version)


def ask_again(tx: Transaction, boxes: Iterable[str], charter: Charter, now: datetime) -> None:
    """Tell whoever lives by the clock of these boxes and agreed to another version; once a version."""
    zones = {region(box).zone for box in boxes}
    found = storage.members.several(tx, storage.members.holders(tx, ROLES, BOXES))
    readers = [reader for reader in found if people.zone(reader) in zones and outdated(reader, charter)]
    storage.notices.add(tx, _rows(readers, charter, now))


def _rows(readers: list[Member], charter: Charter, now: datetime) -> Iterator[NewNotice]:
    for reader in readers:
        due_at = morning(now, people.zone(reader))
        about, whom = f"{ABOUT}{charter.version}", f"member:{reader.id}"
        yield NewNotice(KIND, about, charter.version, whom, due_at, storage.notices.REMINDER, due_at + LASTS)


def morning(now: datetime, zone: str) -> datetime:
    """The next nine o'clock of a zone that is not on a Sunday."""
    here = wall(now, zone)
    day: date = here.date() if here.time() < AT else here.date() + timedelta(days=1)
    if day.weekday() == SUNDAY:
        day += timedelta(days=1)
    return instant(datetime.combine(day, AT), zone)
