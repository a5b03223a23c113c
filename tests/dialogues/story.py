"""A story as it stands in its file: who is in it, what people do, and what the bot was recorded to do."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from handlers.rules.regions import REGIONS
from storage.members import NATIONAL, Role
from tests.dialogues.journal import ZONE

PEOPLE = "Personnes : "
SMALL = re.compile(r"Petite région : moins de (?P<least>\d+) pairs")
GROUP = re.compile(r"Groupe « (?P<title>.+) »(?P<kind> \((?:petit|forum)\))? : (?P<names>.+)")
PERSON = re.compile(r"(?P<name>\w+) \((?P<about>[^)]+)\)")
ROLES = {
    "pair": "peer_worker",
    "paire": "peer_worker",
    "superviseur": "supervisor",
    "superviseure": "supervisor",
    "coordinateur": "coordinator",
    "coordinatrice": "coordinator",
}
STRANGER = ("nouveau", "nouvelle")
REGION_CODES = {region.name: region.code for region in REGIONS.values()} | {"national": NATIONAL}
HOME = "FR-ARA"

MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin"]
MONTHS += ["juillet", "août", "septembre", "octobre", "novembre", "décembre"]
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
MOMENT = re.compile(
    r"(?P<weekday>\w+) (?P<day>\d+|1er) (?P<month>\w+) (?P<year>\d{4}), (?P<hour>\d+) h ?(?P<min>\d\d)?"
)
LAPSE = re.compile(r"(?P<number>\w+) (?P<unit>minute|heure|jour|semaine)s? plus tard")
UNITS = {"minute": "minutes", "heure": "hours", "jour": "days", "semaine": "weeks"}
NUMBERS = ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"]


@dataclass(frozen=True)
class Character:
    """Somebody in the story; without roles, somebody who is no member."""

    name: str
    roles: tuple[Role, ...] = ()
    region: str = HOME
    language: str = "fr"


@dataclass(frozen=True)
class Circle:
    """A group chat, its owner first."""

    title: str
    names: tuple[str, ...]
    small: bool
    forum: bool


@dataclass
class Line:
    """One line of the file that is not the bot's, and what the bot did then; `number` counts from 1."""

    text: str
    number: int
    bot: list[str] = field(default_factory=list)

    @property
    def acts(self) -> bool:
        """Whether something happens here; the other lines are for the reader."""
        return bool(self.text) and not self.text.startswith(("#", PEOPLE, "Groupe ", "Petite région"))


def small_zone(lines: list[Line]) -> int:
    """Below how many peer workers a region is small; 1, hence never, unless the story says so."""
    return next((int(found["least"]) for line in lines if (found := SMALL.fullmatch(line.text))), 1)


def read(path: Path) -> list[Line]:
    """The lines of a story, each with those of the bot below it."""
    found: list[Line] = []
    for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        if text.startswith(("bot ", "bot, ", "    ")):
            found[-1].bot.append(text)
        else:
            found.append(Line(text.strip(), number))
    return found


def written(story: list[Line]) -> str:
    """The story as a file."""
    return "\n".join(row for line in story for row in (line.text, *line.bot)) + "\n"


def cast(story: list[Line]) -> list[Character]:
    """Who is in the story, in order of appearance."""
    lists = [line.text.removeprefix(PEOPLE) for line in story if line.text.startswith(PEOPLE)]
    return [_character(found["name"], found["about"]) for one in lists for found in PERSON.finditer(one)]


def _character(name: str, about: str) -> Character:
    words = about.split(", ")
    language = "en" if "en anglais" in words else "fr"
    region = next((REGION_CODES[word] for word in words if word in REGION_CODES), HOME)
    if words[0] in STRANGER:
        return Character(name, language=language)
    roles = tuple(Role(ROLES[word], region) for word in words[0].split(" et "))
    return Character(name, roles, HOME if region == NATIONAL else region, language)


def circles(story: list[Line]) -> list[Circle]:
    """The groups of the story."""
    found = (GROUP.fullmatch(line.text) for line in story)
    return [
        Circle(one["title"], tuple(one["names"].split(", ")), one["kind"] == " (petit)", one["kind"] == " (forum)")
        for one in found
        if one
    ]


def moment(text: str, now: datetime) -> datetime | None:
    """The instant that a line between dashes means, on clocks in Paris; None if it says something else."""
    if found := LAPSE.fullmatch(text):
        word = found["number"].removesuffix("e") if found["number"] == "une" else found["number"]
        number = int(word) if word.isdigit() else NUMBERS.index(word)
        return now + timedelta(**{UNITS[found["unit"]]: number})
    if found := MOMENT.fullmatch(text):
        day = 1 if found["day"] == "1er" else int(found["day"])
        at = datetime(
            int(found["year"]),
            MONTHS.index(found["month"]) + 1,
            day,
            int(found["hour"]),
            int(found["min"] or 0),
            tzinfo=ZoneInfo(ZONE),
        )
        assert DAYS[at.weekday()] == found["weekday"], f"{text}: that day is a {DAYS[at.weekday()]}"
        return at
    return None
