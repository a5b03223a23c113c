"""The quiet host of a group: one welcome a day for all who came, and what it may tidy up."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import storage.arrivals
import storage.groups
import storage.invitations
import storage.members
import storage.notices
import storage.requests
from handlers.rules import people
from handlers.rules.civil import instant, wall
from handlers.rules.regions import region
from storage.arrivals import STRANGERS
from storage.database import Transaction
from storage.groups import Group
from storage.notices import NewNotice

WELCOME = "welcome.day"
AT = time(18)  # on the clock of the region
LASTS = timedelta(hours=12)


def host(tx: Transaction, chat_id: int) -> Group | None:
    """The group the bot hosts in this chat; None where it stays silent."""
    group = storage.groups.by_chat(tx, chat_id)
    return None if group is None or group.region is None else group


def arrived(tx: Transaction, chat_id: int, accounts: Sequence[int], now: datetime) -> None:
    """People came in, by the door or otherwise: they are greeted together, later; of strangers no account is kept."""
    group = host(tx, chat_id)
    if group is None:
        return
    for account in accounts:
        asked = storage.requests.at(tx, group.id, account)
        if asked is not None and asked.state == "waiting":  # let in by somebody's hand: nothing is left to decide
            storage.requests.forget(tx, group.id, account)
            storage.invitations.stop_at_door(tx, account)
        found = storage.members.by_telegram(tx, account)
        known = found is not None and found.state in storage.members.PRESENT
        if storage.arrivals.note(tx, group.id, found.id if found is not None and known else STRANGERS):
            storage.notices.add(tx, [_welcome(group, now)])


def _welcome(group: Group, now: datetime) -> NewNotice:
    zone = region(group.region or "").zone
    here = wall(now, zone)
    day = here.date() if here.time() < AT else here.date() + timedelta(days=1)
    due_at = instant(datetime.combine(day, AT), zone)
    about, lane = f"group:{group.id}", storage.notices.BROADCAST
    return NewNotice(WELCOME, about, f"{day}", about, due_at, lane, due_at + LASTS)


def newcomers(tx: Transaction, group_id: int) -> tuple[list[str], bool]:
    """The first names of the members who came and still belong there, and whether others did."""
    group = storage.groups.by_id(tx, group_id)
    region_code = (group.region if group else None) or ""
    numbers = storage.arrivals.of(tx, group_id)
    found = storage.members.several(tx, (number for number in numbers if number != STRANGERS))
    here = [one for one in found if one.state in storage.members.PRESENT and people.belongs(one, region_code)]
    names = sorted(one.first_name for one in here)
    return names, STRANGERS in numbers


def greeted(tx: Transaction, about: str) -> None:
    """The welcome is in the group: who came is forgotten."""
    storage.arrivals.forget(tx, int(about.partition(":")[2]))
