"""The front door: commands, links and what the bot cannot take, each led to its feature."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import (
    BaseHandler,
    ChatJoinRequestHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from handlers import (
    agenda,
    agreements,
    assignments,
    attendance,
    changes,
    codes,
    coverage,
    digests,
    directory,
    doors,
    draft_choices,
    drafts,
    exchanges,
    feeds,
    figures,
    followups,
    groups,
    handling,
    home,
    hosting,
    inbox,
    invitations,
    invited,
    joining,
    journal,
    leaving,
    media,
    meetings,
    members,
    minutes,
    moderation,
    month_card,
    nudges,
    openings,
    overview,
    pause,
    personal,
    photos,
    plans,
    poll_drafts,
    polls,
    profile,
    questions,
    reports,
    roles,
    rotas,
    sessions,
    settings,
    slip,
    supervision,
    texts,
    watches,
    words,
)
from handlers.context import Context, chat_of, message_of, user_of
from handlers.menu import helped, set_menu
from handlers.routes import Handler, taps
from handlers.rules import people
from handlers.rules.invitations import PREFIX
from handlers.rules.overview import at_home
from handlers.rules.refusal import Refusal
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
    found = await context.commit(user_of(update), at_home, context.now)
    await show(update, context, joining.here(context, found))
    if update.callback_query is None:  # it may have changed while nothing reached them
        await set_menu(context)


async def open_home(update: Update, context: Context) -> None:
    """The same below a card, which stays."""
    found = await context.commit(user_of(update), at_home, context.now)
    await answer_tap(update)
    await post(context, chat_of(update).id, joining.here(context, found))


async def show_help(update: Update, context: Context) -> None:
    """How to go on, with the commands of whoever asks."""
    await context.commit(user_of(update), people.come_back)
    t, member = context.t, context.who.member
    elsewhere = "help.stranger" if context.who.joining is None else "help.joining"
    lead = t("help" if member is not None else elsewhere)
    lines = "\n".join(t(f"help.{name}") for name in helped(member))
    text = f"{lead}\n\n{lines}\n\n{say(t, 'help.foot', contact=context.house.contact)}"
    await show(update, context, Screen(text, [[home.back(t)]]))


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
    """Stop what is being asked, and say what was not saved, and what goes on all the same."""
    goes_on = await changes.under_way(update, context)
    await slip.withdraw(context, message_of(update))
    screen = joining.here(context, await context.commit(user_of(update), at_home, context.now))
    said = context.t("cancel.done") + (f"\n{context.t('cancel.change')}" if goes_on else "")
    await show(update, context, Screen(f"{said}\n\n{screen.text}", screen.rows))


async def report_in_group(update: Update, context: Context) -> None:
    """/difficulte in a group: no public answer, the command disappears where the bot may delete."""
    await remove(context, chat_of(update).id, message_of(update).message_id)
    try:
        await reports.begin(update, context)
    except Refusal as refusal:
        await moderation.whisper_no(update, context, refusal)


LINKS = {
    PREFIX: joining.open_invitation,
    "w_": exchanges.open_link,
    "b_": inbox.open_link,
    "n_": inbox.open_link,
    "c_": inbox.open_link,
    drafts.LINK: drafts.open_link,
    changes.LINK: changes.open_link,
    agenda.LINK: agenda.open_link,
    attendance.LINK: attendance.open_link,
    minutes.LINK: minutes.open_link,
    invitations.LINK: invitations.open_link,
    profile.LINK: profile.open_link,
    pause.LINK: pause.open_link,
    poll_drafts.LINK: poll_drafts.open_link,
    openings.LINK: openings.open_link,
    polls.LINK: polls.open_link,
    questions.LINK: questions.open_link,
    words.LINK: words.open_link,
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
    "annonce": words.begin,
    "supervision": supervision.show_all,
    "reunions": overview.show_list,
    "prochaine": overview.show_next,
    "recus": inbox.show_list,
    "inviter": invitations.begin,
    "journal": journal.show_latest,
    "reglages": settings.open_settings,
    "consentement": agreements.show_all,
    "confidentialite": show_privacy,
    "mesdonnees": personal.send,
    "oublier": leaving.forget_me,
    "signaler": moderation.explain,
    "retirer": moderation.explain_withdrawal,
    "annuler": cancel,
    "aide": show_help,
}
GROUP_COMMANDS: dict[str, Handler] = {
    **{name: hosting.point for name in COMMANDS if name != "start"},  # which Telegram itself writes into groups
    "difficulte": report_in_group,
    "signaler": moderation.report,
    "retirer": moderation.withdraw,
    **dict.fromkeys(hosting.COMMANDS, hosting.answer),
}


async def point_at_days(update: Update, context: Context) -> None:
    """A place in a month without a day to choose: what can be tapped."""
    await context.commit(user_of(update), people.anybody)
    await answer_tap(update, context.t("grid.none"))


TAPS: dict[str, Handler] = {
    month_card.NO_DAY: point_at_days,
    "h:home": show_home,
    "h:open": open_home,
    "h:privacy": show_privacy,
    "h:notice": show_notice,
}
IN_GROUPS = ("m:a",)  # buttons below what everybody sees; every other screen is one person’s own
FEATURES = (
    reports,
    questions,
    exchanges,
    photos,
    codes,
    inbox,
    handling,
    nudges,
    meetings,
    overview,
    feeds,
    supervision,
    coverage,
    openings,
    sessions,
    assignments,
    plans,
    followups,
    digests,
    watches,
    rotas,
    drafts,
    draft_choices,
    changes,
    poll_drafts,
    polls,
    agenda,
    attendance,
    minutes,
    joining,
    invitations,
    invited,
    agreements,
    directory,
    profile,
    groups,
    doors,
    figures,
    personal,
    members,
    roles,
    moderation,
    journal,
    settings,
    leaving,
    pause,
    words,
)


def handlers() -> list[BaseHandler[Update, Context, None]]:
    """Every handler of the program; the first that fits an update takes it."""
    routes = dict(TAPS)
    for feature in FEATURES:
        routes.update(feature.TAPS)
    return [
        taps(routes, IN_GROUPS),
        *(CommandHandler(name, handler, PRIVATE) for name, handler in COMMANDS.items()),
        *(CommandHandler(name, handler, filters.ChatType.GROUPS) for name, handler in GROUP_COMMANDS.items()),
        MessageHandler(filters.StatusUpdate.MIGRATE, groups.moved),
        MessageHandler(filters.ChatType.GROUPS & SERVICE, hosting.serve),
        MessageHandler(PRIVATE & filters.COMMAND, show_help),
        MessageHandler(PRIVATE & filters.TEXT & filters.UpdateType.MESSAGE, texts.take),
        MessageHandler(PRIVATE & filters.TEXT & filters.UpdateType.EDITED_MESSAGE, texts.edited),
        MessageHandler(PRIVATE & ~filters.StatusUpdate.ALL & filters.UpdateType.MESSAGE, media.receive),
        ChatMemberHandler(groups.membership, ChatMemberHandler.MY_CHAT_MEMBER),
        ChatMemberHandler(hosting.change, ChatMemberHandler.CHAT_MEMBER),
        ChatJoinRequestHandler(doors.knock),
    ]


ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member", "chat_join_request")
