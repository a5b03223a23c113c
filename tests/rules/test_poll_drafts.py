"""Preparing a poll: dates written or tapped, at most twelve, announced once to whom it concerns."""

from collections import Counter
from datetime import datetime

import pytest

from handlers.rules import groups, outcomes, people, poll_drafts, workdays
from handlers.rules.civil import instant
from handlers.rules.people import Person
from handlers.rules.refusal import Reason
from storage import polls
from storage.database import Transaction
from storage.members import NATIONAL
from tests.rules.cast import DAY, HOUR, NOW, STRANGER, number_of, refused, refuses, somebody
from tests.storage.pair import dump

WALL = datetime(2026, 6, 16, 14)  # noqa: DTZ001 - civil time
LINES = "mardi 16 juin 14h\n\n14 juillet 9h30, jeudi 18 juin à 14h30 et 19/06 à 10h"


def walls(found: poll_drafts.Sheet) -> list[str]:
    """The dates of a draft."""
    return [f"{one.wall:%d/%m %Hh%M}" for one in found.dates]


def begun(tx: Transaction, who: Person, lines: str = "") -> int:
    """The number of this coordinator's draft, with these dates."""
    number = poll_drafts.prepare(tx, who, "Pairs").poll.id
    poll_drafts.add(tx, who, number, lines, NOW)
    return number


