"""In a group: who came is noted, service messages go, and commands are answered where nobody else reads them."""

from contextlib import suppress
from datetime import timedelta

from telegram import Message, Update
from telegram.error import BadRequest, Forbidden

import storage.erasures
from handlers import home, joining_steps
from handlers.context import Context, chat_of, message_of, user_of
from handlers.furnishing import is_out
from handlers.meeting_card import next_card
from handlers.rules import hosting, people, pins
from handlers.screen import Button, Screen, post, remove, say
from handlers.speech import Speech, speech
from storage.groups import Group

LINE_LASTS = timedelta(minutes=1)


async def serve(update: Update, context: Context) -> None:
    """A service message: somebody joined, left, or something was pinned; it goes where the bot may delete."""
    message, now = message_of(update), context.now
    chat_id, came = message.chat.id, [user.id for user in message.new_chat_members if not user.is_bot]
    if came:
        await context.house.commit(lambda tx: hosting.arrived(tx, chat_id, came, now))
    await _tidy(context, message)


async def _tidy(context: Context, message: Message) -> Group | None:
    group = await context.house.commit(lambda tx: hosting.host(tx, message.chat.id))
    if group is not None and group.may("d"):
        await remove(context, message.chat.id, message.message_id)
    return group


async def change(update: Update, context: Context) -> None:
    """The same from large groups, where Telegram writes no service message."""
    found = update.chat_member
    if found is None or not is_out(found.old_chat_member) or is_out(found.new_chat_member):
        return
    user, chat_id, now = found.new_chat_member.user, found.chat.id, context.now
    if not user.is_bot:
        await context.house.commit(lambda tx: hosting.arrived(tx, chat_id, [user.id], now))


async def answer(update: Update, context: Context) -> None:
    """/regles, /prochaine, /aide: in private to whoever has opened the bot; otherwise a line that goes by itself."""
    message = message_of(update)
    group = await _tidy(context, message)
    if group is None:
        return
    await context.commit(user_of(update), people.anybody)
    name = _command(message)
    screen = await _screen(context, context.t, name, group)
    try:
        await post(context, user_of(update).id, Screen(screen.text, [[home.below(context.t)]]))
    except (BadRequest, Forbidden):
        await _say_briefly(update, context, name, group)


def _command(message: Message) -> str:
    """Its name: neither which bot was meant, nor what was written behind it."""
    return (message.text or "").split("@")[0].split()[0].removeprefix("/").casefold()


async def point(update: Update, context: Context) -> None:
    """A command whose answer is one person’s own: it goes from the group, and stands in private, to be tapped there.

    Whoever has not opened the bot is told nothing: a line for them would be one for everybody.
    """
    message = message_of(update)
    hidden = await remove(context, message.chat.id, message.message_id)
    await context.commit(user_of(update), people.anybody)
    said = say(context.t, "group.in_private", command=_command(message))
    if not hidden:
        said += "\n" + say(context.t, "group.still_seen")
    with suppress(BadRequest, Forbidden):
        await post(context, user_of(update).id, Screen(said))


async def _screen(context: Context, t: Speech, name: str, group: Group) -> Screen:
    house = context.house
    match name:
        case "prochaine":
            now = context.now
            found = await house.commit(lambda tx: pins.of_group(tx, pins.about(group.id), now))
            return next_card(t, found[1] if found else None)
        case "regles":
            return Screen(joining_steps.charter(t, house))
    return Screen(say(t, "help", contact=house.contact))


async def _say_briefly(update: Update, context: Context, name: str, group: Group) -> None:
    """To somebody whom Telegram does not let the bot write to: nothing of them, and only for a minute."""
    t, message = speech(context.house.language), message_of(update)
    line = await _screen(context, t, name, group) if name == "prochaine" else Screen(say(t, "group.line"))
    screen = Screen(line.text, [[Button(t("group.button.start"), url=context.link("group"))]])
    said = await context.bot.send_message(
        chat_of(update).id,
        screen.text,
        parse_mode="HTML",
        reply_markup=screen.markup(),
        message_thread_id=message.message_thread_id if message.is_topic_message else None,
        disable_notification=True,
    )
    due_at = context.now + LINE_LASTS
    await context.house.commit(lambda tx: storage.erasures.plan(tx, said.chat.id, said.message_id, due_at))


COMMANDS = ("regles", "prochaine", "aide")
