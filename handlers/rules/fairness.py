"""The fair date: which proposal of a poll is put forward, and why, out of votes and of what votes do not say.

A yes counts two, an « if needed » one. A public holiday halves the voices. Each person who was left out the last times
and would be again takes away as much as a yes; each person who answered and for whom it is night, as much as an
« if needed ». With the same result, the date that leaves out fewer again goes first, then the one with more yes, then
the earliest. The same facts always give the same date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Facts:
    """What speaks for a date and against it. `again`: people left out the last times who say no once more.

    `asleep`: people who answered the poll, for whom it is night.
    """

    number: int
    starts_at: datetime
    yes: int = 0
    maybe: int = 0
    no: int = 0
    again: int = 0
    holiday: bool = False
    asleep: int = 0


DRAWBACKS = ("again", "holiday", "asleep")


def voices(facts: Facts) -> int:
    """What the votes alone say."""
    return 2 * facts.yes + facts.maybe


def points(facts: Facts) -> int:
    """Twice the result, so that half of it is whole."""
    return voices(facts) * (1 if facts.holiday else 2) - 4 * facts.again - 2 * facts.asleep


def ranked(dates: Sequence[Facts]) -> list[Facts]:
    """The dates, the one to put forward first."""
    return sorted(dates, key=lambda one: (-points(one), one.again, -one.yes, one.starts_at, one.number))


def best(dates: Sequence[Facts]) -> Facts | None:
    """The date to put forward; None when nobody could come to any."""
    return next((one for one in ranked(dates) if voices(one)), None)


def why(chosen: Facts, dates: Sequence[Facts]) -> list[str]:
    """Why this date: `most`, nothing else has as many voices; or what the others with as many have against them.

    `despite` when another has more, `equal` when another has as many; then what speaks against those: `again`,
    `holiday`, `asleep`; or, with all else equal, `yes` (it has more of them) or `first` (it is the earliest).
    """
    rivals = [one for one in dates if one != chosen and voices(one) >= voices(chosen)]
    if not rivals:
        return ["most"]
    lead = "despite" if any(voices(one) > voices(chosen) for one in rivals) else "equal"
    worse = [what for what in DRAWBACKS if any(getattr(one, what) > getattr(chosen, what) for one in rivals)]
    return [lead, *(worse or ["yes" if any(one.yes < chosen.yes for one in rivals) else "first"])]
