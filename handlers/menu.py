"""The menu of commands beside the text field: by chat, role and language."""

from contextlib import suppress

from telegram import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from handlers.context import Context
from handlers.speech import LANGUAGES, Speech, speech
from storage.members import Member

PEER = ("start", "difficulte", "code", "reunions", "confidentialite", "annuler", "aide")
OUTSIDE = ("start", "code", "confidentialite", "annuler", "aide")  # for who is no member, or not any more
SUPERVISOR = ("start", "recus", "difficulte", "reunions", "confidentialite", "annuler", "aide")
COORDINATOR = ("start", "reunion", "reunions", "inviter", "difficulte", "confidentialite", "aide")
BOTH = ("start", "recus", "reunion", "reunions", "inviter", "difficulte", "aide")
# What the help lists, in its order; whoever cannot use a command does not find it there.
ANYBODY = ("start", "code", "confidentialite", "mesdonnees", "oublier", "signaler", "annuler")
EVERY_MEMBER = (*ANYBODY, "difficulte", "reunions", "prochaine", "supervision", "reglages", "consentement")
BY_ROLE = {"supervisor": ("recus",), "coordinator": ("reunion", "inviter", "annonce", "journal", "retirer")}
HELP = (
    "start",
    "difficulte",
    "code",
    "reunions",
    "prochaine",
    "supervision",
    "recus",
    "reunion",
    "inviter",
    "annonce",
    "journal",
    "reglages",
    "consentement",
    "confidentialite",
    "mesdonnees",
    "oublier",
    "signaler",
    "retirer",
    "annuler",
)
# Without /difficulte, which works there too: a menu should not lead anybody to show that word to the others.
GROUP = ("prochaine", "regles", "signaler", "aide")
ADMINISTRATORS = (*GROUP, "retirer")
# By kind of chat, in every language; a member's own chat has a menu of its own besides.
SCOPES = (
    (BotCommandScopeAllPrivateChats(), OUTSIDE),
    (BotCommandScopeAllGroupChats(), GROUP),
    (BotCommandScopeAllChatAdministrators(), ADMINISTRATORS),
)


def _commands(t: Speech, names: tuple[str, ...]) -> list[BotCommand]:
    return [BotCommand(name, t(f"command.{name}")) for name in names]


async def set_menus(bot: ExtBot[None], house_language: str) -> None:
    """The menu of each kind of chat, in each language; the community's own for all other languages."""
    for scope, names in SCOPES:
        await bot.set_my_commands(_commands(speech(house_language), names), scope)
        for language in LANGUAGES:
            await bot.set_my_commands(_commands(speech(language), names), scope, language)


async def set_menu(context: Context) -> None:
    """The menu of this person's own chat."""
    if context.who.member is not None:
        await set_menu_of(context.bot, context.who.member)


async def unset_menu(context: Context) -> None:
    """The menu of strangers again, for who is no member any more."""
    await context.bot.delete_my_commands(BotCommandScopeChat(context.who.telegram_id))


async def set_menu_of(bot: ExtBot[None], member: Member) -> None:
    """The menu of a member's own chat, by role, in the language they chose; best effort, their /start sets it too."""
    with suppress(TelegramError):  # they may have blocked the bot
        scope = BotCommandScopeChat(member.telegram_id)
        await bot.set_my_commands(_commands(speech(member.language), names_for(member)), scope)


def helped(member: Member | None) -> list[str]:
    """The commands that whoever asks can use, for the help."""
    held = [name for role, names in BY_ROLE.items() if member is not None and member.holds(role) for name in names]
    own = {*(ANYBODY if member is None else EVERY_MEMBER), *held}
    return [name for name in HELP if name in own]


def names_for(member: Member) -> tuple[str, ...]:
    """The commands in the menu of a member."""
    supervises = member.holds("supervisor")
    if member.holds("coordinator"):
        return BOTH if supervises else COORDINATOR
    return SUPERVISOR if supervises else PEER
