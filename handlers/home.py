"""The home screen: what a person can do here, by role, at most eight buttons."""

from telegram import Update

from handlers.context import Context, user_of
from handlers.rules import charter as charters
from handlers.rules import people
from handlers.rules.charter import Charter
from handlers.rules.meetings import start
from handlers.rules.overview import at_home
from handlers.rules.people import Person
from handlers.screen import Button, Screen, pairs, say
from handlers.speech import Speech
from storage.members import Member
from storage.overview import Entry

MOST = 8  # buttons


def screen(t: Speech, who: Person, community: str, charter: Charter, found: Entry | None = None) -> Screen:
    """Home for a member, with the meeting that is next and a charter not agreed to; for a stranger, how to come in.

    For who has left: until when they may come back.
    """
    if who.gone is not None:
        return _farewell(t, who.gone, community)
    if who.member is None:
        return Screen(say(t, "home.stranger", community=community), [[other_language(t)]])
    reader = who.member
    buttons = _usual(t, reader)
    text = say(t, "home.title", community=community) + "\n\n" + say(t, "home.member", name=reader.first_name)
    if found is not None:
        text += "\n\n" + _next(t, found, people.zone(reader))
    if charters.outdated(reader, charter):
        text += "\n\n" + t("home.charter" if len(buttons) < MOST else "home.charter_elsewhere")
        buttons.append(new_charter(t))
    if reader.paused_until is not None:
        key = "home.paused" if len(buttons) < MOST else "home.paused_elsewhere"
        text += "\n\n" + say(t, key, day=t.day(reader.paused_until))
        buttons.append(Button(t("pause.button.stop"), "z:off"))
    buttons = buttons[:MOST]  # what is left over is in the settings too
    if len(buttons) == MOST:  # no row is left for a button alone
        return Screen(text, pairs(buttons))
    return Screen(text, [buttons[:1], *pairs(buttons[1:])])


def _next(t: Speech, found: Entry, zone: str) -> str:
    """One line: when the next meeting is, and what this reader said of it, if they did."""
    when, said = t.moment_for(start(found.meeting), found.meeting.zone, zone), found.answer
    if said is None:
        return say(t, "home.next", when=when)
    if said.waiting is not None:
        return say(t, "home.next_waiting", when=when)
    return say(t, "home.next_answered", when=when, answer=t(f"meeting.answer.{said.word}"))


def _usual(t: Speech, reader: Member) -> list[Button]:
    """What a member can do here, by role."""
    buttons = [Button(t("home.button.report"), "r:new"), Button(t("home.button.meetings"), "m:list")]
    if reader.roles:
        buttons.append(Button(t("home.button.question"), "q:new"))
    if reader.roles and not crowded(reader):
        buttons.append(supervision(t))
    if reader.holds("supervisor"):
        buttons.append(Button(t("home.button.inbox"), "b:list"))
    if reader.holds("coordinator"):
        buttons += [Button(t("home.button.prepare"), "d:new"), Button(t("home.button.members"), "e:home")]
        buttons.append(Button(t("home.button.figures"), "f:last"))
    elif reader.roles:
        buttons.append(Button(t("home.button.directory"), "j:dir:0"))
    buttons.append(Button(t("home.button.settings"), "s:open"))
    return buttons


def own(context: Context, found: Entry | None = None) -> Screen:
    """Home for the person behind the update, as the last commit found them."""
    return screen(context.t, context.who, context.house.name, context.house.charter, found)


async def again(update: Update, context: Context) -> Screen:
    """Home for a member who comes back to it from something else: the same as if they had opened it."""
    return own(context, await context.commit(user_of(update), at_home, context.now))


def _farewell(t: Speech, gone: Member, community: str) -> Screen:
    day = t.day(gone.erased_on) if gone.erased_on else ""
    text = say(t, f"leaving.gone.{gone.state}", community=community, day=day)
    return Screen(text, [[Button(t("leaving.button.back"), "l:back")]] if gone.state == "leaving" else ())


def new_charter(t: Speech) -> Button:
    """What changed in the charter, to be read and agreed to."""
    return Button(t("home.button.charter"), "x:new")


def other_language(t: Speech) -> Button:
    """The button that changes the language; each language is named in itself."""
    return Button("English", "h:lang:en") if t.language == "fr" else Button("Français", "h:lang:fr")


def crowded(reader: Member) -> bool:
    """Whether home has no room for supervision, which is in the settings then."""
    return reader.holds("supervisor") and reader.holds("coordinator")


def supervision(t: Speech) -> Button:
    """One's supervision, and for who supervises their times."""
    return Button(t("home.button.supervision"), "sv:home")


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
