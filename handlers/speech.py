"""The bot's two languages: sentences read from catalogues; dates, hours and durations as people say them."""

import re
import string
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_day_names, get_timezone, get_timezone_location
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from handlers.rules.holidays import Pause
from handlers.rules.recurrence import Rhythm
from handlers.rules.regions import NATIONAL, REGIONS

LANGUAGES = ("fr", "en")
NBSP = "\u00a0"
THIN = "\u202f"
_FOLDER = Path(__file__).parent / "sentences"
_FRENCH_SPACE = re.compile(
    r"(?P<kept>\{[^{}]*\}|https?://\S+)"
    r"|(?P<wide> (?=[:»])|(?<=«) |(?<=[\d}]) (?=(?:h|min)\b|[%€])|(?<=\d h) (?=\d))"
    r"|(?P<thin> (?=[;?!]))"
)


@dataclass(frozen=True, slots=True)
class Speech:
    """One language. Every date has its weekday, every hour counts to 24."""

    language: str
    sentences: Mapping[str, tuple[str, ...]]
    simple: bool = False  # its reader wants screens in larger steps, without signs

    def __call__(self, key: str, /, **values: object) -> str:
        """The sentence of `key`, filled; KeyError for an unknown key or a missing value (both are bugs)."""
        (sentence,) = self._forms(key, 1)
        return sentence.format(**values)

    def count(self, key: str, number: int, /, **values: object) -> str:
        """The singular or plural sentence of `key`; `{number}` may be used in it."""
        one, other = self._forms(key, 2)
        is_one = Locale.parse(self.language).plural_form(number) == "one"
        return (one if is_one else other).format(number=number, **values)

    def _forms(self, key: str, expected: int) -> tuple[str, ...]:
        forms = self.sentences[key]
        if len(forms) != expected:
            raise KeyError(f"{key}: {len(forms)} form(s) in {self.language}, {expected} wanted")
        return forms

    def region(self, code: str) -> str:
        """The name of a region; KeyError if the code is neither one of REGIONS nor `national`."""
        return self("region.national") if code == NATIONAL else REGIONS[code].name

    def regions(self, codes: Collection[str]) -> str:
        """« Région : Bretagne », « Régions : Bretagne, Corse »."""
        return self.count("meeting.region", len(codes), region=", ".join(map(self.region, codes)))

    def moment(self, instant: datetime, zone: str) -> str:
        """« jeudi 12 juin 2026, 14 h 30 » for an aware instant, as clocks of `zone` show it."""
        return self.wall(_in_zone(instant, zone))

    def wall(self, wall: datetime) -> str:
        """The same for a civil date-time."""
        return f"{self.day(wall)}, {self.hour(wall)}"

    def day(self, day: date) -> str:
        """« jeudi 1er janvier 2026 », or "Thursday 1 January 2026"."""
        first = "'1er'" if self.language == "fr" and day.day == 1 else "d"
        return format_date(day, f"EEEE {first} MMMM y", locale=self.language)

    def near(self, day: date) -> str:
        """« vendredi 12 juin », or "Friday 12 June": for a button, where the year is known."""
        first = "'1er'" if self.language == "fr" and day.day == 1 else "d"
        return format_date(day, f"EEEE {first} MMMM", locale=self.language)

    def brief(self, wall: datetime) -> str:
        """« mardi 16 juin, 14 h », or "Tuesday 16 Jun, 14:00": for a button, among dates of the months to come."""
        first = "'1er'" if self.language == "fr" and wall.day == 1 else "d"
        return f"{format_date(wall, f'EEEE {first} MMM', locale=self.language)}, {self.hour(wall)}"

    def brief_in(self, instant: datetime, zone: str) -> str:
        """The same for an aware instant, as clocks of `zone` show it."""
        return self.brief(_in_zone(instant, zone))

    def week(self, monday: date) -> str:
        """« 1er–7 juin », « 29 juin–5 juil. », or "1–7 Jun": the week that begins on this Monday."""
        sunday = monday + timedelta(days=6)
        first = "'1er'" if self.language == "fr" and monday.day == 1 else "d"
        last = "'1er'" if self.language == "fr" and sunday.day == 1 else "d"
        begin = first if monday.month == sunday.month else f"{first} MMM"
        dates = (
            format_date(day, form, locale=self.language) for day, form in ((monday, begin), (sunday, f"{last} MMM"))
        )
        return "–".join(dates)

    def hour(self, wall: datetime | time) -> str:
        """« 14 h 30 », « 9 h », or "14:30", "09:00"."""
        if self.language != "fr":
            return f"{wall.hour:02}:{wall.minute:02}"
        return f"{wall.hour}{NBSP}h" + (f"{NBSP}{wall.minute:02}" if wall.minute else "")

    def duration(self, minutes: int) -> str:
        """« 45 min », « 1 h », « 2 h 30 », or "2 h 30 min"; minutes ≥ 0."""
        hours, rest = divmod(minutes, 60)
        if not hours:
            return f"{rest}{NBSP}min"
        if not rest:
            return f"{hours}{NBSP}h"
        return f"{hours}{NBSP}h{NBSP}{rest:02}" + ("" if self.language == "fr" else f"{NBSP}min")

    def month(self, month: str) -> str:
        """« novembre 2026 » from "2026-11"."""
        return format_date(date.fromisoformat(f"{month}-01"), "MMMM y", locale=self.language)

    def quarter(self, quarter: str) -> str:
        """« 4e trimestre 2026 » from "2026-Q4"."""
        year, _, number = quarter.partition("-Q")
        return format_date(date(int(year), 3 * int(number), 1), "QQQQ y", locale=self.language)

    def rhythm(self, rhythm: Rhythm) -> str:
        """« chaque 1er jeudi du mois », « tous les 15 jours, le mardi », or "every month on the first Thursday"."""
        day = get_day_names(locale=self.language)[rhythm.weekday]
        if rhythm.rank is None:
            kind = {1: "weekly", 2: "fortnightly"}.get(rhythm.every, "weeks")
            return self(f"rhythm.{kind}", day=day, number=rhythm.every)
        kind = "monthly" if rhythm.every == 1 else "months"
        return self(f"rhythm.{kind}", day=day, number=rhythm.every, rank=self(f"rhythm.rank.{rhythm.rank}"))

    def pause(self, pause: Pause) -> str:
        """« jeudi 24 décembre 2026 : vacances de Noël »; the public holiday, named in its language, comes first."""
        why = [pause.public, self(f"school.{pause.school}") if pause.school else None]
        return self("series.holiday", day=self.day(pause.day), why=", ".join(filter(None, why)))

    def moment_for(self, instant: datetime, event_zone: str, reader_zone: str) -> str:
        """The moment on the reader's clock, with the event's own hour in brackets when the clocks differ."""
        here, there = _in_zone(instant, reader_zone), _in_zone(instant, event_zone)
        if here.utcoffset() == there.utcoffset():
            return self.wall(here)
        same_day = here.date() == there.date()
        local = self.hour(there) if same_day else self.wall(there)
        return self("moment.elsewhere", moment=self.wall(here), city=self.city(event_zone), local=local)

    def city(self, zone: str) -> str:
        """The city whose hour is that of a zone."""
        return get_timezone_location(get_timezone(zone), locale=self.language, return_city=True)


