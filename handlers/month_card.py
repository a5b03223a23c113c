"""A month whose days can be tapped, then the hours of one of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from babel.dates import get_day_names

from handlers.routes import DAY, day_of
from handlers.rules import holidays
from handlers.rules.civil import today
from handlers.rules.holidays import UNKNOWN, Pause
from handlers.rules.month_grid import Grid, Week, grid
from handlers.screen import Button, Screen
from handlers.speech import Speech

MONTH = "%Y%m"  # in a button's data; a day there stands for its week
NO_DAY = "h:none"
PLACE, MARK = "·", " *"  # where there is no day to choose; beside a public holiday
HOURS_A_ROW = 3


class Held(Protocol):
    """What a day is chosen for: it takes place in a region, on the clocks of a zone."""

    @property
    def region(self) -> str: ...
    @property
    def zone(self) -> str: ...


@dataclass(frozen=True)
class Ways:
    """The data of the buttons: for a day, for another month or a week of it, for a date, and for the way back."""

    day: Callable[[date], str]
    month: Callable[[str], str]
    hour: Callable[[datetime], str]
    back: str


def opener(t: Speech, ways: Ways, shown: date) -> list[Button]:
    """The row that opens the month of a day."""
    return [Button(t("grid.button"), ways.month(f"{shown:{MONTH}}"))]


def month(t: Speech, held: Held, ways: Ways, code: str, now: datetime) -> Screen:
    """The month that a button names; for who wants large steps its weeks, then the days of one of them."""
    wanted = day_of(f"{code}01"[:8])
    found = grid(wanted, today(now, held.zone))
    marked = _marked(found, held.region, t.language)
    week = next((week for week in found.weeks if t.simple and wanted in week and len(code) == 8), None)
    back = ways.back if week is None else ways.month(f"{found.first:{MONTH}}")
    if week is not None:
        rows = [[Button(t.near(day), ways.day(day))] for day in week if day]
    elif t.simple:
        rows = [*([_week(t, week, ways)] for week in found.weeks), _turns(t, found, ways)]
    else:
        rows = [*_grid(t, found, {pause.day for pause in marked}, ways), _turns(t, found, ways)]
    title = t.month(f"{found.first:%Y-%m}")
    lines = [
        t("grid.pick", month=title[:1].upper() + title[1:]),
        *(f"*\u00a0{t.pause(one)}" for one in marked),
    ]
    return Screen("\n".join(lines), [*rows, [Button(t("button.back"), back)]])


def _marked(found: Grid, region: str, language: str) -> list[Pause]:
    """The public holidays among the days to choose from."""
    days = [day for week in found.weeks for day in week if day]
    return [Pause(day, name, None) for day in days if (name := holidays.public(day, region, language))]


def _grid(t: Speech, found: Grid, marked: set[date], ways: Ways) -> list[list[Button]]:
    """Seven columns; where there is no day a point keeps the place, and says so when it is tapped."""
    names = get_day_names("short", locale=t.language)

    def place(day: date | None) -> Button:
        return Button(f"{day.day}{MARK * (day in marked)}", ways.day(day)) if day else Button(PLACE, NO_DAY)

    head = [Button(names[number], NO_DAY) for number in range(7)]
    return [head, *([place(day) for day in week] for week in found.weeks)]


def _week(t: Speech, week: Week, ways: Ways) -> Button:
    days = [day for day in week if day]
    return Button(" – ".join(map(t.near, dict.fromkeys((days[0], days[-1])))), ways.month(f"{days[0]:{DAY}}"))


def _turns(t: Speech, found: Grid, ways: Ways) -> list[Button]:
    row = []
    if found.before:
        row.append(Button(f"◀ {t.month(f'{found.before:%Y-%m}')}", ways.month(f"{found.before:{MONTH}}")))
    if found.after:
        row.append(Button(f"{t.month(f'{found.after:%Y-%m}')} ▶", ways.month(f"{found.after:{MONTH}}")))
    return row


def hours(t: Speech, held: Held, ways: Ways, day: date, moments: Iterable[datetime]) -> Screen:
    """The moments of a day to choose from, and what holiday it is on."""
    buttons = [Button(t.hour(at), ways.hour(at)) for at in moments]
    rows = [buttons[start : start + HOURS_A_ROW] for start in range(0, len(buttons), HOURS_A_ROW)]
    public, school = holidays.public(day, held.region, t.language), holidays.school(day, held.region)
    pause = Pause(day, public, None if school == UNKNOWN else school)
    said = t.pause(pause) if pause.public or pause.school else t.day(day)
    back = [Button(t("button.back"), ways.month(f"{day:{MONTH}}"))]
    return Screen(t("grid.hour" if rows else "grid.late", day=said), [*rows, back])


def days(t: Speech, ways: Ways, found: Iterable[date]) -> list[list[Button]]:
    """Days that may be meant, a row each."""
    return [[Button(t.day(day), ways.day(day))] for day in found]
