"""Times a supervisor is about to offer, on a card whose buttons carry every choice; and those they offer."""

from dataclasses import replace
from datetime import datetime

from handlers import home
from handlers.routes import CHIP
from handlers.rules.openings import ALONE, GROUP, LASTS, LENGTHS, MODES, Offer, Offered, Outlook
from handlers.rules.recurrence import Rhythm
from handlers.screen import Button, Screen, say, turns
from handlers.speech import Speech
from storage.desks import Desk
from storage.openings import Opening

PAGE = 5


def code(offer: Offer) -> str:
    """What a button carries of an offer: at most 26 characters."""
    return f"{offer.wall:{CHIP}}:{offer.every}:{offer.minutes}:{offer.seats}:{offer.mode[0]}:{offer.lasts}"


def card(t: Speech, found: Outlook, desk: Desk) -> Screen:
    """What would be offered, and each thing that can be chosen."""
    offer = found.offer
    lines = [f"<b>{t('opening.draft')}</b>", "", *_when(t, offer), _shape(t, offer)]
    lines.append(_where(t, desk, offer.mode))
    if offer.every:
        lines += ["", t.count("opening.number", found.number)]
    if found.later:
        lines.append(t("opening.later"))
    if found.skipped:
        lines.append(t("opening.skipped", days=", ".join(t.day(day) for day in found.skipped)))
    put = t("opening.button.put" if offer.every else "opening.button.put.one")
    rows = [[Button(put, f"so:put:{code(offer)}", style="success")], *_choices(t, offer)]
    rows.append([Button(t(f"opening.button.{offer.mode}"), f"so:where:{code(offer)}")])
    return Screen("\n".join(lines), [*rows, [Button(t("button.back"), "sv:home"), home.back(t)]])


def _where(t: Speech, desk: Desk, mode: str) -> str:
    wanted = desk.at(mode)
    return say(t, f"supervision.{mode}", text=wanted) if wanted else t(f"opening.nowhere.{mode}")


def _when(t: Speech, offer: Offer) -> list[str]:
    if not offer.every:
        return [t.wall(offer.wall)]
    return [
        t("opening.rhythm", rhythm=_rhythm(t, offer), hour=t.hour(offer.wall)),
        t("opening.span", first=t.day(offer.wall), last=t.day(offer.last_day)),
    ]


def _rhythm(t: Speech, offer: Offer) -> str:
    return t.rhythm(Rhythm(offer.every, offer.wall.weekday()))


def _shape(t: Speech, offer: Offer | Opening) -> str:
    seats = t("supervision.format.single") if offer.seats == ALONE else t("opening.group", number=offer.seats)
    return f"{t.duration(offer.minutes)}, {seats}, {t(f'supervision.mode.{offer.mode}')}"


def _choices(t: Speech, offer: Offer) -> list[list[Button]]:
    lengths = [_option(t, t.duration(one), offer, minutes=one) for one in LENGTHS]
    seats = [_option(t, t("opening.alone"), offer, seats=ALONE)]
    seats += [_option(t, t("opening.upto", number=one), offer, seats=one) for one in GROUP]
    modes = [_option(t, t(f"supervision.mode.{one}"), offer, mode=one) for one in MODES]
    lasts = [_option(t, t(f"opening.lasts.{one}"), offer, lasts=one) for one in LASTS] if offer.every else []
    return [row for row in (lengths[:3], lengths[3:], seats[:1], seats[1:], modes, lasts) if row]


def _option(t: Speech, label: str, offer: Offer, **chosen: object) -> Button:
    """One thing to choose; what is chosen has a mark."""
    other = replace(offer, **chosen)  # type: ignore[arg-type]
    return Button("✓ " * (other == offer) + label, f"so:card:{code(other)}")


def which(t: Speech, candidates: tuple[datetime, ...], every: int) -> Screen:
    """A written time that may mean several: which one, or which comes first."""
    rows = [[Button(t.wall(one), f"so:card:{code(Offer(one, every))}")] for one in candidates]
    text = t("opening.first", rhythm=_rhythm(t, Offer(candidates[0], every))) if every else t("opening.which")
    return Screen(text, [*rows, [Button(t("button.back"), "sv:home"), home.back(t)]])


def listed(t: Speech, found: list[Offered], page: int) -> Screen:
    """The times one offers, with the first names of who comes."""
    shown = found[page * PAGE : (page + 1) * PAGE]
    text = say(t, "opening.list") if found else t("opening.list.none")
    rows = [[Button(_line(t, one), f"so:one:{one.opening.id}")] for one in shown]
    before, after = t("directory.button.before"), t("directory.button.more")
    rows += turns(before, after, page, lambda other: f"so:page:{other}", more=len(found) > (page + 1) * PAGE)
    rows.append([Button(t("opening.button.offer"), "so:ask"), Button(t("opening.button.desk"), "so:desk")])
    return Screen(text, [*rows, [Button(t("button.back"), "sv:home"), home.back(t)]])


def _line(t: Speech, one: Offered) -> str:
    names = ", ".join(one.names) or t("opening.free")
    return f"{t.brief(one.opening.wall)} – {names}"


def offered(t: Speech, number: int, found: Outlook) -> str:
    """How many times are offered now, and whether others come."""
    if not found.later:
        return t.count("opening.toast.offered", number)
    return t.count("opening.toast.begun", number) if number else t("opening.toast.later")


def desk(t: Speech, found: Desk) -> Screen:
    """Where one receives and by which link, for every time one offers; each can be given anew."""
    lines = [f"<b>{t('opening.desk')}</b>", t("opening.desk.shown"), "", *(_where(t, found, mode) for mode in MODES)]
    rows = [[Button(t(f"opening.button.{mode}"), f"so:at:{mode[0]}") for mode in MODES]]
    return Screen("\n".join(lines), [*rows, [Button(t("button.back"), "so:list"), home.back(t)]])


def one(t: Speech, found: Offered, desk: Desk) -> Screen:
    """One time one offers, to be withdrawn alone or with all that its pattern still gives."""
    opening = found.opening
    free = opening.seats - len(found.names)
    lines = [f"<b>{t.wall(opening.wall)}</b>", _shape(t, opening), _where(t, desk, opening.mode)]
    if found.names:
        lines.append(say(t, "opening.names", names=", ".join(found.names)))
    lines.append(t.count("opening.seats", free) if free else t("opening.full"))
    rows = [[Button(t("opening.button.withdraw"), f"so:drop:{opening.id}")]]
    if opening.pattern_id is not None:
        rows.append([Button(t("opening.button.stop"), f"so:end:{opening.id}")])
    return Screen("\n".join(lines), [*rows, [Button(t("button.back"), "so:list"), home.back(t)]])


def sure(t: Speech, found: Offered, *, pattern: bool) -> Screen:
    """Before something is offered no more: what it does; the safe choice first."""
    opening = found.opening
    if pattern:
        text = t("opening.sure.stop")
    elif found.names:
        text = t.count("opening.sure.told", len(found.names), when=t.wall(opening.wall))
    else:
        text = t("opening.sure", when=t.wall(opening.wall))
    way = f"so:stop:{opening.pattern_id}" if pattern else f"so:off:{opening.id}"
    rows = [
        [Button(t("opening.button.keep"), f"so:one:{opening.id}")],
        [Button(t("opening.button.stop" if pattern else "opening.button.withdraw"), way, style="danger")],
    ]
    return Screen(text, rows)
