"""What a member reads of their supervision: when, with whom, where, and the times to choose from."""

from collections.abc import Callable

from handlers import home, watch_card
from handlers.rules import people
from handlers.rules.bookings import Choice, Seat, Sight
from handlers.rules.openings import ALONE
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.members import Member
from storage.openings import Opening


def overview(t: Speech, seen: Sight, unsettled: int = 0) -> Screen:
    """The next one, or gently that there is no date; the times to choose from, one tap each.

    `unsettled`: of how many past ones it is still to be said whether they took place.
    """
    reader = seen.reader
    supervised = bool(reader.holds("peer_worker") or seen.seats)
    lines = [f"<b>{t('supervision.title')}</b>", "", _next(t, seen) if supervised else _role(t, reader)]
    if supervised and seen.supervisors:
        lines.append(say(t, "supervision.with", names=", ".join(one.first_name for one in seen.supervisors)))
    rows = [[Button(_label(t, reader, seat.opening), f"sv:seat:{seat.opening.id}")] for seat in seen.seats]
    if supervised and seen.choices:
        lines += ["", t("supervision.choose")]
        rows += _choices(t, seen, lambda number: f"sv:book:{number}")
    elif supervised and not seen.seats:
        lines += ["", t("supervision.none" if seen.supervisors else "supervision.nobody")]
    if unsettled:
        waiting = t.count("session.open", unsettled)
        rows.append([Button(waiting, "se:list")])
    if reader.holds("supervisor"):
        rows.append([Button(t("opening.button.mine"), "so:list"), Button(t("opening.button.offer"), "so:ask")])
    return Screen("\n".join(lines), [*rows, *watch_card.rows(t, reader), [home.back(t)]])


def _role(t: Speech, reader: Member) -> str:
    """For who needs no date of their own."""
    return t("opening.hub") if reader.holds("supervisor") else t("supervision.others")


def _next(t: Speech, seen: Sight) -> str:
    if not seen.seats:
        return t("supervision.undated")
    first = seen.seats[0]
    return say(t, "supervision.next", when=moment(t, seen.reader, first.opening), name=first.supervisor.first_name)


def _choices(t: Speech, seen: Sight, data: Callable[[int], str]) -> list[list[Button]]:
    named = len(seen.supervisors) > 1
    return [
        [Button(_label(t, seen.reader, one.opening, one if named else None), data(one.opening.id))]
        for one in seen.choices
    ]


def _label(t: Speech, reader: Member, opening: Opening, named: Choice | None = None) -> str:
    """« mardi 9 juin, 14 h – Samira », on the reader’s own clock."""
    when = t.brief_in(opening.starts_at, people.zone(reader))
    return when if named is None else f"{when} – {named.supervisor.first_name}"


def moment(t: Speech, reader: Member, opening: Opening) -> str:
    """When it is, on the reader’s clock."""
    return t.moment_for(opening.starts_at, opening.zone, people.zone(reader))


def seat(t: Speech, found: Seat, key: str = "supervision.seat") -> Screen:
    """A seat one has: when, with whom, where; moved or given back from here."""
    opening, lines = found.opening, [f"<b>{t(key)}</b>", "", *_told(t, found)]
    rows = [[Button(t("meeting.button.calendar"), f"sv:ics:{opening.id}")]]
    if found.movable:
        rows.append([Button(t("supervision.button.move"), f"sv:move:{opening.id}")])
    else:
        lines += ["", t("supervision.near")]
    rows.append([Button(t("supervision.button.cancel"), f"sv:drop:{opening.id}")])
    return Screen("\n".join(lines), [*rows, [Button(t("button.back"), "sv:home"), home.back(t)]])


def recall(t: Speech, found: Seat) -> Screen:
    """A seat that is to come."""
    lines = [t("supervision.recall"), "", *_told(t, found)]
    return Screen("\n".join(lines), [[Button(t("supervision.button.open"), f"sv:seat:{found.opening.id}")]])


def _told(t: Speech, found: Seat) -> list[str]:
    """When, how, with whom; and where, for who has a seat."""
    opening, place = found.opening, found.desk.at(found.opening.mode)
    where = [say(t, f"supervision.{opening.mode}", text=place)] if place else []
    return [*_facts(t, found.reader, opening, found.supervisor), *where]


def _facts(t: Speech, reader: Member, opening: Opening, supervisor: Member) -> list[str]:
    """When, how long, alone or in a group, how, with whom."""
    format = "single" if opening.seats == ALONE else "group"
    shape = t(f"supervision.format.{format}"), t(f"supervision.mode.{opening.mode}")
    length = f"{t.duration(opening.minutes)}, {', '.join(shape)}"
    return [moment(t, reader, opening), length, say(t, "supervision.who", name=supervisor.first_name)]


def other_times(t: Speech, seen: Sight, instead: int) -> Screen:
    """With the same supervisor: the times one may move to."""
    rows = _choices(t, seen, lambda number: f"sv:to:{instead}:{number}")
    text = say(t, "supervision.move" if rows else "supervision.move.none", name=seen.supervisors[0].first_name)
    return Screen(text, [*rows, [Button(t("button.back"), f"sv:seat:{instead}"), home.back(t)]])


def giving_back(t: Speech, found: Seat) -> Screen:
    """Before a seat is given back: the safe choice first."""
    key = "supervision.sure" if found.movable else "supervision.sure.near"
    text = say(t, key, when=moment(t, found.reader, found.opening), name=found.supervisor.first_name)
    rows = [
        [Button(t("supervision.button.keep"), f"sv:seat:{found.opening.id}")],
        [Button(t("supervision.button.sure"), f"sv:off:{found.opening.id}", style="danger")],
    ]
    return Screen(text, rows)


def freed(t: Speech, reader: Member, opening: Opening, supervisor: Member, until: str) -> Screen:
    """A seat that became free and is kept for this reader."""
    lines = [t("supervision.freed"), "", *_facts(t, reader, opening, supervisor), ""]
    lines.append(t("supervision.kept", until=until))
    rows = [
        [Button(t("supervision.button.take"), f"sv:book:{opening.id}", style="success")],
        [Button(t("supervision.button.leave"), f"sv:pass:{opening.id}")],
    ]
    return Screen("\n".join(lines), rows)
