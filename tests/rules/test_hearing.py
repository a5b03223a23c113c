"""What reaches a person and when: never in quiet hours but what passes, never lost, nothing pours in."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules import covers, hearing, meetings, pause, people, roles, rotas, routing, settings, watches
from handlers.rules.civil import day_start, instant, today, wall
from handlers.rules.hearing import AWAITED, MUTABLE, QUIET, REPORTS, SILENCED, quiet_until
from handlers.rules.people import Person
from handlers.rules.pushes import Pushes, Wish
from handlers.rules.refusal import Reason
from handlers.rules.regions import REGIONS
from handlers.rules.reminders import SHORTLY, SUNDAY
from storage import arrangements, census, mutes, notices
from storage.database import Transaction
from storage.members import Member
from tests.rules.cast import DAY, HOUR, NOW, number_of, published, refused, somebody
from tests.storage.pair import Pair

MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
ZONES = st.sampled_from(sorted({region.zone for region in REGIONS.values()}))  # with daylight saving and without
CHOICES = st.sampled_from(sorted(QUIET))
KINDS = st.sampled_from((*MUTABLE, *REPORTS, *AWAITED, "meeting.card", "role.given"))
LATE_SATURDAY = datetime(2026, 5, 30, 19, tzinfo=UTC)  # 21 h in Paris
MONDAY = datetime(2026, 6, 1, 6, tzinfo=UTC)  # 8 h


@given(MOMENTS, ZONES, CHOICES)
def test_quiet_hours_end_soon_and_once(now: datetime, zone: str, choice: str) -> None:
    until = quiet_until(choice, now, zone)
    if until is None:
        return
    hours = QUIET[choice]
    assert hours is not None
    assert now < until <= now + 37 * HOUR  # from Saturday evening to Monday morning, an hour more in autumn
    assert quiet_until(choice, until, zone) is None
    assert quiet_until(choice, until - timedelta(minutes=1), zone) == until
    assert wall(until, zone).time() == hours.end


@given(MOMENTS, ZONES)
def test_the_usual_quiet_hours_are_the_night_and_sundays(now: datetime, zone: str) -> None:
    here = wall(now, zone)
    loud = time(8) <= here.time() < time(20) and here.weekday() != SUNDAY
    assert (quiet_until("night", now, zone) is None) == loud
    assert (quiet_until("late", now, zone) is None) == (time(7) <= here.time() < time(22))
    assert quiet_until("never", now, zone) is None


@given(MOMENTS, st.sampled_from(sorted(REGIONS)), CHOICES, KINDS, st.none() | st.integers(1, 100))
def test_nothing_sounds_in_quiet_hours_but_what_passes_and_nothing_is_lost(
    pair: Pair, now: datetime, code: str, choice: str, kind: str, hours: int | None
) -> None:
    expires = None if hours is None else now + hours * HOUR
    reader = _reader(code, choice)
    with pair.rehearse() as tx:
        later = hearing.waits(tx, reader, kind, "meeting:1", expires, now)
    until = quiet_until(choice, now, people.zone(reader))
    if later is None and until is not None:
        assert kind in (*REPORTS, *AWAITED) or (kind not in MUTABLE and expires is not None and expires <= until)
    if later is not None:
        assert later == until
        assert kind in MUTABLE or expires is None or expires > later


def _reader(code: str, choice: str) -> Member:
    return Member(1, 1, "Awa", "fr", code, "active", "2026-01", "", "", frozenset(), quiet=choice)


def _again(tx: Transaction, who: Person) -> Member:
    return people.member(people.recognise(tx, who.telegram_id, "fr"))


def test_the_last_reminder_passes_for_who_comes_and_waits_for_others(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    about = meetings.about(published(tx, ines).id)

    def ask(kind: str) -> datetime | None:
        return hearing.waits(tx, _again(tx, awa), kind, about, None, LATE_SATURDAY)

    assert ask(SHORTLY) == MONDAY
    meetings.answer(tx, awa, int(about[8:]), "yes", NOW)
    assert ask(SHORTLY) is None
    assert ask("meeting.j3") == ask("meeting.card") == MONDAY
    assert ask("report.new") is None


@pytest.mark.parametrize("kind", SILENCED)
def test_each_courtesy_is_silenced_alone_and_heard_again(tx: Transaction, kind: str) -> None:
    awa, index = somebody(tx, 1, "peer_worker"), SILENCED.index(kind)

    def unwanted() -> set[str]:
        return {one for one in SILENCED if hearing.unwanted(tx, _again(tx, awa), one, "meeting:1", NOW)}

    for _ in range(2):
        settings.hear(tx, awa, index, wanted=False)
        assert unwanted() == {kind} == set(mutes.of(tx, number_of(awa)))
    assert settings.hear(tx, awa, index, wanted=True).muted == unwanted() == set()
    assert refused(lambda: settings.hear(tx, awa, len(SILENCED), wanted=True)) == Reason.STALE


def test_in_a_pause_only_what_was_asked_for_is_heard(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    meeting = published(tx, ines).id

    def heard(kind: str, at: datetime = NOW) -> bool:
        return not hearing.unwanted(tx, _again(tx, awa), kind, meetings.about(meeting), at)

    pause.begin(tx, awa, date(2026, 6, 9), NOW)
    assert not any(map(heard, ("meeting.card", "meeting.j3", "report.new", "nudge.week")))
    meetings.answer(tx, awa, meeting, "yes", NOW)
    assert heard("meeting.j3")
    assert not heard("meeting.card")
    assert heard("meeting.card", NOW + 14 * DAY)  # its day has come, whether or not it was swept
    pause.stop(tx, awa, NOW)
    assert heard("meeting.card")


def test_a_change_of_roles_is_told_once_when_the_pause_is_over(tx: Transaction) -> None:
    ines, awa = somebody(tx, 1, "coordinator"), somebody(tx, 2, "peer_worker")
    pause.begin(tx, awa, date(2026, 6, 9), NOW)
    back = datetime(2026, 6, 9, 6, tzinfo=UTC)  # eight in the morning, where the night is quiet
    assert not hearing.unwanted(tx, _again(tx, awa), "role.given", "roles", NOW)
    assert hearing.waits(tx, _again(tx, awa), "role.given", "roles", None, NOW) == back
    for role in ("supervisor", "coordinator"):
        roles.give(tx, ines, number_of(awa), role, "FR-ARA", role, NOW)
        for notice in notices.claim(tx, NOW, 9, timedelta(minutes=1)):
            notices.again(tx, notice.id, back)
    told = [(kind, at) for kind, _, at in notices.to(tx, f"member:{number_of(awa)}")]
    assert told == [("role.given", back)]
    pause.stop(tx, awa, NOW)
    assert notices.next_due(tx) == day_start(NOW)


@given(MOMENTS, st.integers(-3, 370), st.sampled_from(["FR-ARA", "FR-971", "FR-974"]))
def test_a_pause_ends_on_its_day_on_its_members_clock(pair: Pair, now: datetime, length: int, code: str) -> None:
    with pair.rehearse() as tx:
        awa = somebody(tx, 1, "peer_worker", region=code)
        here = today(now, REGIONS[code].zone)
        day = here + length * DAY
        fits = 0 < length <= 366
        assert (refused(lambda: pause.begin(tx, awa, day, now)) is None) == fits
        if not fits:
            assert _again(tx, awa).paused_until is None
            return
        midnight = instant(datetime.combine(day, time()), REGIONS[code].zone)
        pause.end(tx, midnight - timedelta(minutes=1))
        assert _again(tx, awa).paused_until == day
        pause.end(tx, midnight)
        assert _again(tx, awa).paused_until is None


def test_who_pauses_is_not_who_reads_unless_everybody_does(tx: Transaction) -> None:
    sam, lea = somebody(tx, 1, "supervisor"), somebody(tx, 2, "supervisor", region="FR-BRE")
    assert pause.prospect(tx, sam, NOW).empty == ["FR-ARA"]
    pause.begin(tx, sam, date(2026, 6, 9), NOW)
    assert routing.readable(tx, None) == census.supervised_regions(tx) == {"FR-BRE"}
    pause.begin(tx, lea, date(2026, 6, 9), NOW)
    assert routing.readable(tx, None) == {"FR-ARA", "FR-BRE"}
    assert routing.readable(tx, "FR-ARA") == {"FR-BRE"}


def test_a_pause_says_in_which_of_its_weeks_one_is_on_watch(tx: Transaction) -> None:
    ines, sam = somebody(tx, 1, "coordinator"), somebody(tx, 2, "supervisor")
    this = watches.monday(NOW, "FR-ARA")
    for ahead in (0, 1, 3):
        rotas.assign(tx, ines, "FR-ARA", this + ahead * 7 * DAY, number_of(sam), NOW)
    for day, weeks in ((this + 7 * DAY, (0,)), (this + 8 * DAY, (0, 1)), (this + 40 * DAY, (0, 1, 3))):
        assert pause.weigh(tx, sam, day, NOW).watches == tuple(this + ahead * 7 * DAY for ahead in weeks)
    covers.leave(tx, sam, "FR-ARA", this, NOW)
    assert pause.weigh(tx, sam, this + 7 * DAY, NOW).watches == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12 juin", [date(2026, 6, 12)]),
        ("12 juin 14h30", [date(2026, 6, 12)]),
        ("hier", None),
        ("26/05/2026", None),
        ("dans trois ans", None),
        ("1er juillet 2027", None),
        ("bientôt", None),
    ],
)
def test_a_written_day_ends_a_pause_if_it_is_to_come_within_a_year(
    tx: Transaction, text: str, found: list[date] | None
) -> None:
    awa = somebody(tx, 1, "peer_worker")
    read: list[date] = []
    reason = refused(lambda: read.extend(pause.days(tx, awa, text, NOW, "fr")))
    assert (read or None, reason) == (found, None if found else Reason.PAUSE_UNFIT)


def test_what_was_arranged_is_kept_until_one_comes_back_anew(tx: Transaction) -> None:
    awa = somebody(tx, 1, "peer_worker")
    settings.choose_quiet(tx, awa, "late")
    settings.choose_display(tx, awa, simple=True)
    found = _again(tx, awa)
    assert (found.quiet, found.simple) == ("late", True)
    assert refused(lambda: settings.choose_quiet(tx, awa, "always")) == Reason.STALE
    assert _again(tx, somebody(tx, 1, "peer_worker")).quiet == "night"


def test_a_word_that_was_asked_for_waits_for_the_morning(tx: Transaction) -> None:
    awa = somebody(tx, 1, "peer_worker")
    pause.begin(tx, awa, date(2026, 6, 9), NOW)
    assert hearing.asked_for_waits(tx, 1, NOW) is hearing.asked_for_waits(tx, 2, LATE_SATURDAY) is None
    assert hearing.asked_for_waits(tx, 1, LATE_SATURDAY) == MONDAY
    pushes, wish = Pushes(), Wish(1, "fr")
    pushes.put_off(wish, MONDAY)
    assert (pushes.next_due(), pushes.take_due(LATE_SATURDAY)) == (MONDAY, [])
    assert (pushes.take_due(MONDAY), pushes.take_due(MONDAY), pushes.next_due()) == ([wish], [], None)


def test_the_first_pause_to_end_is_known(tx: Transaction) -> None:
    assert arrangements.first_pause_end(tx) is None
    for number, day in ((1, 9), (2, 7)):
        pause.begin(tx, somebody(tx, number, "peer_worker"), date(2026, 6, day), NOW)
    assert arrangements.first_pause_end(tx) == date(2026, 6, 7)
