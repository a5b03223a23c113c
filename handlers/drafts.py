"""A meeting in preparation: one card, its fields filled in any order by buttons or by replying to a question."""

from telegram import Update

from handlers import draft_card, home, slip
from handlers.context import Context, message_of, user_of
from handlers.meeting_card import card
from handlers.regions import region_rows
from handlers.routes import civil, number, parts, region_code
from handlers.rules import drafts
from handlers.rules.fields import Doubt
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Button, Screen, message_id_of, no, post, say, show
from storage.meetings import Meeting

LINK = "d_"
QUOTED = 400  # characters of an answer that its next question repeats
# The owner may write the field anew: these are said in the next question. Every other no ends the asking.
AGAIN = {Reason.DATE_NOT_READ, Reason.DATE_NEEDS_HOUR, Reason.DATE_PAST, Reason.FIELD_TOO_LONG}


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
    moments = draft_card.usual(meeting, context.now) if field == "when" else []
    await _turn(update, context, meeting, draft_card.asking(t, meeting, t(f"draft.asked.{field}"), moments), question)


async def _ask(context: Context, meeting: Meeting, field: str, hint: str) -> int:
    """Post the question for a field; its link says which, wherever the bot was restarted meanwhile."""
    t = context.t
    lead = say(t, f"draft.ask.{field}", link=context.link(f"{LINK}{field}_{meeting.id}"))
    asked = Screen(f"{lead}\n{hint}", placeholder=t(f"draft.placeholder.{field}"))
    return (await post(context, context.who.telegram_id, asked)).message_id


async def take(update: Update, context: Context, asked: str) -> None:
    """A written answer: into its field; the card shows it, question and answer disappear."""
    field, _, key = asked.partition("_")
    message = message_of(update)
    text = message.text or ""
    try:
        found = await context.commit(user_of(update), drafts.fill, number(key), field, text, context.now)
    except Refusal as refusal:
        if refusal.reason not in AGAIN:
            raise
        meeting = await context.commit(user_of(update), drafts.askable, number(key), field)
        question = await _ask(
            context, meeting, field, f"{no(context, refusal)}\n\n{slip.quote(slip.shorten(text, QUOTED))}"
        )
        await slip.settle(update, context, meeting, drafts.place, meeting.card, question)
        if len(text) > QUOTED:  # it would not be whole anywhere else
            await slip.withdraw(context, message)
            return
    else:
        await _filled(update, context, found, field, text)
    await slip.take_away(context, message)


async def _filled(update: Update, context: Context, found: Meeting | Doubt, field: str, text: str) -> None:
    t = context.t
    if isinstance(found, Doubt):
        question = await _ask(context, found.meeting, "when", f"{t('draft.unclear')}\n\n{slip.quote(text)}")
        offer = draft_card.asking(t, found.meeting, t("draft.which_date"), found.candidates)
        await slip.renew(update, context, found.meeting, drafts.place, offer, question)
    else:
        shown = draft_card.more if field in draft_card.DETAILS else draft_card.card
        await slip.renew(update, context, found, drafts.place, shown(t, found))


async def choose_time(update: Update, context: Context) -> None:
    """A proposed date was tapped."""
    stamp, key = parts(update, 2)
    meeting = await context.commit(user_of(update), drafts.choose_time, number(key), civil(stamp))
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
    await show(
        update,
        context,
        home.own(context),
        context.t("draft.discarded"),
    )
    await slip.unask(update, context, gone)


TAPS = {
    "d:new": begin,
    "d:ask": ask,
    "d:at": choose_time,
    "d:where": where,
    "d:region": choose_region,
    "d:show": back_to_card,
    "d:sure": confirm,
    "d:publish": publish,
    "d:drop": drop,
    "d:gone": discard,
}
