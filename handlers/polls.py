"""Announced polls: votes saved at each tap, and what a coordinator decides when they are over."""

from telegram import Update

from handlers import home, outcome_card, poll_card
from handlers.context import Context, chat_of, user_of
from handlers.meeting_card import card as meeting_card
from handlers.routes import number, parts
from handlers.rules import outcomes, polls
from handlers.rules.polls import View
from handlers.screen import Screen, answer_tap, message_id_of, post, say, show
from storage.polls import Proposal

LINK = poll_card.LINK


async def open_card(update: Update, context: Context) -> None:
    """One poll."""
    (key,) = parts(update, 1)
    await _open(update, context, key)


async def open_link(update: Update, context: Context, key: str) -> None:
    """The button below its card in a group was followed."""
    await _open(update, context, key)


async def _open(update: Update, context: Context, key: str) -> None:
    seen = await context.commit(user_of(update), polls.look, number(key))
    await show(update, context, poll_card.card(context.t, seen))


async def answer(update: Update, context: Context) -> None:
    """One tap: the vote is written, and the card asks for the next date."""
    seen, _ = await _vote(update, context)
    await show(update, context, poll_card.card(context.t, seen), context.t("poll.saved"))


async def _vote(update: Update, context: Context) -> tuple[View, Proposal]:
    word, key = parts(update, 2)
    return await context.commit(user_of(update), polls.vote, number(key), word, context.now)


async def change(update: Update, context: Context) -> None:
    """The dates with one's own votes, below the card, which stays true to all."""
    key, page = parts(update, 2)
    seen = await context.commit(user_of(update), polls.look, number(key))
    await _below(update, context, poll_card.changing(context.t, seen, number(page)))


async def _below(update: Update, context: Context, screen: Screen) -> None:
    """In a new message: the courier edits the card whenever somebody votes."""
    await answer_tap(update)
    await post(context, chat_of(update).id, screen)


async def turn(update: Update, context: Context) -> None:
    """The same on a message of its own."""
    key, page = parts(update, 2)
    seen = await context.commit(user_of(update), polls.look, number(key))
    await show(update, context, poll_card.changing(context.t, seen, number(page)))


async def open_date(update: Update, context: Context) -> None:
    """One date, to vote on it anew."""
    (key,) = parts(update, 1)
    seen, date = await context.commit(user_of(update), polls.ballot, number(key))
    await show(update, context, poll_card.ballot(context.t, seen, date))


async def answer_again(update: Update, context: Context) -> None:
    """The vote is changed; back to the dates."""
    seen, date = await _vote(update, context)
    page = seen.dates.index(date) // poll_card.PAGE
    await show(update, context, poll_card.changing(context.t, seen, page), context.t("poll.saved"))


async def manage(update: Update, context: Context) -> None:
    """What a coordinator may do with a poll, below its card."""
    await _below(update, context, await _led(update, context))


async def show_led(update: Update, context: Context) -> None:
    """The same on a message of its own."""
    await show(update, context, await _led(update, context))


async def _led(update: Update, context: Context) -> Screen:
    """While it is open, to end it or put its end off; once it is over, to decide."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), outcomes.outcome, number(key))
    if found.seen.poll.state == "open":
        return outcome_card.managing(context.t, found.seen)
    return outcome_card.result(context.t, found)


async def stop(update: Update, context: Context) -> None:
    """It ends now; whoever ended it sees what came of it."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), outcomes.stop, number(key), context.now)
    await show(update, context, outcome_card.result(context.t, found))


async def more(update: Update, context: Context) -> None:
    """When it may end instead."""
    (key,) = parts(update, 1)
    await context.commit(user_of(update), outcomes.led, number(key))
    seen = await context.commit(user_of(update), polls.look, number(key))
    await show(update, context, outcome_card.later(context.t, seen, context.now))


async def put_off(update: Update, context: Context) -> None:
    """It ends later."""
    days, key = parts(update, 2)
    seen = await context.commit(user_of(update), outcomes.put_off, number(key), number(days), context.now)
    when = poll_card.moment(context.t, seen, polls.end(seen.poll))
    text = say(context.t, "poll.put_off", title=seen.poll.title, when=when)
    await show(update, context, Screen(text, [[poll_card.line(context.t, seen.poll)], [home.back(context.t)]]))


async def show_others(update: Update, context: Context) -> None:
    """Every date, to choose from."""
    key, page = parts(update, 2)
    found = await context.commit(user_of(update), outcomes.outcome, number(key))
    await show(update, context, outcome_card.others(context.t, found, number(page)))


async def keep(update: Update, context: Context) -> None:
    """What deciding for this date will do, before it is done."""
    (key,) = parts(update, 1)
    told = await context.commit(user_of(update), outcomes.impact, number(key), context.now)
    await show(update, context, outcome_card.deciding(context.t, told))


async def decide(update: Update, context: Context) -> None:
    """The meeting exists; the message becomes the coordinator's living card of it."""
    (key,) = parts(update, 1)
    uid, shown = context.house.random(16).hex(), message_id_of(update)
    seen = await context.commit(user_of(update), outcomes.decide, number(key), uid, shown, context.now)
    await show(update, context, meeting_card(context.t, seen), context.t("draft.published_toast"))


async def ask_drop(update: Update, context: Context) -> None:
    """Whether none of the dates is kept."""
    (key,) = parts(update, 1)
    await context.commit(user_of(update), outcomes.led, number(key))
    seen = await context.commit(user_of(update), polls.look, number(key))
    await show(update, context, outcome_card.dropping(context.t, seen))


async def drop(update: Update, context: Context) -> None:
    """None is."""
    (key,) = parts(update, 1)
    seen = await context.commit(user_of(update), outcomes.drop, number(key), context.now)
    await show(update, context, poll_card.card(context.t, seen))


TAPS = {
    "po:o": open_card,
    "po:a": answer,
    "po:change": change,
    "po:turn": turn,
    "po:c": open_date,
    "po:b": answer_again,
    "po:m": manage,
    "po:lead": show_led,
    "po:stop": stop,
    "po:more": more,
    "po:later": put_off,
    "po:other": show_others,
    "po:keep": keep,
    "po:decide": decide,
    "po:none": ask_drop,
    "po:nothing": drop,
}
