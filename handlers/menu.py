"""The menu of commands beside the text field: by chat, role and language."""

from telegram import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.ext import ExtBot

from handlers.context import Context
from handlers.speech import LANGUAGES, Speech, speech
from storage.members import Member

EVERYONE = ("start", "difficulte", "code", "reunions", "confidentialite", "annuler", "aide")
COORDINATOR = ("start", "reunion", "reunions", "inviter", "difficulte", "confidentialite", "aide")


def _commands(t: Speech, names: tuple[str, ...]) -> list[BotCommand]:
    return [BotCommand(name, t(f"command.{name}")) for name in names]


async def set_menus(bot: ExtBot[None], house_language: str) -> None:
    """The menu of everyone's private chat, in each language; the community's own for all other languages."""
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(_commands(speech(house_language), EVERYONE), scope)
    for language in LANGUAGES:
        await bot.set_my_commands(_commands(speech(language), EVERYONE), scope, language)


async def set_menu(context: Context) -> None:
    """The menu of this person's own chat, in the language they chose."""
    if context.who.member is not None:
        names = _names(context.who.member)
        scope = BotCommandScopeChat(context.who.telegram_id)
        await context.bot.set_my_commands(_commands(context.t, names), scope)


def _names(member: Member) -> tuple[str, ...]:
    return COORDINATOR if member.holds("coordinator") else EVERYONE


async def unset_menu(context: Context) -> None:
    """The menu of everyone again, for who is no member any more."""
    await context.bot.delete_my_commands(BotCommandScopeChat(context.who.telegram_id))
