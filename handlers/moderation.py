"""Moderation: /signaler and /retirer in a group, and what coordinators do from their card, in private."""

from collections.abc import Awaitable

from telegram import ChatPermissions, Message, Update
from telegram.error import BadRequest, Forbidden, TelegramError

from handlers import home, moderation_card, slip
from handlers.context import Context, chat_of, message_of, user_of
from handlers.moderation_card import confirm, done
from handlers.routes import number, parts
from handlers.rules import hearing, moderation, people
from handlers.rules.moderation import Case, Known
from handlers.rules.quotas import Verdict
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import GONE, Screen, allow, no, post, remove, say, show
from handlers.speech import speech
from storage.members import Member

# What Telegram says when the bot may not do something, or the author may not have it done to them.
REFUSED = {
    "message can't be deleted": Reason.BOT_MAY_NOT_DELETE,
    "not enough rights": Reason.BOT_MAY_NOT_RESTRICT,
    "method is available only for supergroups": Reason.ONLY_IN_SUPERGROUPS,
    "is an administrator of the chat": Reason.AUTHOR_RUNS_GROUP,
    "can't remove chat owner": Reason.AUTHOR_RUNS_GROUP,
    "chat_admin_required": Reason.BOT_MAY_NOT_RESTRICT,
}


async def explain(update: Update, context: Context) -> None:
    """/signaler in private: how it is used."""
    await context.commit(user_of(update), people.anybody)
    text = say(context.t, "moderation.how", contact=context.house.contact)
    await show(update, context, Screen(text, [[home.back(context.t)]]))


async def explain_withdrawal(update: Update, context: Context) -> None:
    """/retirer in private: the same."""
    await context.commit(user_of(update), people.anybody)
    await show(update, context, Screen(say(context.t, "moderation.how_withdraw"), [[home.back(context.t)]]))


async def report(update: Update, context: Context) -> None:
    """/signaler in reply to a message: the coordinators hear of it in private; in the group nothing is left."""
    message, hidden = await _taken(update, context)
    try:
        reported = _replied(message)
        if reported is None:
            await _whisper(update, context, "moderation.how")
            return
        if await _told(update, context, reported):
            await _whisper(update, context, "moderation.reported" if hidden else "moderation.still_seen")
        else:
            await _whisper(update, context, "refusal.nobody_told")
    except Refusal as refusal:
        await whisper_no(update, context, refusal)


async def _taken(update: Update, context: Context) -> tuple[Message, bool]:
    """The command leaves the group at once; False where the bot may not delete."""
    message = message_of(update)
    hidden = await remove(context, message.chat.id, message.message_id)
    await context.commit(user_of(update), people.anybody)
    return message, hidden


def _replied(message: Message) -> Message | None:
    """The message that is meant; in a topic, Telegram lets every message reply to the topic's beginning."""
    original = message.reply_to_message
    return None if original is None or original.forum_topic_created is not None else original


async def _told(update: Update, context: Context, reported: Message) -> bool:
    """Whether somebody heard of it; from the same person once, which is known in memory only."""
    quotas, who = context.house.quotas, user_of(update).id
    mark = f"{reported.chat.id}/{reported.message_id}".encode()
    verdict = quotas.may_point_out(who, mark, context.now)
    allow(verdict)
    if verdict is Verdict.KNOWN:
        return True
    told = await _tell(update, context, reported)
    if told:
        quotas.pointed_out(who, mark, context.now)
    return told


async def _tell(update: Update, context: Context, reported: Message) -> bool:
    """Send the card to the region's coordinators; to the nation's, when none of these can be reached."""
    writer = reported.from_user
    author = writer.id if writer and not writer.is_bot and reported.sender_chat is None else 0
    found = await context.commit(user_of(update), moderation.responsible, chat_of(update).id, author)
    group, tiers = found
    case = Case(group.id, reported.message_id, author)
    for members in tiers:
        if any([await _reached(context, member, reported, group.title, case) for member in members]):
            return True
    return False


async def _reached(context: Context, member: Member, reported: Message, title: str, case: Case) -> bool:
    screen = moderation_card.first(speech(member.language), title, reported, case, context.bot.id)
    quiet = hearing.resting(member, context.now)
    return await _delivered(post(context, member.telegram_id, screen, quiet=quiet))


async def _delivered(sending: Awaitable[object]) -> bool:
    """Whether it came into a chat that may be closed to the bot."""
    try:
        await sending
    except (Forbidden, BadRequest):
        return False
    return True


async def _whisper(update: Update, context: Context, key: str) -> None:
    """A word in private to who wrote in the group; none if they never opened the bot."""
    text = say(context.t, key, contact=context.house.contact)
    await _delivered(post(context, user_of(update).id, Screen(text)))


async def whisper_no(update: Update, context: Context, refusal: Refusal) -> None:
    """A no in private to who wrote in the group."""
    await _delivered(post(context, user_of(update).id, Screen(no(context, refusal))))


async def withdraw(update: Update, context: Context) -> None:
    """/retirer in reply to a question or an answer that the bot posted: it goes, and nothing is said in the group."""
    message, _ = await _taken(update, context)
    try:
        target = _replied(message)
        if target is None:
            await _whisper(update, context, "refusal.not_a_post")
            return
        case = await context.commit(user_of(update), moderation.own_post, message.chat.id, target.message_id)
        known = await context.commit(user_of(update), moderation.look, case)
        await _take_off(context, known, case)
        await context.commit(user_of(update), moderation.did, case, "removed", context.now)
        await _whisper(update, context, "moderation.withdrawn")
    except Refusal as refusal:
        await whisper_no(update, context, refusal)


