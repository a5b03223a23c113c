"""Doors: somebody asks to come into a group; who belongs there is let in, others are seen by a coordinator."""

from datetime import datetime
from html import escape

from telegram import Update
from telegram.error import BadRequest, Forbidden

from handlers import home, joining
from handlers.context import Context, message_of, user_of
from handlers.furnishing import let_in, turn_away
from handlers.menu import set_menu_of
from handlers.routes import number, parts
from handlers.rules import doors, people, polls
from handlers.rules.doors import Caller, Knock
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Button, Screen, message_id_of, post, remove, say, show
from handlers.slip import ask, lay, quoted, shorten, tear
from handlers.speech import Speech, speech
from storage.database import Transaction
from storage.groups import Group
from storage.members import Member

LINK = "g_"
MOST = 500  # characters of a word to whoever is refused


async def knock(update: Update, context: Context) -> None:
    """Somebody asks to come in."""
    request = update.chat_join_request
    if request is None:
        return
    found = await context.commit(user_of(update), doors.knock, request.chat.id, context.now)
    if found is None:
        return
    if found.answer == "open":
        await let_in(context, found.group, request.from_user.id)
    elif found.answer in ("charter", "elsewhere"):
        await _receive(update, context, found, request.user_chat_id)


async def _receive(update: Update, context: Context, found: Knock, chat_id: int) -> None:
    """What somebody reads who waits; when it does not reach them, a human still sees their request."""
    await context.commit(user_of(update), people.anybody)
    t, title = context.t, found.group.title
    try:
        if context.who.joining is None:
            await post(context, chat_id, Screen(say(t, "door.elsewhere", title=title)))
        else:
            # After five minutes Telegram lets the bot write only to whoever has started it.
            start = Button(t("door.button.start"), url=context.link("door"))
            await post(context, chat_id, Screen(say(t, "door.hello", title=title), [[start]]))
            await post(context, chat_id, joining.here(context))
    except (BadRequest, Forbidden):
        return


async def show_queue(update: Update, context: Context) -> None:
    """Who waits at a door."""
    (key,) = parts(update, 1)
    await _show_queue(update, context, number(key))


async def _show_queue(update: Update, context: Context, group_id: int, toast: str | None = None) -> None:
    group, found = await context.commit(user_of(update), doors.callers, group_id)
    t = context.t
    rows = []
    for caller in found[:6]:
        name = shorten(await _name(context, group, caller), 30)
        rows.append([Button(name, f"u:o:{group.id}:{caller.request.id}")])
    nobody = t("door.nobody", title=group.title)
    text = t.count("door.queue", len(found), title=group.title) if found else nobody
    back = [Button(t("button.back"), f"g:o:{group.id}"), home.back(t)]
    await show(update, context, Screen(escape(text), [*rows, back]), toast)


async def _name(context: Context, group: Group, caller: Caller) -> str:
    """What they call themselves here, or at Telegram, which nobody writes down."""
    if caller.name:
        return caller.name
    try:
        found = await context.bot.get_chat_member(group.chat_id, caller.request.telegram_id)
    except (BadRequest, Forbidden):
        return context.t("door.somebody")
    return found.user.first_name


async def open_request(update: Update, context: Context) -> None:
    """One who waits."""
    group_id, key = parts(update, 2)
    group, caller, name = await _caller(update, context, group_id, key)
    t = context.t
    agreed = t(f"door.{caller.standing}")
    rows = [
        [Button(t("door.button.accept"), f"u:y:{group.id}:{caller.request.id}", style="success")],
        [Button(t("door.button.refuse"), f"u:n:{group.id}:{caller.request.id}")],
        [Button(t("button.back"), f"u:list:{group.id}")],
    ]
    await show(update, context, Screen(say(t, "door.one", name=name, title=group.title, agreed=agreed), rows))


async def _caller(update: Update, context: Context, group_id: str, key: str) -> tuple[Group, Caller, str]:
    group, caller = await context.commit(user_of(update), doors.caller, number(group_id), number(key))
    return group, caller, await _name(context, group, caller)


