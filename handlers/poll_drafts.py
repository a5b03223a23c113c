"""A poll in preparation: one card, its dates written or tapped one after another, then announced."""

from datetime import date, datetime

from telegram import Message, Update

from handlers import home, month_card, poll_draft_card, routes, slip
from handlers.context import Context, dates_of, message_of, query_of, user_of
from handlers.poll_card import card as living_card
from handlers.poll_draft_card import gathering
from handlers.regions import region_rows
from handlers.routes import civil, number, parts, region_code
from handlers.rules import month_grid, poll_drafts
from handlers.rules.fields import day_of
from handlers.rules.poll_drafts import Added, Sheet
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Button, Screen, message_id_of, no, post, say, show

LINK = "po_"
EXPLAINED = 6  # lines that were not clear, each with why; the others are only given back
QUOTED = 400  # characters of an answer that its next question repeats


async def begin(update: Update, context: Context) -> None:
    """Open the card of the poll in preparation, or a fresh one."""
    found = await context.commit(user_of(update), poll_drafts.prepare, context.t("meeting.kind.peer"))
    await _turn(update, context, found, poll_draft_card.card(context.t, found, context.now))


async def open_link(update: Update, context: Context, _asked: str) -> None:
    """The link of a question was opened: the card it is about."""
    await begin(update, context)


async def _turn(update: Update, context: Context, found: Sheet, screen: Screen, question: int | None = None) -> None:
    """Show the draft on the tapped message, or in a new one."""
    shown = await show(update, context, screen)
    await slip.settle(update, context, found.poll, poll_drafts.place, shown, question)