def test_a_draft_begins_with_the_defaults_and_is_found_again(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator FR-974", region="FR-974")
    found = poll_drafts.prepare(tx, ines, "Pairs")
    assert (found.poll.region, found.poll.zone, found.poll.days, found.dates) == ("FR-974", "Indian/Reunion", 7, [])
    assert poll_drafts.prepare(tx, ines, "Autre") == found


def test_dates_are_added_a_line_each_or_one_after_another(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    number = begun(tx, ines)
    for _ in range(2):  # the same message twice
        added = poll_drafts.add(tx, ines, number, LINES, NOW)
        assert (added.doubts, added.missed) == ([], [])
        assert walls(added.sheet) == ["16/06 14h00", "18/06 14h30", "19/06 10h00", "14/07 09h30"]
        assert [one.id in added.sheet.holidays for one in added.sheet.dates] == [False, False, False, True]
        assert all(one.starts_at == instant(one.wall, "Europe/Paris") for one in added.sheet.dates)


def test_what_is_not_clear_is_given_back_and_the_rest_is_added(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    text = "12/05/2026 14h\nvendredi 12 juin\nun jour prochain\nvendredi 11 juin 14h\n16 juin 14h"
    added = poll_drafts.add(tx, ines, begun(tx, ines), text, NOW)
    assert walls(added.sheet) == ["16/06 14h00"]
    assert [(one.line, one.refusal.reason) for one in added.missed] == [
        ("12/05/2026 14h", Reason.DATE_PAST),
        ("vendredi 12 juin", Reason.DATE_NEEDS_HOUR),
        ("un jour prochain", Reason.DATE_NOT_READ),
    ]
    assert len(added.doubts) > 1
    assert len(poll_drafts.choose(tx, ines, added.sheet.poll.id, added.doubts[0], NOW).dates) == 2


def test_twelve_dates_are_enough(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    number = begun(tx, ines, "\n".join(f"{day}/06 14h" for day in range(10, 21)))
    for _ in range(2):
        assert len(poll_drafts.choose(tx, ines, number, WALL.replace(day=21), NOW).dates) == 12
    assert refused(lambda: poll_drafts.choose(tx, ines, number, WALL.replace(day=22), NOW)) == Reason.POLL_FULL
    over = poll_drafts.add(tx, ines, number, "25/06 14h\n21/06 14h", NOW)
    assert [one.refusal.reason for one in over.missed] == [Reason.POLL_FULL]
    assert len(over.sheet.dates) == 12


def test_the_dates_to_tap_are_workdays_to_come_that_are_not_there_yet(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator FR-974", region="FR-974")
    found = poll_drafts.prepare(tx, ines, "Pairs")
    first = poll_drafts.usual(found, NOW)
    assert len(first) == 6
    assert all(workdays.is_workday(at.date(), "FR-974") and instant(at, found.poll.zone) > NOW for at in first)
    after = poll_drafts.choose(tx, ines, found.poll.id, first[0], NOW)
    assert first[0] not in poll_drafts.usual(after, NOW)
    assert refused(lambda: poll_drafts.choose(tx, ines, found.poll.id, WALL.replace(month=5), NOW)) == Reason.DATE_PAST


def test_a_date_is_taken_away_once(tx: Transaction) -> None:
    ines, clara = somebody(tx, 1, "coordinator"), somebody(tx, 2, "coordinator")
    number = begun(tx, ines, LINES)
    date = polls.proposed(tx, number)[0]
    assert refused(lambda: poll_drafts.retract(tx, clara, date.id)) == Reason.STALE
    for _ in range(2):
        assert len(poll_drafts.retract(tx, ines, date.id).dates) == 3
    assert refused(lambda: poll_drafts.retract(tx, clara, date.id)) == Reason.STALE


def test_what_is_written_goes_into_its_field(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    number = begun(tx, ines)
    assert poll_drafts.fill(tx, ines, number, "title", " Une  réunion\n").poll.title == "Une réunion"
    assert poll_drafts.fill(tx, ines, number, "place", "Lyon").poll.place == "Lyon"
    assert poll_drafts.last(tx, ines, number, 14).poll.days == 14
    with refuses(Reason.FIELD_TOO_LONG):
        poll_drafts.fill(tx, ines, number, "title", "x" * 121)
    for wrong in (
        lambda: poll_drafts.fill(tx, ines, number, "owner", "x"),
        lambda: poll_drafts.last(tx, ines, number, 5),
    ):
        assert refused(wrong) == Reason.STALE


def test_another_region_keeps_the_hours_on_the_wall(tx: Transaction) -> None:
    sacha = somebody(tx, 1, "coordinator national")
    number = begun(tx, sacha, LINES)
    moved = poll_drafts.choose_region(tx, sacha, number, "FR-974")
    assert moved.dates[0].starts_at == instant(WALL, "Indian/Reunion")
    assert (moved.poll.zone, walls(moved)[0]) == ("Indian/Reunion", "16/06 14h00")
    assert poll_drafts.regions(tx, sacha, number)[1][-1] == NATIONAL


def test_a_draft_is_its_owner_s_alone_and_gone_once_discarded(tx: Transaction) -> None:
    ines, other = somebody(tx, 1, "coordinator"), somebody(tx, 2, "coordinator")
    number = begun(tx, ines, LINES)

    def reasons(who: Person) -> set[Reason | None]:
        return {
            refused(lambda: poll_drafts.own(tx, who, number)),
            refused(lambda: poll_drafts.askable(tx, who, number, "title")),
            refused(lambda: poll_drafts.fill(tx, who, number, "title", "x")),
            refused(lambda: poll_drafts.add(tx, who, number, "16 juin 14h", NOW)),
            refused(lambda: poll_drafts.choose(tx, who, number, WALL, NOW)),
            refused(lambda: poll_drafts.choose_region(tx, who, number, "FR-ARA")),
            refused(lambda: poll_drafts.last(tx, who, number, 7)),
            refused(lambda: poll_drafts.place(tx, who, number, 5, None)),
            refused(lambda: poll_drafts.impact(tx, who, number, NOW)),
        }

    assert reasons(ines) == {None}
    assert reasons(other) == {Reason.STALE}
    assert reasons(somebody(tx, 3, "supervisor", "peer_worker")) == {Reason.COORDINATORS_ONLY}
    assert reasons(STRANGER) == {Reason.MEMBERS_ONLY}
    assert refused(lambda: poll_drafts.choose_region(tx, ines, number, "FR-BRE")) == Reason.OTHER_REGION
    assert refused(lambda: poll_drafts.discard(tx, other, number)) == Reason.STALE
    gone = [poll_drafts.discard(tx, ines, number) for _ in range(2)]
    assert [one and one.id for one in gone] == [number, None]
    assert reasons(ines) == {Reason.STALE}


@pytest.mark.parametrize(
    ("lines", "days", "reason"),
    [("", 7, Reason.POLL_NEEDS_DATES), ("16 juin 14h", 7, Reason.POLL_NEEDS_DATES), (LINES, 21, Reason.POLL_ENDS_LATE)],
)
def test_what_cannot_be_announced(tx: Transaction, lines: str, days: int, reason: Reason) -> None:
    ines = somebody(tx, 1, "coordinator")
    number = begun(tx, ines, lines)
    poll_drafts.last(tx, ines, number, days)
    # The first date is in the afternoon of the day on which three weeks would end in the evening.
    assert refused(lambda: poll_drafts.impact(tx, ines, number, NOW)) == reason
    assert refused(lambda: poll_drafts.publish(tx, ines, number, 5, NOW)) == reason


def test_a_poll_is_announced_to_its_region_once(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    inside = [ines, somebody(tx, 2, "peer_worker"), somebody(tx, 3, "supervisor FR-ARA", region="FR-974")]
    somebody(tx, 4, "peer_worker FR-BRE")
    group, _ = groups.welcome(tx, ines, -1, "Pairs", NOW)
    number = begun(tx, ines, LINES)
    told = poll_drafts.impact(tx, ines, number, NOW)
    assert (told.people, told.groups, told.closes_at) == (2, 1, outcomes.closing(NOW, 7, "Europe/Paris"))
    tx.rings = False
    views = [poll_drafts.publish(tx, ines, number, 77 + n, NOW + n * HOUR) for n in range(2)]
    assert ([view.poll.state for view in views], tx.rings) == (["open", "open"], True)
    rows = Counter((str(row[1]), str(row[4])) for row in dump(tx)["notices"])
    members = {f"member:{number_of(who)}" for who in inside}
    cards = (members | {f"group:{group.id}"}) - {f"member:{number_of(ines)}"}
    assert rows == Counter([("poll.card", to) for to in cards] + [("poll.silent", to) for to in members])
    assert [row[1:5] for row in dump(tx)["cards"]] == [(f"poll:{number}", f"member:{number_of(ines)}", 1, 77)]
    assert refused(lambda: poll_drafts.add(tx, ines, number, "16 juin 14h", NOW)) == Reason.STALE
    assert refused(lambda: poll_drafts.publish(tx, somebody(tx, 5, "coordinator"), number, 5, NOW)) == Reason.STALE
    assert people.member(ines).id == views[0].poll.owner
    assert views[0].poll.closes_at is not None
    assert views[0].poll.closes_at - NOW < 8 * DAY