def speech(language: str, *, simple: bool = False) -> Speech:
    """The speech of a language tag such as "fr", "en-GB"; French for what the house does not speak."""
    code = language.lower().replace("_", "-").partition("-")[0]
    found = _speech(code if code in LANGUAGES else LANGUAGES[0])
    return replace(found, simple=True) if simple else found


def keys(language: str) -> set[str]:
    """Every key the catalogue of `language` has a sentence for."""
    return set(_speech(language).sentences)


def placeholders(language: str) -> dict[str, set[str]]:
    """The names each sentence of `language` expects, all its forms together."""
    return {
        key: {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}
        for key, forms in _speech(language).sentences.items()
    }


@cache
def _speech(language: str) -> Speech:
    with (_FOLDER / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language, ignore_obsolete=True, abort_invalid=True)
    tidy = _french if language == "fr" else str
    spoken = {_key(message): tuple(map(tidy, _written(message))) for message in catalogue if message.id}
    return Speech(language, MappingProxyType({key: forms for key, forms in spoken.items() if all(forms)}))


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _written(message: Message) -> tuple[str, ...]:
    written = message.string
    return tuple(str(form or "") for form in written) if isinstance(written, (tuple, list)) else (str(written or ""),)


def _french(sentence: str) -> str:
    """Makes plain spaces unbreakable where French wants it, outside placeholders and links."""
    return _FRENCH_SPACE.sub(_unbreakable, sentence)


def _unbreakable(found: re.Match[str]) -> str:
    return {"kept": found.group(), "wide": NBSP, "thin": THIN}[str(found.lastgroup)]


def _in_zone(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone))


# Read at start: a broken catalogue stops the program before anyone writes to it.
for _language in LANGUAGES:
    _speech(_language)
