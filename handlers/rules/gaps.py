"""What is said of weeks of the watch: to whoever has one, and to coordinators of one that nobody has."""

from collections.abc import Collection
from datetime import datetime, time

import storage.members
import storage.notices
import storage.watches
from handlers.rules import civil, hearing, watches
from handlers.rules.civil import day_start, instant
from handlers.rules.hearing import TAKEN
from handlers.rules.regions import NATIONAL, region
from handlers.rules.watches import WEEK, Week, about
from storage.database import Transaction
from storage.members import Member
from storage.notices import NewNotice

STAGES = (0, 3, 7)  # days before a Monday at which a week without anybody is told, and told again
GAP, YOURS = "watch.gap", "watch.yours"


def sweep(tx: Transaction, boxes: Collection[str], now: datetime) -> None:
    """At a slot: tell whoever is on watch this week, and from Friday on the next; tell the weeks that nobody has.

    A region counts once a week was planned there: nobody is told of gaps in what they never began.
    """
    for code in sorted(storage.watches.regions(tx) & set(boxes)):
        this = watches.monday(now, code)
        for found in watches.read(tx, code, [this, this + WEEK], now):
            if found.on_watch is None:
                _tell_gap(tx, found, now)
            elif near(found, now):
                _recall(tx, found, found.on_watch, now)


def _stage(found: Week, now: datetime) -> int:
    """How near a week is: from its Monday on, from the Friday before on, or seven days before."""
    days = (found.monday - civil.today(now, region(found.region).zone)).days
    return next((stage for stage in STAGES if days <= stage), days)


def near(found: Week, now: datetime) -> bool:
    """Whether whoever is on watch is told of it: from the Friday before on."""
    return _stage(found, now) < STAGES[-1]


def _recall(tx: Transaction, found: Week, reader: Member, now: datetime) -> None:
    """Once, unless they were told meanwhile that the week is somebody else’s."""
    lost = storage.notices.number(tx, TAKEN, about(found.region, found.monday), f"member:{reader.id}")
    storage.notices.add(tx, [notice(YOURS, found, str(lost), reader.id, now)])


def knows(tx: Transaction, found: Week, reader: Member, now: datetime) -> None:
    """Whoever has just taken a week need not be told that it is theirs."""
    if near(found, now):
        _recall(tx, found, reader, now)
        storage.notices.suppress_for(tx, about(found.region, found.monday), f"member:{reader.id}", [YOURS])


def _tell_gap(tx: Transaction, found: Week, now: datetime) -> None:
    """Once for each stage and turn: when the week was somebody’s meanwhile, it is another gap."""
    if not any(role in ("supervisor", "peer_worker") for _, _, role in storage.members.roster(tx, found.region)):
        return  # nobody lives there any more
    version = f"{_stage(found, now)}:{found.turn}"
    told = awake(tx, found.region, now)
    storage.notices.add(tx, (notice(GAP, found, version, number, now) for number in told))


def awake(tx: Transaction, code: str, now: datetime) -> list[int]:
    """A region’s coordinators who hear something now; the national ones where none does."""
    for place in (code, NATIONAL):
        held = storage.members.several(tx, storage.members.holders(tx, ["coordinator"], [place]))
        found = [one.id for one in held if one.state == "active" and not hearing.paused(one, now)]
        if found:
            return found
    return []


def notice(kind: str, found: Week, version: str, number: int, now: datetime) -> NewNotice:
    """Something said of a week to a member, at once, as long as the week goes on."""
    ends = instant(datetime.combine(found.monday + WEEK, time()), region(found.region).zone)
    whom, lane = f"member:{number}", storage.notices.ANSWER
    return NewNotice(kind, about(found.region, found.monday), version, whom, day_start(now), lane, ends)


def tell(tx: Transaction, kind: str, found: Week, number: int, now: datetime) -> None:
    """Say it anew, however often it was said of this week: each time something changed."""
    said = storage.notices.number(tx, kind, about(found.region, found.monday), f"member:{number}")
    storage.notices.add(tx, [notice(kind, found, str(said), number, now)])
