"""A question to the peers, as its writer sees it until it is sent; and « J’ai une réponse », which opens the bot."""

from telegram import ChatMemberRestricted, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest

from handlers import home, question_card, slip
from handlers.context import Context, chat_of, message_of, user_of
from handlers.furnishing import is_out, place_of
from handlers.question_card import MODES, SIGNED
from handlers.routes import number, parts
from handlers.rules import questions
from handlers.rules.questions import Draft, Place
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import (
    GONE,
    UNCHANGED,
    Button,
    Rows,
    Screen,
    allow,
    answer_tap,
    edit,
    keyboard,
    message_id_of,
    post,
    remove,
    say,
    show,
)
from handlers.speech import speech
from storage.groups import Group
from storage.posts import Post

LINK = "q_"  # start payload below a question, and of what asks for its answer: the question's id


async def ask(update: Update, context: Context) -> None:
    """The question whose written answer becomes a card; only where there is a group to ask."""
    await context.commit(user_of(update), questions.groups)
    t = context.t
    await show(update, context, Screen(say(t, "question.about"), [[home.back(t)]]))
    await post(context, chat_of(update).id, Screen(say(t, "question.write"), placeholder=t("report.placeholder")))


async def begin(update: Update, context: Context) -> None:
    """The words for the peers: where, or as whose."""
    message = message_of(update)
    found = await context.commit(user_of(update), questions.groups)
    questions.check_length(message.text or "")
    token = slip.code(context.house.random(16))
    if len(found) > 1:
        lead, rows = say(context.t, "question.which"), question_card.which(context.t, found, token)
    else:
        lead, rows = _how(context, str(found[0].id), token)
    await slip.lay(context, message, lead, rows)


def _how(context: Context, to: str, token: str) -> tuple[str, list[list[Button]]]:
    return say(context.t, "question.how"), question_card.modes(context.t, to, token)


async def choose_group(update: Update, context: Context) -> None:
    """From the card of any text: in which group, where there are several."""
    (token,) = parts(update, 1)
    found = await context.commit(user_of(update), questions.groups)
    if len(found) == 1:
        await _card(update, context, *_how(context, str(found[0].id), token))
    else:
        await _card(update, context, say(context.t, "question.which"), question_card.which(context.t, found, token))


async def choose_mode(update: Update, context: Context) -> None:
    """Signed or not."""
    to, token = parts(update, 2)
    await context.commit(user_of(update), questions.place, _to(to))
    await _card(update, context, *_how(context, to, token))


async def _card(update: Update, context: Context, lead: str, rows: Rows) -> None:
    text = slip.quoted(update)
    await show(update, context, Screen(f"{lead}\n\n{slip.quote(text)}", rows))


def _to(to: str) -> int | str:
    """What a button names: a group's number, or a question's id."""
    return slip.decode(to).hex() if len(to) == slip.CODE_LENGTH else number(to)


async def preview(update: Update, context: Context) -> None:
    """Exactly what the group will see."""
    mode, to, token = parts(update, 3)
    await show(update, context, await _previewed(update, context, mode, to, token, slip.quoted(update)))


async def _previewed(update: Update, context: Context, mode: str, to: str, token: str, text: str) -> Screen:
    signed = _signed(mode)
    found = await context.commit(user_of(update), questions.prospect, _to(to), text, signed=signed)
    await _check_inside(context, found.place.group)
    group = speech(context.house.language)
    return question_card.preview(context.t, group, found, to, token, text, signed=signed)


async def _check_inside(context: Context, group: Group) -> None:
    """Refuse whoever may not write in the group themselves; asked the same way with a name and without, never kept."""
    member = await place_of(context, group)
    if member is None:
        return
    if isinstance(member, ChatMemberRestricted) and member.is_member and not member.can_send_messages:
        raise Refusal(Reason.MUTED)
    if is_out(member) or (isinstance(member, ChatMemberRestricted) and not member.is_member):
        raise Refusal(Reason.NOT_INSIDE)


def _signed(mode: str) -> bool:
    if mode not in MODES:
        raise Refusal(Reason.STALE)
    return mode == SIGNED


