"""A meeting in preparation: one card, its fields filled in any order by buttons or in writing."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from telegram import Message, Update

from handlers import home
from handlers.context import Context, chat_of, message_of, user_of
from handlers.meeting_card import card
from handlers.regions import region_rows
from handlers.routes import number, parts, region_code
from handlers.rules import drafts
from handlers.rules.civil import wall
from handlers.rules.drafts import Doubt
from handlers.screen import Button, Screen, answer_tap, edit, message_id_of, post, remove, say, show
from handlers.speech import Speech
from storage.meetings import Meeting

CHIP = "%Y%m%d%H%M"
FRIDAY = 4
USUAL_HOUR = 14  # most peer meetings take an afternoon


async def begin(update: Update, context: Context) -> None:
    """Open the card of the meeting in preparation, or a fresh one."""
    uid = context.house.random(16).hex()
    title = context.t("meeting.default_title")
    meeting = await context.commit(user_of(update), drafts.prepare, uid, title)
    shown = draft_card(context.t, meeting)
    if update.callback_query is None:
        posted: Message | None = await post(context, chat_of(update).id, shown)
        message_id = posted.message_id if posted else None
    else:
        await show(update, context, shown)
        message_id = message_id_of(update)
    if message_id is not None:
        await context.commit(user_of(update), drafts.card_posted, meeting.id, message_id)


def draft_card(t: Speech, meeting: Meeting) -> Screen:
    """Everything that will be announced, and what is still open."""
    when = t.wall(meeting.wall) if meeting.wall else t("draft.open")
    text = say(
        t,
        "draft.card",
        title=meeting.title,
        when=when,
        length=t.duration(meeting.minutes),
        place=meeting.place or t("draft.open_place"),
        region=t.region(meeting.region),
    )
    key = meeting.id
    rows = [
        [
            Button(t("draft.button.title"), f"d:ask:title:{key}"),
            Button(t("draft.button.when"), f"d:ask:when:{key}"),
        ],
        [
            Button(t("draft.button.place"), f"d:ask:place:{key}"),
            Button(t("draft.button.region"), f"d:where:{key}:0"),
        ],
        [Button(t("draft.button.publish"), f"d:publish:{key}", style="success")],
        [Button(t("draft.button.discard"), f"d:drop:{key}", style="danger"), home.back(t)],
    ]
    return Screen(text, rows)


async def ask(update: Update, context: Context) -> None:
    """Ask for a field, on the card itself."""
    field, key = parts(update, 2)
    meeting = await context.commit(user_of(update), drafts.ask, number(key), field)
    t = context.t
    rows = _chips(t, meeting, context.now) if field == "when" else []
    back = [Button(t("button.back"), f"d:show:{meeting.id}")]
    await show(update, context, Screen(say(t, f"draft.ask.{field}"), [*rows, back]))


def _chips(t: Speech, meeting: Meeting, now: datetime) -> list[list[Button]]:
    """The same weekday in two, three and four weeks, at the usual hour."""
    today = wall(now, meeting.zone).replace(hour=USUAL_HOUR, minute=0, second=0, microsecond=0)
    weekday = today - timedelta(days=max(0, today.weekday() - FRIDAY))  # a weekend day becomes its Friday
    return _dates(t, [weekday + timedelta(weeks=weeks) for weeks in (2, 3, 4)], meeting)


async def take(update: Update, context: Context) -> None:
    """A written answer: into its field; the card shows it, the message disappears."""
    message = message_of(update)
    meeting = await context.commit(user_of(update), drafts.fill, message.text or "", context.now)
    if isinstance(meeting, Doubt):
        await _ask_again(context, message, meeting)
        return
    await remove(context, message.chat.id, message.message_id)
    shown = draft_card(context.t, meeting)
    if meeting.card is None or not await edit(context, message.chat.id, meeting.card, shown):
        posted = await post(context, message.chat.id, shown)
        if posted is not None:
            await context.commit(user_of(update), drafts.card_posted, meeting.id, posted.message_id)


async def _ask_again(context: Context, message: Message, doubt: Doubt) -> None:
    t = context.t
    rows = [
        *_dates(t, doubt.candidates, doubt.meeting),
        [Button(t("button.back"), f"d:show:{doubt.meeting.id}")],
    ]
    await post(context, message.chat.id, Screen(say(t, "draft.unclear"), rows), reply_to=message.message_id)


def _dates(t: Speech, moments: Iterable[datetime], meeting: Meeting) -> list[list[Button]]:
    return [[Button(t.wall(at), f"d:at:{at:{CHIP}}:{meeting.id}")] for at in moments]


async def choose_time(update: Update, context: Context) -> None:
    """A proposed date was tapped."""
    stamp, key = parts(update, 2)
    at = datetime.strptime(f"{number(stamp):012}", CHIP)  # noqa: DTZ007 - a civil time, its zone is the meeting's
    meeting = await context.commit(user_of(update), drafts.choose_time, number(key), at)
    await show(update, context, draft_card(context.t, meeting))


async def where(update: Update, context: Context) -> None:
    """For which of this coordinator's regions."""
    key, page = parts(update, 2)
    meeting, codes = await context.commit(user_of(update), drafts.regions, number(key))
    t = context.t
    rows = region_rows(
        t,
        context.served(codes),
        pick=lambda short: f"d:region:{short}:{meeting.id}",
        turn=lambda other: f"d:where:{meeting.id}:{other}",
        page=number(page),
    )
    back = [Button(t("button.back"), f"d:show:{meeting.id}")]
    await show(update, context, Screen(say(t, "draft.ask.region"), [*rows, back]))


async def choose_region(update: Update, context: Context) -> None:
    """The region was tapped."""
    short, key = parts(update, 2)
    code = region_code(short)
    meeting = await context.commit(user_of(update), drafts.choose_region, number(key), code)
    await show(update, context, draft_card(context.t, meeting))


async def back_to_card(update: Update, context: Context) -> None:
    """Nothing is asked any more."""
    (key,) = parts(update, 1)
    meeting = await context.commit(user_of(update), drafts.show, number(key))
    await show(update, context, draft_card(context.t, meeting))


async def publish(update: Update, context: Context) -> None:
    """Announce it; the card becomes the living card of its author."""
    (key,) = parts(update, 1)
    seen = await context.commit(user_of(update), drafts.publish, number(key), context.now)
    await show(update, context, card(context.t, seen), context.t("draft.published_toast"))


async def drop(update: Update, context: Context) -> None:
    """Throw the draft away, after a question: the safe choice comes first."""
    (key,) = parts(update, 1)
    meeting = await context.commit(user_of(update), drafts.show, number(key))
    t = context.t
    rows = [
        [Button(t("draft.button.keep"), f"d:show:{meeting.id}")],
        [Button(t("draft.button.discard_now"), f"d:gone:{meeting.id}", style="danger")],
    ]
    await show(update, context, Screen(say(t, "draft.discard", title=meeting.title), rows))


async def discard(update: Update, context: Context) -> None:
    """Gone."""
    (key,) = parts(update, 1)
    await context.commit(user_of(update), drafts.discard, number(key))
    await answer_tap(update, context.t("draft.discarded"))
    await show(update, context, home.screen(context.t, context.who, context.house.name))


TAPS = {
    "d:new": begin,
    "d:ask": ask,
    "d:at": choose_time,
    "d:where": where,
    "d:region": choose_region,
    "d:show": back_to_card,
    "d:publish": publish,
    "d:drop": drop,
    "d:gone": discard,
}
