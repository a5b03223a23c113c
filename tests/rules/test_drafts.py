"""Preparing a meeting: field by field, one draft a coordinator, announced once to whom it concerns."""

from datetime import date, datetime, timedelta

import pytest

import storage.notices
from handlers.draft_card import confirmation
from handlers.meeting_card import where
from handlers.rules import announcing, draft_choices, drafts, groups, people
from handlers.rules.civil import instant
from handlers.rules.fields import Doubt
from handlers.rules.people import Person
from handlers.rules.refusal import Reason
from handlers.rules.regions import REGIONS
from handlers.speech import speech
from storage import meetings
from storage.database import Transaction
from storage.members import NATIONAL
from tests.rules.cast import DAY, HOUR, NOW, STRANGER, draft, number_of, published, refused, refuses, somebody
from tests.storage.pair import dump

WALL = datetime(2026, 6, 12, 14, 30)  # noqa: DTZ001 - civil time


def notices(tx: Transaction) -> set[tuple[str, str]]:
    """Who is told what, whatever its state."""
    return {(str(row[1]), str(row[4])) for row in dump(tx)["notices"]}


def test_a_draft_begins_with_the_defaults_of_the_coordinator_s_region_and_is_found_again(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator", "coordinator FR-974", region="FR-974")
    begun = drafts.prepare(tx, ines, "u", "Pairs")
    assert (begun.state, begun.region, begun.zone, begun.minutes) == ("draft", "FR-974", "Indian/Reunion", 150)
    assert drafts.prepare(tx, ines, "v", "Autre") == begun
    away = somebody(tx, 2, "coordinator FR-BRE", "coordinator FR-ARA", region="FR-974")
    assert drafts.prepare(tx, away, "w", "Pairs").region == "FR-ARA"


def test_what_is_written_goes_into_the_field_that_was_asked(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    begun = drafts.prepare(tx, ines, "u", "Pairs")
    for field, text in (
        ("title", " Une  réunion\nde pairs "),
        ("place", "https://visio.example/x"),
        ("when", "vendredi 12 juin 14h30"),
    ):
        assert not isinstance(drafts.fill(tx, ines, begun.id, field, text, NOW), Doubt)
    found = meetings.by_id(tx, begun.id)
    assert found
    assert (found.title, found.place, found.wall) == ("Une réunion de pairs", "https://visio.example/x", WALL)
    assert found.starts_at == instant(WALL, "Europe/Paris")


@pytest.mark.parametrize("text", ["visio.exemple.fr/pairs", "https://visio.example/x", "Zoom, 01 70 37 97 29"])
def test_a_link_is_an_address_or_a_number_to_call(tx: Transaction, text: str) -> None:
    ines = somebody(tx, 1, "coordinator")
    begun = drafts.prepare(tx, ines, "u", "Pairs")
    drafts.fill(tx, ines, begun.id, "link", text, NOW)
    found = meetings.by_id(tx, begun.id)
    assert found is not None
    assert found.link == text


def test_what_is_chosen_is_shown_among_the_choices(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    begun = drafts.prepare(tx, ines, "u", "Pairs")
    drafts.choose_time(tx, ines, begun.id, WALL, NOW)
    me = str(number_of(ines))

    def chosen(field: str) -> str | None:
        return draft_choices.chosen(drafts.own_draft(tx, ines, begun.id), field)

    fields = ("kind", "minutes", "capacity", "facilitator", "group", "rhythm", "end", "skips")
    assert [chosen(field) for field in fields] == ["peer", "150", *"000000"]
    taken = {"kind": "training", "minutes": "60", "capacity": "8", "facilitator": me, "rhythm": "2", "skips": "both"}
    for field, value in taken.items():
        drafts.choose(tx, ines, begun.id, field, value, {"peer": "P", "training": "T"})
        assert chosen(field) == value
    drafts.choose(tx, ines, begun.id, "end", "6", {})
    assert chosen("end") is None


def test_a_supervision_in_a_group_has_its_usual_seats_until_others_are_chosen(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    number, names = drafts.prepare(tx, ines, "u", "Pairs").id, dict.fromkeys(draft_choices.KINDS, "")

    def seats(kind: str) -> int | None:
        return drafts.choose(tx, ines, number, "kind", kind, names).meeting.capacity

    assert [seats(kind) for kind in ("supervision", "training", "supervision")] == [10, None, 10]
    drafts.choose(tx, ines, number, "capacity", "6", {})
    assert [seats(kind) for kind in ("supervision", "training", "supervision")] == [6, 6, 6]
    drafts.choose(tx, ines, number, "capacity", "0", {})
    assert seats("supervision") is None  # it was one before, and its seats were taken away since


def test_a_date_with_two_meanings_is_asked_back_and_a_tap_decides(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    begun = drafts.prepare(tx, ines, "u", "Pairs")
    doubt = drafts.fill(tx, ines, begun.id, "when", "vendredi 11 juin 14h", NOW)
    assert isinstance(doubt, Doubt)
    assert len(doubt.candidates) > 1
    assert meetings.by_id(tx, begun.id) == begun
    assert drafts.choose_time(tx, ines, begun.id, WALL, NOW).wall == WALL


def test_a_day_without_its_hour_is_asked_for_it_and_several_days_for_which(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    number = drafts.prepare(tx, ines, "u", "Pairs").id

    def days(text: str) -> tuple[date, ...]:
        doubt = drafts.fill(tx, ines, number, "when", text, NOW)
        assert isinstance(doubt, Doubt)
        return doubt.days

    assert days("vendredi 12 juin") == (WALL.date(),)
    assert days("jeudi 12 juin") == (WALL.date(), WALL.date() - DAY)
    on_that_day = drafts.fill(tx, ines, number, "20260612", "14h30", NOW)
    assert not isinstance(on_that_day, Doubt)
    assert on_that_day.wall == WALL
    on_another = drafts.fill(tx, ines, number, "20260612", "mardi 16 juin 14h30", NOW)
    assert not isinstance(on_another, Doubt)
    assert on_another.wall == WALL + 4 * DAY


def test_a_series_without_its_hour_is_asked_for_it_and_stays_one(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    number = drafts.prepare(tx, ines, "u", "Pairs").id
    asked = drafts.fill(tx, ines, number, "when", "le 2e vendredi de chaque mois", NOW)
    assert isinstance(asked, Doubt)
    assert asked.days == (WALL.date(),)
    drafts.fill(tx, ines, number, "20260612", "14h30", NOW)
    found = drafts.own_draft(tx, ines, number)
    assert (found.wall, found.rhythm) == (WALL, "FREQ=MONTHLY;BYDAY=2FR")


def test_a_date_tapped_too_late_is_refused(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    number = drafts.prepare(tx, ines, "u", "Pairs").id
    at = instant(WALL, "Europe/Paris")
    assert refused(lambda: drafts.choose_time(tx, ines, number, WALL, at)) == Reason.DATE_PAST
    assert drafts.choose_time(tx, ines, number, WALL, at - HOUR).wall == WALL


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("title", "x" * 121, Reason.FIELD_TOO_LONG),
        ("place", "x" * 301, Reason.FIELD_TOO_LONG),
        ("link", "viens sur zoom", Reason.LINK_UNFIT),
        ("20260612", "8h30 hier", Reason.DATE_PAST),
        ("20260612", "bientôt", Reason.DATE_NOT_READ),
        ("20260631", "14h", Reason.STALE),
        ("when", "12/05/2026 14h", Reason.DATE_PAST),
        ("when", "jeudi dernier", Reason.DATE_PAST),
        ("when", "quand vous voulez", Reason.DATE_NOT_READ),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    tx: Transaction, field: str, text: str, reason: Reason
) -> None:
    ines = somebody(tx, 1, "coordinator")
    begun = drafts.prepare(tx, ines, "u", "Pairs")
    with refuses(reason):
        drafts.fill(tx, ines, begun.id, field, text, NOW)
    assert meetings.by_id(tx, begun.id) == begun


def test_another_region_keeps_the_hour_on_the_wall(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator national")
    begun = drafts.prepare(tx, ines, "u", "Pairs")
    drafts.choose_region(tx, ines, begun.id, "FR-974")
    drafts.choose_time(tx, ines, begun.id, WALL, NOW)
    assert drafts.served(tx, ines, begun.id)[1] == [*REGIONS, NATIONAL]
    moved = drafts.choose_region(tx, ines, begun.id, "FR-972")
    assert (moved.wall, moved.zone, moved.starts_at) == (
        WALL,
        "America/Martinique",
        instant(WALL, "America/Martinique"),
    )


def test_a_draft_is_its_owner_s_alone_and_gone_once_discarded(tx: Transaction) -> None:
    ines, other = somebody(tx, 1, "coordinator"), somebody(tx, 2, "coordinator")
    number = drafts.prepare(tx, ines, "u", "Pairs").id

    def reasons(who: Person) -> set[Reason | None]:
        return {
            refused(lambda: drafts.own_draft(tx, who, number)),
            refused(lambda: drafts.askable(tx, who, number, "title")),
            refused(lambda: drafts.fill(tx, who, number, "title", "x", NOW)),
            refused(lambda: drafts.choose_time(tx, who, number, WALL, NOW)),
            refused(lambda: drafts.choose_region(tx, who, number, "FR-ARA")),
            refused(lambda: drafts.place(tx, who, number, 5, None)),
            refused(lambda: drafts.impact(tx, who, number, NOW + 90 * DAY)) if who is not ines else Reason.STALE,
            refused(lambda: drafts.publish(tx, who, number, 5, NOW)) if who is not ines else Reason.STALE,
            refused(lambda: drafts.discard(tx, who, number)) if who is not ines else Reason.STALE,
        }

    assert reasons(ines) == {None, Reason.STALE}
    assert reasons(other) == {Reason.STALE}
    assert reasons(somebody(tx, 3, "supervisor", "peer_worker")) == {Reason.COORDINATORS_ONLY}
    assert reasons(STRANGER) == {Reason.MEMBERS_ONLY}
    assert refused(lambda: drafts.askable(tx, ines, number, "owner")) == Reason.STALE
    assert refused(lambda: drafts.choose_region(tx, ines, number, "FR-BRE")) == Reason.OTHER_REGION
    drafts.discard(tx, ines, number)
    assert reasons(ines) == {Reason.STALE}


def test_a_meeting_is_announced_to_its_region_once(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    inside = [ines, somebody(tx, 2, "peer_worker"), somebody(tx, 3, "supervisor FR-ARA", region="FR-974")]
    for number, role in enumerate(["peer_worker FR-BRE", "coordinator national"], 4):
        somebody(tx, number, role)
    group, _ = groups.welcome(tx, ines, -1, "Pairs", NOW)
    groups.welcome(tx, somebody(tx, 6, "coordinator FR-BRE"), -2, "Ailleurs", NOW)
    ready = draft(tx, ines)
    told = drafts.impact(tx, ines, ready.id, NOW)
    assert (told.meeting.id, told.people, told.groups) == (ready.id, 2, 1)
    tx.rings = False
    views = [drafts.publish(tx, ines, ready.id, 77 + n, NOW + n * HOUR) for n in range(2)]
    assert tx.rings
    assert [view.meeting.state for view in views] == ["published"] * 2
    members = {f"member:{number_of(who)}" for who in inside}
    cards = (members | {f"group:{group.id}"}) - {f"member:{number_of(ines)}"}
    assert notices(tx) == {("meeting.card", to) for to in cards} | {
        (kind, to) for kind in ("meeting.j14", "meeting.j3", "meeting.h2", "meeting.after") for to in members
    }
    assert storage.notices.counts(tx) == {"waiting": len(cards) + 4 * len(members)}
    assert [row[1:5] for row in dump(tx)["cards"]] == [(f"meeting:{ready.id}", f"member:{number_of(ines)}", 1, 77)]
    assert refused(lambda: drafts.choose_time(tx, ines, ready.id, WALL, NOW)) == Reason.STALE


def test_a_national_meeting_concerns_everyone(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator national")
    everyone = [somebody(tx, n, "peer_worker", region=code) for n, code in enumerate(REGIONS, 2)]
    ready = draft(tx, ines)
    drafts.choose_region(tx, ines, ready.id, NATIONAL)
    drafts.publish(tx, ines, ready.id, 5, NOW)
    told = {to for kind, to in notices(tx) if kind == "meeting.card"}
    assert told == {f"member:{number_of(who)}" for who in everyone}


def test_reminders_follow_each_reader_s_own_clock(tx: Transaction) -> None:
    ines, far = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker FR-ARA", region="FR-974")
    meeting = published(tx, ines, starts_at=NOW + 30 * DAY + timedelta(hours=9))  # 19:00 in Lyon, 21:00 far away
    due = {(row[4], row[1]): row[6] for row in dump(tx)["notices"] if str(row[1]) == "meeting.j3"}
    starts_at = meeting.starts_at
    assert starts_at
    assert due[f"member:{number_of(ines)}", "meeting.j3"] == starts_at - 3 * DAY
    assert due[f"member:{number_of(far)}", "meeting.j3"] == starts_at - 3 * DAY - 2 * HOUR


def test_nothing_is_announced_without_a_date_to_come_or_without_the_right(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    begun = drafts.prepare(tx, ines, "u", "Pairs")
    for announce in (
        lambda: drafts.publish(tx, ines, begun.id, 5, NOW),
        lambda: drafts.impact(tx, ines, begun.id, NOW),
    ):
        assert refused(announce) == Reason.MEETING_NEEDS_DATE
    ready = draft(tx, ines, starts_at=NOW)
    assert refused(lambda: drafts.publish(tx, ines, ready.id, 5, NOW)) == Reason.MEETING_IN_PAST
    draft(tx, ines)
    tx.community.exec_driver_sql("UPDATE roles SET region = 'FR-BRE'")
    moved = people.recognise(tx, 1, "fr")
    assert refused(lambda: drafts.publish(tx, moved, ready.id, 5, NOW)) == Reason.OTHER_REGION
    assert notices(tx) == set()


def test_a_meeting_soon_is_recalled_only_by_what_is_still_to_come(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    published(tx, ines, starts_at=NOW + 2 * DAY)
    assert {kind for kind, _ in notices(tx)} == {"meeting.h2", "meeting.after"}


def test_a_meeting_with_a_link_and_no_place_is_online(tx: Transaction) -> None:
    ines, t = somebody(tx, 1, "coordinator"), speech("fr")
    meeting = draft(tx, ines)
    assert "Annoncer sans lieu" in str(confirmation(t, drafts.impact(tx, ines, meeting.id, NOW)))
    for field, text, said in (("link", "https://visio.example", "en ligne"), ("place", "Lyon", "Lyon")):
        changed = drafts.fill(tx, ines, meeting.id, field, text, NOW)
        assert isinstance(changed, meetings.Meeting)
        assert where(t, changed) == said
        assert "Annoncer sans lieu" not in str(confirmation(t, drafts.impact(tx, ines, meeting.id, NOW)))


def test_whoever_joins_late_is_told_and_reminded_like_the_others_without_an_hour_of_joining(tx: Transaction) -> None:
    ines = somebody(tx, 1, "coordinator")
    meeting = published(tx, ines)
    late, elsewhere = somebody(tx, 2, "peer_worker"), somebody(tx, 3, "peer_worker FR-BRE", region="FR-BRE")
    for who in (late, late, elsewhere):
        announcing.catch_up(tx, who, NOW + 20 * DAY)
    rows = [row for row in dump(tx)["notices"] if row[4] == f"member:{number_of(late)}"]
    assert [row[1] for row in rows] == ["meeting.card", "meeting.j3", "meeting.h2", "meeting.after"]
    assert rows[0][6] == (NOW + 20 * DAY).replace(day=1, hour=0)
    assert rows[0][7] == meeting.starts_at
    assert not [row for row in dump(tx)["notices"] if row[4] == f"member:{number_of(elsewhere)}"]
    assert refused(lambda: announcing.catch_up(tx, STRANGER, NOW)) == Reason.MEMBERS_ONLY