async def add(update: Update, context: Context, card: Message) -> None:
    """A reply to the preview: its text grows by these words, which disappear from below."""
    message = message_of(update)
    text = f"{slip.quote_of(card)}\n{message.text or ''}"
    questions.check_length(text)
    mode, to, token = str(slip.behind(card, "q:s")).split(":")
    await edit(context, message.chat.id, card.message_id, await _previewed(update, context, mode, to, token, text))
    await remove(context, message.chat.id, message.message_id)


async def send(update: Update, context: Context) -> None:
    """On its way; the card becomes a short receipt without a way back to the text, the written message disappears."""
    mode, to, token = parts(update, 3)
    draft = Draft(slip.decode(token), _to(to), _signed(mode), slip.quoted(update))
    await _check_inside(context, (await context.commit(user_of(update), questions.place, draft.to)).group)
    verdict = context.house.quotas.next_message(user_of(update).id, draft.token, draft.token, 1, context.now)
    allow(verdict)
    found = await context.commit(user_of(update), questions.submit, draft, context.now)
    await answer_tap(update, context.t("report.sent_toast"))
    await slip.become(update, context, _receipt(context, found, signed=draft.signed))


def _receipt(context: Context, found: Place, *, signed: bool) -> Screen:
    t, group = context.t, found.group.title
    kind = "answer" if found.answered else "question"
    if signed:
        said = say(t, f"question.sent.{kind}.signed", group=group)
    else:
        moment = questions.appears(found.box, context.now)
        said = say(t, f"question.sent.{kind}.unsigned", group=group, moment=t(f"question.appears.{moment}"))
    return Screen(said, [[home.below(t)]])


async def drop(update: Update, context: Context) -> None:
    """Nothing is sent: the card goes, and the written message with it."""
    await context.commit(user_of(update), questions.asker)
    await answer_tap(update, context.t("report.dropped_toast"))
    said = say(context.t, "report.dropped") + "\n" + await slip.clear(update, context)
    await edit(context, chat_of(update).id, message_id_of(update), Screen(said, [[home.back(context.t)]]))


# Answering ----------------------------------------------------------------------------------------------


async def open_link(update: Update, context: Context, code: str) -> None:
    """« J’ai une réponse » was tapped in the group: ask for the answer here."""
    found = await _answered(update, context, code)
    await _check_inside(context, found.group)
    if found.answered is not None and not await _is_there(context, found.answered, found.group.chat_id):
        await context.commit(user_of(update), questions.gone, found.answered.about)
        raise Refusal(Reason.QUESTION_GONE)
    await remove(context, chat_of(update).id, message_of(update).message_id)  # it names the question
    question = say(context.t, "question.reply", link=context.link(LINK + code), group=found.group.title)
    await post(context, chat_of(update).id, Screen(question, placeholder=context.t("report.placeholder")))


async def _answered(update: Update, context: Context, code: str) -> Place:
    return await context.commit(user_of(update), questions.place, slip.decode(code).hex())


async def _is_there(context: Context, asked: Post, chat_id: int) -> bool:
    """Whether the question still stands: Telegram tells when its button is put where it is already."""
    opening = question_card.opening(speech(context.house.language), asked.about)
    button = Button(opening.text, url=context.link(opening.url or ""))
    try:
        await _put(context, chat_id, asked.message_id, keyboard([[button]]))
    except BadRequest as error:
        said = error.message.casefold()
        return UNCHANGED in said or not any(gone in said for gone in GONE)
    return True


async def _put(context: Context, chat_id: int, message_id: int, buttons: InlineKeyboardMarkup | None) -> None:
    await context.bot.edit_message_reply_markup(chat_id, message_id, reply_markup=buttons)


async def take(update: Update, context: Context, code: str) -> None:
    """The answer is written: as whose."""
    message = message_of(update)
    await _answered(update, context, code)
    questions.check_length(message.text or "")
    lead, rows = _how(context, code, slip.code(context.house.random(16)))
    await slip.lay(context, message, lead, rows)


TAPS = {
    "q:new": ask,
    "q:g": choose_group,
    "q:h": choose_mode,
    "q:v": preview,
    "q:s": send,
    "q:x": drop,
}