async def accept(update: Update, context: Context) -> None:
    """They may come in; as soon as they have agreed to the charter they are members."""
    group_id, key = parts(update, 2)
    group, request = await context.commit(user_of(update), doors.accept, number(group_id), number(key), context.now)
    toast = context.t("door.settled_toast")
    if request is not None:
        whom, now = request.telegram_id, context.now
        if (member := await context.house.commit(lambda tx: _catch_up(tx, whom, now))) is not None:
            await set_menu_of(context.bot, member)
            toast = context.t("door.accepted" if await let_in(context, group, whom) else "door.not_allowed")
        else:
            toast = context.t("door.accepted_later")
    await _show_queue(update, context, group.id, toast)


def _catch_up(tx: Transaction, telegram_id: int, now: datetime) -> Member | None:
    """Who has become a member hears of the meetings to come; None for who has still to agree to the charter."""
    who = people.recognise(tx, telegram_id, "")
    if who.member is not None:
        polls.catch_up(tx, who, now)
    return who.member


async def ask_to_refuse(update: Update, context: Context) -> None:
    """Before a no: with a word or without."""
    group_id, key = parts(update, 2)
    group, caller, name = await _caller(update, context, group_id, key)
    t, where = context.t, f"{group.id}:{caller.request.id}"
    rows = [
        [Button(t("door.button.not_refuse"), f"u:o:{where}")],
        [Button(t("door.button.word"), f"u:w:{where}")],
        [Button(t("door.button.wordless"), f"u:x:{where}", style="danger")],
    ]
    await show(update, context, Screen(say(t, "door.refuse", name=name, title=group.title), rows))


async def ask_word(update: Update, context: Context) -> None:
    """The word that goes with a no; it also names this card, which the one with the word takes the place of."""
    group_id, key = parts(update, 2)
    await context.commit(user_of(update), doors.caller, number(group_id), number(key))
    asked = f"{LINK}{group_id}-{key}-{message_id_of(update)}"
    await ask(update, context, asked, "door.word", "door.word_placeholder")


async def take_word(update: Update, context: Context, asked: str) -> None:
    """The word on a card, to be read once more."""
    message = message_of(update)
    group_id, key, before = f"{asked}-0".split("-")[:3]
    await context.commit(user_of(update), doors.caller, number(group_id), number(key))
    if len(message.text or "") > MOST:
        raise Refusal(Reason.TEXT_TOO_LONG, most=MOST)
    t, where = context.t, f"{number(group_id)}:{number(key)}"
    rows = [
        [Button(t("button.cancel"), f"u:o:{where}")],
        [Button(t("door.button.with_word"), f"u:s:{where}", style="danger")],
    ]
    await lay(context, message, say(t, "door.word_card"), rows)
    if number(before):
        await remove(context, message.chat.id, number(before))


async def refuse(update: Update, context: Context) -> None:
    """A no without a word."""
    await _refuse(update, context, "")


async def refuse_with_word(update: Update, context: Context) -> None:
    """A no with the word on the card."""
    await _refuse(update, context, quoted(update))
    await tear(update, context)


async def _refuse(update: Update, context: Context, word: str) -> None:
    group_id, key = parts(update, 2)
    language = await context.commit(user_of(update), doors.spoken_by, number(key))
    group, request = await context.commit(user_of(update), doors.refuse, number(group_id), number(key), context.now)
    toast = context.t("door.settled_toast")
    if request is not None:
        said = await _say_no(context, group, request.telegram_id, speech(language or context.house.language), word)
        done = await turn_away(context, group, request.telegram_id)
        toast = context.t(("door.refused" if said else "door.refused_unsaid") if done else "door.not_allowed")
    await _show_queue(update, context, group.id, toast)


async def _say_no(context: Context, group: Group, telegram_id: int, t: Speech, word: str) -> bool:
    """While the request stands, Telegram still lets the bot write; False when it does not."""
    text = say(t, "door.no", title=group.title, contact=context.house.contact)
    if word:
        text += f"\n\n<blockquote><tg-spoiler>{escape(word)}</tg-spoiler></blockquote>"
    try:
        await post(context, telegram_id, Screen(text))
    except (BadRequest, Forbidden):
        return not word
    return True


TAPS = {
    "u:list": show_queue,
    "u:o": open_request,
    "u:y": accept,
    "u:n": ask_to_refuse,
    "u:w": ask_word,
    "u:x": refuse,
    "u:s": refuse_with_word,
}
