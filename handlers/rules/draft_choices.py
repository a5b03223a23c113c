"""What can be chosen with a button for a meeting in preparation, and what becomes of its row."""

import storage.groups
import storage.members
from handlers.rules import recurrence
from handlers.rules.dates_months import months_on
from handlers.rules.refusal import Reason, Refusal
from storage.database import Transaction
from storage.meetings import Meeting
from storage.members import Member

SUPERVISION = "supervision"
KINDS = ("peer", "practice", "intervision", "training", "other", SUPERVISION)  # buttons carry the place: add at the end
GROUP_SEATS = 10  # of a supervision in a group of 4 to 10; its usual 2 h 30 are those of every meeting (proposed by us)
SHORTEST, LONGEST = 45, 420  # minutes
MOST_SEATS = 99
NONE = "0"  # in a button: nothing chosen
SKIPS = ("public", "school", "both")
MONTHS = (3, 6, 12)  # how long a series may be announced for, when it has an end


def read(tx: Transaction, draft: Meeting, field: str, value: str) -> dict[str, object]:
    """The columns of a draft that follow from a button; refuses what no button of ours says."""
    if field not in CHOICES:
        raise Refusal(Reason.STALE)
    try:
        return CHOICES[field](tx, draft, value)
    except ValueError as error:
        raise Refusal(Reason.STALE) from error


def _kind(_tx: Transaction, draft: Meeting, value: str) -> dict[str, object]:
    """A supervision in a group has its usual seats until others are chosen; they go with it."""
    fields: dict[str, object] = {"kind": KINDS[KINDS.index(value)]}
    seats = draft.capacity, GROUP_SEATS if value == SUPERVISION else None
    if seats in ((None, GROUP_SEATS), (GROUP_SEATS, None)) and draft.kind != value:
        fields["capacity"] = seats[1]
    return fields


def _minutes(_tx: Transaction, _draft: Meeting, value: str) -> dict[str, object]:
    return {"minutes": _within(int(value), SHORTEST, LONGEST)}


def _capacity(_tx: Transaction, _draft: Meeting, value: str) -> dict[str, object]:
    return {"capacity": None if value == NONE else _within(int(value), 2, MOST_SEATS)}


def _within(number: int, least: int, most: int) -> int:
    if not least <= number <= most:
        raise Refusal(Reason.STALE)
    return number


def _facilitator(tx: Transaction, draft: Meeting, value: str) -> dict[str, object]:
    if value == NONE:
        return {"facilitator": None}
    found = storage.members.by_id(tx, int(value))
    if found is None or found.id not in {one.id for one in facilitators(tx, draft)}:
        raise Refusal(Reason.STALE)
    return {"facilitator": found.id}


def _group(tx: Transaction, draft: Meeting, value: str) -> dict[str, object]:
    if value == NONE:
        return {"group_id": None}
    found = storage.groups.by_id(tx, int(value))
    if found is None or found.region != draft.region:
        raise Refusal(Reason.STALE)
    return {"group_id": found.id}


def _rhythm(_tx: Transaction, draft: Meeting, value: str) -> dict[str, object]:
    if value == NONE:
        return {"rhythm": None, "last_day": None, "skips": None}
    if draft.wall is None:
        raise Refusal(Reason.MEETING_NEEDS_DATE)
    proposed = recurrence.rhythms(draft.wall)
    return {"rhythm": recurrence.to_rrule(proposed[_within(int(value), 1, len(proposed)) - 1])}


def _last_day(_tx: Transaction, draft: Meeting, value: str) -> dict[str, object]:
    if value == NONE:
        return {"last_day": None}
    if draft.wall is None:
        raise Refusal(Reason.MEETING_NEEDS_DATE)
    return {"last_day": months_on(draft.wall.date(), MONTHS[MONTHS.index(int(value))])}


def _skips(_tx: Transaction, _draft: Meeting, value: str) -> dict[str, object]:
    return {"skips": None if value == NONE else SKIPS[SKIPS.index(value)]}


COLUMNS = {"group": "group_id"}  # of the choices that are not called as their column

CHOICES = {
    "kind": _kind,
    "minutes": _minutes,
    "capacity": _capacity,
    "facilitator": _facilitator,
    "group": _group,
    "rhythm": _rhythm,
    "end": _last_day,
    "skips": _skips,
}


def chosen(draft: Meeting, field: str) -> str | None:
    """The value of a button that says what a draft is now, so that the button can show it; None if none does."""
    if field == "rhythm":
        return _rhythm_chosen(draft)
    if field == "end":
        return NONE if draft.last_day is None else None
    return str(getattr(draft, COLUMNS.get(field, field)) or NONE)


def _rhythm_chosen(draft: Meeting) -> str | None:
    if draft.rhythm is None or draft.wall is None:
        return NONE
    proposed = [recurrence.to_rrule(each) for each in recurrence.rhythms(draft.wall)]
    return str(proposed.index(draft.rhythm) + 1) if draft.rhythm in proposed else None


def facilitators(tx: Transaction, draft: Meeting) -> list[Member]:
    """Who may be asked to run a meeting: its author, then the coordinators and supervisors of its region."""
    numbers = storage.members.holders(tx, ["coordinator", "supervisor"], [draft.region])
    author = [] if draft.owner is None else [draft.owner]
    return storage.members.several(tx, [*author, *numbers])
