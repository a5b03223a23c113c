"""A pause: until a day, only what one asked for is heard; it ends by itself, and nothing of it pours in afterwards."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import storage.arrangements
import storage.bookings
import storage.members
import storage.notices
import storage.watches
from handlers.rules import dates, hearing, people
from handlers.rules.civil import day_start, today
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import REGIONS, region
from storage.database import Transaction
from storage.members import Member

CHIPS = {"week": timedelta(days=7), "fortnight": timedelta(days=14), "month": timedelta(days=30)}
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Prospect:
    """What a pause would mean: from which day on, for each chip, and the boxes that nobody would read meanwhile.

    `watches`: the Mondays of the weeks in it in which this member is on watch; `booked`: the appointments with them.
    """

    member: Member
    chips: dict[str, date]
    empty: list[str]
    watches: tuple[date, ...] = ()
    booked: int = 0


def prospect(tx: Transaction, who: Person, now: datetime) -> Prospect:
    """What a pause of this member would mean."""
    found = people.member(who)
    here = people.today(found, now)
    return Prospect(found, {name: here + length for name, length in CHIPS.items()}, _emptied(tx, found))


def _emptied(tx: Transaction, found: Member) -> list[str]:
    others = {box for box, number, state in storage.members.supervisors(tx) if state == "active" and number != found.id}
    return sorted(found.regions("supervisor") - others)


def days(tx: Transaction, who: Person, text: str, now: datetime, language: str) -> list[date]:
    """The days that a written text may mean; refuses when none of them can end a pause."""
    del tx
    found = people.member(who)
    match dates.read(text, now, people.zone(found), language):
        case dates.Read(wall=wall):
            read = [wall.date()]
        case dates.NeedsHour(date=day, others=others):
            read = [day, *others]
        case dates.Unclear(candidates=candidates):
            read = [wall.date() for wall in candidates]
        case _:
            read = []
    fit = [day for day in dict.fromkeys(read) if _fits(found, day, now)]
    if not fit:
        raise Refusal(Reason.PAUSE_UNFIT)
    return fit


def _fits(found: Member, day: date, now: datetime) -> bool:
    here = people.today(found, now)
    return here < day <= here + LONGEST


def weigh(tx: Transaction, who: Person, day: date, now: datetime) -> Prospect:
    """What a pause until this day would mean; refuses a day that cannot end one."""
    if not _fits(people.member(who), day, now):
        raise Refusal(Reason.PAUSE_UNFIT)
    found = prospect(tx, who, now)
    booked = storage.bookings.of_supervisor(tx, found.member.id, now)
    number = len({opening.id for _, opening in booked if opening.wall.date() < day})
    return replace(found, watches=_watches(tx, found.member, day, now), booked=number)


def _watches(tx: Transaction, found: Member, day: date, now: datetime) -> tuple[date, ...]:
    """The weeks that would have nobody: those of theirs that have not ended and begin before this day."""
    here = people.today(found, now)
    held = storage.watches.of(tx, found.id, here - timedelta(days=here.weekday()))
    return tuple(one.week for one in held if one.member_id == found.id and not one.away and one.week < day)


def begin(tx: Transaction, who: Person, day: date, now: datetime) -> None:
    """Have a pause until this day."""
    weigh(tx, who, day, now)
    storage.arrangements.arrange(tx, people.member(who).id, paused_until=day)


def stop(tx: Transaction, who: Person, now: datetime) -> None:
    """Go on before the day; what waited for it comes today."""
    number = people.member(who).id
    storage.arrangements.arrange(tx, number, paused_until=None)
    storage.notices.hasten_for(tx, f"member:{number}", hearing.KEPT, day_start(now))


def end(tx: Transaction, now: datetime) -> None:
    """End the pauses whose day has come, each on its member's clock."""
    earliest = storage.arrangements.first_pause_end(tx)
    if earliest is None or earliest > max(today(now, place.zone) for place in REGIONS.values()):
        return
    for code in REGIONS:
        storage.arrangements.end_pauses(tx, code, today(now, region(code).zone))
