"""What the files say that could join a report to a member: every time, every number, every place and size."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from tests.anonymity.databases import Row, tables

Key = TypeVar("Key", int, bytes)
MOMENT = re.compile(r"\d{4}-\d\d(-\d\d([ T]\d\d:\d\d.*)?)?")
OF_A_MEMBER = ("member_id", "owner", "recipient", "telegram_id", "chat_id")  # columns that say whose row it is


@dataclass
class Clues:
    """What is known of one report or member: times in seconds; other numbers as places from 0 to 1 in their column."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    places: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, cell: Any) -> None:
        """Take a cell for what it looks like."""
        if isinstance(cell, str) and MOMENT.fullmatch(cell):
            self.times[name].append(_seconds(cell))
        elif isinstance(cell, int | float):
            self.places[name].append(float(cell))


def _seconds(moment: str) -> float:
    found = datetime.fromisoformat(moment + "-01" if len(moment) == len("2026-05") else moment)
    return found.replace(tzinfo=found.tzinfo or UTC).timestamp()


def of_members(data: Path) -> dict[int, Clues]:
    """The clues about each member, by their Telegram account, in a copy of the data folder."""
    found: dict[int, Clues] = defaultdict(Clues)
    rows = tables(data / "community.db")
    accounts = {row["id"]: row["telegram_id"] for row in rows["members"]}
    for table, each in rows.items():
        for place, row in enumerate(each):
            if (account := _account(table, row, accounts)) is not None:
                _learn(found[account], table, row, place)
    for name in ("community.db", "community.db-wal"):
        content = (data / name).read_bytes() if (data / name).exists() else b""
        for account in accounts.values():
            found[account].add(name, content.rfind(account.to_bytes(6)))
    return _spread(found)


def _account(table: str, row: Row, accounts: dict[int, int]) -> int | None:
    if table == "members":
        return int(row["telegram_id"])
    for name in OF_A_MEMBER:
        number = str(row.get(name, "")).removeprefix("member:")
        if number.isdigit():
            return accounts.get(int(number), int(number))
    return None


def _learn(clues: Clues, table: str, row: Row, place: int) -> None:
    clues.add(f"{table} row", place)
    clues.add(f"{table} length", len(str(row)))
    for name, cell in row.items():
        clues.add(f"{table}.{name}", cell)


def of_reports(data: Path, copied: float) -> dict[bytes, Clues]:
    """The clues about each report, by its lookup, in a copy of the data folder made at that second."""
    found: dict[bytes, Clues] = defaultdict(Clues)
    rows, content = tables(data / "vault.db"), (data / "vault.db").read_bytes()
    sealed: dict[bytes, int] = defaultdict(int)
    for entry in rows["entries"]:
        sealed[entry["thread_id"]] += len(entry["sealed"])
    for place, row in enumerate(rows["threads"]):
        clues = found[row["lookup"]]
        _learn(clues, "threads", row, place)
        clues.add("first place", content.find(row["id"]))
        clues.add("last place", content.rfind(row["id"]))
        clues.add("size", sealed[row["id"]])
        clues.times["copied"].append(copied)
    return _spread(found)


def _spread(found: dict[Key, Clues]) -> dict[Key, Clues]:
    """Make numbers comparable: each becomes its place among those of its column, from 0 to 1."""
    for name in {name for clues in found.values() for name in clues.places}:
        every = sorted({number for clues in found.values() for number in clues.places.get(name, ())})
        rank = {number: place / max(1, len(every) - 1) for place, number in enumerate(every)}
        for clues in found.values():
            clues.places[name] = [rank[number] for number in clues.places.get(name, ())]
    return found


def pairs(reports: Iterable[Clues], members: Iterable[Clues]) -> Iterator[tuple[str, str, str]]:
    """Every clue of a report with every one of a member that can be compared with it, and of which kind they are."""
    reports, members = list(reports), list(members)
    for kind in ("times", "places"):
        one = sorted({name for clues in reports for name in getattr(clues, kind)})
        other = sorted({name for clues in members for name in getattr(clues, kind)})
        yield from ((kind, name, another) for name in one for another in other)


def distance(kind: str, report: Clues, name: str, member: Clues, other: str) -> float:
    """How far apart the nearest two are; infinite where there is nothing to compare."""
    ours, theirs = getattr(report, kind).get(name, ()), getattr(member, kind).get(other, ())
    return min((abs(one - another) for one in ours for another in theirs), default=float("inf"))
