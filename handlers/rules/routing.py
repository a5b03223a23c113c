"""Routing: which box reads a difficulty, and why. The writer's safety wins, and no way ends in nobody."""

from dataclasses import dataclass

import storage.census
import storage.members
import storage.vault
from handlers.rules.regions import NATIONAL, REGIONS
from storage.database import Transaction
from storage.keys import KeyLost
from storage.members import Member
from storage.vault import NotForThisBox, Thread

SMALL = 5  # peer workers: among fewer, a message would point at one of them (proposed by us)


@dataclass(frozen=True)
class Way:
    """What the writer chose: the zone it is about, and perhaps another box.

    `aside`: whoever supervises the zone must not read it, nor know of it. `insists`: to the zone's own box although
    so few work there that they could be recognised.
    """

    zone: str
    aside: bool = False
    insists: bool = False
    box: str | None = None

    @property
    def hidden_from(self) -> str | None:
        """The region whose supervisors must not read it, wherever it goes."""
        return self.zone if self.aside else None


@dataclass(frozen=True)
class Route:
    """The box that reads it, and `why` it.

    chosen; small: the nation, for few work in the zone; few: the zone all the same; unread: nobody reads there.
    """

    box: str
    why: str


def route(tx: Transaction, way: Way, least: int) -> Route | None:
    """The box for this way; None when the writer has to choose another: nobody reads where it would go.

    `least` is the number of peer workers a zone needs for its messages not to point at one of them.
    """
    open_boxes = readable(tx, way.hidden_from)
    if way.box is not None:
        return Route(way.box, "chosen") if way.box in open_boxes else None
    if way.aside:
        return Route(NATIONAL, "chosen") if NATIONAL in open_boxes else None
    small = is_small(tx, way.zone, least)
    upward = small and not way.insists
    here = Route(way.zone, "few" if small else "chosen")
    nation = Route(NATIONAL, "small" if upward and way.zone in open_boxes else "unread")
    order = [nation, here] if upward else [here, nation]
    return next((found for found in order if found.box in open_boxes), None)


def readable(tx: Transaction, hidden_from: str | None) -> set[str]:
    """The boxes somebody reads who can be reached and does not supervise `hidden_from`.

    Who is having a pause is not counted, unless everybody is: no report waits for a pause to end.
    """
    found = storage.members.supervisors(tx)
    aside = {number for box, number, _ in found if box == hidden_from}
    able = [(box, state) for box, number, state in found if number not in aside]
    awake = {box for box, state in able if state == "active"}
    return awake or {box for box, state in able if state == "paused"}


def is_small(tx: Transaction, zone: str, least: int) -> bool:
    """Whether so few peer workers of a region can be reached that a message would point at them."""
    return zone in REGIONS and storage.census.peers(tx, zone) < least


def hidden(tx: Transaction, reader: Member, thread: Thread) -> bool:
    """Whether its writer wanted this reader not to know of it; without the key nobody can tell, hence yes."""
    try:
        return storage.vault.aside(tx, thread.id, thread.box) in reader.regions("supervisor")
    except (KeyLost, NotForThisBox):
        return True
