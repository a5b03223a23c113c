"""What people write for a series, and what is understood on Wednesday 25 November 2026 at 10:00 in Paris.

Rhythm = first date, ? first dates to choose from, : days whose hour is asked, < a first date that is over, / nothing.
"""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.rules import dates
from handlers.rules.dates import NeedsHour, NotADate, Past, Read, Unclear
from handlers.rules.dates_words import MONTHS, WEEKDAYS
from handlers.rules.recurrence import LAST, QUARTER, Rhythm, from_rrule, to_rrule
from handlers.rules.recurrence_written import MOST, Rhythmic, read
from handlers.speech import LANGUAGES, speech

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
ZONE = "Europe/Paris"

FRENCH = """
tous les jeudis à 14h = WEEKLY;BYDAY=TH 2026-11-26 14:00
Tous les JEUDI 14 h = WEEKLY;BYDAY=TH 2026-11-26 14:00
chaque mardi 9h30 = WEEKLY;BYDAY=TU 2026-12-01 09:30
les jeudis à 14h = WEEKLY;BYDAY=TH 2026-11-26 14:00
toutes les semaines le jeudi 14h = WEEKLY;BYDAY=TH 2026-11-26 14:00
chaque semaine, le mardi à 14 h 30 = WEEKLY;BYDAY=TU 2026-12-01 14:30
une fois par semaine, jeudi midi = WEEKLY;BYDAY=TH 2026-11-26 12:00
hebdomadaire, le mardi à 10h = WEEKLY;BYDAY=TU 2026-12-01 10:00
tous les 7 jours le lundi 10h = WEEKLY;BYDAY=MO 2026-11-30 10:00
tous les jeudis soir à 8h = WEEKLY;BYDAY=TH 2026-11-26 20:00
tous les jeudis à partir de 14h = WEEKLY;BYDAY=TH 2026-11-26 14:00
tous les mercredis à 9h = WEEKLY;BYDAY=WE 2026-12-02 09:00
tous les mercredis à 14h ? WEEKLY;BYDAY=WE 2026-11-25 14:00 ; 2026-12-02 14:00
tous les jeudis : WEEKLY;BYDAY=TH 2026-11-26
tous les mercredis : WEEKLY;BYDAY=WE 2026-11-25 ; 2026-12-02
tous les jeudis à 14h à partir du 7 janvier = WEEKLY;BYDAY=TH 2027-01-07 14:00
à partir du 8 janvier, tous les jeudis à 14h = WEEKLY;BYDAY=TH 2027-01-14 14:00
à compter du 07/01/27 tous les jeudis 14h = WEEKLY;BYDAY=TH 2027-01-07 14:00
tous les jeudis à 14h dès janvier = WEEKLY;BYDAY=TH 2027-01-07 14:00
chaque mardi à 9h à partir de lundi prochain = WEEKLY;BYDAY=TU 2026-12-01 09:00
tous les jeudis à partir du 3 septembre 2026 14h < WEEKLY;BYDAY=TH 2026-09-03 14:00
tous les 15 jours le lundi 10h ? WEEKLY;INTERVAL=2;BYDAY=MO 2026-11-30 10:00 ; 2026-12-07 10:00
tous les quinze jours, lundi : WEEKLY;INTERVAL=2;BYDAY=MO 2026-11-30 ; 2026-12-07
tous les 15 jours à partir du lundi 7 décembre 10h = WEEKLY;INTERVAL=2;BYDAY=MO 2026-12-07 10:00
un jeudi sur deux 14h ? WEEKLY;INTERVAL=2;BYDAY=TH 2026-11-26 14:00 ; 2026-12-03 14:00
à 14h un jeudi sur deux ? WEEKLY;INTERVAL=2;BYDAY=TH 2026-11-26 14:00 ; 2026-12-03 14:00
un mercredi sur deux 9h ? WEEKLY;INTERVAL=2;BYDAY=WE 2026-12-02 09:00 ; 2026-12-09 09:00
une semaine sur deux, le mardi à 14h ? WEEKLY;INTERVAL=2;BYDAY=TU 2026-12-01 14:00 ; 2026-12-08 14:00
tous les mardis à 10h, une semaine sur deux ? WEEKLY;INTERVAL=2;BYDAY=TU 2026-12-01 10:00 ; 2026-12-08 10:00
le jeudi, toutes les deux semaines, à 14h à partir du 3/12 = WEEKLY;INTERVAL=2;BYDAY=TH 2026-12-03 14:00
un mardi sur trois 14h ? WEEKLY;INTERVAL=3;BYDAY=TU 2026-12-01 14:00 ; 2026-12-08 14:00 ; 2026-12-15 14:00
toutes les six semaines à partir du 12/01 à 14h = WEEKLY;INTERVAL=6;BYDAY=TU 2027-01-12 14:00
le 1er jeudi de chaque mois à 9h30 = MONTHLY;BYDAY=1TH 2026-12-03 09:30
tous les premiers jeudis du mois 9h30 = MONTHLY;BYDAY=1TH 2026-12-03 09:30
tous les 1ers jeudis 9h30 = MONTHLY;BYDAY=1TH 2026-12-03 09:30
les premiers jeudis du mois à 9h30 = MONTHLY;BYDAY=1TH 2026-12-03 09:30
chaque 2e mardi du mois 14h = MONTHLY;BYDAY=2TU 2026-12-08 14:00
chaque 1er mardi 14h = MONTHLY;BYDAY=1TU 2026-12-01 14:00
chaque dernier vendredi du mois à 14h = MONTHLY;BYDAY=-1FR 2026-11-27 14:00
tous les mois, le dernier vendredi, 14h = MONTHLY;BYDAY=-1FR 2026-11-27 14:00
le dernier vendredi du mois, tous les mois, 14h = MONTHLY;BYDAY=-1FR 2026-11-27 14:00
une fois par mois, le troisième jeudi à 10h = MONTHLY;BYDAY=3TH 2026-12-17 10:00
chaque mois le 4e mercredi à 9h = MONTHLY;BYDAY=4WE 2026-12-23 09:00
chaque mois le 4e mercredi à 14h ? MONTHLY;BYDAY=4WE 2026-11-25 14:00 ; 2026-12-23 14:00
chaque mois, le 2e mardi : MONTHLY;BYDAY=2TU 2026-12-08
un mois sur deux le 2e lundi à 10h ? MONTHLY;INTERVAL=2;BYDAY=2MO 2026-12-14 10:00 ; 2027-01-11 10:00
tous les 3 mois, le 2e mardi, 14h ? MONTHLY;INTERVAL=3;BYDAY=2TU 2026-12-08 14:00 ; 2027-01-12 14:00 ; 2027-02-09 14:00
tous les trois mois le 1er mardi à partir de janvier 14h = MONTHLY;INTERVAL=3;BYDAY=1TU 2027-01-05 14:00
chaque trimestre, le 2e mardi à 14h dès mars 2027 = MONTHLY;INTERVAL=3;BYDAY=2TU 2027-03-09 14:00
dimanche 28 mars 2027 2h30 toutes les semaines = WEEKLY;BYDAY=SU 2027-03-28 03:30
jeudi 14h / no
le 1er jeudi du mois à 9h30 / no
tous les jours 9h / no
chaque deuxième mardi 14h / no
un jeudi par mois 14h / no
tous les jeudis à 14h jusqu’en juin / no
tous les 8 jours le lundi 10h / no
tous les 10 jours le lundi 10h / no
toutes les semaines à 10h / no
toutes les 13 semaines le mardi 14h / no
toutes les semaines le 1er mardi 14h / no
tous les mois à 10h / no
tous les mois le jeudi à 10h / no
tous les mois le 15 à 14h / no
tous les mois à partir du jeudi 3 décembre 14h / no
tous les quatre mois le 1er lundi 9h / no
tous les ans le 1er lundi de juin 9h / no
2 fois par mois le jeudi 10h / no
tous les mardis et jeudis 14h / no
tous les mardis, jeudis 14h / no
tous les premiers et troisièmes jeudis 14h / no
tous les jeudis de 14h à 16h / no
tous les jeudis 14h sauf vacances / no
tous les jeudis à minuit / no
tous les jeudis 25h / no
tous les jeudis à partir du 31/02 14h / no
toutes les deux semaines à partir du lundi 8 décembre 10h / no
chaque mercredi du mois 14h / no
"""

