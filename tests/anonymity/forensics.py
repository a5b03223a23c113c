"""Fourth engine: what the vault's file says by its tables, by the order of its pages, by what was left in them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from nacl.public import PrivateKey

from storage import sealing
from storage.keys import KeyLost, Keyring
from tests.anonymity import pages
from tests.anonymity.chance import in_order, interval
from tests.anonymity.databases import Row, ddl, tables
from tests.anonymity.measured import Measured
from tests.anonymity.month import Month
from tests.anonymity.search import found
from tests.storage.test_vault_schema import ABOUT_SOMEONE, ABOUT_TIME

CERTAINTY = 0.99
# The only numbers: a level, two marks that are yes or no, and how many reports a month brought.
COUNTED = {"threads.level", "threads.taken", "entries.held", "tallies.reports"}
NUMBER = re.compile(r"INT|REAL|FLOA|DOUB|NUM|DEC|TIME", re.IGNORECASE)
CLOCK = re.compile(r"\d\d:\d\d")
OPEN = "old texts open"
# What the careless build leaves behind.
PLANTED = frozenset(
    {
        "threads.created_at tells a time",
        "entries lie in the order of arrival",
        "pieces of erased reports in vault.db",
        "pieces of erased reports in vault.db-journal",
        "free pages",
        "pages in vault.db-journal",
        OPEN,
    }
)
PIECE = 16  # bytes of a sealed text's beginning and of its end that are looked for


def measure(month: Month, certainty: float = CERTAINTY) -> Measured:
    """Look at the vault right after a slot, and at what is left of it a year later."""
    before, after = month.end / "data" / "vault.db", month.folder / "data"
    places = order(before, [sent.lookup for sent in month.sent])
    least, most = interval(len(places["threads"]), certainty)
    rows = tables(before) | {"questions": _waited(month)}
    left, open_ = remains(rows, after), opened(month.backups[-1], month.folder / "keys")
    leaks = {*schema(before), *left, *([OPEN] if open_ else [])}
    leaks |= {f"{table} lie in the order of arrival" for table, each in places.items() if _tells(each, certainty)}
    return Measured(
        f"{len(month.sent)} reports",
        f"{'/'.join(f'{in_order(each):.0%}' for each in places.values())} in order, {len(left)} left, {open_} open",
        f"{least:.0%}-{most:.0%}, 0, 0",
        frozenset(leaks),
    )


def _tells(places: Sequence[int], certainty: float) -> bool:
    least, most = interval(len(places), certainty)
    return not least <= in_order(places) <= most


def schema(vault: Path) -> Iterator[str]:
    """The rules of the tables that are broken."""
    for table, statement in ddl(vault).items():
        if "WITHOUT ROWID" not in statement.upper():
            yield f"{table} has a rowid"
    for table, rows in tables(vault).items():
        for name in rows[0] if rows else ():
            if ABOUT_SOMEONE.search(name) and table != "alembic_version":
                yield f"{table}.{name} is about someone"
            if _tells_time(table, name, rows):
                yield f"{table}.{name} tells a time"


def _tells_time(table: str, name: str, rows: Sequence[Row]) -> bool:
    if table == "alembic_version" or f"{table}.{name}" in COUNTED:
        return False
    cells = [row[name] for row in rows]
    return bool(ABOUT_TIME.search(name)) or any(
        isinstance(cell, int | float) or (isinstance(cell, str) and CLOCK.search(cell) is not None) for cell in cells
    )


# The order of pages and rows ------------------------------------------------------------------------------


def order(vault: Path, arrived: Sequence[bytes]) -> dict[str, list[int]]:
    """Of each table, where the reports' rows lie, in the order of arrival."""
    content = vault.read_bytes()
    return {
        table: [content.find(pieces[lookup]) for lookup in arrived if lookup in pieces]
        for table, pieces in _pieces(tables(vault)).items()
    }


def _pieces(rows: dict[str, list[Row]]) -> dict[str, dict[bytes, bytes]]:
    """Of each report what lies in one place only: its row's hash, its wrap's id, the end of its text if it has one."""
    lookups = {row["id"]: row["lookup"] for row in rows["threads"]}
    texts = Counter(row["thread_id"] for row in rows["entries"])
    return {
        "threads": {lookup: lookup for lookup in lookups.values()},
        "wraps": {lookups[row["thread_id"]]: row["id"] for row in rows["wraps"] if row["reader"] == "writer"},
        "entries": {
            lookups[row["thread_id"]]: row["sealed"][-PIECE:]
            for row in rows["entries"]
            if texts[row["thread_id"]] == 1  # a reply comes at another time
        },
    }


# What is left ---------------------------------------------------------------------------------------------


def remains(rows: dict[str, list[Row]], data: Path) -> list[str]:
    """What a year later is left of reports that were there: pieces of them, free pages, pages in side files."""
    places = sorted(data.glob("vault.db*"))
    left = sorted({f"pieces of erased reports in {file.name}" for _, file in found(places, {"piece": _of(rows)})})
    vault = (data / "vault.db").read_bytes()
    if tables(data / "vault.db")["threads"]:
        left.append("reports that should be erased")
    if pages.number(vault, pages.FREE_PAGES):
        left.append("free pages")
    return left + [f"pages in {file.name}" for file in places if file.suffix != ".db" and file.stat().st_size]


def _waited(month: Month) -> list[Row]:
    """The questions that some night's copy has: right after a slot none is there."""
    return [row for backup in month.backups for row in tables(backup / "data" / "vault.db")["questions"]]


def _of(rows: dict[str, list[Row]]) -> set[bytes]:
    sealed = [row["sealed"] for table in ("wraps", "entries", "questions") for row in rows[table]]
    ids = [row["id"] for table in ("threads", "wraps", "entries", "questions") for row in rows[table]]
    return {*ids, *(row["lookup"] for row in rows["threads"]), *_ends(sealed)}


def _ends(sealed: list[bytes]) -> Iterator[bytes]:
    for one in sealed:
        yield from (one[:PIECE], one[-PIECE:])


# Old backups ----------------------------------------------------------------------------------------------


def opened(backup: Path, keys: Path) -> int:
    """How many reports of a backup open with the keys of this folder."""
    ring = Keyring(keys)
    wraps = (row for row in tables(backup / "data" / "vault.db")["wraps"] if row["reader"] != "writer")
    return sum(_opens(ring.private, row) for row in wraps)


def _opens(private: Callable[[str, str], PrivateKey], wrap: Row) -> bool:
    box, _, month = wrap["reader"].partition("/")
    try:
        return bool(sealing.unwrap_as_box(private(box, month), wrap["thread_id"], wrap["sealed"]))
    except KeyLost:
        return False
