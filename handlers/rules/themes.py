"""The themes of a difficulty, in the order of the screens, with what the bot must show beside each."""

from dataclasses import dataclass

from handlers.rules.numbers import Number, for_theme

LEVELS = (0, 1, 2, 3)
DANGER = 3


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme; `first_level` is the lowest level on offer, `legal` asks for the legal sentence."""

    code: str
    first_level: int = 0
    legal: bool = False

    @property
    def key(self) -> str:
        """The key of its label."""
        return f"theme.{self.code}"

    @property
    def notices(self) -> tuple[str, ...]:
        """The keys of the sentences to show when it is chosen."""
        return ("report.legal_alert",) if self.legal else ()

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The telephone numbers to show when it is chosen."""
        return for_theme(self.code)

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels a writer may choose."""
        return LEVELS[self.first_level :]


THEMES: dict[str, Theme] = {
    theme.code: theme
    for theme in (
        Theme("isolement"),
        Theme("place"),
        Theme("sale_boulot"),
        Theme("statut"),
        Theme("stigmatisation"),
        Theme("conflit"),
        Theme("implication"),
        Theme("devoilement"),
        Theme("sante", first_level=1),
        Theme("soutien"),
        Theme("violence", first_level=1, legal=True),
        Theme("ethique", first_level=1, legal=True),
        Theme("autre"),
    )
}


def level_key(level: int) -> str:
    """The key of the label of a level, 0 to 3."""
    return f"level.{level}"
