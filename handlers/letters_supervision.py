"""Letters of supervision: recalls of a seat, one that became free, who supervises whom; never a word of its content."""

from datetime import datetime

import storage.bookings
import storage.members
import storage.openings
from handlers import supervision_card
from handlers.letters_groups import Writer
from handlers.rules import (
    assignments,
    balance,
    bookings,
    caseloads,
    digests,
    followups,
    hearing,
    inbox,
    openings,
    people,
    resigning,
    sessions,
)
from handlers.rules.bookings import RECALLS
from handlers.rules.recipients import Recipient
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.database import Transaction
from storage.openings import Opening


def _opening(tx: Transaction, about: str) -> Opening | None:
    return storage.openings.by_id(tx, int(about.partition(":")[2]))


def _recall(tx: Transaction, about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    found, reader = _opening(tx, about), recipient.member
    if found is None or reader is None or found.state != "open" or found.starts_at <= now:
        return None
    if found.supervisor is None or storage.bookings.of(tx, found.id, reader.id) is None:
        return None
    return supervision_card.recall(t, bookings.seat(tx, reader, found, now))


def _freed(tx: Transaction, about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    found, reader = _opening(tx, about), recipient.member
    if found is None or reader is None:
        return None
    holds = storage.bookings.holds_of(tx, found.id)
    kept = next((one.until for one in holds if one.member_id == reader.id), None)
    offers = bookings.supervisor(tx, found)
    if kept is None or kept <= now or offers is None:
        return None
    until = t.moment(kept, people.zone(reader))
    return supervision_card.freed(t, reader, found, offers, until)


def _withdrawn(tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    found, reader = _opening(tx, about), recipient.member
    if found is None or reader is None or storage.bookings.of(tx, found.id, reader.id) is not None:
        return None
    when, gave = supervision_card.moment(t, reader, found), bookings.supervisor(tx, found)
    named = say(t, "supervision.withdrawn", when=when, name=gave.first_name) if gave is not None else None
    text = named or say(t, "supervision.withdrawn.unnamed", when=when)
    return Screen(text, [[Button(t("supervision.button.other"), "sv:home")]])


def _late(tx: Transaction, about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    """A seat was given back within a day of its time: its supervisor need not wait."""
    found, reader = _opening(tx, about), recipient.member
    if found is None or reader is None or found.starts_at <= now:
        return None
    text = say(t, "opening.late", when=supervision_card.moment(t, reader, found))
    return Screen(text, [[Button(t("opening.button.see"), f"so:one:{found.id}")]])


def _took(tx: Transaction, about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    """Afterwards: whether it took place."""
    found, reader = _opening(tx, about), recipient.member
    if found is None or reader is None:
        return None
    seat, gave = storage.bookings.of(tx, found.id, reader.id), bookings.supervisor(tx, found)
    if seat is None or gave is None or seat.member_says is not None or sessions.ended(found) > now:
        return None
    when = supervision_card.moment(t, reader, found)
    text = say(t, "session.ask", when=when, name=gave.first_name)
    yes = Button(t("session.yes"), f"se:say:1:{found.id}:{reader.id}")
    no = Button(t("session.no"), f"se:say:0:{found.id}:{reader.id}")
    return Screen(text, [[yes, no]])


def _entrusted(tx: Transaction, _about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    """To a peer worker: who supervises them from now on."""
    if (reader := recipient.member) is None or not reader.holds(caseloads.PEER):
        return None
    number = caseloads.read(tx).entrusted(reader.id)
    found = storage.members.by_id(tx, number) if number is not None else None
    text = say(t, "caseload.word.mine", name=found.first_name) if found else t("caseload.word.nobody")
    return Screen(text, [[Button(t("home.button.supervision"), "sv:home")]])


def _caseload(tx: Transaction, _about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    """To a supervisor: how many they have from now on."""
    if (reader := recipient.member) is None or not reader.holds("supervisor"):
        return None
    number = len(caseloads.entrusted(tx, reader.id))
    text = t.count("caseload.word.theirs", number) if number else t("caseload.word.none")
    return Screen(text, [[Button(t("caseload.button.mine"), "sl:mine:0")]])


def _resigned(tx: Transaction, about: str, recipient: Recipient, t: Speech, _now: datetime) -> Screen | None:
    """To who coordinates: somebody supervises no more, who has nobody now, whether too few supervise."""
    _, code, without = about.split(":")
    if (reader := recipient.member) is None or not reader.holds("coordinator", code):
        return None
    lines = [t("caseload.left", region=t.region(code))]
    lines += [t.count("caseload.left.without", int(without))] if int(without) else []
    number = resigning.here(tx, code)
    lines += [t("caseload.few" if number else "caseload.unsupervised")] if number < balance.FEWEST else []
    return Screen("\n".join(lines), [[Button(t("caseload.button.home"), "sl:home:0")]])


def _due(tx: Transaction, _about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    """To whoever has no date, while they have none and can choose one."""
    if (reader := recipient.member) is None or not followups.wanted(tx, reader, now):
        return None
    return supervision_card.due(t, bookings.seen(tx, reader, now))


def _long(tx: Transaction, _about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    """To who coordinates: how many have long been without a date."""
    if (reader := recipient.member) is None or not (number := followups.long(tx, reader, now)):
        return None
    return Screen(t.count("followup.long", number), [[Button(t("caseload.button.home"), "sl:home:0")]])


def _digest(tx: Transaction, _about: str, recipient: Recipient, t: Speech, now: datetime) -> Screen | None:
    """To a supervisor: what there is to plan, to come, to confirm, to read, in numbers; nothing where there is none."""
    if (reader := recipient.member) is None or not reader.holds("supervisor"):
        return None
    found = digests.digest(tx, reader, now)
    numbers = {
        "soon": found.soon,
        "coming": found.coming,
        "plan": found.to_plan,
        "confirm": len(sessions.unsettled_of(tx, reader, now)),
        "read": len(inbox.news(tx, reader)),
    }
    lines = [t.count(f"digest.{name}", number) for name, number in numbers.items() if number]
    if not lines:
        return None
    rows = [[Button(t("home.button.supervision"), "sv:home")]]
    if numbers["read"]:
        rows.append([Button(t("home.button.inbox"), "b:list")])
    return Screen("\n".join([t("digest.title"), "", *(f"– {line}" for line in lines)]), rows)


WRITERS: dict[str, Writer] = {
    **dict.fromkeys(RECALLS.values(), _recall),
    bookings.FREED: _freed,
    bookings.LATE: _late,
    bookings.TOOK: _took,
    openings.WITHDRAWN: _withdrawn,
    followups.DUE: _due,
    followups.LONG: _long,
    digests.KIND: _digest,
    assignments.MINE: _entrusted,
    assignments.THEIRS: _caseload,
    hearing.RESIGNED: _resigned,
}
