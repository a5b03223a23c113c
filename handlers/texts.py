"""Free texts: each is led to the question it answers, to the card it replies to, or begins something."""

from telegram import Message, Update

from handlers import (
    agenda,
    attendance,
    changes,
    codes,
    doors,
    drafts,
    exchanges,
    handling,
    inbox,
    invitations,
    joining,
    media,
    minutes,
    openings,
    pause,
    poll_drafts,
    profile,
    questions,
    reports,
    slip,
    words,
)
from handlers.context import Context, chat_of, message_of, user_of
from handlers.rules import people
from handlers.rules.codes import is_meant, is_tried, may_be_pin
from handlers.screen import Screen, post


async def take(update: Update, context: Context) -> None:
    """A free text: an answer to a question of the bot, a reply to a card, or the beginning of something."""
    message = message_of(update)
    if message.forward_origin is not None:
        await context.commit(user_of(update), people.anybody)
        raise media.only_text(context, message)
    text = message.text or ""
    for prefix, answer in ANSWERS.items():
        if (asked := slip.answers(message, prefix)) is not None and (prefix != codes.PIN or may_be_pin(text)):
            await slip.or_again(update, context, answer(update, context, asked))
            return
    if (card := slip.replied_card(message)) is not None and await _reply_to(update, context, card):
        return
    # What is no code is not lost because a question for one still stands open.
    if is_meant(text) or (slip.asked(message, codes.ASK) and is_tried(text)):
        await codes.take(update, context)
    elif slip.asked(message, "question.write"):
        await questions.begin(update, context)
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
    elif slip.behind(card, "q:s") is not None:
        await questions.add(update, context, card)
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
    changes.LINK: changes.take,
    agenda.LINK: agenda.take,
    attendance.LINK: attendance.take,
    minutes.LINK: minutes.take,
    invitations.LINK: invitations.take_label,
    profile.LINK: profile.take,
    openings.LINK: openings.take,
    pause.LINK: pause.take,
    poll_drafts.LINK: poll_drafts.take,
    questions.LINK: questions.take,
    reports.REWRITE: reports.reword,
    words.LINK: words.take,
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
    "q:v",
)  # cards that quote what is not sent yet
