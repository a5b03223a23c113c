"""Meetings in one's own calendar: files to open, and a private address to subscribe to."""

from telegram import Update

from handlers import home
from handlers.calendar_file import send
from handlers.context import Context, chat_of, user_of
from handlers.routes import number, parts
from handlers.rules import feeds, meetings
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Button, Screen, answer_tap, post, say, show
from handlers.slip import code
from handlers.speech import Speech

TOKEN_BYTES = 16
ACTS = {"new": "cf:new", "off": "cf:off"}


async def choose(update: Update, context: Context) -> None:
    """The file of a meeting; of a series, which dates?"""
    (key,) = parts(update, 1)
    seen = await context.commit(user_of(update), meetings.look, number(key))
    await answer_tap(update)
    if seen.meeting.series_id is None:
        await send(update, context, [feeds.event(seen.meeting, seen.answer, context.now)])
        return
    t, found = context.t, seen.meeting.id
    rows = [[Button(t("feed.button.one"), f"cf:one:{found}")], [Button(t("feed.button.all"), f"cf:all:{found}")]]
    rows.append([Button(t("button.back"), f"m:o:{found}")])
    await post(context, chat_of(update).id, Screen(say(t, "feed.which", title=seen.meeting.title), rows))


async def send_one(update: Update, context: Context) -> None:
    """The file of one date."""
    (key,) = parts(update, 1)
    events = await context.commit(user_of(update), feeds.one, number(key), context.now)
    await answer_tap(update)
    await send(update, context, events)


async def send_series(update: Update, context: Context) -> None:
    """The file of every date to come."""
    (key,) = parts(update, 1)
    events = await context.commit(user_of(update), feeds.whole, number(key), context.now)
    await answer_tap(update)
    await send(update, context, events)


async def show_own(update: Update, context: Context) -> None:
    """One's calendar: whether it has an address, and how to get or lose it."""
    exists = await context.commit(user_of(update), feeds.exists)
    await show(update, context, _own(context.t, exists=exists, served=bool(context.house.public_url)))


def _own(t: Speech, *, exists: bool, served: bool) -> Screen:
    if not served:
        return Screen(say(t, "feed.not_served"), [_back(t)])
    if not exists:
        return Screen(say(t, "feed.none"), [[Button(t("feed.button.new"), "cf:new")], _back(t)])
    rows = [[Button(t("feed.button.renew"), "cf:ask:new")], [Button(t("feed.button.off"), "cf:ask:off")]]
    return Screen(say(t, "feed.exists"), [*rows, _back(t)])


def _back(t: Speech) -> list[Button]:
    return [Button(t("button.back"), "m:list"), home.back(t)]


async def ask(update: Update, context: Context) -> None:
    """Before the address that is in use ends."""
    (act,) = parts(update, 1)
    if act not in ACTS:
        raise Refusal(Reason.STALE)
    await context.commit(user_of(update), feeds.exists)
    t = context.t
    rows = [
        [Button(t("feed.button.keep"), "cf:own")],
        [Button(t(f"feed.button.sure.{act}"), ACTS[act], style="danger")],
    ]
    await show(update, context, Screen(say(t, f"feed.ask.{act}"), rows))


async def make(update: Update, context: Context) -> None:
    """An address; it is shown now and never again."""
    if not context.house.public_url:
        raise Refusal(Reason.STALE)
    token = code(context.house.random(TOKEN_BYTES))
    await context.commit(user_of(update), feeds.renew, token)
    t = context.t
    text = say(t, "feed.made", address=f"{context.house.public_url}/calendar/{token}.ics")
    await show(update, context, Screen(text, [_back(t)]))


async def revoke(update: Update, context: Context) -> None:
    """No address any more."""
    await context.commit(user_of(update), feeds.revoke)
    served = bool(context.house.public_url)
    await show(update, context, _own(context.t, exists=False, served=served), context.t("feed.gone"))


TAPS = {
    "m:ics": choose,
    "cf:one": send_one,
    "cf:all": send_series,
    "cf:own": show_own,
    "cf:ask": ask,
    "cf:new": make,
    "cf:off": revoke,
}
