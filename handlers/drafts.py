"""A meeting in preparation: one card, its fields filled in any order by buttons or by replying to a question."""

from telegram import Update

from handlers import draft_card, home, month_card, routes, slip
from handlers.context import Context, dates_of, message_of, user_of
from handlers.meeting_card import card
from handlers.regions import region_rows
from handlers.routes import DAY, civil, number, parts, region_code
from handlers.rules import drafts
from handlers.rules.fields import WHEN, Doubt, day_of
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Button, Screen, message_id_of, no, post, say, show
from storage.meetings import Meeting

LINK = "d_"
QUOTED = 400  # characters of an answer that its next question repeats
# The owner may write the field anew: these are said in the next question. Every other no ends the asking.
AGAIN = {Reason.DATE_NOT_READ, Reason.DATE_NEEDS_HOUR, Reason.DATE_PAST, Reason.FIELD_TOO_LONG, Reason.LINK_UNFIT}


async def begin(update: Update, context: Context) -> None:
    """Open the card of the meeting in preparation, or a fresh one."""
    uid = context.house.random(16).hex()
    meeting = await context.commit(user_of(update), drafts.prepare, uid, context.t("meeting.kind.peer"))
    await _turn(update, context, meeting, draft_card.card(context.t, meeting))


async def open_link(update: Update, context: Context, _asked: str) -> None:
    """The link of a question was opened: the card it is about."""
    await begin(update, context)


async def _turn(
    update: Update, context: Context, meeting: Meeting, screen: Screen, question: int | None = None
) -> None:
    """Show the draft on the tapped message, or in a new one."""
    shown = await show(update, context, screen)
    await slip.settle(update, context, meeting, drafts.place, shown, question)


async def ask(update: Update, context: Context) -> None:
    """Ask for a field in a message to reply to; whatever else is written meanwhile does not end up in it."""
    field, key = parts(update, 2)
    meeting = await context.commit(user_of(update), drafts.askable, number(key), field)
    t = context.t
    question = await _ask(context, meeting, field, t(f"draft.hint.{field}"))
    screen = _dating(context, meeting) if field == WHEN else draft_card.asking(t, meeting, t(f"draft.asked.{field}"))
    await _turn(update, context, meeting, screen, question)


def _dating(context: Context, meeting: Meeting) -> Screen:
    moments = draft_card.usual(meeting, context.now)
    return draft_card.dating(context.t, meeting, context.t("draft.asked.when"), moments, context.now)


async def _ask(context: Context, meeting: Meeting, field: str, hint: str) -> int:
    """Post the question for a field; its link says which, wherever the bot was restarted meanwhile."""
    t, link, day = context.t, context.link(f"{LINK}{field}_{meeting.id}"), day_of(field)
    name = "hour" if day else field
    lead = say(t, f"draft.ask.{name}", link=link, day=t.day(day) if day else "")
    asked = Screen(f"{lead}\n{hint}", placeholder=t(f"draft.placeholder.{name}"))
    return (await post(context, context.who.telegram_id, asked)).message_id


async def open_month(update: Update, context: Context) -> None:
    """A month to choose a day from; nothing is asked in writing meanwhile."""
    month, key = parts(update, 2)
    meeting = await context.commit(user_of(update), drafts.own_draft, number(key))
    screen = month_card.month(context.t, meeting, draft_card.ways(meeting.id), month, context.now)
    await _turn(update, context, meeting, screen)


async def open_day(update: Update, context: Context) -> None:
    """A day was tapped: its hour is to be tapped, or written in answer to a question."""
    day, key = parts(update, 2)
    meeting = await context.commit(user_of(update), drafts.own_draft, number(key))
    screen = draft_card.hours(context.t, meeting, routes.day_of(day), context.now)
    question = await _ask(context, meeting, day, context.t("draft.hint.hour"))
    await _turn(update, context, meeting, screen, question)


async def take(update: Update, context: Context, asked: str) -> None:
    """A written answer: into its field; the card shows it, question and answer disappear."""
    field, _, key = asked.partition("_")
    message = message_of(update)
    text = message.text or ""
    marked = [at for _, at in dates_of(message)]
    try:
        found = await context.commit(user_of(update), drafts.fill, number(key), field, text, context.now, marked)
    except Refusal as refusal:
        if refusal.reason not in AGAIN:
            raise
        field = WHEN if refusal.reason is Reason.DATE_PAST else field  # of a day gone by no hour will do
        meeting = await context.commit(user_of(update), drafts.askable, number(key), field)
        question = await _ask(
            context, meeting, field, f"{no(context, refusal)}\n\n{slip.quote(slip.shorten(text, QUOTED))}"
        )
        if field == WHEN:
            await slip.renew(update, context, meeting, drafts.place, _dating(context, meeting), question)
        else:
            await slip.settle(update, context, meeting, drafts.place, meeting.card, question)
        if len(text) > QUOTED:  # it would not be whole anywhere else
            await slip.withdraw(context, message)
            return
    else:
        await _filled(update, context, found, field, text)
    await slip.take_away(context, message)


