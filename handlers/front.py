"""The front door: commands, links, free texts and what the bot cannot take, each led to its feature."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Message, Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatJoinRequestHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from handlers import (
    codes,
    doors,
    drafts,
    exchanges,
    figures,
    groups,
    handling,
    home,
    hosting,
    inbox,
    invitations,
    joining,
    journal,
    media,
    meetings,
    members,
    nudges,
    personal,
    photos,
    reports,
    settings,
    slip,
)
from handlers.context import Context, chat_of, message_of, user_of
from handlers.routes import Handler, taps
from handlers.rules import people
from handlers.rules.codes import is_meant, is_tried, may_be_pin
from handlers.rules.invitations import PREFIX
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Screen, answer_tap, post, remove, say, show

Answer = Callable[[Update, Context, str], Coroutine[Any, Any, None]]


async def start(update: Update, context: Context) -> None:
    """Home, or what the link of /start opens: an invitation, an exchange, a message received."""
    payload = (context.args or [""])[0]
    for prefix, follow in LINKS.items():
        if payload.startswith(prefix):
            await follow(update, context, payload.removeprefix(prefix))
            return
    await show_home(update, context)


async def show_home(update: Update, context: Context) -> None:
    """The home screen of whoever asks; whoever had blocked the bot can be reached again."""
    await context.commit(user_of(update), people.come_back)
    await show(update, context, joining.here(context))


async def open_home(update: Update, context: Context) -> None:
    """The same below a card, which stays."""
    await context.commit(user_of(update), people.come_back)
    await answer_tap(update)
    await post(context, chat_of(update).id, joining.here(context))


async def show_help(update: Update, context: Context) -> None:
    """How to go on."""
    await context.commit(user_of(update), people.come_back)
    await show(
        update,
        context,
        Screen(say(context.t, "help", contact=context.house.contact), [[home.back(context.t)]]),
    )


async def show_privacy(update: Update, context: Context) -> None:
    """What the bot sees and does not see."""
    await context.commit(user_of(update), people.come_back)
    await show(update, context, home.privacy(context.t, context.house.contact))


async def show_notice(update: Update, context: Context) -> None:
    """The same in every detail that the law wants told."""
    await context.commit(user_of(update), people.come_back)
    house = context.house
    await show(update, context, home.notice(context.t, house.name, house.contact))


async def cancel(update: Update, context: Context) -> None:
    """Stop what is being asked, and say what was not saved."""
    await context.commit(user_of(update), people.anybody)
    await slip.withdraw(context, message_of(update))
    screen = joining.here(context)
    said = say(context.t, "cancel.done")
    await show(update, context, Screen(f"{said}\n\n{screen.text}", screen.rows))


async def text(update: Update, context: Context) -> None:
    """A free text: an answer to a question of the bot, a reply to a card, or the beginning of something."""
    message = message_of(update)
    if message.forward_origin is not None:
        await context.commit(user_of(update), people.anybody)
        raise media.only_text(context, message)
    words = message.text or ""
    for prefix, take in ANSWERS.items():
        if (asked := slip.answers(message, prefix)) is not None and (prefix != codes.PIN or may_be_pin(words)):
            await slip.or_again(update, context, take(update, context, asked))
            return
    if (card := slip.replied_card(message)) is not None and await _reply_to(update, context, card):
        return
    # What is no code is not lost because a question for one still stands open.
    if is_meant(words) or (slip.asked(message, codes.ASK) and is_tried(words)):
        await codes.take(update, context)
    elif slip.asked(message, "report.write") or not await joining.take_text(update, context):
        await reports.offer(update, context)


async def edited(update: Update, context: Context) -> None:
    """A message was changed after the bot had put it on a card: the card does not follow, and says how to change it."""
    await context.commit(user_of(update), people.anybody)
    await post(context, chat_of(update).id, Screen(context.t("slip.edited")))


async def _reply_to(update: Update, context: Context, card: Message) -> bool:
    """A reply to a card goes where its buttons lead; False when they lead nowhere a text could go."""
    if (token := slip.behind(card, "w:r")) is not None:
        await exchanges.take_reply(update, context, f"{token}{card.message_id}")
    elif (token := slip.behind(card, "k:r")) is not None:
        await exchanges.take_discreetly(update, context, f"{token}{card.message_id}")
    elif (code := slip.behind(card, "b:r")) is not None:
        await inbox.take_answer(update, context, code)
    elif any(slip.behind(card, verb) is not None for verb in DRAFTS):
        await reports.add(update, context, card)
    else:
        return False
    return True


# What answers the question whose link begins so: the writer's reply, the reader's answer, a draft's field…
ANSWERS = {
    "w_": exchanges.take_reply,
    "k_": exchanges.take_discreetly,
    codes.PIN: codes.take_pin,
    doors.LINK: doors.take_word,
    "b_": inbox.take_answer,
    "n_": handling.take_note,
    "c_": handling.take_last_word,
    drafts.LINK: drafts.take,
    reports.REWRITE: reports.reword,
}
DRAFTS = (
    "r:t",
    "r:l",
    "r:d",
    "r:q",
    "r:v",
    "r:s",
    "w:s",
    "k:s",
    "b:s",
    "n:s",
    "c:s",
)  # cards that quote what is not sent yet


async def report_in_group(update: Update, context: Context) -> None:
    """/difficulte in a group: no public answer, the command disappears where the bot may delete."""
    await remove(context, chat_of(update).id, message_of(update).message_id)
    await reports.begin(update, context)


async def stale(update: Update, context: Context) -> None:
    """A button of an older version, or data that no button of ours carries."""
    await context.commit(user_of(update), people.anybody)
    raise Refusal(Reason.STALE)


LINKS = {
    PREFIX: joining.open_invitation,
    "w_": exchanges.open_link,
    "b_": inbox.open_link,
    "n_": inbox.open_link,
    "c_": inbox.open_link,
    drafts.LINK: drafts.open_link,
}
PRIVATE = filters.ChatType.PRIVATE
SERVICE = (
    filters.StatusUpdate.NEW_CHAT_MEMBERS | filters.StatusUpdate.LEFT_CHAT_MEMBER | filters.StatusUpdate.PINNED_MESSAGE
)
COMMANDS: dict[str, Handler] = {
    "start": start,
    "difficulte": reports.begin,
    "code": codes.begin,
    "reunion": drafts.begin,
    "reunions": meetings.show_list,
    "inviter": invitations.choose_role,
    "journal": journal.show_latest,
    "reglages": settings.open_settings,
    "confidentialite": show_privacy,
    "mesdonnees": personal.send,
    "annuler": cancel,
    "aide": show_help,
}
TAPS: dict[str, Handler] = {
    "h:home": show_home,
    "h:open": open_home,
    "h:privacy": show_privacy,
    "h:notice": show_notice,
}
FEATURES = (
    reports,
    exchanges,
    photos,
    codes,
    inbox,
    handling,
    nudges,
    meetings,
    drafts,
    joining,
    invitations,
    groups,
    doors,
    figures,
    personal,
    members,
    journal,
    settings,
)


def handlers() -> list[BaseHandler[Update, Context, None]]:
    """Every handler of the program; the first that fits an update takes it."""
    routes = dict(TAPS)
    for feature in FEATURES:
        routes.update(feature.TAPS)
    return [
        *taps(routes),
        CallbackQueryHandler(stale),
        *(CommandHandler(name, handler, PRIVATE) for name, handler in COMMANDS.items()),
        CommandHandler("difficulte", report_in_group, filters.ChatType.GROUPS),
        *(CommandHandler(name, hosting.answer, filters.ChatType.GROUPS) for name in hosting.COMMANDS),
        MessageHandler(filters.StatusUpdate.MIGRATE, groups.moved),
        MessageHandler(filters.ChatType.GROUPS & SERVICE, hosting.serve),
        MessageHandler(PRIVATE & filters.COMMAND, show_help),
        MessageHandler(PRIVATE & filters.TEXT & filters.UpdateType.MESSAGE, text),
        MessageHandler(PRIVATE & filters.TEXT & filters.UpdateType.EDITED_MESSAGE, edited),
        MessageHandler(PRIVATE & ~filters.StatusUpdate.ALL & filters.UpdateType.MESSAGE, media.receive),
        ChatMemberHandler(groups.membership, ChatMemberHandler.MY_CHAT_MEMBER),
        ChatMemberHandler(hosting.change, ChatMemberHandler.CHAT_MEMBER),
        ChatJoinRequestHandler(doors.knock),
    ]


ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member", "chat_join_request")
