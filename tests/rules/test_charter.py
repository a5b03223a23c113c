"""The charter: asked again once a version, on a weekday morning, of who agreed to another; nobody is stopped by it."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.rules import charter, people
from handlers.rules.charter import Charter
from handlers.rules.civil import wall
from handlers.rules.refusal import Reason
from handlers.rules.regions import REGIONS
from handlers.rules.reminders import SUNDAY
from storage.database import Transaction
from tests.rules.cast import DAY, NOW, STRANGER, VERSION, refused, somebody
from tests.storage.pair import dump

OLD, NEW = (Charter(version, {"fr": "x", "en": "y"}, {}) for version in (VERSION, "2027-01"))


def notices(tx: Transaction) -> list[tuple[object, ...]]:
    return [row[1:5] for row in dump(tx)["notices"]]


def test_everyone_who_agreed_to_another_version_is_told_once(tx: Transaction) -> None:
    awa, luc = somebody(tx, 1, "peer_worker"), somebody(tx, 2, "supervisor")
    somebody(tx, 3, "peer_worker", region="FR-974")
    charter.accept(tx, luc, NEW.version, NEW)
    for days in range(3):
        charter.ask_again(tx, ["FR-ARA"], NEW, NOW + days * DAY)
    told = ("charter.new", "charter:2027-01", "2027-01", f"member:{people.member(awa).id}")
    assert notices(tx) == [told]


def test_nobody_is_told_of_what_they_agreed_to(tx: Transaction) -> None:
    somebody(tx, 1, "peer_worker")
    charter.ask_again(tx, ["FR-ARA"], OLD, NOW)
    assert notices(tx) == []


def test_only_the_present_version_can_be_agreed_to_and_twice_is_once(tx: Transaction) -> None:
    awa = somebody(tx, 1, "peer_worker")
    assert refused(lambda: charter.accept(tx, awa, VERSION, NEW)) == Reason.STALE
    assert refused(lambda: charter.accept(tx, STRANGER, NEW.version, NEW)) == Reason.MEMBERS_ONLY
    for _ in range(2):
        charter.accept(tx, awa, NEW.version, NEW)
        assert not charter.outdated(people.member(people.recognise(tx, 1, "fr")), NEW)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001 - made aware below
    st.sampled_from(sorted({region.zone for region in REGIONS.values()})),
)
def test_it_is_said_at_nine_on_the_next_weekday_or_saturday(now: datetime, zone: str) -> None:
    at = charter.morning(now.replace(tzinfo=UTC), zone)
    here = wall(at, zone)
    assert (here.time(), here.weekday() == SUNDAY) == (time(9), False)
    assert timedelta() < at - now.replace(tzinfo=UTC) <= timedelta(days=2, hours=1)
