"""The pinned card of a group: its next meeting, kept true as meetings are announced and pass."""

from datetime import datetime

import storage.cards
import storage.groups
import storage.meetings
import storage.notices
from handlers.rules.civil import day_start
from handlers.rules.regions import BOXES, NATIONAL
from storage.database import Transaction
from storage.groups import Group
from storage.meetings import Meeting
from storage.notices import NewNotice

CARD, TURN = "next.card", "next.turn"


def about(group_id: int) -> str:
    """The name of a group's pinned card in notices and cards."""
    return f"next:{group_id}"


def coming(tx: Transaction, group: Group, now: datetime) -> list[Meeting]:
    """The meetings a group looks forward to, the next one first."""
    regions = set(BOXES) if group.region == NATIONAL else {group.region or "", NATIONAL}
    found = storage.meetings.coming(tx, regions, now)
    return [meeting for meeting in found if meeting.starts_at is not None and meeting.starts_at > now]


def keep(tx: Transaction, group: Group, now: datetime) -> None:
    """Post the card where the bot may pin and there is a meeting to come; have the one that is there renewed."""
    found = coming(tx, group, now)
    if not group.may("p") or (not found and not storage.cards.is_shown(tx, about(group.id))):
        return
    rows = [_row(TURN, group, f"{one.id}.{one.sequence}", one.starts_at) for one in found if one.starts_at is not None]
    if storage.cards.is_shown(tx, about(group.id)):
        storage.cards.outdate(tx, about(group.id))
    else:
        rows.append(_row(CARD, group, f"{now:%Y-%m-%d}.{group.chat_id}", day_start(now)))
    storage.notices.add(tx, rows)


def _row(kind: str, group: Group, version: str, due_at: datetime) -> NewNotice:
    return NewNotice(kind, about(group.id), version, f"group:{group.id}", due_at, storage.notices.BROADCAST)


def announced(tx: Transaction, code: str, now: datetime) -> None:
    """A meeting of this region, or of all, was announced, moved or cancelled."""
    regions = BOXES if code == NATIONAL else [code, NATIONAL]
    for group in storage.groups.of_regions(tx, regions):
        keep(tx, group, now)


def of_group(tx: Transaction, name: str, now: datetime) -> tuple[Group, Meeting | None] | None:
    """The group behind a pinned card and its next meeting; None when the group is gone or nobody's."""
    group = storage.groups.by_id(tx, int(name.partition(":")[2]))
    if group is None or group.region is None:
        return None
    return group, next(iter(coming(tx, group, now)), None)