ENGLISH = """
every Thursday 2pm = WEEKLY;BYDAY=TH 2026-11-26 14:00
each Thursday at 14:00 = WEEKLY;BYDAY=TH 2026-11-26 14:00
Thursdays at 2pm = WEEKLY;BYDAY=TH 2026-11-26 14:00
on Tuesdays, 9:30am = WEEKLY;BYDAY=TU 2026-12-01 09:30
weekly on Thursdays at 2pm = WEEKLY;BYDAY=TH 2026-11-26 14:00
every week on Thursday at noon = WEEKLY;BYDAY=TH 2026-11-26 12:00
every Thursday 2:30 ? WEEKLY;BYDAY=TH 2026-11-26 02:30 ; 2026-11-26 14:30
every Thursday : WEEKLY;BYDAY=TH 2026-11-26
every Thursday from 7 January at 2pm = WEEKLY;BYDAY=TH 2027-01-07 14:00
every other Tuesday 10am ? WEEKLY;INTERVAL=2;BYDAY=TU 2026-12-01 10:00 ; 2026-12-08 10:00
alternate Tuesdays 10am ? WEEKLY;INTERVAL=2;BYDAY=TU 2026-12-01 10:00 ; 2026-12-08 10:00
fortnightly on Tuesday 10am ? WEEKLY;INTERVAL=2;BYDAY=TU 2026-12-01 10:00 ; 2026-12-08 10:00
every two weeks on Monday at 10:00 ? WEEKLY;INTERVAL=2;BYDAY=MO 2026-11-30 10:00 ; 2026-12-07 10:00
every six weeks from January 12 at 2pm = WEEKLY;INTERVAL=6;BYDAY=TU 2027-01-12 14:00
first Thursday of every month 9:30am = MONTHLY;BYDAY=1TH 2026-12-03 09:30
every first Thursday, 9:30 = MONTHLY;BYDAY=1TH 2026-12-03 09:30
first Thursdays at 2pm = MONTHLY;BYDAY=1TH 2026-12-03 14:00
every month on the first Thursday at 9:30 = MONTHLY;BYDAY=1TH 2026-12-03 09:30
monthly, last Friday, 2pm = MONTHLY;BYDAY=-1FR 2026-11-27 14:00
the last Friday of each month, 2 p.m. = MONTHLY;BYDAY=-1FR 2026-11-27 14:00
every second Tuesday of the month 10am = MONTHLY;BYDAY=2TU 2026-12-08 10:00
every other month on the 2nd Tuesday at 10am ? MONTHLY;INTERVAL=2;BYDAY=2TU 2026-12-08 10:00 ; 2027-01-12 10:00
quarterly on the first Monday 2pm starting January 2027 = MONTHLY;INTERVAL=3;BYDAY=1MO 2027-01-04 14:00
every 3 months on the 2nd Tuesday from 1 March, 14:00 = MONTHLY;INTERVAL=3;BYDAY=2TU 2027-03-09 14:00
next Thursday 2pm / no
first Thursday of the month 2pm / no
every second Tuesday 10am / no
every third Thursday 10am / no
biweekly on Tuesday 10am / no
bi-weekly on Tuesday 10am / no
every day 9am / no
every 15 days on Monday 10am / no
every month on the 15th at 9am / no
every Thursday and Friday 2pm / no
every week at 2pm / no
"""


