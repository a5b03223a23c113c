"""What the bot sets up in a group it hosts: its door, its topics, and letting people through."""

from functools import partial

from telegram import ChatMember, ChatMemberAdministrator
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

import storage.groups
import storage.topics
from handlers.context import Context, House
from handlers.rules import doors
from handlers.rules.groups import OF_FORUM, PURPOSES, RIGHTS
from handlers.speech import speech
from storage.groups import Group

OUT = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
NO_TOPIC = "message thread not found"
# Telegram's words for somebody who is in already, who withdrew, or whose account is gone: nothing is left to do.
SETTLED = ("user_already_participant", "hide_requester_missing", "user_channels_too_much", "user not found")
NEEDED = {"can_delete_messages": "d", "can_invite_users": "i", "can_restrict_members": "r", "can_pin_messages": "p"}


def is_out(member: ChatMember) -> bool:
    """Whether somebody is not in the chat."""
    return member.status in OUT


async def place_of(context: Context, group: Group) -> ChatMember | None:
    """What whoever acts is in a group, which only Telegram knows; None where it does not tell."""
    try:
        return await context.bot.get_chat_member(group.chat_id, context.who.telegram_id)
    except (BadRequest, Forbidden):
        return None


def lacking(member: ChatMember, *, forum: bool) -> str:
    """A letter for each right the bot needs in a group and has not."""
    if not isinstance(member, ChatMemberAdministrator):
        return RIGHTS + (OF_FORUM if forum else "")
    lacks = "".join(letter for name, letter in NEEDED.items() if not getattr(member, name))
    return lacks + (OF_FORUM if forum and not member.can_manage_topics else "")


async def door(context: Context, group: Group, former: str | None = None) -> str | None:
    """Make the link by which people ask to come in, in the place of `former`; the one that hangs there otherwise."""
    made = await context.bot.create_chat_invite_link(group.chat_id, creates_join_request=True)
    link = made.invite_link
    if await context.house.commit(lambda tx: storage.groups.hang(tx, group.id, link, instead_of=former)):
        link, unused = link, former
    else:
        unused = link
    if unused:
        await close(context, group, unused)
    return link


async def close(context: Context, group: Group, link: str) -> None:
    """Nobody asks by this link any more."""
    try:
        await context.bot.revoke_chat_invite_link(group.chat_id, link)
    except (BadRequest, Forbidden):
        return  # closed already, or the bot is out of the group


async def furnish(context: Context, group: Group) -> None:
    """Hang the door of a group that has none yet, where the bot may."""
    if group.region is not None and group.door is None and group.may("i"):
        try:
            await door(context, group)
        except (BadRequest, Forbidden):
            return  # the right went meanwhile: the next look says so


async def topics(context: Context, group: Group) -> None:
    """Make the topics that are not there, or not any more."""
    known = await context.house.commit(lambda tx: storage.topics.of(tx, group.id))
    for purpose in PURPOSES:
        if purpose in known and not await _is_there(context, group, known[purpose]):
            await context.house.commit(partial(storage.topics.forget, group_id=group.id, thread_id=known.pop(purpose)))
        if purpose not in known:
            await topic(context.bot, context.house, group, purpose)


async def topic(bot: ExtBot[None], house: House, group: Group, purpose: str) -> None:
    """Make one topic, named in the language of the house; of two made at once, the first stays."""
    name = speech(house.language)(f"topic.{purpose}")
    made = (await bot.create_forum_topic(group.chat_id, name)).message_thread_id
    if not await house.commit(lambda tx: storage.topics.open_at(tx, group.id, purpose, made)):
        await bot.delete_forum_topic(group.chat_id, made)


async def _is_there(context: Context, group: Group, thread_id: int) -> bool:
    """Telegram has no question for it; a sign of writing, which nobody keeps, is refused where nothing is."""
    try:
        await context.bot.send_chat_action(group.chat_id, "typing", message_thread_id=thread_id)
    except BadRequest as error:
        return NO_TOPIC not in error.message.casefold()
    return True


async def let_in(context: Context, group: Group, telegram_id: int) -> bool:
    """Open the door to somebody, as often as need be; False when Telegram did not let the bot."""
    return await _settle(context, group, telegram_id, approve=True)


async def turn_away(context: Context, group: Group, telegram_id: int) -> bool:
    """A coordinator said no."""
    return await _settle(context, group, telegram_id, approve=False)


async def _settle(context: Context, group: Group, telegram_id: int, *, approve: bool) -> bool:
    bot = context.bot
    try:
        if approve:
            await bot.approve_chat_join_request(group.chat_id, telegram_id)
        else:
            await bot.decline_chat_join_request(group.chat_id, telegram_id)
    except TelegramError as error:
        if not any(word in error.message.casefold() for word in SETTLED):
            if isinstance(error, (BadRequest, Forbidden)):
                return False
            raise
    await context.house.commit(lambda tx: doors.settled(tx, group.id, telegram_id))
    return True