async def back_to_card(update: Update, context: Context) -> None:
    """Nothing is asked any more."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), poll_drafts.own, number(key))
    await _turn(update, context, found, poll_draft_card.card(context.t, found, context.now))


async def ask(update: Update, context: Context) -> None:
    """Ask for a field in a message to reply to; dates can be tapped as well."""
    field, key = parts(update, 2)
    found = await context.commit(user_of(update), poll_drafts.askable, number(key), field)
    t = context.t
    if field == "dates":
        screen = _gathering(context, found)
    else:
        screen = poll_draft_card.asking(t, found, t(f"draft.asked.{field}"))
    full = field == "dates" and len(found.dates) >= poll_drafts.MOST
    question = None if full else await _ask(context, found, field)
    await _turn(update, context, found, screen, question)


def _gathering(context: Context, found: Sheet) -> Screen:
    return gathering(context.t, found, poll_drafts.usual(found, context.now), context.now)


async def _ask(context: Context, found: Sheet, field: str, hint: str = "") -> int:
    """Post the question for a field; its link says which, wherever the bot was restarted meanwhile."""
    t, link, day = context.t, context.link(f"{LINK}{field}_{found.poll.id}"), day_of(field)
    if field == "dates":
        lead, helped, placeholder = "poll.ask_dates", "poll.hint_dates", "poll.placeholder_dates"
    else:
        name = "hour" if day else field
        lead, placeholder = f"draft.ask.{name}", f"draft.placeholder.{name}"
        helped = "poll.hint_place" if field == "place" else f"draft.hint.{name}"
    said = say(t, lead, link=link, day=t.day(day) if day else "")
    asked = Screen(f"{said}\n{hint or t(helped)}", placeholder=t(placeholder))
    return (await post(context, context.who.telegram_id, asked)).message_id


async def open_month(update: Update, context: Context) -> None:
    """A month to choose a day from; nothing is asked in writing meanwhile."""
    month, key = parts(update, 2)
    found = await context.commit(user_of(update), poll_drafts.own, number(key))
    screen = month_card.month(context.t, found.poll, poll_draft_card.ways(found.poll.id), month, context.now)
    await _turn(update, context, found, screen)


async def open_day(update: Update, context: Context) -> None:
    """A day was tapped: its hour is to be tapped, or written in answer to a question."""
    field, key = parts(update, 2)
    day = routes.day_of(field)
    found = await context.commit(user_of(update), poll_drafts.own, number(key))
    moments = month_grid.hours(day, context.now, found.poll.zone, [one.wall for one in found.dates])
    screen = month_card.hours(context.t, found.poll, poll_draft_card.ways(found.poll.id), day, moments)
    await _turn(update, context, found, screen, await _ask(context, found, field))


async def choose_hour(update: Update, context: Context) -> None:
    """The hour of that day was tapped: the date is added, and there may be more."""
    stamp, key = parts(update, 2)
    found = await context.commit(user_of(update), poll_drafts.choose, number(key), civil(stamp), context.now)
    full = len(found.dates) >= poll_drafts.MOST
    question = None if full else await _ask(context, found, "dates", context.t("poll.more_dates"))
    await _turn(update, context, found, _gathering(context, found), question)


async def take(update: Update, context: Context, asked: str) -> None:
    """A written answer: into its field; question and answer disappear."""
    field, _, key = asked.partition("_")
    message = message_of(update)
    if field == "dates" or day_of(field):
        await _take_dates(update, context, number(key), day_of(field))
    else:
        await _fill(update, context, number(key), field)
    await slip.take_away(context, message)


async def _fill(update: Update, context: Context, key: int, field: str) -> None:
    text = message_of(update).text or ""
    try:
        found = await context.commit(user_of(update), poll_drafts.fill, key, field, text)
    except Refusal as refusal:
        if refusal.reason is not Reason.FIELD_TOO_LONG:
            raise
        found = await context.commit(user_of(update), poll_drafts.askable, key, field)
        hint = f"{no(context, refusal)}\n\n{slip.quote(slip.shorten(text, QUOTED))}"
        question = await _ask(context, found, field, hint)
        await slip.settle(update, context, found.poll, poll_drafts.place, found.poll.card, question)
    else:
        await _renew(update, context, found, poll_draft_card.card(context.t, found, context.now), None)


async def _renew(update: Update, context: Context, found: Sheet, screen: Screen, question: int | None) -> None:
    await slip.renew(update, context, found.poll, poll_drafts.place, screen, question)


async def _take_dates(update: Update, context: Context, key: int, day: date | None) -> None:
    """One or several dates: those that are clear are added, the others asked again; then there may be more."""
    message = message_of(update)
    added = await context.commit(
        user_of(update), poll_drafts.add, key, message.text or "", context.now, day=day, marked=dates_of(message)
    )
    found = added.sheet
    if added.doubts:
        screen = gathering(context.t, found, added.doubts, context.now, "poll.which")
    else:
        screen = _gathering(context, found)
    full = len(found.dates) >= poll_drafts.MOST and not added.missed
    question = None if full else await _ask(context, found, "dates", _hint(context, added))
    await _renew(update, context, found, screen, question)


def _hint(context: Context, added: Added) -> str:
    """What was not clear, each with why, so that it can be written anew; or that there may be more."""
    lines = [(slip.shorten(one.line, 120), one.refusal) for one in added.missed]
    said = [f"{slip.quote(line)}\n{no(context, refusal)}" for line, refusal in lines[:EXPLAINED]]
    if rest := [line for line, _ in lines[EXPLAINED:]]:
        said.append(slip.quote("\n".join(rest)))
    if added.doubts:
        said.insert(0, context.t("poll.unclear"))
    return "\n\n".join(said) or context.t("poll.more_dates")


async def choose(update: Update, context: Context) -> None:
    """A date was tapped: it is added, the others stay to be tapped."""
    stamp, key = parts(update, 2)
    found = await context.commit(user_of(update), poll_drafts.choose, number(key), civil(stamp), context.now)
    left = [one for one in _offered(update) if one not in {date.wall for date in found.dates}]
    screen = gathering(context.t, found, left, context.now) if left else _gathering(context, found)
    shown = await show(update, context, screen)
    await slip.settle(update, context, found.poll, poll_drafts.place, shown, found.poll.question)


def _offered(update: Update) -> list[datetime]:
    """The dates on the tapped screen."""
    message = query_of(update).message
    rows = message.reply_markup.inline_keyboard if isinstance(message, Message) and message.reply_markup else ()
    data = [str(button.callback_data).split(":") for row in rows for button in row]
    return [civil(each[2]) for each in data if each[:2] == ["po", "at"]]


async def ask_which(update: Update, context: Context) -> None:
    """Which date to take away."""
    key, page = parts(update, 2)
    found = await context.commit(user_of(update), poll_drafts.own, number(key))
    await _turn(update, context, found, poll_draft_card.removing(context.t, found, number(page)))


async def retract(update: Update, context: Context) -> None:
    """It is taken away."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), poll_drafts.retract, number(key))
    await _turn(update, context, found, poll_draft_card.card(context.t, found, context.now))


