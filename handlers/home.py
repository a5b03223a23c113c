"""The home screen: what a person can do here, by role, at most eight buttons."""

from handlers.rules.people import Person
from handlers.screen import Button, Screen, pairs, say
from handlers.speech import Speech


def screen(t: Speech, who: Person, community: str) -> Screen:
    """Home for a member; for a stranger, how to come in."""
    if who.member is None:
        return Screen(say(t, "home.stranger", community=community), [[other_language(t)]])
    reader = who.member
    buttons = [Button(t("home.button.report"), "r:new"), Button(t("home.button.meetings"), "m:list")]
    buttons.append(Button(t("home.button.question"), "q:new"))
    if reader.holds("supervisor"):
        buttons.append(Button(t("home.button.inbox"), "b:list"))
    if reader.holds("coordinator"):
        buttons += [Button(t("home.button.prepare"), "d:new"), Button(t("home.button.members"), "e:home")]
        buttons.append(Button(t("home.button.figures"), "f:last"))
    buttons.append(Button(t("home.button.settings"), "s:open"))
    text = say(t, "home.title", community=community) + "\n\n" + say(t, "home.member", name=reader.first_name)
    return Screen(text, [buttons[:1], *pairs(buttons[1:])])


def other_language(t: Speech) -> Button:
    """The button that changes the language; each language is named in itself."""
    return Button("English", "h:lang:en") if t.language == "fr" else Button("Français", "h:lang:fr")


def back(t: Speech) -> Button:
    """The way home."""
    return Button(t("button.home"), "h:home")


def below(t: Speech) -> Button:
    """Home in a new message, below a card that must stay."""
    return Button(t("button.home"), "h:open")


def privacy(t: Speech, contact: str) -> Screen:
    """What the bot sees and does not see, promises and does not promise."""
    return Screen(
        say(t, "privacy.screen", contact=contact), [[Button(t("privacy.button.notice"), "h:notice")], [back(t)]]
    )


def notice(t: Speech, community: str, contact: str) -> Screen:
    """Who answers for the data, what for, how long, who reads it, and what everyone may ask."""
    text = say(t, "privacy.notice", community=community, contact=contact)
    rows = [[Button(t("personal.button.send"), "o:data")], [Button(t("button.back"), "h:privacy"), back(t)]]
    return Screen(text, rows)
