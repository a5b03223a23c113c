"""What the people of a region do in their own time: book, put off, give back, have holidays, stand in, come and go."""

from collections.abc import Callable
from datetime import date

from handlers.rules import (
    bookings,
    covers,
    digests,
    followups,
    gaps,
    hearing,
    leaving,
    openings,
    pause,
    people,
    rotas,
    sessions,
)
from handlers.rules.people import Person
from storage.notices import Notice
from tests.rules.cast import DAY
from tests.rules.practice import HERE, Region


class Practice(Region):
    """A region whose people mostly do what they are asked."""

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
        able = rotas.choices(self.tx, who, HERE, _week(notice), self.now).able
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


def _week(notice: Notice) -> date:
    return date.fromisoformat(notice.about.rpartition(":")[2])
