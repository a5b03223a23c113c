"""The card of a difficulty: its screens, from the first theme to the preview of exactly what will be read."""

from collections.abc import Sequence

from telegram import Message

from handlers import slip
from handlers.choice import CODES, Choice, choice
from handlers.rules import reports
from handlers.rules.giveaways import Giveaway
from handlers.rules.numbers import Number, for_danger
from handlers.rules.regions import by_short
from handlers.rules.routing import Route, Way
from handlers.rules.themes import DANGER, THEMES, Theme, level_key
from handlers.screen import Button, Screen, say
from handlers.speech import Speech

WARNINGS = 5  # lines
WORDS = 40  # characters
MOST = 4000  # characters of a message, with some to spare
NEARLY_FULL = 3300  # characters of a text to which hardly anything can be added
ROOM = 500  # characters that the whole warning may take
LABEL = 50  # characters around its words, where it has one line only
LEAST = 25  # characters of its words that are shown in any case
FIRST_PAGE = 6  # themes on the first page: with « Autres thèmes » and « Annuler », eight rows

Laid = tuple[str, list[list[Button]]]  # what stands above the quotation, and the buttons below it


def themes(t: Speech, token: str, page: int) -> list[list[Button]]:
    """A page of themes."""
    codes = CODES[:FIRST_PAGE] if page == 0 else CODES[FIRST_PAGE:]
    rows = [[Button(t(THEMES[code].key), f"r:l:{CODES.index(code):x}:{token}")] for code in codes]
    if page == 0:
        rows.append([Button(t("report.button.more_themes"), f"r:t:1:{token}")])
        return [*rows, [Button(t("button.cancel"), "r:x")]]
    return [*rows, [Button(t("button.back"), f"r:t:0:{token}")]]


def levels(t: Speech, theme: Theme, index: str, token: str) -> Laid:
    """The levels of a theme, with the numbers and the legal sentence that belong to it."""
    lead = [say(t, "report.level", theme=t(theme.key)), *(say(t, key) for key in theme.notices)]
    if theme.numbers:
        lead.append(numbers(t, theme.numbers))
    rows = [[Button(t(level_key(level)), _after(index, level, token))] for level in theme.levels]
    rows.append([Button(t("button.back"), f"r:t:0:{token}"), Button(t("button.cancel"), "r:x")])
    return "\n\n".join(lead), rows


def _after(index: str, level: int, token: str) -> str:
    return f"r:d:{index}{level}:{token}" if level == DANGER else f"r:q:{index}{level}:{token}"


def numbers(t: Speech, found: tuple[Number, ...]) -> str:
    """Telephone numbers, one a line."""
    return "\n".join(
        f"<b>{number.digits}</b> – {t(number.key)} ({t(number.hours)})" if number.digits else f"– {t(number.key)}"
        for number in found
    )


def danger(t: Speech, subject: str, token: str) -> Laid:
    """The numbers of immediate danger, before anything else."""
    lead = say(t, "report.danger") + "\n\n" + numbers(t, for_danger())
    rows = [
        [Button(t("report.button.after_danger"), f"r:q:{subject}:{token}")],
        [Button(t("button.back"), f"r:l:{subject[0]}:{token}"), Button(t("button.cancel"), "r:x")],
    ]
    return lead, rows


def concern(t: Speech, found: Choice, token: str) -> Laid:
    """Whether it is about whoever supervises the zone: to say so, or to prefer not to say, is the same."""
    zone = found.way.zone
    aside = Choice(found.theme, found.level, Way(zone, aside=True))
    rows = [
        [Button(t("report.button.not_concerned"), f"r:v:{found.code}:{token}")],
        [Button(t("report.button.concerned"), f"r:v:{aside.code}:{token}")],
        [Button(t("button.back"), f"r:l:{found.code[0]}:{token}")],
    ]
    return say(t, "report.concern", region=t.region(zone)), rows


def preview(
    t: Speech, found: Choice, route: Route, token: str, text: str, giveaways: Sequence[Giveaway] = ()
) -> Screen:
    """Exactly what will be read, by whom, why by them, and what could give somebody away."""
    theme, level = t(found.theme.key), t(level_key(found.level))
    lead = say(t, "report.preview", theme=theme, level=level, region=t.region(route.box))
    why = "aside" if found.way.aside else route.why
    if why != "chosen":
        lead += "\n" + say(t, f"report.why.{why}", region=t.region(found.way.zone))
    if found.level in reports.PRESSING:
        lead += "\n\n" + say(t, "report.danger_shows" if found.level == DANGER else "report.moment_shows")
    room = MOST - len(lead) - len(text)
    if giveaways:
        lead += "\n\n" + warning(t, giveaways, room)
    hint = "" if len(text) > NEARLY_FULL else f"\n{t('report.add_hint')}"
    return Screen(f"{lead}\n\n{slip.quote(text)}{hint}", _ways_on(t, found, route, token))


def warning(t: Speech, giveaways: Sequence[Giveaway], room: int) -> str:
    """What could make somebody known, a few words of each; the writer alone decides what stays."""
    if room < ROOM:  # beside a long text: one line, cut to what the message still holds
        words = ", ".join(each.words for each in giveaways)
        return say(t, "giveaway.short", words=slip.shorten(words, max(room - LABEL, LEAST)))
    shown = [say(t, f"giveaway.{each.kind}", words=slip.shorten(each.words, WORDS)) for each in giveaways[:WARNINGS]]
    if len(giveaways) > WARNINGS:
        shown.append(t("giveaway.more"))
    return "\n".join([t("giveaway.lead"), *(f"– {line}" for line in shown)])


def _ways_on(t: Speech, found: Choice, route: Route, token: str) -> list[list[Button]]:
    rows = [[Button(t("button.send"), f"r:s:{found.code}:{token}", style="success")]]
    if route.why == "small":
        insisting = Choice(found.theme, found.level, Way(found.way.zone, insists=True))
        rows.append([Button(t("report.button.insist"), f"r:v:{insisting.code}:{token}")])
    elif route.why == "few" and found.way.insists:
        yielding = Choice(found.theme, found.level, Way(found.way.zone))
        rows.append([Button(t("report.button.yield"), f"r:v:{yielding.code}:{token}")])
    rows.append([Button(t("report.button.code"), f"r:c:{found.code}:{token}")])
    rows.append(
        [
            Button(t("report.button.reword"), f"r:w:{found.code}:{token}"),
            Button(t("report.button.zone"), f"r:z:0:{found.code}:{token}"),
        ]
    )
    back = Button(t("button.back"), f"r:l:{found.code[0]}:{token}")
    return [*rows, [back, Button(t("button.cancel"), "r:x")]]


def turned(found: Choice, short: str, token: str) -> str:
    """The data of a button that turns to another region."""
    return f"r:v:{found.to(by_short(short).code).code}:{token}"


def state(card: Message) -> tuple[Choice, str] | None:
    """The choice and the token of a card that is ready to be sent; None for an earlier step."""
    ready = slip.behind(card, "r:s")
    if ready is None:
        return None
    chosen, _, token = ready.partition(":")
    return choice(chosen), token
