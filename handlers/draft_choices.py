"""Choosing with buttons what a meeting in preparation is: its kind, its length, its seats, how often it comes back."""

from collections.abc import Callable

from telegram import Update

from handlers import draft_card
from handlers.context import Context, user_of
from handlers.regions import region_rows
from handlers.routes import number, parts, region_code
from handlers.rules import draft_choices, drafts, recurrence
from handlers.rules.draft_choices import KINDS, MONTHS, NONE, SKIPS
from handlers.rules.drafts import Options
from handlers.screen import Button, Screen, pairs, say, show
from handlers.speech import Speech

LENGTHS = (60, 90, 120, 150, 180, 240, 420)  # minutes
SEATS = (6, 8, 10, 12, 15, 20, 30)


async def open_more(update: Update, context: Context) -> None:
    """What a meeting may have besides a date and a place."""
    (key,) = parts(update, 1)
    meeting = await context.commit(user_of(update), drafts.own_draft, number(key))
    await show(update, context, draft_card.more(context.t, meeting))


async def pick(update: Update, context: Context) -> None:
    """The choices for one of its fields."""
    field, key = parts(update, 2)
    found = await context.commit(user_of(update), drafts.options, number(key), field)
    t = context.t
    chosen = draft_choices.chosen(found.meeting, field)
    choices = [(value, "✓ " * (value == chosen) + label) for value, label in CHOICES[field](t, found)]
    buttons = [Button(label, f"d:set:{field}:{value}:{key}") for value, label in choices]
    rows = pairs(buttons) if field in ("minutes", "capacity") else [[button] for button in buttons]
    back = "d:show" if field in ("kind", "rhythm") else "d:more"
    await show(update, context, Screen(_lead(t, field, found), [*rows, [Button(t("button.back"), f"{back}:{key}")]]))


def _lead(t: Speech, field: str, found: Options) -> str:
    if field != "skips":
        return t(f"draft.pick.{field}")
    lines = [t.pause(pause) for pause in found.pauses]
    return "\n".join([t("draft.pick.skips" if lines else "draft.pick.no_pauses"), "", *lines[:12]])


def _kinds(t: Speech, _found: Options) -> list[tuple[str, str]]:
    return [(kind, t(f"meeting.kind.{kind}")) for kind in KINDS]


def _lengths(t: Speech, _found: Options) -> list[tuple[str, str]]:
    return [(str(minutes), t.duration(minutes)) for minutes in LENGTHS]


def _seats(t: Speech, _found: Options) -> list[tuple[str, str]]:
    return [*((str(seats), t.count("draft.seats", seats)) for seats in SEATS), (NONE, t("draft.no_limit"))]


def _facilitators(t: Speech, found: Options) -> list[tuple[str, str]]:
    return [*((str(one.id), one.first_name) for one in found.facilitators[:6]), (NONE, t("draft.nobody"))]


def _groups(t: Speech, found: Options) -> list[tuple[str, str]]:
    return [*((str(group.id), group.title) for group in found.groups[:6]), (NONE, t("draft.whole_region"))]


def _rhythms(t: Speech, found: Options) -> list[tuple[str, str]]:
    proposed = recurrence.rhythms(found.meeting.wall) if found.meeting.wall else ()
    return [*((str(n), _capital(t.rhythm(each))) for n, each in enumerate(proposed, 1)), (NONE, t("draft.once"))]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ends(t: Speech, _found: Options) -> list[tuple[str, str]]:
    return [*((str(months), t.count("draft.months", months)) for months in MONTHS), (NONE, t("draft.no_end"))]


def _skips(t: Speech, _found: Options) -> list[tuple[str, str]]:
    return [*((kind, t(f"draft.skip.{kind}")) for kind in SKIPS), (NONE, t("draft.skip.none"))]


CHOICES: dict[str, Callable[[Speech, Options], list[tuple[str, str]]]] = {
    "kind": _kinds,
    "minutes": _lengths,
    "capacity": _seats,
    "facilitator": _facilitators,
    "group": _groups,
    "rhythm": _rhythms,
    "end": _ends,
    "skips": _skips,
}


async def choose(update: Update, context: Context) -> None:
    """One of them was tapped."""
    field, value, key = parts(update, 3)
    names = {kind: context.t(f"meeting.kind.{kind}") for kind in KINDS}
    found = await context.commit(user_of(update), drafts.choose, number(key), field, value, names)
    toast = dict(CHOICES[field](context.t, found)).get(value)
    shown = draft_card.card if field in ("kind", "rhythm") else draft_card.more
    await show(update, context, shown(context.t, found.meeting), toast)


async def also(update: Update, context: Context) -> None:
    """Which other regions of this coordinator it is for."""
    key, page = parts(update, 2)
    await _others(update, context, number(key), number(page))


async def toggle(update: Update, context: Context) -> None:
    """One more region, or one less."""
    short, key, page = parts(update, 3)
    await context.commit(user_of(update), drafts.toggle_region, number(key), region_code(short))
    await _others(update, context, number(key), number(page))


async def _others(update: Update, context: Context, meeting_id: int, page: int) -> None:
    found = await context.commit(user_of(update), drafts.options, meeting_id, "also")
    t = context.t
    rows = region_rows(
        t,
        context.served(found.regions),
        pick=lambda short: f"d:one:{short}:{meeting_id}:{page}",
        turn=lambda other: f"d:also:{meeting_id}:{other}",
        page=page,
        ticked=found.invited,
    )
    key = "draft.pick.also" if found.regions else "draft.pick.also_none"
    lead = say(t, key, region=t.region(found.meeting.region))
    await show(update, context, Screen(lead, [*rows, [Button(t("button.back"), f"d:more:{meeting_id}")]]))


TAPS = {"d:more": open_more, "d:pick": pick, "d:set": choose, "d:also": also, "d:one": toggle}
