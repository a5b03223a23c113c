"""The telephone numbers shown in France: who answers, when, and the day each was last checked."""

from dataclasses import dataclass
from datetime import date, timedelta

VERIFIED_ON = date(2026, 11, 22)
SHELF_LIFE = timedelta(days=180)
DAY_AND_NIGHT = "hours.always"


@dataclass(frozen=True, slots=True)
class Number:
    """One number; `digits` as people read them (empty: a service to ask for, without a number)."""

    code: str
    digits: str
    hours: str = DAY_AND_NIGHT
    verified_on: date = VERIFIED_ON

    @property
    def key(self) -> str:
        """The key of the sentence that says who answers; `hours` is the key of the one that says when."""
        return f"number.{self.code}"


# Each line comes from the service's own announcement; the 3928's hours were last confirmed when it opened.
NUMBERS: dict[str, Number] = {
    number.code: number
    for number in (
        Number("15", "15"),
        Number("17", "17"),
        Number("18", "18"),
        Number("112", "112"),
        Number("114", "114"),
        Number("115", "115"),
        Number("119", "119"),
        Number("3114", "3114"),
        Number("3919", "3919"),
        Number("sps", "0 805 23 23 36"),
        Number("sos_amitie", "09 72 39 40 50"),
        Number("3133", "3133", "hours.3133"),
        Number("3928", "3928", "hours.3928", date(2021, 2, 12)),
        Number("medecine_travail", "", "hours.on_request"),
    )
}

_DANGER = ("15", "17", "18", "112", "114", "3114")
_BY_THEME: dict[str, tuple[str, ...]] = {
    "sante": ("3114", "sps", "medecine_travail"),
    "violence": ("17", "114", "3919", "medecine_travail"),
    "stigmatisation": ("3928",),
    "ethique": ("3133", "119"),
}


def for_theme(code: str) -> tuple[Number, ...]:
    """The numbers to show with a theme; none for most themes, and for a code that is no theme."""
    return tuple(NUMBERS[number] for number in _BY_THEME.get(code, ()))


def for_danger() -> tuple[Number, ...]:
    """The numbers shown before anything else when someone speaks of immediate danger."""
    return tuple(NUMBERS[number] for number in _DANGER)


def unchecked(now: date) -> tuple[Number, ...]:
    """The numbers that have each gone unchecked for more than 180 days."""
    return tuple(number for number in NUMBERS.values() if now - number.verified_on > SHELF_LIFE)
