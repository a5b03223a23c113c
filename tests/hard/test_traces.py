"""After both stories nothing on the disk tells who wrote; and the same search catches a build that does."""

import sqlite3
from pathlib import Path

import pytest

from handlers.slip import decode
from tests.hard import search
from tests.hard.story import NAME, Story, exchange, meeting, report, staged

pytestmark = pytest.mark.slow

# who the members are, and in which chats their meeting cards stand
MEMBERS_ONLY = {("members", "telegram_id"), ("members", "first_name"), ("cards", "chat_id")}


def places(story: Story) -> list[Path]:
    """Everything but the community's database: the vault with its side files, keys, log, temporary files."""
    vault = sorted((story.folder / "data").glob("vault.db*"))
    assert vault
    return [*vault, story.folder / "keys", story.process.log, story.process.temp]


def with_token(story: Story) -> dict[str, set[bytes]]:
    """All that only the writer knows."""
    token = story.token()
    return {**story.secrets, "token": search.of_text(token) | set(search.shapes(decode(token)))}


def named(file: Path, *people: object) -> set[tuple[str, str]]:
    """The columns of a database that hold one of these, as a whole or inside."""
    with sqlite3.connect(file) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        hits = set()
        for table in tables:
            rows = database.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the names are the database's own
            names = [column[0] for column in rows.description]
            for row in rows:
                cells = zip(names, row, strict=True)
                hits |= {(table, name) for name, cell in cells if any(str(one) in str(cell) for one in people)}
    return hits


async def test_nothing_tells_who_wrote(tmp_path: Path) -> None:
    async with staged(tmp_path) as story:
        await report(story)
        await exchange(story)
        await meeting(story)
        secrets = with_token(story)
        assert search.found(places(story), secrets) == set()
        assert (await story.process.stop())[0] == 0
    assert search.found(places(story), secrets) == set()
    community = sorted((tmp_path / "data").glob("community.db*"))
    in_rows = {"id", "name"}
    elsewhere = {name: shapes for name, shapes in secrets.items() if name not in in_rows}
    assert search.found(community, elsewhere) == set()
    assert {name for name, _ in search.found(community, secrets)} == in_rows, "the search sees them where they may be"
    assert named(community[0], story.awa.id, NAME) <= MEMBERS_ONLY
    assert "incident" not in story.process.words()


async def test_a_leaky_build_is_caught(tmp_path: Path) -> None:
    async with staged(tmp_path, leaky=True) as story:
        await report(story)
        hits = search.found(places(story), with_token(story))
        (temporary,) = story.process.temp.iterdir()
    assert {("id", "vault.db"), ("text", "log"), ("token", temporary.name)} <= hits
