"""The community database as the migrations make it: what the queries expect, and no time more than is listed."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from storage import engines, invitations, migrate
from storage.community import metadata
from tests.storage import pair as pairs
from tests.storage.conftest import Urls
from tests.storage.pair import Pair, dump
from tests.storage.people import member

# Each column that may hold a time, and why it tells of no one's use of the bot.
TIMES = {
    ("erasures", "due_at"): "when a supervisor's open view disappears; the row goes with it",
    ("invitations", "expires_at"): "a link must end; written by coordinators and the operator",
    ("journal", "day"): "when a role was given or taken, for coordinators; the day only",
    ("members", "erased_on"): "the day on which somebody who left is erased; told to them",
    ("members", "paused_until"): "the day a member chose to be back; a day only, emptied then",
    ("actions", "until"): "the day by which something is to be done, as it was written",
    ("changes", "applies_at"): "half a minute after a coordinator changed a meeting; the row goes then",
    ("meetings", "announce_at"): "computed from the dates of a series; emptied then",
    ("meetings", "former_wall"): "the hour of an announced meeting before it was changed",
    ("meetings", "last_day"): "when an announced series ends",
    ("meetings", "slot"): "the day a series gave an announced meeting",
    ("meetings", "starts_at"): "an announced meeting, known to its region",
    ("meetings", "wall"): "the same, on the clock of its place",
    ("notices", "due_at"): "computed from a meeting, or the day only",
    ("notices", "expires_at"): "computed from a meeting",
    ("notices", "leased_until"): "while it is being sent; emptied then",
    ("words", "sent_on"): "the day a coordinator wrote to many, who all know it",
    ("polls", "closes_at"): "the evening on which an announced poll ends, known to its region",
    ("proposals", "starts_at"): "a date a poll proposes, known to its region",
    ("proposals", "wall"): "the same, on the clock of its place",
    ("holds", "until"): "the evening until which a freed time is kept for somebody; emptied then, and when they answer",
    ("openings", "starts_at"): "a time that a supervisor offers, known to whom they supervise",
    ("openings", "wall"): "the same, on the clock of its place",
    ("patterns", "last_day"): "until when a supervisor offers a time again and again",
    ("patterns", "wall"): "the first of these times",
    ("snoozes", "until"): "the Monday on which somebody hears again that they have no date; tells a week, not a day",
    ("watches", "week"): "a Monday: whose week it is, known to the members of the region",
    ("slots", "worked"): "the same two moments every day",
}


def test_from_nothing_to_what_the_queries_expect_and_again_changes_nothing(urls: Urls) -> None:
    engine = engines.community_engine(urls.community)
    assert migrate.current(engine, "community") is None
    for _ in range(2):
        migrate.upgrade(engine, "community")
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_paper_on_privacy_lists_these_columns(pair: Pair) -> None:
    listed: dict[str, set[str]] = {}
    for line in (Path(__file__).parents[2] / "docs" / "privacy.md").read_text("utf-8").splitlines():
        if line.startswith("| `"):
            for table in re.findall(r"`(\w+)`", line.split("|")[1]):
                listed.setdefault(table, set()).update(re.findall(r"`(\w+)`", line))
    inspector = sa.inspect(pair.community)
    for table in set(inspector.get_table_names()) - {"alembic_version"}:
        assert {column["name"] for column in inspector.get_columns(table)} <= listed.get(table, set()), table


def test_an_upgrade_keeps_what_is_there(pair: Pair) -> None:
    with pair.begin() as tx:
        member(tx, 1)
        before = dump(tx)
    migrate.upgrade(pair.community, "community")
    with pair.rehearse() as tx:
        assert dump(tx) == before


def test_only_the_listed_columns_hold_a_time(pair: Pair) -> None:
    inspector = sa.inspect(pair.community)
    found = {
        (table, column["name"])
        for table in inspector.get_table_names()
        for column in inspector.get_columns(table)
        if isinstance(column["type"], sa.DateTime | sa.Date | sa.Time | sa.Interval)
        or any(word in column["name"] for word in ("_at", "_on", "time", "date", "seen", "created", "updated"))
    }
    assert found == set(TIMES)


def test_no_default_of_the_database_writes_a_time(pair: Pair) -> None:
    inspector = sa.inspect(pair.community)
    defaults = {
        str(column["default"])
        for table in inspector.get_table_names()
        for column in inspector.get_columns(table)
        if column.get("default")
    }
    assert all(default.startswith("nextval(") for default in defaults)


@pytest.mark.parametrize("table", ["answers", "bookings", "caseloads", "votes", "counted_votes", "items", "item_votes"])
def test_the_order_of_answers_items_and_votes_is_not_kept(files: Pair, table: str) -> None:
    with files.rehearse() as tx, pytest.raises(sa.exc.OperationalError, match="no such column: rowid"):
        tx.community.execute(sa.select(sa.column("rowid")).select_from(sa.table(table)))


@pytest.mark.parametrize(
    "table", ["members", "groups", "meetings", "invitations", "openings", "polls", "proposals", "words"]
)
def test_a_number_that_buttons_carry_is_never_given_again(files: Pair, table: str) -> None:
    with files.rehearse() as tx:
        made = tx.community.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).scalar_one()
    assert "AUTOINCREMENT" in made


def test_nothing_in_the_community_points_to_the_vault(pair: Pair) -> None:
    inspector = sa.inspect(pair.community)
    tables = set(inspector.get_table_names())
    assert tables == {*metadata.tables, "alembic_version"}
    targets = {key["referred_table"] for table in tables for key in inspector.get_foreign_keys(table)}
    assert targets == {
        "members",
        "meetings",
        "invitations",
        "groups",
        "polls",
        "proposals",
        "words",
        "items",
        "patterns",
        "openings",
    }
    assert not tables & {"threads", "entries", "wraps"}


def test_invitations_and_joinings_of_before_go_on(urls: Urls, tmp_path: Path) -> None:
    engine = engines.community_engine(urls.community)
    migrate.apply(engine, migrate.FOLDERS["community"], "0005")
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO invitations (id, token_hash, role, region, expires_at, state)"
                " VALUES (:id, :hash, 'supervisor', 'FR-BRE', '2026-06-02', :state)"
            ),
            [{"id": 3, "hash": b"3", "state": "used"}, {"id": 4, "hash": b"4", "state": "open"}],
        )
        connection.exec_driver_sql(
            "INSERT INTO joinings (telegram_id, invitation_id, language, first_name) VALUES (1, 4, 'en', 'Zoé')"
        )
    pair = pairs.opened(urls.community, urls.vault, tmp_path / "keys")
    with pair.begin() as tx:
        found = {each.id: each for number in (3, 4) if (each := invitations.by_id(tx, number))}
        assert {number: (one.regions, one.uses, one.used) for number, one in found.items()} == {
            3: (("FR-BRE",), 1, 1),
            4: (("FR-BRE",), 1, 0),
        }
        zoe = invitations.joining(tx, 1)
        assert zoe
        assert (zoe.first_name, zoe.language, zoe.adult, zoe.region) == ("Zoé", "en", False, None)
        owner = member(tx, 1).id
        assert invitations.begin_draft(tx, owner, "supervisor", "FR-BRE", 7).id == 5
    pair.close()
    engine.dispose()


def test_times_offered_and_had_before_go_on(urls: Urls) -> None:
    engine = engines.community_engine(urls.community)
    migrate.apply(engine, migrate.FOLDERS["community"], "0021")
    row = (
        "INSERT INTO openings (uid, sequence, supervisor, wall, zone, starts_at, minutes, seats, mode, state)"
        " VALUES (:uid, 0, 1, '2026-06-02', 'Europe/Paris', :at, 60, 1, 'place', 'open')"
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO members (id, telegram_id, first_name, language, region, state, joined, promise, charter)"
            " VALUES (1, 1, 'Samira', 'fr', 'FR-ARA', 'active', '2026-01', '1', '1')"
        )
        for uid, at in (("a", "2026-06-02 12:00:00"), ("b", "2026-06-09 12:00:00")):
            connection.execute(sa.text(row), {"uid": uid, "at": at})
        connection.exec_driver_sql("INSERT INTO bookings (opening_id, member_id, seat) VALUES (1, 1, 0)")
        connection.exec_driver_sql("DELETE FROM openings WHERE id = 2")
    migrate.upgrade(engine, "community")
    with engine.begin() as connection:
        connection.execute(sa.text(row), {"uid": "c", "at": "2026-06-16 12:00:00"})
        found = connection.exec_driver_sql("SELECT id, uid FROM openings ORDER BY id").all()
        assert [tuple(one) for one in found] == [(1, "a"), (3, "c")]
        connection.exec_driver_sql("DELETE FROM openings WHERE id = 1")
        assert connection.exec_driver_sql("SELECT count(*) FROM bookings").scalar_one() == 0
    engine.dispose()