async def ask_until(update: Update, context: Context) -> None:
    """Until when people may answer."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), poll_drafts.own, number(key))
    await _turn(update, context, found, poll_draft_card.lasting(context.t, found, context.now))


async def choose_days(update: Update, context: Context) -> None:
    """That was chosen."""
    days, key = parts(update, 2)
    found = await context.commit(user_of(update), poll_drafts.last, number(key), number(days))
    await _turn(update, context, found, poll_draft_card.card(context.t, found, context.now))


async def where(update: Update, context: Context) -> None:
    """For which of this coordinator's regions."""
    key, page = parts(update, 2)
    found, codes = await context.commit(user_of(update), poll_drafts.regions, number(key))
    t = context.t
    rows = region_rows(
        t,
        context.served(codes),
        pick=lambda short: f"po:region:{short}:{key}",
        turn=lambda other: f"po:where:{key}:{other}",
        page=number(page),
    )
    back = [Button(t("button.back"), f"po:show:{key}")]
    await _turn(update, context, found, Screen(t("draft.ask.region"), [*rows, back]))


async def choose_region(update: Update, context: Context) -> None:
    """The region was tapped."""
    short, key = parts(update, 2)
    found = await context.commit(user_of(update), poll_drafts.choose_region, number(key), region_code(short))
    await _turn(update, context, found, poll_draft_card.card(context.t, found, context.now))


async def confirm(update: Update, context: Context) -> None:
    """What announcing will do, before it is done."""
    (key,) = parts(update, 1)
    told = await context.commit(user_of(update), poll_drafts.impact, number(key), context.now)
    await _turn(update, context, told.sheet, poll_draft_card.confirmation(context.t, told))


async def publish(update: Update, context: Context) -> None:
    """Announce it; the card becomes the living card of its author."""
    (key,) = parts(update, 1)
    shown = message_id_of(update)
    seen = await context.commit(user_of(update), poll_drafts.publish, number(key), shown, context.now)
    await show(update, context, living_card(context.t, seen), context.t("poll.published"))
    await slip.unask(update, context, seen.poll)


async def drop(update: Update, context: Context) -> None:
    """Throw the draft away, after a question: the safe choice comes first."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), poll_drafts.own, number(key))
    t = context.t
    rows = [
        [Button(t("draft.button.keep"), f"po:show:{key}")],
        [Button(t("poll.button.discard_now"), f"po:gone:{key}", style="danger")],
    ]
    await _turn(update, context, found, Screen(say(t, "draft.discard", title=found.poll.title), rows))


async def discard(update: Update, context: Context) -> None:
    """Gone."""
    (key,) = parts(update, 1)
    gone = await context.commit(user_of(update), poll_drafts.discard, number(key))
    await show(update, context, await home.again(update, context), context.t("poll.discarded"))
    await slip.unask(update, context, gone)


TAPS = {
    "po:new": begin,
    "po:show": back_to_card,
    "po:ask": ask,
    "po:month": open_month,
    "po:day": open_day,
    "po:hour": choose_hour,
    "po:at": choose,
    "po:less": ask_which,
    "po:del": retract,
    "po:until": ask_until,
    "po:days": choose_days,
    "po:where": where,
    "po:region": choose_region,
    "po:sure": confirm,
    "po:publish": publish,
    "po:drop": drop,
    "po:gone": discard,
}
