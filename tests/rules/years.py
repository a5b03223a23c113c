"""Three series, seven people on three clocks, and the days that pass; what each of them is told is kept."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import storage.changes
import storage.meetings
import storage.notices
from handlers import letters
from handlers.context import House
from handlers.letters import Letter
from handlers.rules import announcing, calendar, changes, draft_choices, drafts, feeds, meetings, people, series
from handlers.rules.charter import Charter
from handlers.rules.people import Person
from storage.database import Transaction
from storage.meetings import Meeting
from storage.members import Role
from storage.notices import Notice
from tests.rules.cast import DAY, NOW, number_of
from tests.rules.moments import said
from tests.storage.people import member

R = TypeVar("R")
NAMES = {kind: kind for kind in draft_choices.KINDS}
LEASE = timedelta(minutes=2)
DAWN = time(6, 30)  # a slot of the program's day
PARIS, REUNION, GUADELOUPE = "Europe/Paris", "Indian/Reunion", "America/Guadeloupe"
ZONES = {"FR-ARA": PARIS, "FR-974": REUNION, "FR-971": GUADELOUPE}

# Who they are: region, language, what they say of a whole series at once, what of each date when its card comes.
PEOPLE = {
    "Inès": ("FR-ARA", "fr", "yes", None),
    "Paul": ("FR-ARA", "en", None, "maybe"),
    "Léa": ("FR-974", "fr", "yes", None),
    "Mia": ("FR-974", "en", "no", None),
    "Zoé": ("FR-971", "fr", None, "yes"),
    "Tom": ("FR-971", "en", None, "no"),
    "Noé": ("FR-971", "fr", None, None),
}


@dataclass(frozen=True)
class Told:
    """One letter as it was delivered."""

    at: datetime
    name: str
    kind: str
    meeting: int
    said: list[tuple[datetime, datetime]]  # every moment in it: on the reader's clock, on the meeting's


def shown(wall: datetime, zone: str, name: str) -> tuple[datetime, datetime]:
    """The moment that this reader has to see of a wall time in `zone`, computed with `zoneinfo` alone."""
    there = wall.replace(tzinfo=ZoneInfo(zone))
    return there.astimezone(ZoneInfo(ZONES[PEOPLE[name][0]])).replace(tzinfo=None), wall


class Years:
    """The program's rules, its letters, and a clock that goes from one thing to do to the next."""

    def __init__(self, tx: Transaction) -> None:
        self.tx, self.now = tx, NOW
        self.told: list[Told] = []
        self.people: dict[str, Person] = {}
        for number, name in enumerate(PEOPLE, 1):
            self.people[name] = _somebody(tx, number, name)
        self.names = {number_of(who): name for name, who in self.people.items()}
        self.house = house(tx, lambda: self.now)

    def begin(self, region: str, first: datetime, rhythm: str, skips: str = "0") -> int:
        """Announce a series for the three regions, and answer it; returns its number."""
        tx, ines = self.tx, self.people["Inès"]
        draft = drafts.prepare(tx, ines, f"{region}-{first:%y%m%d}", f"Pairs {first:%A}")
        drafts.choose_region(tx, ines, draft.id, region)
        for code in set(ZONES) - {region}:
            drafts.toggle_region(tx, ines, draft.id, code)
        drafts.choose_time(tx, ines, draft.id, first, NOW)
        for field, value in (("rhythm", rhythm), ("skips", skips)):
            drafts.choose(tx, ines, draft.id, field, value, NAMES)
        begun = drafts.publish(tx, ines, draft.id, 500, NOW).meeting
        for name, (_, _, whole, _) in PEOPLE.items():
            if whole:
                meetings.answer_series(tx, self.people[name], begun.id, whole, NOW)
        return begun.series_id or 0

    def dates(self, number: int) -> list[Meeting]:
        """Every date of a series."""
        return storage.meetings.dates(self.tx, number)

    def change(self, meeting: Meeting, extent: str, **fields: object) -> None:
        """Its coordinator changes a meeting."""
        changes.propose(self.tx, self.people["Inès"], meeting.id, fields, self.now)
        changes.confirm(self.tx, self.people["Inès"], meeting.id, extent, self.now)

    def live(self, until: datetime) -> None:
        """Let time pass, stopping wherever something is to be done."""
        while self.now < until:
            dawn = datetime.combine(self.now.date(), DAWN, UTC)
            dawn += DAY if dawn <= self.now else timedelta()
            due = (storage.notices.next_due(self.tx), storage.meetings.next_untold(self.tx))
            wanted = [at for at in (*due, storage.changes.next_due(self.tx)) if at is not None]
            self.now = max(self.now, min(*wanted, dawn, until))
            changes.make_due(self.tx, self.now)
            series.announce_due(self.tx, self.now)
            if self.now == dawn and self.now.day == 1:  # twice a day in the program: the same, and much longer
                series.sweep(self.tx, self.now)
            self._deliver()

    def _deliver(self) -> None:
        for notice, letter in delivered(self.tx, self.house, self.now):
            self._heard(notice, letter.screen.text)

    def _heard(self, notice: Notice, text: str) -> None:
        name = self.names[int(notice.recipient.partition(":")[2])]
        meeting, (_, language, _, each) = int(notice.about.partition(":")[2]), PEOPLE[name]
        self.told.append(Told(self.now, name, notice.kind, meeting, said(text, language)))
        if each and notice.kind in (announcing.CARD, announcing.MOVED):
            meetings.answer(self.tx, self.people[name], meeting, each, self.now)

    def calendar(self, name: str, meeting: Meeting) -> list[datetime]:
        """The instants at which a series begins in this reader's calendar, read with `zoneinfo` alone."""
        text = calendar.file(feeds.whole(self.tx, self.people[name], meeting.id, self.now)).decode()
        begins = re.findall(r"^DTSTART;TZID=([\w/]+):(\w+)\r$", text, re.MULTILINE)
        return [datetime.strptime(wall, "%Y%m%dT%H%M%S").replace(tzinfo=ZoneInfo(zone)) for zone, wall in begins]


def delivered(tx: Transaction, house: House, now: datetime) -> Iterator[tuple[Notice, Letter]]:
    """What the courier brings now, without a network; what follows from a letter may be brought as well."""
    while found := storage.notices.claim(tx, now, 100, LEASE):
        for notice in found:
            letter = letters.write(tx, notice, house, now)
            if isinstance(letter, datetime):
                storage.notices.again(tx, notice.id, letter)
                continue
            storage.notices.settle(tx, notice.id, "dropped" if letter is None else "sent")
            if letter is not None:
                yield notice, letter


def _somebody(tx: Transaction, number: int, name: str) -> Person:
    region, language, _, _ = PEOPLE[name]
    held = [Role("coordinator", code) for code in ZONES] if name == "Inès" else [Role("peer_worker", region)]
    member(tx, number, *held, name=name, region=region, language=language)
    return people.recognise(tx, number, language)


def house(tx: Transaction, now: Callable[[], datetime]) -> House:
    """The house of the program, on one transaction."""

    async def commit(use_case: Callable[[Transaction], R], /) -> R:
        return use_case(tx)

    return House(
        commit=commit,
        now=now,
        random=bytes,
        incident=str,
        name="Pairs en lien",
        contact="contact@pairs.example",
        language="fr",
        charter=Charter("2026-11", {}, {}),
        regions=tuple(ZONES),
        small_zone=1,
    )
