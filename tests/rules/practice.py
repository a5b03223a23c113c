"""A region of sixty peer workers and six supervisors, day by day: pauses, holidays, people who come and go."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

import storage.members
import storage.notices
import storage.openings
import storage.snoozes
from handlers.rules import (
    assignments,
    bookings,
    caseloads,
    covers,
    digests,
    followups,
    gaps,
    hearing,
    leaving,
    needs,
    nudges,
    openings,
    pause,
    people,
    retention,
    rotas,
    sessions,
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


class Practice:
    """The program's rules and letters, and people who mostly do what they are asked, in their own time."""

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

    # What people do -----------------------------------------------------------------------------

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
        return {
            followups.DUE: self.answer_due,
            bookings.FREED: self.answer_freed,
            bookings.TOOK: self.confirm,
            openings.WITHDRAWN: self.book,
            digests.KIND: self.confirm_all,
            gaps.GAP: self.mend,
            hearing.ASKED: self.answer_asked,
            hearing.DECLINED: self.ask_another,
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
        """What people do of themselves."""
        if self.now.day == 1:
            self.month()
        for account in self.holding("peer_worker"):
            draw = self.chance.random()
            if draw < 0.002:
                self.try_to(self.rest, account, self.chance.randint(7, 28))
            elif draw < 0.01:
                self.try_to(self.change_seat, account)

    def rest(self, account: int, days: int) -> None:
        """Have a pause; whoever has weeks of the watch in it asks somebody to stand in."""
        who = self.person(account)
        if people.member(who).holds("supervisor"):
            for week in covers.mine(self.tx, who, self.now).weeks:
                if week.monday <= (self.now + days * DAY).date():
                    covers.leave(self.tx, who, HERE, week.monday, self.now)
                    self.ask(who, week.monday)
        pause.begin(self.tx, who, people.today(people.member(who), self.now) + days * DAY, self.now)

    def ask(self, who: Person, week: date) -> None:
        """Ask one of the others, if there is one."""
        others = covers.look(self.tx, who, HERE, week, self.now).others
        if others:
            covers.ask(self.tx, who, HERE, week, self.chance.choice(others).id, self.now)

    def ask_another(self, who: Person, notice: Notice) -> None:
        """The one who was asked cannot."""
        self.ask(who, _week(notice))

    def answer_asked(self, who: Person, notice: Notice) -> None:
        """Accept, decline, or say nothing."""
        draw = self.chance.random()
        if draw < 0.4:
            covers.accept(self.tx, who, HERE, _week(notice), self.now)
        elif draw < 0.7:
            covers.decline(self.tx, who, HERE, _week(notice), self.now)

    def mend(self, who: Person, notice: Notice) -> None:
        """Who coordinates gives the week to somebody, or waits for the next word."""
        _, able = rotas.choices(self.tx, who, HERE, _week(notice), self.now)
        if able and self.chance.random() < 0.5:
            rotas.assign(self.tx, who, HERE, _week(notice), self.chance.choice(able).id, self.now)

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
        """Once a month: some come and go, some have holidays, and who coordinates entrusts those who have nobody."""
        if self.chance.random() < 0.5:
            gone = self.person(self.chance.choice(self.holding("peer_worker")))
            self.try_to(leaving.forget, self.tx, gone, self.now)
            self.peer()
        if self.now.month in (1, 7):  # somebody stops supervising, somebody else begins
            gone = self.person(self.chance.choice(self.holding("supervisor")))
            self.try_to(leaving.forget, self.tx, gone, self.now)
            self.supervisor()
        for account in self.holding("supervisor"):
            if self.chance.random() < 0.3:
                self.try_to(self.rest, account, self.chance.randint(14, 28))
            if not openings.mine(self.tx, self.person(account), self.now + 60 * DAY):
                self.offer(account)
        self.entrust()

    def entrust(self) -> None:
        """As proposed; and share the free weeks of the watch out."""
        ines = self.person(COORDINATOR)
        rotas.share(self.tx, ines, HERE, self.now)
        found = assignments.propose(self.tx, ines, HERE, self.now)
        assignments.settle(self.tx, ines, HERE, found.stamp, self.now)

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
        whose, offering = caseloads.read(self.tx), openings.offering(self.tx, self.now)
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
        until = storage.snoozes.until(self.tx, one.id)
        later = until is not None and people.today(one, self.now) < until
        return one.state == "active" and not later and not hearing.paused(one, self.now)

    def most_in_a_week(self) -> int:
        """How many letters a peer worker had at most in seven days."""
        peers = {one.id for one in caseloads.peers(self.tx)}
        by_member: dict[int, list[datetime]] = defaultdict(list)
        for one in self.heard:
            if one.member in peers:
                by_member[one.member].append(one.at)
        return max(sum(at - 7 * DAY < one <= at for one in times) for times in by_member.values() for at in times)


def _week(notice: Notice) -> date:
    return date.fromisoformat(notice.about.rpartition(":")[2])
