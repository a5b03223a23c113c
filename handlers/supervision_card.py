"""What a member reads of their supervision: when, with whom, where, and the times to choose from."""

from collections.abc import Callable

from handlers import coverage_card, home, plan_card, watch_card
from handlers.rules import people
from handlers.rules.bookings import Choice, Seat, Sight
from handlers.rules.group_sessions import Prospect
from handlers.rules.meetings import start
from handlers.rules.openings import ALONE
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.members import Member
from storage.openings import Opening
from storage.overview import Entry

FIRST, FEW = 3, 4  # times in a word to whoever has none, and on their screen


def overview(t: Speech, seen: Sight, unsettled: int = 0, ahead: Prospect | None = None) -> Screen:
    """The next one, or gently that there is no date; the times to choose from, one tap each.

    `unsettled`: of how many past ones it is still to be said whether they took place; `ahead`: those in a group.
    """
    reader = seen.reader
    supervised = bool(reader.holds("peer_worker") or seen.seats)
    lines, rows = _own(t, seen, ahead) if supervised else ([_role(t, reader)], [])
    if unsettled:
        waiting = t.count("session.open", unsettled)
        rows.append([Button(waiting, "se:list")])
    lines = [f"<b>{t('supervision.title')}</b>", "", *lines]
    return Screen("\n".join(lines), [*rows, *_by_role(t, reader), [home.back(t)]])


def _own(t: Speech, seen: Sight, ahead: Prospect | None) -> tuple[list[str], list[list[Button]]]:
    """What a peer worker reads of their own, and what they can do."""
    lines = [_next(t, seen, ahead)]
    if seen.supervisors:
        lines.append(say(t, "supervision.with", names=", ".join(one.first_name for one in seen.supervisors)))
    if seen.need is not None:
        lines.append(t("plan.now", rhythm=plan_card.rhythm(t, seen.need.every, seen.need.format)))
    rows = [[Button(f"✓ {_label(t, seen.reader, one.opening)}", f"sv:seat:{one.opening.id}")] for one in seen.seats]
    if ahead is not None:
        lines += [] if ahead.seated else [_in_group(t, seen.reader, ahead.entry)]
        rows.append([_group_button(t, seen.reader, ahead)])
    if seen.snoozed is not None and not seen.seats:
        lines.append(t("followup.until", day=t.near(seen.snoozed)))
        rows.append([Button(t("followup.button.resume"), "sn:off")])
    if not seen.choices and not seen.seats and ahead is None:
        lines += ["", t("supervision.none" if seen.supervisors else "supervision.nobody")]
    if seen.choices and (seen.seats or (ahead is not None and ahead.seated)):
        rows.append([Button(t("supervision.button.another"), "sv:more")])
    elif seen.choices:
        lines += ["", t("supervision.choose")]
        rows += _bookable(t, seen)[:FEW]
        rows += [[Button(t("followup.button.more"), "sv:more")]] if len(seen.choices) > FEW else []
    return lines, rows


def times(t: Speech, seen: Sight) -> Screen:
    """Every time to choose from."""
    text = t("supervision.choose" if seen.choices else "supervision.none")
    return Screen(text, [*_bookable(t, seen), [Button(t("button.back"), "sv:home"), home.back(t)]])


def _bookable(t: Speech, seen: Sight) -> list[list[Button]]:
    return _choices(t, seen, lambda number: f"sv:book:{number}")


def _by_role(t: Speech, reader: Member) -> list[list[Button]]:
    """What who supervises or coordinates can do besides."""
    rows = []
    if reader.holds("supervisor"):
        rows.append([Button(t("opening.button.mine"), "so:list"), Button(t("opening.button.offer"), "so:ask")])
        rows.append([Button(t("caseload.button.mine"), "sl:mine:0"), Button(t("digest.button.open"), "sd:open")])
    rows.append([watch_card.button(t, reader)])
    if reader.holds("coordinator"):
        shared = Button(t("caseload.button.home"), "sl:home:0")
        rows.append([shared, coverage_card.button(t), watch_card.plans(t)])
    return rows


def _role(t: Speech, reader: Member) -> str:
    """For who needs no date of their own."""
    if reader.holds("supervisor"):
        return t("opening.hub")
    return t("caseload.hub" if reader.holds("coordinator") else "supervision.others")


def _next(t: Speech, seen: Sight, ahead: Prospect | None) -> str:
    """The nearest date; without one, when it will be time, if the last one was not long ago."""
    first = seen.seats[0] if seen.seats else None
    entry = ahead.entry if ahead is not None and ahead.seated else None
    if entry is not None and (first is None or start(entry.meeting) < first.opening.starts_at):
        return say(t, "supervision.next.group", when=_met(t, seen.reader, entry))
    if first is not None:
        return say(t, "supervision.next", when=moment(t, seen.reader, first.opening), name=first.supervisor.first_name)
    need = seen.need
    if need is None or need.window != "quiet":
        return t("supervision.undated")
    if need.last is None:
        return t("supervision.quiet.first", due=t.day(need.due))
    return t("supervision.quiet", last=t.day(need.last), due=t.day(need.due))


def _met(t: Speech, reader: Member, entry: Entry) -> str:
    return t.moment_for(start(entry.meeting), entry.meeting.zone, people.zone(reader))


def _in_group(t: Speech, reader: Member, entry: Entry) -> str:
    """One that this reader has no seat at: what they said of it, if they did."""
    when, said = _met(t, reader, entry), entry.answer
    if said is None:
        return say(t, "supervision.group", when=when)
    if said.waiting is not None:
        return say(t, "supervision.group.waiting", when=when)
    return say(t, "supervision.group.answered", when=when, answer=t(f"meeting.answer.{said.word}"))


def _group_button(t: Speech, reader: Member, ahead: Prospect) -> Button:
    meeting = ahead.entry.meeting
    label = t("supervision.group.label", when=t.brief_in(start(meeting), people.zone(reader)))
    return Button("✓ " * ahead.seated + label, f"m:o:{meeting.id}")


def _choices(t: Speech, seen: Sight, data: Callable[[int], str]) -> list[list[Button]]:
    named = len(seen.supervisors) > 1
    return [
        [Button(_label(t, seen.reader, one.opening, one if named else None), data(one.opening.id))]
        for one in seen.choices
    ]


def _label(t: Speech, reader: Member, opening: Opening, named: Choice | None = None) -> str:
    """« mardi 9 juin, 14 h – Samira, en groupe », on the reader’s own clock."""
    about = [] if named is None else [named.supervisor.first_name]
    about += [] if opening.seats == ALONE else [t("supervision.format.group")]
    when = t.brief_in(opening.starts_at, people.zone(reader))
    return f"{when} – {', '.join(about)}" if about else when


def moment(t: Speech, reader: Member, opening: Opening) -> str:
    """When it is, on the reader’s clock."""
    return t.moment_for(opening.starts_at, opening.zone, people.zone(reader))


def due(t: Speech, seen: Sight) -> Screen:
    """A gentle word that a date is still to be chosen: the first times, one tap each, or later."""
    rows = _bookable(t, seen)[:FIRST]
    rows.append([Button(t("followup.button.more"), "sv:more"), Button(t("followup.button.later"), "sn:ask")])
    return Screen(t("followup.due"), rows)


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
    where = say(t, f"supervision.{opening.mode}", text=place) if place else t(f"opening.nowhere.{opening.mode}")
    return [*_facts(t, found.reader, opening, found.supervisor), where]


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
