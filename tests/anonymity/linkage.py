"""Third engine: a thief of nightly backups guesses who wrote each report, by every clue and by what they learned."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import log
from pathlib import Path

from tests.anonymity import clues
from tests.anonymity.chance import quantile
from tests.anonymity.clues import Clues
from tests.anonymity.measured import Measured
from tests.anonymity.month import Month, Sent
from tests.anonymity.town import PEER
from tests.dialogues.stage import START

SHARE = 0.999  # of chance's outcomes that are within the bound, whatever the number of guessers
MOST = "more than four in five writers"
PLANTED = frozenset({MOST, "threads.created_at ~ members.last_seen"})  # in the build that keeps times
BINS = 4
TELLING = 5  # clues that the learner keeps: those that told most

Distances = dict[str, list[float]]
"""How far each candidate is from a report, by the pair of clues that is compared."""


@dataclass(frozen=True)
class Case:
    """One report as the first backup shows it that has it; `truth` is its writer's place among the candidates."""

    distances: Distances
    candidates: int
    truth: int


@dataclass(frozen=True)
class Guesser:
    """How often one way of guessing was right; `bound` is what chance allows."""

    name: str
    hits: int
    of: int
    bound: int

    @property
    def share(self) -> float:
        """Of all guesses."""
        return self.hits / self.of


def measure(month: Month) -> Measured:
    """The best guesser, and all that do better than chance."""
    guessers = estimate(month)
    best = max(guessers, key=lambda one: one.hits / max(one.bound, 1))
    leaks = {one.name for one in guessers if one.hits > one.bound}
    return Measured(
        f"{len(month.sent)} reports, {len(month.backups)} backups, {len(guessers)} guessers",
        f"{best.share:.0%} ({best.hits} of {best.of}, by {best.name})",
        f"{best.bound / best.of:.0%} ({best.bound})",
        frozenset(leaks | {MOST} if best.share > 0.8 else leaks),
    )


def estimate(month: Month) -> list[Guesser]:
    """Every guesser's success."""
    cases, draw = _cases(month), random.Random(1)  # noqa: S311 - ties are broken in the same way every time
    names = sorted(cases[0].distances)
    share = 1 - (1 - SHARE) / (len(names) + 1)
    by_clue = [_tried(name, cases, [case.distances[name] for case in cases], share, draw) for name in names]
    taught, rest = cases[: len(cases) // 2], cases[len(cases) // 2 :]
    weights = learned(taught)
    return [*by_clue, _tried("what was learned", rest, [far(case, weights) for case in rest], share, draw)]


def _tried(
    name: str, cases: Sequence[Case], distances: Sequence[list[float]], share: float, draw: random.Random
) -> Guesser:
    hits = sum(_nearest(each, draw) == case.truth for case, each in zip(cases, distances, strict=True))
    return Guesser(name, hits, len(cases), quantile([1 / case.candidates for case in cases], share))


def _nearest(distances: list[float], draw: random.Random) -> int:
    least = min(distances)
    return draw.choice([place for place, each in enumerate(distances) if each == least])


# What was learned: of which quarter the writer was, clue by clue, among the reports of the first half -------


def learned(cases: Sequence[Case]) -> dict[str, list[float]]:
    """By the most telling clues, how much more often writers than others are in each quarter."""
    told: dict[str, float] = {}
    weights: dict[str, list[float]] = {}
    for name in cases[0].distances:
        truths = [_bins(case.distances[name])[case.truth] for case in cases]
        counts = [1 + truths.count(quarter) for quarter in range(BINS)]
        weights[name] = [log(count * BINS / sum(counts)) for count in counts]
        told[name] = sum(weights[name][quarter] for quarter in truths)
    return {name: weights[name] for name in sorted(told, key=lambda name: -told[name])[:TELLING]}


def _bins(distances: list[float]) -> list[int]:
    """In which quarter of the candidates each is; the equally far are in the same."""
    ordered = sorted(distances)
    middle = {each: ordered.index(each) + (ordered.count(each) - 1) / 2 for each in set(distances)}
    return [int(BINS * middle[each] / len(distances)) for each in distances]


def far(case: Case, weights: dict[str, list[float]]) -> list[float]:
    """How little each candidate looks like the writers of the past."""
    scores = [0.0] * case.candidates
    for name, quarters in weights.items():
        for place, quarter in enumerate(_bins(case.distances[name])):
            scores[place] -= quarters[quarter]
    return scores


# Cases -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Copy:
    """One night's files, as clues."""

    reports: dict[bytes, Clues]
    members: dict[int, Clues]


def _cases(month: Month) -> list[Case]:
    """Every report that a backup has, in the order of arrival."""
    copies = [_copy(backup, night) for night, backup in enumerate(month.backups)]
    pairs = list(clues.pairs(copies[-1].reports.values(), copies[-1].members.values()))
    nights = ((before, copy) for before, copy in zip([None, *copies], copies, strict=False))
    found: dict[bytes, Case] = {}
    for before, copy in nights:
        for sent in month.sent:
            if sent.lookup in copy.reports and sent.lookup not in found:
                found[sent.lookup] = _case(month, sent, before, copy, pairs)
    return [found[sent.lookup] for sent in month.sent if sent.lookup in found]


def _copy(backup: Path, night: int) -> _Copy:
    data, copied = backup / "data", (START + timedelta(days=night + 0.5)).timestamp()
    return _Copy(clues.of_reports(data, copied), clues.of_members(data))


def _case(month: Month, sent: Sent, before: _Copy | None, copy: _Copy, pairs: Iterable[tuple[str, str, str]]) -> Case:
    zone = [one.id for one in month.town.who(PEER) if one.zone == sent.writer.zone]
    report, members = copy.reports[sent.lookup], [copy.members[person] for person in zone]
    distances = {
        f"{name} ~ {other}": [clues.distance(kind, report, name, member, other) for member in members]
        for kind, name, other in pairs
    }
    old = before.members if before else {}
    distances["changed since the backup before"] = [float(old.get(person) == copy.members[person]) for person in zone]
    return Case(distances, len(zone), zone.index(sent.writer.id))