async def _filled(update: Update, context: Context, found: Meeting | Doubt, field: str, text: str) -> None:
    if isinstance(found, Doubt):
        await _ask_back(update, context, found, text)
    else:
        shown = draft_card.more if field in draft_card.DETAILS else draft_card.card
        await slip.renew(update, context, found, drafts.place, shown(context.t, found))


async def _ask_back(update: Update, context: Context, found: Doubt, text: str) -> None:
    """Of a day that is clear the hour; else which of the days or moments is meant."""
    t, meeting = context.t, found.meeting
    if len(found.days) == 1:
        (day,) = found.days
        question = await _ask(context, meeting, f"{day:{DAY}}", t("draft.hint.hour"))
        offer = draft_card.hours(t, meeting, day, context.now)
    else:
        why = t("draft.far" if len(found.candidates) == 1 else "draft.unclear")
        question = await _ask(context, meeting, WHEN, f"{why}\n\n{slip.quote(text)}")
        offer = draft_card.doubtful(t, found, context.now)
    await slip.renew(update, context, meeting, drafts.place, offer, question)


async def choose_time(update: Update, context: Context) -> None:
    """A proposed date was tapped."""
    stamp, key = parts(update, 2)
    meeting = await context.commit(user_of(update), drafts.choose_time, number(key), civil(stamp), context.now)
    await _turn(update, context, meeting, draft_card.card(context.t, meeting))


async def back_to_card(update: Update, context: Context) -> None:
    """Nothing is asked any more."""
    (key,) = parts(update, 1)
    meeting = await context.commit(user_of(update), drafts.own_draft, number(key))
    await _turn(update, context, meeting, draft_card.card(context.t, meeting))


async def where(update: Update, context: Context) -> None:
    """For which of this coordinator's regions."""
    key, page = parts(update, 2)
    meeting, codes = await context.commit(user_of(update), drafts.served, number(key))
    t = context.t
    rows = region_rows(
        t,
        context.served(codes),
        pick=lambda short: f"d:region:{short}:{meeting.id}",
        turn=lambda other: f"d:where:{meeting.id}:{other}",
        page=number(page),
    )
    back = [Button(t("button.back"), f"d:show:{meeting.id}")]
    await _turn(update, context, meeting, Screen(say(t, "draft.ask.region"), [*rows, back]))


async def choose_region(update: Update, context: Context) -> None:
    """The region was tapped."""
    short, key = parts(update, 2)
    code = region_code(short)
    meeting = await context.commit(user_of(update), drafts.choose_region, number(key), code)
    await _turn(update, context, meeting, draft_card.card(context.t, meeting))


async def confirm(update: Update, context: Context) -> None:
    """What announcing will do, before it is done."""
    (key,) = parts(update, 1)
    impact = await context.commit(user_of(update), drafts.impact, number(key), context.now)
    await _turn(update, context, impact.meeting, draft_card.confirmation(context.t, impact))


async def publish(update: Update, context: Context) -> None:
    """Announce it; the card becomes the living card of its author."""
    (key,) = parts(update, 1)
    shown = message_id_of(update)
    seen = await context.commit(user_of(update), drafts.publish, number(key), shown, context.now)
    await show(update, context, card(context.t, seen, context.now), context.t("draft.published_toast"))
    await slip.unask(update, context, seen.meeting)


async def drop(update: Update, context: Context) -> None:
    """Throw the draft away, after a question: the safe choice comes first."""
    (key,) = parts(update, 1)
    meeting = await context.commit(user_of(update), drafts.own_draft, number(key))
    t = context.t
    rows = [
        [Button(t("draft.button.keep"), f"d:show:{meeting.id}")],
        [Button(t("draft.button.discard_now"), f"d:gone:{meeting.id}", style="danger")],
    ]
    await _turn(update, context, meeting, Screen(say(t, "draft.discard", title=meeting.title), rows))


async def discard(update: Update, context: Context) -> None:
    """Gone."""
    (key,) = parts(update, 1)
    gone = await context.commit(user_of(update), drafts.discard, number(key))
    await show(update, context, await home.again(update, context), context.t("draft.discarded"))
    await slip.unask(update, context, gone)


TAPS = {
    "d:new": begin,
    "d:ask": ask,
    "d:month": open_month,
    "d:day": open_day,
    "d:at": choose_time,
    "d:where": where,
    "d:region": choose_region,
    "d:show": back_to_card,
    "d:sure": confirm,
    "d:publish": publish,
    "d:drop": drop,
    "d:gone": discard,
}