def _table(text: str, language: str) -> list[tuple[str, str]]:
    return [(language, line) for line in text.strip().splitlines()]


@pytest.mark.parametrize(("language", "line"), _table(FRENCH, "fr") + _table(ENGLISH, "en"))
def test_what_is_written_is_understood(language: str, line: str) -> None:
    phrase = max((line.rpartition(sign)[0] for sign in (" = ", " ? ", " : ", " < ", " / ")), key=len)
    found = read(phrase, NOW, ZONE, language)
    assert _line(phrase, found) == line
    assert _fits(found)
    # What repeats is never read as one date.
    assert found is None or dates.read(phrase, NOW, ZONE, language) == NotADate()


WORDS = sorted(
    {*MONTHS, *WEEKDAYS, *(f"{day}s" for day in WEEKDAYS)}
    | set(
        [
            "tous",
            "toutes",
            "les",
            "chaque",
            "un",
            "sur",
            "deux",
            "2",
            "15",
            "jours",
            "semaines",
            "mois",
            "trimestre",
            "1er",
            "dernier",
            "premiers",
            "du",
            "de",
            "à",
            "14h",
        ]
    )
    | set(
        [
            "every",
            "other",
            "each",
            "first",
            "last",
            "of",
            "the",
            "month",
            "weekly",
            "quarterly",
            "weeks",
            "from",
            "starting",
            "2pm",
            "7",
        ]
    )
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=9), st.sampled_from(("fr", "en")))
def test_no_heap_of_words_breaks_the_reading_nor_leaves_the_rhythm(words: list[str], language: str) -> None:
    assert _fits(read(" ".join(words), NOW, ZONE, language))