# The card -------------------------------------------------------------------------------------------------


async def _look(update: Update, context: Context) -> tuple[Case, Known]:
    """The case of the tapped card, and how it stands now; the right is looked at with each tap."""
    case = Case(*(number(part) for part in parts(update, 3)))
    return case, await context.commit(user_of(update), moderation.look, case)


async def _show(update: Update, context: Context, case: Case, known: Known, toast: str | None = None) -> None:
    await show(update, context, moderation_card.again(context.t, slip.tapped(update), case, known), toast)


async def show_again(update: Update, context: Context) -> None:
    """Back to the card."""
    case, known = await _look(update, context)
    await _show(update, context, case, known)


async def _act(call: Awaitable[object]) -> bool:
    """Whether it was done just now; False when there was nothing left to do. Refuses what Telegram refuses."""
    try:
        await call
    except BadRequest as error:
        said = error.message.casefold()
        if any(gone in said for gone in GONE[:2]):
            return False
        raise _named(error) from error
    except Forbidden as error:
        raise _named(error) from error
    return True


def _named(error: TelegramError) -> Refusal:
    said = error.message.casefold()
    return Refusal(next((reason for words, reason in REFUSED.items() if words in said), Reason.GROUP_REFUSES))


async def _did(update: Update, context: Context, case: Case, kind: str) -> None:
    known = await context.commit(user_of(update), moderation.did, case, kind, context.now)
    await _show(update, context, case, known, context.t(f"moderation.done.{kind}"))


async def delete(update: Update, context: Context) -> None:
    """Take the message away from the group."""
    case, known = await _look(update, context)
    if "removed" in known.done or not await _take_off(context, known, case):
        await _show(update, context, case, known, context.t("moderation.already.removed"))
    else:
        await _did(update, context, case, "removed")


async def _take_off(context: Context, known: Known, case: Case) -> bool:
    """A message leaves the group, a question with its answers; False when it was gone."""
    for answer in known.answers:
        await remove(context, known.group.chat_id, answer)
    return await _act(context.bot.delete_message(known.group.chat_id, case.message))


async def mute(update: Update, context: Context) -> None:
    """Its author may read and not write there, for a day."""
    case, known = await _look(update, context)
    if "muted" in known.done:
        await _show(update, context, case, known, context.t("moderation.already.muted"))
        return
    until = context.now + moderation.MUTE
    silent = ChatPermissions.no_permissions()
    await _act(context.bot.restrict_chat_member(known.group.chat_id, case.author, silent, until_date=until))
    await _did(update, context, case, "muted")


async def warn(update: Update, context: Context) -> None:
    """The ready word, as its reader will see it, before it is sent."""
    case, known = await _look(update, context)
    if "warned" in known.done:
        await _show(update, context, case, known, context.t("moderation.already.warned"))
        return
    word = _word(context, known).replace("<tg-spoiler>", "").replace("</tg-spoiler>", "")  # who sends it reads it first
    text = f"{say(context.t, 'moderation.ready')}\n\n{word}"
    await show(update, context, confirm(context.t, slip.tapped(update), text, case, "send", "v:tell", "success"))


def _word(context: Context, known: Known, key: str = "moderation.word") -> str:
    """A word to the author, in their language if they are a member."""
    t = speech(known.member.language if known.member else context.house.language)
    return say(t, key, group=known.group.title, contact=context.house.contact)


async def tell(update: Update, context: Context) -> None:
    """Send the word; who never opened the bot cannot be reached, and the coordinator is told so."""
    case, known = await _look(update, context)
    if "warned" in known.done:
        await _show(update, context, case, known, context.t("moderation.already.warned"))
    elif not await _delivered(post(context, case.author, Screen(_word(context, known)))):
        raise Refusal(Reason.AUTHOR_UNREACHABLE)
    else:
        await _did(update, context, case, "warned")


async def ask_ban(update: Update, context: Context) -> None:
    """What excluding means, before it is done."""
    case, known = await _look(update, context)
    if "banned" in known.done:
        await _show(update, context, case, known, context.t("moderation.already.banned"))
        return
    text = say(context.t, "moderation.ban", group=known.group.title)
    await show(update, context, confirm(context.t, slip.tapped(update), text, case, "banned", "v:out", "danger"))


async def ban(update: Update, context: Context) -> None:
    """Out of this group, and not back by themselves; roles and meetings stay."""
    case, known = await _look(update, context)
    if "banned" in known.done:
        await _show(update, context, case, known, context.t("moderation.already.banned"))
        return
    if await _act(context.bot.ban_chat_member(known.group.chat_id, case.author)):
        await _delivered(post(context, case.author, Screen(_word(context, known, "moderation.out"))))
    await _did(update, context, case, "banned")


async def close(update: Update, context: Context) -> None:
    """Nothing (more) to do: the words that were quoted leave this chat as well."""
    _, known = await _look(update, context)
    lines = [say(context.t, "moderation.closed", group=known.group.title), *done(context.t, known)]
    await show(update, context, Screen("\n".join(lines), [[home.back(context.t)]]))


TAPS = {
    "v:show": show_again,
    "v:del": delete,
    "v:mute": mute,
    "v:warn": warn,
    "v:tell": tell,
    "v:ban": ask_ban,
    "v:out": ban,
    "v:no": close,
}
