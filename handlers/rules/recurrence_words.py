"""The words of rhythms in French and English: « un jeudi sur deux », « chaque mois », "every other Tuesday"."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from handlers.rules.dates_words import MONTHS, ORDINALS, WEEKDAYS, one_of
from handlers.rules.recurrence import LAST, QUARTER

_NAMES = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_DAY = rf"(?P<weekday>{_NAMES})s?\b"
_DAYS = rf"(?P<weekday>{_NAMES})s\b"
_RANK = r"(?:(?P<rank>[1-4])(?:er|eme|e|st|nd|rd|th)s?|dernier|last)"
_EACH = r"(?:tous les|chaque|every|each)"
_MONTH = r"(?:mois|month)\b"


@dataclass(frozen=True, slots=True)
class Often:
    """What a text says of a rhythm, and its rest; a weekday or rank nobody wrote is None."""

    every: int
    months: bool
    weekday: int | None
    rank: int | None
    rest: str


Meaning = Callable[[re.Match[str]], tuple[int, bool]]


def take(text: str) -> Often | None:
    """Takes the first rhythm out of a tidied text; None if nothing there repeats, or not so that we know how."""
    plain = _PLURAL.sub(lambda found: ORDINALS.get(found["one"], found["one"]), text)
    for pattern, meaning in _MEANINGS:
        found = pattern.search(plain)
        if found:
            every, months = meaning(found)
            return _dated(found, every, months, _without(plain, found))
    return None


def _dated(found: re.Match[str], every: int, months: bool, rest: str) -> Often:
    """With the weekday and rank it names; else with those named beside it."""
    if "weekday" in found.re.groupindex:
        rank = _rank(found) if months else None
        return Often(every, months, WEEKDAYS[found["weekday"]], rank, _ALONE.sub(r"\1", rest))
    beside = _RANKED.search(rest)
    if beside:
        return Often(every, months, WEEKDAYS[beside["weekday"]], _rank(beside), _without(rest, beside))
    return Often(every, months, None, None, _ALONE.sub(r"\1", rest))


def _rank(found: re.Match[str]) -> int:
    return int(found["rank"] or LAST)


def _without(text: str, found: re.Match[str]) -> str:
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())


def _weeks(count: int) -> Meaning:
    return lambda found: (count, False)


def _months(count: int) -> Meaning:
    return lambda found: (count, True)


def _counted_weeks(found: re.Match[str]) -> tuple[int, bool]:
    return int(found["every"]), False


def _counted_months(found: re.Match[str]) -> tuple[int, bool]:
    return int(found["every"]), True


def _counted_days(found: re.Match[str]) -> tuple[int, bool]:
    """« tous les 15 jours » is two weeks; other days count as weeks if they are whole ones. No rhythm has 0."""
    count = int(found["every"])
    if count == 15 and found["french"]:
        return 2, False
    return (0 if count % 7 else count // 7), False


_PLURAL = re.compile(r"\b(?P<one>premier|second|deuxieme|troisieme|quatrieme|dernier)s\b", re.ASCII)
_ALONE = re.compile(rf"\b(?:{_EACH} )?({_NAMES})s?\b", re.ASCII)
# « 1er mardi de janvier » is a date.
_RANKED = re.compile(
    rf"\b{_RANK} {_DAY}(?: (?:du|of the|in the) {_MONTH})?"
    rf"(?! (?:(?:de|of|in|du|of the) |d')?(?:{one_of(MONTHS)}|{_MONTH}|prochain|next))",
    re.ASCII,
)
# « chaque 2e mardi » is every other one for some, monthly for others: only « du mois » makes it clear.
_MEANINGS: tuple[tuple[re.Pattern[str], Meaning], ...] = tuple(
    (re.compile(rf"(?<![\w-]){pattern}", re.ASCII), meaning)
    for pattern, meaning in (
        (rf"{_RANK} {_DAY} (?:(?:de|of|in) )?{_EACH} {_MONTH}", _months(1)),
        (rf"{_EACH} {_RANK} {_DAY} (?:du|of the|in the) {_MONTH}", _months(1)),
        (rf"tous les {_RANK} {_DAY}", _months(1)),
        (rf"{_EACH} (?:(?P<rank>1)(?:er|st)|dernier|last) {_DAY}", _months(1)),
        (rf"1 {_DAY} sur (?P<every>\d+)\b", _counted_weeks),
        (rf"(?:every other|alternate|alternating) {_DAY}", _weeks(2)),
        (r"(?:(?P<french>tous les)|every) (?P<every>\d+) (?:jours|days)\b", _counted_days),
        (r"(?:toutes les|every) (?P<every>\d+) (?:semaines|weeks)\b", _counted_weeks),
        (r"1 semaine sur (?P<every>\d+)\b", _counted_weeks),
        (r"(?:every other week|fortnightly|(?:every|each) fortnight|chaque quinzaine)\b", _weeks(2)),
        (r"(?:1 fois )?(?:toutes les|chaque|every|each|par) (?:semaines?|week)\b", _weeks(1)),
        (r"(?:weekly|once a week|hebdomadaire)\b", _weeks(1)),
        (r"(?:tous les|every) (?P<every>\d+) (?:mois|months)\b", _counted_months),
        (r"1 mois sur (?P<every>\d+)\b", _counted_months),
        (r"every other month\b", _months(2)),
        (rf"(?:1 fois )?(?:{_EACH}|par) {_MONTH}", _months(1)),
        (r"(?:monthly|once a month|mensuel(?:le)?)\b", _months(1)),
        (rf"(?:1 fois )?(?:{_EACH}|par) (?:trimestres?|quarter)\b", _months(QUARTER)),
        (r"(?:quarterly|once a quarter|trimestriel(?:le)?)\b", _months(QUARTER)),
        (rf"{_EACH} {_DAY}", _weeks(1)),
        (rf"(?<!every )(?<!each )(?:les )?{_RANK} {_DAYS}(?: (?:du|of the) {_MONTH})?", _months(1)),
        (rf"les {_DAY}", _weeks(1)),
        (rf"(?<!\d )(?<!next )(?:on )?{_DAYS}", _weeks(1)),
    )
)
