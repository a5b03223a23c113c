"""First engine: no canary in any file, but for the columns that are listed in docs/privacy.md."""

from collections.abc import Iterable
from pathlib import Path

from tests.anonymity.databases import columns
from tests.anonymity.measured import Measured
from tests.anonymity.month import Month
from tests.anonymity.search import Search, Secrets, files
from tests.hard.process import TOKEN

# Who the members are, and where their cards and the views to erase stand: docs/privacy.md, section 2.
LISTED = {
    "id": {"members.telegram_id", "joinings.telegram_id", "cards.chat_id", "erasures.chat_id"},
    "name": {"members.first_name", "joinings.first_name"},
    "message": {
        "cards.message_id",
        "erasures.message_id",
        "meetings.card",
        "meetings.question",
        "invitations.card",
        "invitations.question",
    },
}
# What the careless build leaves behind.
PLANTED = frozenset(
    {"id in vault.db", "hash in index", "token in temp", "text in log", "photo in shown", "id in members.promise"},
)
BACKUPS = 3  # of all that were made


def scan(month: Month) -> Measured:
    """Look into everything that this month has left."""
    step = max(1, len(month.backups) // BACKUPS)
    passed_over = {backup for nth, backup in enumerate(reversed(month.backups)) if nth % step}
    places = [place for place in month.folder.iterdir() if place not in passed_over]
    secrets = month.town.secrets(keys(month.folder))
    return Measured(
        f"{month.size.people} people, {len(secrets)} canaries",
        f"{len(leaks := scanned(places, secrets))} found",
        "none",
        leaks,
    )


def keys(folder: Path) -> list[bytes]:
    """Every key that is configured or made, with which an account could have been hashed."""
    return [TOKEN.encode(), *{file.read_bytes() for file in folder.rglob("*.key")}]


def scanned(places: Iterable[Path], secrets: Secrets) -> frozenset[str]:
    """Where secrets lie that must not lie there: `kind in file`, or `kind in table.column`."""
    search, leaks = Search(secrets), set[str]()
    for file in files(places):
        may_be = LISTED if file.name.startswith("community.db") else {}
        kinds = {kind(name) for name in search.names(file.read_bytes())}
        leaks |= {f"{one} in {place(file)}" for one in kinds if one not in may_be}
        if file.name == "community.db":
            leaks |= {f"{one} in {column}" for one, column in in_columns(file, search) if column not in LISTED[one]}
    return frozenset(leaks)


def kind(name: str) -> str:
    """What sort of secret this is."""
    return name.partition(" ")[0]


def place(file: Path) -> str:
    """A file's name, or that of the folder of nameless ones."""
    return "temp" if file.parent.name == "temp" else file.name


def in_columns(file: Path, search: Search) -> set[tuple[str, str]]:
    """Which kinds that may be somewhere are in which columns."""
    hits = {
        (kind(name), column)
        for column, cells in columns(file).items()
        for name in search.names("\n".join(cells).encode())
    }
    return {(one, column) for one, column in hits if one in LISTED}
