"""« Mon profil »: what a member says of themselves, to be changed by replying to a question or with a button."""

from telegram import Message, Update

from handlers import joining_steps, slip
from handlers.context import Context, message_of, user_of
from handlers.routes import parts
from handlers.rules import people, profile
from handlers.screen import Button, Screen, post, say, show

SETTINGS, DIRECTORY, FROM_DIRECTORY = "s:open", "j:dir:0", "j:me:dir"  # buttons on and to this screen
LINK = "u_"  # start payload of the question for a field


async def show_own(update: Update, context: Context) -> None:
    """All of it."""
    await context.commit(user_of(update), people.own)
    await show(update, context, _screen(context, _back(update)))


def _back(update: Update) -> str:
    """Where one came from: whoever came by the directory goes back there."""
    query = update.callback_query
    if query is None:
        return SETTINGS
    card = query.message
    kept = isinstance(card, Message) and slip.behind(card, "j:dir") is not None
    return DIRECTORY if kept or query.data == FROM_DIRECTORY else SETTINGS


def _screen(context: Context, back: str) -> Screen:
    t, reader = context.t, people.member(context.who)
    text = say(
        t,
        "profile.screen",
        name=reader.first_name,
        region=t.region(reader.region),
        organisation=reader.organisation or t("profile.nothing"),
        directory=t("directory.listed" if reader.directory else "directory.not_listed"),
        comers=t("profile.shown" if reader.shown else "profile.hidden"),
    )
    switch = "leave" if reader.directory else "join"
    rows = [
        [Button(t(f"profile.button.{field}"), f"j:ask:{field}") for field in profile.FIELDS],
        [Button(t(f"directory.button.{switch}"), f"j:list:{int(not reader.directory)}")],
        [Button(t(f"profile.button.{'hide' if reader.shown else 'show'}"), f"j:seen:{int(not reader.shown)}")],
        [Button(t("agreement.button.open"), "x:all"), Button(t("settings.button.roles"), "e:mine")],
        [Button(t("settings.button.leave"), "l:open")],  # alone: nobody should hit it for what stands beside it
        [Button(t("button.back"), back)],
    ]
    if reader.organisation:
        rows.insert(1, [Button(t("profile.button.clear"), "j:clear")])
    return Screen(text, rows)


async def ask(update: Update, context: Context) -> None:
    """Ask for a field in a message to reply to."""
    (field,) = parts(update, 1)
    await context.commit(user_of(update), profile.askable, field)
    await slip.ask(update, context, f"{LINK}{field}", f"profile.ask.{field}", f"profile.placeholder.{field}")


async def open_link(update: Update, context: Context, _field: str) -> None:
    """The link of a question was opened: the screen it is about."""
    await show_own(update, context)


async def take(update: Update, context: Context, field: str) -> None:
    """The written answer: the profile shows it, question and answer disappear."""
    message = message_of(update)
    context.person = await context.commit(user_of(update), profile.fill, field, message.text or "")
    name = people.member(context.who).first_name if field == "name" else ""
    screen = joining_steps.hinted(context.t("profile.family"), name, _screen(context, SETTINGS))
    await post(context, message.chat.id, screen)
    await slip.take_away(context, message)


async def clear(update: Update, context: Context) -> None:
    """No organisation any more."""
    context.person = await context.commit(user_of(update), profile.clear_organisation)
    await show(update, context, _screen(context, _back(update)))


async def switch_directory(update: Update, context: Context) -> None:
    """Be found in the directory, or not any more."""
    (listed,) = parts(update, 1)
    context.person = await context.commit(user_of(update), profile.list_in_directory, listed == "1")
    await show(update, context, _screen(context, _back(update)))


async def switch_shown(update: Update, context: Context) -> None:
    """Be read among those who come to a meeting, or not any more."""
    (shown,) = parts(update, 1)
    context.person = await context.commit(user_of(update), profile.show_among_comers, shown == "1")
    await show(update, context, _screen(context, _back(update)))


TAPS = {"j:me": show_own, "j:ask": ask, "j:clear": clear, "j:list": switch_directory, "j:seen": switch_shown}
