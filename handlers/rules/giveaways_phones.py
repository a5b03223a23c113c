"""Telephone numbers in a text: French in every grouping, international; not hours, dates, money or public numbers."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from handlers.rules.giveaways_plain import Found
from handlers.rules.numbers import NUMBERS

_FIGURES = re.compile(r"\d+", re.ASCII)
_GAP = re.compile(r"[ \t.·_/()\-\u2010-\u2015]{1,4}")
_AMOUNT = re.compile(r"(?:,\d+)? ?(?:€|\$|%|k€|eur)")
# How people group ten figures. « 01/02/2026 14 », a date and an hour, would be 2, 2, 4, 2.
_WAYS = (
    "10/2 2 2 2 2/4 2 2 2/4 3 3/4 6/2 8/2 4 4/1 9/1 3 2 2 2/1 3 3 3/1 1 2 2 2 2/3 3 4/3 3 2 2/"
    "2 3 3 2/2 2 3 3/2 2 2 4/3 4 3/6 2 2/6 4/1 1 1 1 1 1 1 1 1 1"
)
_GROUPINGS = frozenset(tuple(map(int, way.split())) for way in _WAYS.split("/"))
_MOST_GROUPS = 12
_SHORTEST, _LONGEST = 8, 15  # figures of an international number (E.164 allows 15)
_IN_FRANCE, _AFTER_33 = 10, 9
_NATIONAL = re.compile(r"0[1-9]\d{8}")
_FROM_ABROAD = re.compile(r"33[1-9]\d{8}")  # as some applications write it
_PUBLIC = frozenset(number.digits.replace(" ", "") for number in NUMBERS.values())


Spans = Sequence[tuple[int, int]]


def find(text: str) -> Iterator[Found]:
    """The telephone numbers of a plain text, in order, but for those the bot itself shows.

    `same` has the figures, French ones as dialled in France.
    """
    spans = [found.span() for found in _FIGURES.finditer(text)]
    at = 0
    while at < len(spans):
        group = _group(text, spans[at : at + _MOST_GROUPS])
        size, figures = _international(text, group) or _french(text, group) or (1, "")
        start, end = group[0][0], group[size - 1][1]
        if figures and figures not in _PUBLIC and not _AMOUNT.match(text, end):
            yield Found(start - (text[start - 1 : start] == "+"), end, "phone", figures)
        at += size


def _group(text: str, spans: Spans) -> Spans:
    """The figures from the first on that only separators keep apart."""
    for number, ((_, end), (start, _)) in enumerate(pairwise(spans), start=1):
        if not _GAP.fullmatch(text, end, start):
            return spans[:number]
    return spans


def _french(text: str, spans: Spans) -> tuple[int, str] | None:
    figures = ""
    for size, (start, end) in enumerate(spans, start=1):
        figures += text[start:end]
        if size == 1 and _FROM_ABROAD.fullmatch(figures):
            return 1, f"0{figures[2:]}"
        if len(figures) >= _IN_FRANCE:
            return (size, figures) if _NATIONAL.fullmatch(figures) and _is_grouped(text, spans[:size]) else None
    return None


def _is_grouped(text: str, spans: Spans) -> bool:
    return tuple(end - start for start, end in spans) in _GROUPINGS and not _is_dates(text, spans)


def _is_dates(text: str, spans: Spans) -> bool:
    """« 01/02 08/02 15/02 »: slashes keep the figures of a telephone number apart everywhere or nowhere."""
    gaps = {text[end:start].strip() for (_, end), (start, _) in pairwise(spans)}
    return "/" in gaps and len(gaps) > 1


def _international(text: str, spans: Spans) -> tuple[int, str] | None:
    first, _ = spans[0]
    plus = text[first - 1 : first] == "+"
    if not plus and not text.startswith("00", first):
        return None
    figures, best, last = "", None, first
    for size, (start, end) in enumerate(spans, start=1):
        figures += text[start:end]
        whole = _whole(figures if plus else figures[2:])
        if best and (whole is None or ". " in text[last:start]):  # the next sentence
            break
        best, last = (size, whole) if whole else best, end
    return best


def _whole(figures: str) -> str | None:
    """The number these figures make up, if they are enough and not too many; French ones as in France."""
    if figures.startswith("33"):
        national = figures[2:].removeprefix("0")  # « +33 (0)6 … »
        return f"0{national}" if len(national) == _AFTER_33 else None
    return figures if _SHORTEST <= len(figures) <= _LONGEST and figures[0] != "0" else None
