"""Choosing a region: two columns, a page at a time."""

from collections.abc import Callable, Collection, Sequence

from handlers.rules.regions import region
from handlers.screen import Button
from handlers.speech import Speech

PAGE = 12  # six rows of two; with the row that turns pages, at most eight rows
FEW = 4  # for who wants larger steps


def region_rows(
    t: Speech,
    codes: Sequence[str],
    *,
    pick: Callable[[str], str],
    turn: Callable[[int], str],
    page: int,
    ticked: Collection[str] = (),
) -> list[list[Button]]:
    """Rows of regions; `pick` gives the data of a region's short code, `turn` that of a page; `ticked` ones say so."""
    most = FEW if t.simple else PAGE
    pages = range((len(codes) + most - 1) // most)
    page = min(max(page, 0), len(pages) - 1)
    marks = {code: "✓ " for code in ticked}
    shown = [
        Button(marks.get(code, "") + t.region(code), pick(region(code).short))
        for code in codes[page * most : (page + 1) * most]
    ]
    rows = [shown[n : n + 2] for n in range(0, len(shown), 2)]
    if len(pages) > 1:
        rows.append([Button(t("button.other_regions"), turn((page + 1) % len(pages)))])
    return rows
