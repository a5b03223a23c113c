"""A region of sixty peer workers and six supervisors, day by day: pauses, holidays, people who come and go."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

import storage.members
import storage.notices
import storage.openings
from handlers import letters
from handlers.context import House
from handlers.rules import (
    assignments,
    bookings,
    digests,
    followups,
    leaving,
    openings,
    pause,
    people,
    retention,
    sessions,
)
from handlers.rules.civil import wall
from handlers.rules.openings import Offer
from handlers.rules.people import Person
from handlers.rules.refusal import Refusal
from storage.database import Transaction
from storage.members import Role
from storage.notices import Notice
from tests.rules.cast import DAY
from tests.rules.years import LEASE, house
from tests.storage.people import member

HERE, PARIS = "FR-ARA", "Europe/Paris"
BEGIN = datetime(2026, 6, 1, tzinfo=UTC)
SLOTS = timedelta(hours=6, minutes=30), timedelta(hours=16, minutes=30)
PEERS, SUPERVISORS = 60, 6
COORDINATOR = 1


@dataclass(frozen=True)
class Heard:
    """A letter as it came: when, to whom, of which kind; and whether its reader had a date then."""

    at: datetime
    member: int
    kind: str
    dated: bool


class Practice:
    """The program's rules and letters, and people who mostly do what they are asked, in their own time."""

    def __init__(self, tx: Transaction, seed: int) -> None:
        self.tx, self.now, self.chance = tx, BEGIN, Random(seed)  # noqa: S311 - a story, no secret
        self.heard: list[Heard] = []
        self.waiting: dict[int, int] = defaultdict(int)  # Tuesdays on which somebody could have been told and was not
        self.longest = 0
        self.numbers = iter(range(1000, 9999))
        self.house: House = house(tx, lambda: self.now)
        member(tx, COORDINATOR, Role("coordinator", HERE), region=HERE)
        for _ in range(SUPERVISORS):
            self.supervisor()
        for _ in range(PEERS):
            self.peer()

    # Who is there -------------------------------------------------------------------------------

    def supervisor(self) -> None:
        """Somebody begins to supervise, with a time a week for a group of four."""
        number = next(self.numbers)
        member(self.tx, number, Role("supervisor", HERE), region=HERE)
        self.offer(number)

    def offer(self, number: int) -> None:
        """The same time every week, for a year."""
        who, at = (
            self.person(number),
            wall(self.now, PARIS).replace(hour=10 + number % 6, minute=0) + (1 + number % 4) * DAY,
        )
        openings.offer(self.tx, who, Offer(at, seats=4, minutes=150, lasts=52), self.now)

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
        openings.sweep(self.tx, self.now)
        followups.sweep(self.tx, [HERE], self.now)
        digests.sweep(self.tx, [HERE], self.now)
        retention.erase_gone(self.tx, self.now)
        self.deliver()

    def deliver(self) -> None:
        """The courier, without a network."""
        while found := storage.notices.claim(self.tx, self.now, 100, LEASE):
            for notice in found:
                letter = letters.write(self.tx, notice, self.house, self.now)
                if isinstance(letter, datetime):
                    storage.notices.again(self.tx, notice.id, letter)
                    continue
                storage.notices.settle(self.tx, notice.id, "dropped" if letter is None else "sent")
                if letter is not None:
                    self.read(notice, letter.chat_id)

    # What people do -----------------------------------------------------------------------------

    def read(self, notice: Notice, account: int) -> None:
        """Somebody reads a letter, and does what it asks, or does not."""
        who = self.person(account)
        reader = people.member(who)
        dated = bool(bookings.coming(self.tx, reader.id, self.now))
        self.heard.append(Heard(self.now, reader.id, notice.kind, dated))
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
        return {
            followups.DUE: self.answer_due,
            bookings.FREED: self.answer_freed,
            bookings.TOOK: self.confirm,
            openings.WITHDRAWN: self.book,
            digests.KIND: self.confirm_all,
        }

    def answer_due(self, who: Person, _notice: Notice) -> None:
        """Mostly book, sometimes put it off or let it be."""
        draw = self.chance.random()
        if draw < 0.6:
            self.book(who)
        elif draw < 0.75:
            followups.put_off(self.tx, who, self.chance.choice(followups.WEEKS), self.now)

    def book(self, who: Person, _notice: Notice | None = None) -> None:
        """Take one of the times offered."""
        choices = bookings.sight(self.tx, who, self.now).choices
        if choices:
            bookings.book(self.tx, who, self.chance.choice(choices).opening.id, self.now)

    def answer_freed(self, who: Person, notice: Notice) -> None:
        """Take the seat that is kept, or leave it to the next, or say nothing."""
        number, draw = int(notice.about.partition(":")[2]), self.chance.random()
        if draw < 0.5:
            bookings.book(self.tx, who, number, self.now)
        elif draw < 0.8:
            bookings.decline(self.tx, who, number, self.now)

    def confirm(self, who: Person, notice: Notice) -> None:
        """Say that it took place; seldom that it did not."""
        number, took = int(notice.about.partition(":")[2]), self.chance.random() < 0.95
        sessions.say(self.tx, who, number, people.member(who).id, took, self.now)

    def confirm_all(self, who: Person, _notice: Notice | None = None) -> None:
        """A supervisor says so of everything there is."""
        for one in sessions.unsettled(self.tx, who, self.now):
            sessions.say(self.tx, who, one.opening.id, one.member.id, True, self.now)

    def day(self) -> None:
        """What people do of themselves at noon of a day."""
        if self.now.day == 1:
            self.month()
        for account in self.holding("peer_worker"):
            draw = self.chance.random()
            if draw < 0.002:
                self.try_to(self.rest, account, self.chance.randint(7, 28))
            elif draw < 0.01:
                self.try_to(self.change_seat, account)

    def rest(self, account: int, days: int) -> None:
        """Have a pause."""
        who = self.person(account)
        pause.begin(self.tx, who, people.today(people.member(who), self.now) + days * DAY, self.now)

    def change_seat(self, account: int) -> None:
        """Give a time back, or move it."""
        who = self.person(account)
        for seat in bookings.sight(self.tx, who, self.now).seats:
            other = bookings.instead(self.tx, who, seat.opening.id, self.now).choices
            if other and self.chance.random() < 0.5:
                bookings.move(self.tx, who, seat.opening.id, other[0].opening.id, self.now)
            else:
                bookings.cancel(self.tx, who, seat.opening.id, self.now)

    def month(self) -> None:
        """Once a month: some come and go, somebody has holidays, and who coordinates entrusts those who have nobody."""
        if self.chance.random() < 0.5:
            self.try_to(leaving.forget, self.tx, self.person(self.chance.choice(self.holding("peer_worker"))), self.now)
            self.peer()
        if self.now.month in (1, 7):  # somebody stops supervising, somebody else begins
            gone = self.person(self.chance.choice(self.holding("supervisor")))
            self.try_to(leaving.forget, self.tx, gone, self.now)
            self.supervisor()
        for account in self.holding("supervisor"):
            if self.chance.random() < 0.2:
                self.try_to(self.rest, account, self.chance.randint(14, 28))
            if not openings.mine(self.tx, self.person(account), self.now + 60 * DAY):
                self.offer(account)
        self.entrust()

    def entrust(self) -> None:
        """As proposed."""
        ines = self.person(COORDINATOR)
        found = assignments.propose(self.tx, ines, HERE, self.now)
        assignments.settle(self.tx, ines, HERE, found.stamp, self.now)

    # What must hold -----------------------------------------------------------------------------

    def heard_in_a_week(self) -> Counter[tuple[int, date]]:
        """How many letters each member had in the seven days before each of theirs."""
        by_member: dict[int, list[datetime]] = defaultdict(list)
        for one in self.heard:
            by_member[one.member].append(one.at)
        return Counter(
            {
                (number, at.date()): sum(at - 7 * DAY < other <= at for other in times)
                for number, times in by_member.items()
                for at in times
            }
        )
