"""A region with three supervisors and a coordinator, slot by slot: what the watch must be is computed apart."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import select

import storage.members
import storage.watches
from handlers.rules import covers, gaps, pause, people, rotas, watches
from handlers.rules.gaps import GAP
from handlers.rules.people import Person
from handlers.rules.refusal import Refusal
from handlers.rules.watches import WEEK, Week
from storage.database import Transaction
from storage.members import Role
from storage.notices import notices
from tests.rules.cast import DAY, HOUR, NOW, number_of, somebody

HERE = "FR-ARA"
THIS = date(2026, 5, 25)  # the Monday before NOW
SLOT = 12 * HOUR
PLANNING = ("plan", "clear", "share")
OWN = ("leave", "stay", "ask", "accept", "decline")
LIFE = ("pause", "lose", "hold", "block", "back")
ACTS = (*PLANNING, *OWN, *OWN, *LIFE)
Said = tuple[str, str, str, str]
_SAID = select(notices.c.kind, notices.c.about, notices.c.version, notices.c.recipient)


def told(tx: Transaction, *kinds: str) -> Counter[Said]:
    """What was said of weeks, suppressed or not: kind, about, version, recipient."""
    rows = tx.community.execute(_SAID.where(notices.c.kind.in_(kinds)))
    return Counter((kind, about, version, whom) for kind, about, version, whom in rows)


def named(tx: Transaction, now: datetime = NOW) -> list[int | None]:
    """Whose each of the weeks to come is."""
    weeks = watches.read(tx, HERE, [watches.monday(now, HERE) + one * WEEK for one in range(rotas.AHEAD)], now)
    return [one.planned.id if one.planned else None for one in weeks]


class Town:
    """Its people, the time it is, and who may be on watch in each week: planned, or having said yes."""

    def __init__(self, tx: Transaction) -> None:
        self.tx, self.now = tx, NOW.replace(hour=0)
        self.ines = somebody(tx, 1, "coordinator")
        self.staff = [somebody(tx, number, "supervisor") for number in (2, 3, 4)]
        self.entitled: dict[date, int | None] = {}

    def monday(self, ahead: int) -> date:
        """The Monday of this week, or of one ahead."""
        return watches.monday(self.now, HERE) + ahead * WEEK

    def week(self, ahead: int) -> Week:
        """A week as it stands."""
        [found] = watches.read(self.tx, HERE, [self.monday(ahead)], self.now)
        return found

    def act(self, what: str, which: int, ahead: int, other: int) -> None:
        """Do something, or be refused."""
        who = people.recognise(self.tx, self.staff[which].telegram_id, "fr")
        try:
            if what in PLANNING:
                self._plan(what, ahead, number_of(self.staff[other]))
            elif what in OWN:
                self._answer(what, who, self.monday(ahead), number_of(self.staff[other]))
            else:
                self._live(what, who, other)
        except Refusal:
            return

    def _plan(self, what: str, ahead: int, number: int) -> None:
        if what == "share":
            before = named(self.tx, self.now)
            rotas.share(self.tx, self.ines, HERE, self.now)
            for place, (then, now) in enumerate(zip(before, named(self.tx, self.now), strict=True)):
                assert then in (None, now), "what was planned stays"
                if then is None:
                    self.entitled[self.monday(place)] = now
            return
        number = number if what == "plan" else 0
        week = self.week(ahead)
        rotas.assign(self.tx, self.ines, HERE, self.monday(ahead), number, self.now)
        if not number or not week.planned or week.planned.id != number:
            self.entitled[self.monday(ahead)] = number

    def _answer(self, what: str, who: Person, week: date, number: int) -> None:
        rules: dict[str, Callable[..., object]] = {one: getattr(covers, one) for one in OWN}
        rules[what](self.tx, who, HERE, week, *([number] if what == "ask" else []), self.now)
        if what in ("leave", "stay", "accept"):
            self.entitled[week] = None if what == "leave" else number_of(who)

    def _live(self, what: str, who: Person, length: int) -> None:
        role = Role("supervisor", HERE)
        match what:
            case "pause":
                pause.begin(self.tx, who, people.today(people.member(who), self.now) + (1 + length * 4) * DAY, self.now)
            case "lose":
                storage.members.withdraw(self.tx, number_of(who), role)
            case "hold":
                storage.members.grant(self.tx, number_of(who), role)
            case _:
                storage.members.set_state(self.tx, who.telegram_id, "unreachable" if what == "block" else "active")

    def slot(self) -> None:
        """The next slot; whatever is a gap then has been told, in its stage, once."""
        self.now += SLOT
        pause.end(self.tx, self.now)
        gaps.sweep(self.tx, [HERE], self.now)
        rows = self.tx.community.execute(_SAID.where(notices.c.kind == GAP, notices.c.expires_at > self.now))
        said = Counter((kind, about, version, whom) for kind, about, version, whom in rows)
        assert set(said.values()) <= {1}
        served = any(role == "supervisor" for *_, role in storage.members.roster(self.tx, HERE))
        if not served or HERE not in storage.watches.regions(self.tx):
            return
        for found in (self.week(0), self.week(1)):
            days = (found.monday - people.today(people.member(self.ines), self.now)).days
            stage = 0 if days <= 0 else 3 if days <= 3 else 7
            if found.on_watch is None:
                assert said[GAP, f"watch:ARA:{found.monday}", f"{stage}:{found.turn}", "member:1"] == 1

    def check(self) -> None:
        """Nobody is on watch who was not planned and did not say yes; nor in a pause, gone or without the role."""
        for found in watches.read(self.tx, HERE, map(self.monday, range(rotas.AHEAD)), self.now):
            one = found.on_watch
            if one is not None:
                assert one.id == self.entitled.get(found.monday)
                assert (one.state, one.holds("supervisor", HERE)) == ("active", True)
                first = max(found.monday, people.today(one, self.now))
                assert one.paused_until is None or one.paused_until <= first
