"""After a meeting: what it came to, written by who runs it and read by those it concerns; actions taken and closed."""

from telegram import Update

from handlers import minutes_card, slip
from handlers.context import Context, chat_of, message_of, user_of
from handlers.routes import number, parts
from handlers.rules import actions, people
from handlers.rules.actions import Line, Minutes
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Button, Screen, answer_tap, edit, message_id_of, post, say, show

LINK = "ac_"  # start payload of the question for minutes: the meeting’s number
BYTES = 5  # of the random number of a sharing


async def open_minutes(update: Update, context: Context) -> None:
    """Below the meeting’s card, which stays."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), actions.look, number(key))
    await answer_tap(update)
    await post(context, chat_of(update).id, minutes_card.card(context.t, found))


async def open_link(update: Update, context: Context, asked: str) -> None:
    """The link of a question was opened: the minutes it is about."""
    found = await context.commit(user_of(update), actions.look, number(asked))
    await show(update, context, minutes_card.card(context.t, found))


async def see(update: Update, context: Context) -> None:
    """Another page, or the same one as it is now."""
    page, key = parts(update, 2)
    found = await context.commit(user_of(update), actions.look, number(key))
    await show(update, context, minutes_card.card(context.t, found, number(page)))


async def ask(update: Update, context: Context) -> None:
    """Ask for decisions and actions, in a message to reply to."""
    (key,) = parts(update, 1)
    await context.commit(user_of(update), actions.writable, number(key), context.now)
    await slip.ask(update, context, f"{LINK}{number(key)}", "minutes.ask", "minutes.placeholder")


async def take(update: Update, context: Context, asked: str) -> None:
    """They are written: the card shows how they will be read. Nothing is kept before they are shared."""
    message = message_of(update)
    found = await context.commit(user_of(update), actions.read, number(asked), message.text or "", context.now)
    t, own = context.t, int.from_bytes(context.house.random(BYTES))
    rows = minutes_card.sure(t, number(asked), own)
    await slip.lay(context, message, say(t, "minutes.sure"), rows, minutes_card.written(t, found))


async def send(update: Update, context: Context) -> None:
    """Shared: the card becomes the minutes; the written message disappears."""
    own, key = parts(update, 2)
    text = slip.quoted(update)
    found = await context.commit(user_of(update), actions.share, number(key), number(own), text, context.now)
    await answer_tap(update, context.t("minutes.shared_toast"))
    await slip.become(update, context, minutes_card.card(context.t, found))


async def drop(update: Update, context: Context) -> None:
    """Nothing is shared: the written message goes."""
    (key,) = parts(update, 1)
    await context.commit(user_of(update), people.own)
    await answer_tap(update)
    said = say(context.t, "minutes.dropped") + "\n" + await slip.clear(update, context)
    meeting_id = number(key)
    back = [Button(context.t("minutes.button.see"), f"ac:see:0:{meeting_id}")]
    await edit(context, chat_of(update).id, message_id_of(update), Screen(said, [back]))


async def open_left(update: Update, context: Context) -> None:
    """What is still to be done, before this meeting."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), actions.pending, number(key), context.now)
    await answer_tap(update)
    await post(context, chat_of(update).id, minutes_card.left(context.t, found))


async def close(update: Update, context: Context) -> None:
    """[Fait]."""
    _, key = parts(update, 2)
    found = await context.commit(user_of(update), actions.close, number(key), done=True)
    await _again(update, context, found, "minutes.done_toast")


async def reopen(update: Update, context: Context) -> None:
    """It is not done after all."""
    _, key = parts(update, 2)
    found = await context.commit(user_of(update), actions.close, number(key), done=False)
    await _again(update, context, found, "minutes.reopened_toast")


async def own(update: Update, context: Context) -> None:
    """[C’est pour moi]."""
    _, key = parts(update, 2)
    found = await context.commit(user_of(update), actions.take, number(key), on=True)
    await _again(update, context, found, "minutes.taken_toast")


async def leave(update: Update, context: Context) -> None:
    """It is not theirs after all."""
    _, key = parts(update, 2)
    found = await context.commit(user_of(update), actions.take, number(key), on=False)
    await _again(update, context, found, "minutes.left_toast")


async def _again(update: Update, context: Context, found: Minutes, toast: str) -> None:
    """The list on which it was tapped: what is left before a meeting, or the minutes of its own."""
    before, key = map(number, parts(update, 2))
    t = context.t
    if before:
        found = await context.commit(user_of(update), actions.pending, before, context.now)
        screen = minutes_card.left(t, found)
    else:
        screen = minutes_card.card(t, found, minutes_card.page_of(t, found, key))
    await show(update, context, screen, t(toast))


async def edit_lines(update: Update, context: Context) -> None:
    """Which line was wrong."""
    page, key = parts(update, 2)
    found = await context.commit(user_of(update), actions.run, number(key))
    await show(update, context, minutes_card.edit(context.t, found, number(page)))


async def ask_removal(update: Update, context: Context) -> None:
    """What would go."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), actions.around, number(key))
    await show(update, context, minutes_card.removing(context.t, found, _line(found, number(key))))


def _line(found: Minutes, key: int) -> Line:
    line = next((one for one in found.lines if one.action.id == key), None)
    if line is None:
        raise Refusal(Reason.STALE)
    return line


async def remove(update: Update, context: Context) -> None:
    """A wrong line is gone."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), actions.remove, number(key))
    await show(update, context, minutes_card.card(context.t, found), context.t("minutes.removed"))


TAPS = {
    "ac:o": open_minutes,
    "ac:see": see,
    "ac:new": ask,
    "ac:send": send,
    "ac:drop": drop,
    "ac:left": open_left,
    "ac:done": close,
    "ac:reopen": reopen,
    "ac:take": own,
    "ac:leave": leave,
    "ac:edit": edit_lines,
    "ac:cut": ask_removal,
    "ac:out": remove,
}
