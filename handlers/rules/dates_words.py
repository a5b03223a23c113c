"""The words of dates in French and English, and the tidying that lets every spelling meet one pattern."""

import re
import unicodedata
from collections.abc import Iterable

WEEKDAYS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "lundi lun monday mon",
            "mardi tuesday tues tue",
            "mercredi mer merc wednesday wed",
            "jeudi jeu thursday thurs thur thu",
            "vendredi ven vend friday fri",
            "samedi sam saturday sat",
            "dimanche dim sunday sun",
        )
    )
    for word in words.split()
}
MONTHS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev february feb",
            "mars march",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout aou august aug",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for word in words.split()
}
ORDINALS: dict[str, str] = {
    "premier": "1er",
    "premiere": "1er",
    "first": "1er",
    "deuxieme": "2e",
    "second": "2e",
    "troisieme": "3e",
    "third": "3e",
    "quatrieme": "4e",
    "fourth": "4e",
}
_TEENS = "dix onze douze treize quatorze quinze seize"
_UNITS = f"zero un deux trois quatre cinq six sept huit neuf {_TEENS}".split()
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante"}
_ENGLISH = "one two three four five six seven eight nine ten eleven twelve"


def _counting() -> dict[str, int]:
    """Every way of writing 0 to 59 that people use: « vingt-et-un », « vingt et un », « vingt-deux »…"""
    words = {word: number for number, word in enumerate(_UNITS)}
    words |= {f"dix {_UNITS[unit]}": 10 + unit for unit in (7, 8, 9)}
    for ten, word in _TENS.items():
        words |= {word: ten, f"{word} et un": ten + 1}
        words |= {f"{word} {_UNITS[unit]}": ten + unit for unit in range(1, 10)}
    words |= {f"{word}e": number for word, number in words.items() if word.endswith("un")}
    return words | {word: number for number, word in enumerate(_ENGLISH.split(), start=1)}


_COUNTING = _counting()


def one_of(words: Iterable[str]) -> str:
    """The pattern of any of the words, the longest first."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + r")\b"


# « 12 sept » is a month, « sept heures » a number.
_SEPT = rf"(?<!\d )(?<!\der )sept(?= (?:h|jour|semaine|mois|a |{one_of(MONTHS)}))"
_NUMBER_WORD = re.compile(
    rf"\b(?:{_SEPT}|{one_of(word.replace(' ', '[ -]') for word in _COUNTING if word != 'sept')})\b", re.ASCII
)
_ORDINAL = re.compile(rf"\b{one_of(ORDINALS)}", re.ASCII)
_MAR = re.compile(r"\bmar\b", re.ASCII)
_AM_PM = re.compile(r"\b([ap])\.m\b\.?", re.ASCII)
_STOP = re.compile(r"(?<=[a-z])\.|[,;!?()«»\"]|\.$", re.ASCII)


def tidy(text: str, language: str) -> str:
    """Lower case, no accents, plain spaces and apostrophes, no commas; numbers in figures."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ʼ", "'").lower())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = _STOP.sub(" ", _AM_PM.sub(r"\1m", plain.strip().replace("o'clock", "h").replace("–", "-")))
    plain = _MAR.sub("mardi" if language == "fr" else "march", " ".join(plain.split()))
    plain = _ORDINAL.sub(lambda found: ORDINALS[found.group()], plain)
    return _NUMBER_WORD.sub(lambda found: str(_COUNTING[found.group().replace("-", " ")]), plain)
