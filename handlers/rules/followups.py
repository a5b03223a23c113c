"""When somebody has no date for supervision: a gentle word to them, later one to who coordinates."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta

import storage.notices
import storage.snoozes
from handlers.rules import caseloads, hearing, needs, people, vacancies
from handlers.rules.civil import day_start, instant, today, wall
from handlers.rules.needs import NEEDED, Need
from handlers.rules.people import Person
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import REGIONS, region
from storage.database import Transaction
from storage.members import Member
from storage.notices import NewNotice

DUE, LONG = hearing.DUE, "supervision.long"
ABOUT = hearing.UNDATED
AT = time(10)  # on the reader's clock
NOON = 12  # hour
LASTS = timedelta(days=2)
EACH = 14  # days from one word to the next, of which every other is left out after the third (proposed by us)
AFTER = timedelta(weeks=4)  # after it was due, coordinators hear of it (proposed by us)
MONDAY, TUESDAY = 0, 1
WEEKS = (1, 2, 4)  # one may put it off for


def sweep(tx: Transaction, boxes: Iterable[str], now: datetime) -> None:
    """At a slot, for those who live by the clock of these boxes: on Tuesdays for who needs a date and can choose one.

    On Mondays for the coordinators of those who have been without one for long. On other days nothing is written: a row
    of the day after somebody gave a time back would tell when they did.
    """
    zones = {zone for zone in {region(box).zone for box in boxes} if _speaks(zone, now)}
    if not zones:
        return
    here = [one for one in caseloads.peers(tx) if people.zone(one) in zones and not hearing.paused(one, now)]
    found = [one for one in needs.of(tx, here, now) if one.window in NEEDED]
    choosing = [
        one
        for one in found
        if _day(people.zone(one.member), now).weekday() == TUESDAY and not hearing.told_enough(tx, one.member, now)
    ]  # whoever was told enough this week hears of it on the next Tuesday
    storage.notices.add(tx, [_word(tx, one, now) for one in _choosing(tx, choosing, now)])
    storage.notices.add(tx, _long(tx, [code for code in REGIONS if region(code).zone in zones], found, now))


def _choosing(tx: Transaction, found: list[Need], now: datetime) -> list[Need]:
    """Those of them who can choose a time, and did not put it off."""
    whose, offering = caseloads.read(tx), vacancies.offering(tx, now)
    able = [one for one in found if whose.supervisors(one.member) & offering]
    return [one for one in able if hearing.put_off(tx, one.member, now) is None]


def _word(tx: Transaction, need: Need, now: datetime) -> NewNotice:
    day = _day(people.zone(need.member), now)
    due_at = instant(datetime.combine(day, AT), people.zone(need.member))
    whom = f"member:{need.member.id}"
    begin = max(need.since, storage.snoozes.until(tx, need.member.id) or need.since)
    version = f"{need.due}:{begin}:{stage(begin, day)}"
    return NewNotice(DUE, ABOUT, version, whom, due_at, storage.notices.REMINDER, due_at + LASTS)


def _day(zone: str, now: datetime) -> date:
    """Of the next ten o'clock in a zone; what was missed in the morning is for that day until noon."""
    return (wall(now, zone) + timedelta(hours=24 - NOON)).date()


def _speaks(zone: str, now: datetime) -> bool:
    """Whether it is a day there on which something may be written."""
    return today(now, zone).weekday() == MONDAY or _day(zone, now).weekday() == TUESDAY


def stage(begin: date, day: date) -> int:
    """Which word it is: one every two weeks from when it was to be spoken of, every four after the third."""
    number = (day - begin).days // EACH
    return number if number <= 2 else number - number % 2


def _long(tx: Transaction, codes: Collection[str], found: list[Need], now: datetime) -> list[NewNotice]:
    """A word a week to each coordinator of a region, or of the nation, where somebody has long been without."""
    without = Counter(one.member.region for one in _practised(tx, found) if is_long(one, now))
    whom = {
        number for code in codes if without[code] for number in people.coordinators_of(tx, code) if _monday(code, now)
    }
    return [_told(number, now) for number in sorted(whom)]


def _practised(tx: Transaction, found: list[Need]) -> list[Need]:
    """Those of them who had supervision here, or have a supervisor who uses what is here."""
    whose, practising = caseloads.read(tx), vacancies.practising(tx)
    return [one for one in found if one.last is not None or whose.supervisors(one.member) & practising]


def _monday(code: str, now: datetime) -> bool:
    return today(now, region(code).zone).weekday() == MONDAY


def _told(number: int, now: datetime) -> NewNotice:
    due_at, lane = day_start(now), storage.notices.REMINDER
    return NewNotice(LONG, ABOUT, f"{now:%G-W%V}", f"member:{number}", due_at, lane, due_at + 3 * LASTS)


def is_long(need: Need, now: datetime) -> bool:
    """Whether somebody has been without a date so long that who coordinates should know."""
    return need.window == "undated" and people.today(need.member, now) >= need.due + AFTER


def long(tx: Transaction, reader: Member, now: datetime) -> int:
    """How many people of a coordinator's regions have long been without a date."""
    codes = [code for code in people.coordinated(reader) if reader.id in people.coordinators_of(tx, code)]
    here = [one for one in caseloads.peers(tx) if one.region in codes and not hearing.paused(one, now)]
    return sum(is_long(one, now) for one in _practised(tx, needs.of(tx, here, now)))


def wanted(tx: Transaction, reader: Member, now: datetime) -> bool:
    """Whether a word still makes sense: they need a date, can choose one, and did not put it off."""
    found = [one for one in needs.of(tx, [reader], now) if one.window in NEEDED and reader.holds(caseloads.PEER)]
    return bool(_choosing(tx, found, now))


def later(tx: Transaction, who: Person, now: datetime) -> dict[int, date]:
    """The Mondays until which this member may put it off, by the number of weeks."""
    del tx
    here = people.today(people.peer(who), now)
    monday = here - timedelta(days=here.weekday())
    return {weeks: monday + timedelta(weeks=weeks) for weeks in WEEKS}


def put_off(tx: Transaction, who: Person, weeks: int, now: datetime) -> date:
    """Hear of it again on that Monday; what waits is not said meanwhile."""
    monday = later(tx, who, now).get(weeks)
    if monday is None:
        raise Refusal(Reason.STALE)
    number = people.peer(who).id
    storage.snoozes.choose(tx, number, monday)
    storage.notices.suppress_for(tx, ABOUT, f"member:{number}", [DUE])
    return monday


def resume(tx: Transaction, who: Person) -> None:
    """Hear of it from now on."""
    storage.snoozes.choose(tx, people.peer(who).id, None)
