"""The front door: commands, links, free texts and what the bot cannot take, each led to its feature."""

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from handlers import drafts, exchanges, groups, home, inbox, invitations, joining, meetings, reports, slip
from handlers.context import Context, chat_of, message_of, user_of
from handlers.routes import Handler, taps
from handlers.rules import people
from handlers.rules.invitations import PREFIX
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Screen, answer_tap, post, remove, say, show


async def start(update: Update, context: Context) -> None:
    """Home, or what the link of /start opens: an invitation, an exchange, a message received."""
    payload = (context.args or [""])[0]
    if payload.startswith(PREFIX):
        await joining.open_invitation(update, context, payload.removeprefix(PREFIX))
    elif payload.startswith("w_"):
        await exchanges.open_link(update, context, payload.removeprefix("w_"))
    elif payload.startswith("b_"):
        await inbox.open_link(update, context, payload.removeprefix("b_"))
    elif payload.startswith(drafts.LINK):
        await drafts.begin(update, context)
    else:
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


async def cancel(update: Update, context: Context) -> None:
    """Stop what is being asked, and say what was not saved."""
    await context.commit(user_of(update), people.nobody)
    await slip.withdraw(context, message_of(update))
    screen = joining.here(context)
    said = say(context.t, "cancel.done")
    await show(update, context, Screen(f"{said}\n\n{screen.text}", screen.rows))


async def text(update: Update, context: Context) -> None:
    """A free text: an answer to a question of the bot, or the beginning of something."""
    message = message_of(update)
    if message.forward_origin is not None:
        raise Refusal(Reason.TEXT_ONLY)
    if (token := slip.answers(message, "w_")) is not None:
        await exchanges.take_reply(update, context, token)
    elif (code := slip.answers(message, "b_")) is not None:
        await inbox.take_answer(update, context, code)
    elif (field := slip.answers(message, drafts.LINK)) is not None:
        await drafts.take(update, context, field)
    elif slip.asked(message, "report.write") or not await joining.take_text(update, context):
        await reports.offer(update, context)


async def not_text(update: Update, context: Context) -> None:
    """A photo, a voice message, a document…: the bot keeps none, and says how to go on."""
    await context.commit(user_of(update), people.come_back)
    raise Refusal(Reason.TEXT_ONLY)


async def report_in_group(update: Update, context: Context) -> None:
    """/difficulte in a group: no public answer, the command disappears where the bot may delete."""
    await remove(context, chat_of(update).id, message_of(update).message_id)
    await reports.begin(update, context)


async def stale(update: Update, context: Context) -> None:
    """A button of an older version, or data that no button of ours carries."""
    await context.commit(user_of(update), people.nobody)
    raise Refusal(Reason.STALE)


PRIVATE = filters.ChatType.PRIVATE
COMMANDS: dict[str, Handler] = {
    "start": start,
    "difficulte": reports.begin,
    "reunion": drafts.begin,
    "reunions": meetings.show_list,
    "inviter": invitations.choose_role,
    "confidentialite": show_privacy,
    "annuler": cancel,
    "aide": show_help,
}
TAPS: dict[str, Handler] = {"h:home": show_home, "h:open": open_home, "h:privacy": show_privacy}
FEATURES = (reports, exchanges, inbox, meetings, drafts, joining, invitations, groups)


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
        MessageHandler(filters.StatusUpdate.MIGRATE, groups.moved),
        MessageHandler(PRIVATE & filters.COMMAND, show_help),
        MessageHandler(PRIVATE & filters.TEXT & filters.UpdateType.MESSAGE, text),
        MessageHandler(PRIVATE & ~filters.StatusUpdate.ALL & filters.UpdateType.MESSAGE, not_text),
        ChatMemberHandler(groups.membership, ChatMemberHandler.MY_CHAT_MEMBER),
    ]


ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")
