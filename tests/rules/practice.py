"""A region of sixty peer workers and six supervisors, day by day, and what must hold in it whatever they do."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

import storage.members
import storage.notices
import storage.openings
import storage.snoozes
from handlers.rules import (
    assignments,
    bookings,
    caseloads,
    digests,
    followups,
    gaps,
    hearing,
    needs,
    nudges,
    openings,
    pause,
    people,
    retention,
    rotas,
    vacancies,
    watches,
)
from handlers.rules.civil import wall
from handlers.rules.openings import Offer
from handlers.rules.people import Person
from handlers.rules.refusal import Refusal
from storage.database import Transaction
from storage.members import Member, Role
from storage.notices import Notice
from tests.rules.cast import DAY
from tests.rules.years import delivered, house
from tests.storage.people import member

HERE, PARIS = "FR-ARA", "Europe/Paris"
BEGIN = datetime(2026, 6, 1, tzinfo=UTC)
SLOTS = timedelta(hours=6, minutes=30), timedelta(hours=16, minutes=30)
PEERS, SUPERVISORS = 60, 6
COORDINATOR = 1
MONDAY, TUESDAY = 0, 1
SOON = timedelta(hours=40)  # from a Saturday night to Monday morning nothing sounds


@dataclass(frozen=True)
class Heard:
    """A letter as it came: when, to whom, of which kind, about what; and whether its reader had a date then."""

    at: datetime
    member: int
    kind: str
    about: str
    dated: bool


class Region:
    """The program's rules and letters day by day, and whether what they promise holds."""

    def __init__(self, tx: Transaction, seed: int) -> None:
        self.tx, self.now, self.chance = tx, BEGIN, Random(seed)  # noqa: S311 - a story, no secret
        self.heard: list[Heard] = []
        self.waiting: Counter[int] = Counter()  # Tuesdays in a row on which somebody could be told, and was not
        self.longest, self.untold = (
            0,
            0,
        )  # of these; weeks in which who coordinates did not hear
        self.long = False  # whether somebody had long been without a date on Monday
        self.open: dict[str, datetime] = {}  # since when a week has nobody
        self.unsaid: list[str] = []  # such weeks of which nobody was told in time
        self.gaps = 0
        self.numbers = iter(range(1000, 9999))
        self.house = house(tx, lambda: self.now)
        member(tx, COORDINATOR, Role("coordinator", HERE), region=HERE)
        for _ in range(SUPERVISORS):
            self.supervisor()
        for _ in range(PEERS):
            self.peer()
        self.entrust()

    # Who is there -------------------------------------------------------------------------------

    def supervisor(self) -> None:
        """Somebody begins to supervise, with a time a week for a group of four."""
        number = next(self.numbers)
        member(self.tx, number, Role("supervisor", HERE), region=HERE)
        self.offer(number)

    def offer(self, number: int) -> None:
        """The same time every week, for a year."""
        day = wall(self.now, PARIS) + (1 + number % 4) * DAY
        at = day.replace(hour=10 + number % 6, minute=0)
        openings.offer(self.tx, self.person(number), Offer(at, seats=4, minutes=150, lasts=52), self.now)

    def peer(self) -> None:
        """Somebody is a peer worker from now on."""
        number = next(self.numbers)
        member(self.tx, number, Role("peer_worker", HERE), region=HERE, joined=f"{self.now:%Y-%m}")

    def person(self, number: int) -> Person:
        """Somebody, by their account."""
        return people.recognise(self.tx, number, "fr")

    def holding(self, role: str) -> list[int]:
        """The accounts of those who hold a role and are here."""
        found = storage.members.several(self.tx, storage.members.holders(self.tx, [role], [HERE]))
        return [one.telegram_id for one in found if one.state == "active"]

    def entrust(self) -> None:
        """As proposed; and share the free weeks of the watch out."""
        ines = self.person(COORDINATOR)
        rotas.share(self.tx, ines, HERE, self.now)
        found = assignments.propose(self.tx, ines, HERE, self.now)
        assignments.settle(self.tx, ines, HERE, found.stamp, self.now)

    # Time ---------------------------------------------------------------------------------------

    def live(self, days: int) -> None:
        """Let days pass."""
        for _ in range(days):
            midnight = self.now
            self.day()
            for slot in SLOTS:
                self.until(midnight + slot)
                self.slot()
            self.until(midnight + DAY)
            if midnight.weekday() == TUESDAY:
                self.look()

    def until(self, end: datetime) -> None:
        """Deliver what is due on the way, and pass on seats that were kept long enough."""
        while True:
            due = storage.notices.next_due(self.tx)
            self.now = min(max(self.now, due), end) if due is not None else end
            bookings.sweep(self.tx, self.now)
            self.deliver()
            if self.now >= end:
                return

    def slot(self) -> None:
        """What the clock does at a slot."""
        pause.end(self.tx, self.now)
        if self.now.weekday() == MONDAY:
            self.long = self.without()
        nudges.weekly(self.tx, [HERE], self.now)
        openings.sweep(self.tx, self.now)
        followups.sweep(self.tx, [HERE], self.now)
        digests.sweep(self.tx, [HERE], self.now)
        gaps.sweep(self.tx, [HERE], self.now)
        retention.erase_gone(self.tx, self.now)
        self.deliver()
        self.watch()

    def deliver(self) -> None:
        """The courier, without a network."""
        for notice, letter in delivered(self.tx, self.house, self.now):
            self.read(notice, letter.chat_id)

    # What people read --------------------------------------------------------------------------

    def read(self, notice: Notice, account: int) -> None:
        """Somebody reads a letter, and does what it asks, or does not."""
        who = self.person(account)
        reader = people.member(who)
        dated = bool(bookings.coming(self.tx, reader.id, self.now))
        self.heard.append(Heard(self.now, reader.id, notice.kind, notice.about, dated))
        act = self.acts.get(notice.kind)
        if act is not None:
            self.try_to(act, who, notice)

    def try_to(self, act: Callable[..., object], *arguments: object) -> None:
        """Do something that may be refused, as a stale button is."""
        try:
            act(*arguments)
        except Refusal:
            return

    @property
    def acts(self) -> dict[str, Callable[..., object]]:
        """What each letter leads to."""
        raise NotImplementedError

    def day(self) -> None:
        """What people do of themselves."""
        raise NotImplementedError

    # What must hold -----------------------------------------------------------------------------

    def watch(self) -> None:
        """Whether somebody was told of each week that has nobody, this one and the next, in time."""
        this = watches.monday(self.now, HERE)
        for found in watches.read(self.tx, HERE, [this, this + 7 * DAY], self.now):
            about = watches.about(HERE, found.monday)
            if found.on_watch is not None:
                self.open.pop(about, None)
            elif about not in self.open:
                self.open[about] = self.now
                self.gaps += 1
            elif self.now - self.open[about] > SOON and not self.said(gaps.GAP, about, self.open[about]):
                self.unsaid.append(about)

    def said(self, kind: str, about: str, since: datetime) -> bool:
        """Whether anybody heard this since then."""
        return any(one.kind == kind and one.about == about and one.at >= since for one in self.heard)

    def look(self) -> None:
        """At the end of a Tuesday: who could have been told that they have no date, and for how long was not."""
        whose, offering = caseloads.read(self.tx), vacancies.offering(self.tx, self.now)
        lately = {one.member for one in self.heard if one.kind == followups.DUE and self.now - one.at < 7 * DAY}
        able = [
            one.member.id
            for one in needs.of(self.tx, caseloads.peers(self.tx), self.now)
            if one.window in needs.NEEDED and whose.supervisors(one.member) & offering and self.listens(one.member)
        ]
        self.waiting = Counter({number: self.waiting[number] + 1 for number in able if number not in lately})
        self.longest = max(self.longest, *self.waiting.values(), 0)
        if self.long and self.without() and not self.said(followups.LONG, followups.ABOUT, self.now - 3 * DAY):
            self.untold += 1

    def without(self) -> bool:
        """Whether somebody has long been without a date, as who coordinates would read it."""
        return followups.long(self.tx, people.member(self.person(COORDINATOR)), self.now) > 0

    def listens(self, one: Member) -> bool:
        """Whether they are here, without a pause, and did not put it off."""
        later = hearing.put_off(self.tx, one, self.now) is not None
        return one.state == "active" and not later and not hearing.paused(one, self.now)

    def most_in_a_week(self) -> int:
        """How many letters a peer worker had at most in seven days."""
        peers = {one.id for one in caseloads.peers(self.tx)}
        by_member: dict[int, list[datetime]] = defaultdict(list)
        for one in self.heard:
            if one.member in peers:
                by_member[one.member].append(one.at)
        return max(sum(at - 7 * DAY < one <= at for one in times) for times in by_member.values() for at in times)
