"""What a writer has chosen so far, as it travels in the buttons of their card: theme, level and way."""

from dataclasses import dataclass, replace

from handlers.routes import region_code
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import region
from handlers.rules.routing import Way
from handlers.rules.themes import THEMES, Theme

CODES = list(THEMES)
MODES = {"-": Way(""), "i": Way("", insists=True), "a": Way("", aside=True)}


@dataclass(frozen=True)
class Choice:
    """A theme, a level that the theme allows, and the way to whoever reads it."""

    theme: Theme
    level: int
    way: Way

    @property
    def subject(self) -> str:
        """Theme and level, two characters."""
        return f"{CODES.index(self.theme.code):x}{self.level}"

    @property
    def code(self) -> str:
        """At most eleven letters, digits and dashes."""
        mode = "a" if self.way.aside else "i" if self.way.insists else "-"
        other = f"-{region(self.way.box).short}" if self.way.box else ""
        return f"{self.subject}{mode}{region(self.way.zone).short}{other}"

    def to(self, code: str) -> "Choice":
        """The same for another region: another zone, or another box when the zone's own supervisors stand aside."""
        way = replace(self.way, box=code) if self.way.aside else Way(code)
        return replace(self, way=way)


def theme_of(index: str) -> Theme:
    """The theme behind a hexadecimal digit; refuses anything else."""
    try:
        return THEMES[CODES[int(index, 16)]]
    except (ValueError, IndexError) as error:
        raise Refusal(Reason.STALE) from error


def subject(text: str) -> tuple[Theme, int]:
    """Theme and level; refuses a level that the theme does not allow."""
    theme = theme_of(text[:1])
    if len(text) != 2 or not text[1].isdigit() or int(text[1]) not in theme.levels:
        raise Refusal(Reason.STALE)
    return theme, int(text[1])


def choice(text: str) -> Choice:
    """What a button says was chosen; refuses what no button of ours says."""
    theme, level = subject(text[:2])
    mode, (zone, _, box) = text[2:3], text[3:].partition("-")
    if mode not in MODES or (box and mode != "a"):
        raise Refusal(Reason.STALE)
    way = replace(MODES[mode], zone=region_code(zone), box=region_code(box) if box else None)
    return Choice(theme, level, way)
