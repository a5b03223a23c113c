"""How coverage reads: in words a share that is told, a line a region, the cells of its picture."""

from collections.abc import Iterable, Sequence
from datetime import date

from handlers import home
from handlers.rules.coverage import Sheet
from handlers.rules.coverage_picture import Cell
from handlers.screen import Button, Screen, say
from handlers.speech import Speech
from storage.coverages import Coverage

NEARLY = 80  # percent at least, for nearly everyone (proposed by us)
FULL = 100


def table(t: Speech, sheet: Sheet, codes: Sequence[str]) -> Screen:
    """A month: a line for each of these regions, those of which nothing is told together at the end."""
    told = {code: found for code in codes if (found := sheet.rows[code]) is not None and found.high is not None}
    lines = [t("coverage.line", region=t.region(code), share=share(t, found)) for code, found in told.items()]
    rest = ", ".join(t.region(code) for code in codes if code not in told)
    if rest:
        lines.append(t("coverage.line", region=rest, share=t("coverage.none")))
    weeks = next((one.weeks for one in sheet.rows.values() if one is not None), 0)
    text = [say(t, "coverage.title", month=t.month(sheet.month)), t("coverage.what", weeks=weeks), "\n".join(lines)]
    turns = [Button(f"◀ {t.month(sheet.earlier)}", f"sg:of:{sheet.earlier}")] if sheet.earlier else []
    turns += [Button(f"{t.month(sheet.later)} ▶", f"sg:of:{sheet.later}")] if sheet.later else []
    rows = [*([turns] if turns else []), *([[Button(t("coverage.button.draw"), "sg:png")]] if told else [])]
    return Screen("\n\n".join([*text, t("coverage.hidden")]), [*rows, _back(t)])


def nothing_yet(t: Speech, day: date) -> Screen:
    """Before the first month that is told."""
    return Screen(say(t, "coverage.yet", day=t.day(day)), [_back(t)])


def _back(t: Speech) -> list[Button]:
    return [Button(t("button.back"), "sv:home"), home.back(t)]


def share(t: Speech, found: Coverage | None) -> str:
    """« entre 33 % et 58 % », « au moins 62 % », « presque tout le monde », or that it is not shown."""
    if found is None or found.low is None:
        return t("coverage.none")
    if found.high != FULL:
        return t("coverage.between", low=found.low, high=found.high)
    return t("coverage.most") if found.low >= NEARLY else t("coverage.least", low=found.low)


def cells(t: Speech, found: Iterable[Coverage | None]) -> list[Cell]:
    """A region’s cells, month by month: what is told in few words, and the share to be drawn."""
    return [_cell(t, one) for one in found]


def _cell(t: Speech, found: Coverage | None) -> Cell:
    if found is None or found.low is None or found.high is None:
        return Cell(t("coverage.none"), None)
    nearly = found.high == FULL and found.low >= NEARLY
    return Cell(t("coverage.cell.most") if nearly else share(t, found), (found.low, found.high))


def button(t: Speech) -> Button:
    """The way here."""
    return Button(t("coverage.button.open"), "sg:show")