@settings(deadline=None)
@given(st.text(max_size=130), st.sampled_from(("fr", "en")))
def test_no_text_breaks_the_reading(text: str, language: str) -> None:
    assert _fits(read(text, NOW, ZONE, language))


@settings(deadline=None)
@given(
    st.builds(Rhythm, st.integers(1, 12), st.integers(0, 6))
    | st.builds(Rhythm, st.integers(1, QUARTER), st.integers(0, 6), st.sampled_from((LAST, 1, 2, 3, 4))),
    st.sampled_from(LANGUAGES),
)
def test_what_the_bot_says_is_read_back(rhythm: Rhythm, language: str) -> None:
    found = read(f"{speech(language).rhythm(rhythm)}, 14:30", NOW, ZONE, language)
    assert found is not None
    assert found.rhythm == rhythm


def test_a_page_is_no_rhythm() -> None:
    assert read("tous les jeudis 14h " * 20, NOW, ZONE) is None


def test_today_is_the_day_of_the_zone() -> None:
    late = datetime(2026, 11, 25, 22, tzinfo=UTC)
    readings = [_line("", read("tous les jeudis à 1h", late, zone)) for zone in (ZONE, "Indian/Reunion")]
    assert readings == [" = WEEKLY;BYDAY=TH 2026-11-26 01:00", " = WEEKLY;BYDAY=TH 2026-12-03 01:00"]


def _fits(found: Rhythmic | None) -> bool:
    """Whatever first date is read or proposed is one of the rhythm."""
    match found:
        case Rhythmic(Read(wall), rhythm):
            return rhythm.fits(wall)
        case Rhythmic(Unclear(walls), rhythm):
            return 0 < len(walls) <= MOST and all(rhythm.fits(wall) for wall in walls)
        case Rhythmic(NeedsHour(day, others), rhythm):
            return len(others) < MOST and all(rhythm.fits(one) for one in (day, *others))
        case _:
            return True


def _line(phrase: str, found: Rhythmic | None) -> str:
    if found is None:
        return f"{phrase} / no"
    text = to_rrule(found.rhythm)
    assert from_rrule(text) == found.rhythm
    said = text.removeprefix("FREQ=")
    match found.first:
        case Read(wall):
            return f"{phrase} = {said} {wall:%Y-%m-%d %H:%M}"
        case Unclear(candidates):
            return f"{phrase} ? {said} " + " ; ".join(f"{wall:%Y-%m-%d %H:%M}" for wall in candidates)
        case NeedsHour(day, others):
            return f"{phrase} : {said} " + " ; ".join(map(str, (day, *others)))
        case Past(wall):
            return f"{phrase} < {said} {wall:%Y-%m-%d %H:%M}"
