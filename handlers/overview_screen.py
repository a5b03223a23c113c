"""The list of meetings: a page, its filters as they travel in buttons, what else can be seen from there."""

from collections.abc import Callable, Sequence
from html import escape

from handlers import home
from handlers.meeting_card import moment
from handlers.routes import number, region_code
from handlers.rules.draft_choices import KINDS
from handlers.rules.overview import MINE, Page, Wanted
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import region
from handlers.screen import Button, Rows, Screen, say, turns
from handlers.speech import Speech
from storage.overview import Entry

# Meetings on a page, and past ones below the first; the same where rows are one button. At most eight rows.
LIST, FEW = (5, 3), (4, 1)
ANY = "0"


def size(t: Speech) -> int:
    """How many meetings a page has."""
    return (FEW if t.simple else LIST)[0]


def code(wanted: Wanted) -> str:
    """The filter in a button: region, kind, answers; at most eight characters."""
    short = region(wanted.region).short if wanted.region else ANY
    kind = KINDS.index(wanted.kind) + 1 if wanted.kind else 0
    return f"{short}-{kind}-{MINE.index(wanted.mine)}"


def decoded(text: str) -> Wanted:
    """The filter again; refuses what no button of ours says."""
    found = text.split("-")
    if len(found) != 3:
        raise Refusal(Reason.STALE)
    kind, mine = number(found[1]), number(found[2])
    if kind > len(KINDS) or mine >= len(MINE):
        raise Refusal(Reason.STALE)
    return Wanted("" if found[0] == ANY else region_code(found[0]), KINDS[kind - 1] if kind else "", MINE[mine])


def listed(t: Speech, page: Page, wanted: Wanted, at: int, first: Rows = (), last: Rows = ()) -> Screen:
    """A page of the coming meetings, on the first of them the last past ones below; other rows first and last."""
    key = "coming" if page.found else "nothing" if wanted != Wanted() else "none"
    lines = [f"<b>{t('meetings.title')}</b>", *_filter(t, wanted), "", t(f"meetings.{key}")]
    lines += _told(t, page.found, page.zone)
    if page.past:
        ago = (FEW if t.simple else LIST)[1]
        lines += ["", t("meetings.past"), *_told(t, page.past[:ago], page.zone)]
    more = Button(t("meetings.button.more"), f"mo:more:{code(wanted)}")
    rows = [*first, *_opened(t, page), *last, *_turns(t, page, at, lambda to: f"mo:l:{code(wanted)}:{to}")]
    if not t.simple:
        rows.append([_filters(t, wanted), _month(t)])
    return Screen("\n".join(lines), [*rows, [more, home.back(t)]])


def gone_by(t: Speech, page: Page, wanted: Wanted, at: int) -> Screen:
    """A page of the past meetings, latest first."""
    key = "past" if page.found else "no_past"
    lines = [f"<b>{t('meetings.title')}</b>", *_filter(t, wanted), "", t(f"meetings.{key}")]
    lines += _told(t, page.found, page.zone)
    rows = [*_opened(t, page), *_turns(t, page, at, lambda to: f"mo:p:{code(wanted)}:{to}")]
    return Screen("\n".join(lines), [*rows, [_back(t, wanted), home.back(t)]])


def more(t: Speech, wanted: Wanted, others: Sequence[Button]) -> Screen:
    """What else there is to see; on a simple screen the filters and the month too."""
    buttons = [_filters(t, wanted), _month(t)] if t.simple else []
    buttons.append(Button(t("meetings.button.past"), f"mo:p:{code(wanted)}:0"))
    rows = [[button] for button in (*buttons, *others)]
    return Screen(say(t, "meetings.more"), [*rows, [_back(t, wanted), home.back(t)]])


def filters(t: Speech, wanted: Wanted, *, several: bool) -> Screen:
    """What the list can be narrowed to."""
    kind = t(f"meeting.kind.{wanted.kind}") if wanted.kind else t("filter.all.kind")
    mine = t(f"filter.mine.{wanted.mine}") if wanted.mine else t("filter.all.mine")
    lines = [say(t, "filter.title"), t("filter.kind", value=kind), t("filter.mine", value=mine)]
    rows = [
        [Button(t("filter.button.kind"), f"mo:kind:{code(wanted)}")],
        [Button(t("filter.button.mine"), f"mo:mine:{code(wanted)}")],
    ]
    if several:
        lines.insert(1, t("filter.region", value=t.region(wanted.region) if wanted.region else t("filter.all.region")))
        rows.insert(0, [Button(t("filter.button.region"), f"mo:region:{code(wanted)}:0")])
    if wanted != Wanted():
        rows.append([Button(t("filter.button.all"), "m:list")])
    return Screen("\n".join(lines), [*rows, [_back(t, wanted), home.back(t)]])


def choice(t: Speech, key: str, chosen: Sequence[tuple[str, Wanted]], wanted: Wanted) -> Screen:
    """The values of one filter; what is chosen has a tick."""
    rows = [
        [Button(("✓ " if one == wanted else "") + name[:1].upper() + name[1:], f"mo:l:{code(one)}:0")]
        for name, one in chosen
    ]
    return Screen(say(t, key), [*rows, [Button(t("button.back"), f"mo:f:{code(wanted)}")]])


def _filter(t: Speech, wanted: Wanted) -> list[str]:
    told = [
        t.region(wanted.region) if wanted.region else "",
        t(f"meeting.kind.{wanted.kind}") if wanted.kind else "",
        t(f"filter.mine.{wanted.mine}") if wanted.mine else "",
    ]
    return [t("filter.on", filter=", ".join(filter(None, told)))] if any(told) else []


def _told(t: Speech, found: Sequence[Entry], zone: str) -> list[str]:
    return [f"– {escape(_line(t, entry, zone))}" for entry in found]


def _opened(t: Speech, page: Page) -> list[list[Button]]:
    return [[Button(_line(t, entry, page.zone), f"m:o:{entry.meeting.id}")] for entry in page.found]


def _line(t: Speech, entry: Entry, zone: str) -> str:
    return t("meetings.line", title=entry.meeting.title, when=moment(t, entry.meeting, zone))


def _turns(t: Speech, page: Page, at: int, turn: Callable[[int], str]) -> list[list[Button]]:
    return turns(t("directory.button.before"), t("directory.button.more"), at, turn, more=page.more)


def _filters(t: Speech, wanted: Wanted) -> Button:
    return Button(t("meetings.button.filter"), f"mo:f:{code(wanted)}")


def _month(t: Speech) -> Button:
    return Button(t("meetings.button.month"), "mo:now")


def _back(t: Speech, wanted: Wanted) -> Button:
    return Button(t("button.back"), f"mo:l:{code(wanted)}:0")
