"""The day of a meeting: « j’arrive en retard », « j’y étais », the sheet of who was there, guests without Telegram."""

from telegram import Update

from handlers import meeting_card, slip
from handlers.context import Context, message_of, user_of
from handlers.routes import number, parts
from handlers.rules import attendance
from handlers.rules.attendance import Name, Sheet
from handlers.screen import Button, Screen, answer_tap, pairs, post, say, show, turns
from handlers.speech import Speech

LINK = "agg_"  # start payload of the question for guests’ names: the meeting’s number
PAGE, FEW = 8, 4  # names on a page, on a simple one


async def late(update: Update, context: Context) -> None:
    """One short silent word to who runs the meeting."""
    (key,) = parts(update, 1)
    await context.commit(user_of(update), attendance.late, number(key), context.now)
    await answer_tap(update, context.t("attendance.late_told"))


async def was_there(update: Update, context: Context) -> None:
    """« J’y étais », or not after all."""
    on, key = parts(update, 2)
    seen = await context.commit(user_of(update), attendance.was_there, number(key), context.now, there=on == "1")
    toast = context.t("attendance.noted" if on == "1" else "attendance.taken_back")
    await show(update, context, meeting_card.card(context.t, seen, context.now), toast)


async def open_sheet(update: Update, context: Context) -> None:
    """Who was there, to be ticked."""
    page, key = parts(update, 2)
    found = await context.commit(user_of(update), attendance.sheet, number(key), context.now)
    await show(update, context, sheet(context.t, found, number(page)))


async def tick(update: Update, context: Context) -> None:
    """There, or not."""
    on, page, who, key = parts(update, 4)
    found = await context.commit(
        user_of(update), attendance.tick, number(key), number(who), context.now, there=on == "1"
    )
    await show(update, context, sheet(context.t, found, number(page)))


def sheet(t: Speech, found: Sheet, page: int) -> Screen:
    """The names to tick, and the guests."""
    key, most = found.meeting.id, FEW if t.simple else PAGE
    there = [one.first_name for one in found.names if one.there]
    lines = [f"<b>{t('attendance.title')}</b>", *_about(t, found), ""]
    lines.append(say(t, "attendance.there", names=", ".join(there)) if there else t("attendance.nobody"))
    lines += [say(t, "attendance.guests", names=", ".join(found.guests))] if found.guests else []
    lines += ["", t("attendance.hint" if found.names else "attendance.hint.none")]
    shown = found.names[page * most : (page + 1) * most]
    names = [Button(_name(t, one), f"ag:here:{int(not one.there)}:{page}:{one.number}:{key}") for one in shown]
    more = len(found.names) > (page + 1) * most
    before, after = t("agenda.button.before"), t("agenda.button.after")
    ways = turns(before, after, page, lambda other: f"ag:who:{other}:{key}", more=more)
    last = [Button(t("guests.button"), f"ag:guests:{key}"), Button(t("button.back"), f"mc:o:{key}")]
    return Screen("\n".join(lines), [*pairs(names), *ways, *([one] for one in last)])


def _name(t: Speech, one: Name) -> str:
    return t("attendance.ticked", name=one.first_name) if one.there else one.first_name


def _about(t: Speech, found: Sheet) -> list[str]:
    return [
        say(t, "attendance.about", title=found.meeting.title, when=meeting_card.moment(t, found.meeting, found.zone))
    ]


async def open_guests(update: Update, context: Context) -> None:
    """Who comes without Telegram."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), attendance.guests, number(key))
    await show(update, context, guests(context.t, found))


def guests(t: Speech, found: Sheet) -> Screen:
    """Their names, each to be taken off; all of them are on the text, the last ones below."""
    key, most = found.meeting.id, FEW if t.simple else PAGE
    said = [f"– {name}" for name in found.guests] or [t("guests.none")]
    text = "\n".join(
        [f"<b>{t('guests.title')}</b>", *_about(t, found), "", *(say(t, "guests.one", name=n) for n in said)]
    )
    shown = [(t("guests.off", name=slip.shorten(name, 20)), name) for name in found.guests[-most:]]
    names = [Button(text, f"ag:off:{attendance.mark_of(name)}:{key}") for text, name in shown]
    rows = [*pairs(names), [Button(t("guests.button.add"), f"ag:ask:{key}", style="primary")]]
    over = [t.count("guests.over", found.over)] if found.over else []
    said_below = "\n\n".join([text, *over, t("guests.hint")])
    return Screen(said_below, [*rows, [Button(t("button.back"), f"mc:o:{key}")]])


async def ask(update: Update, context: Context) -> None:
    """Ask for names, in a message to reply to."""
    (key,) = parts(update, 1)
    await context.commit(user_of(update), attendance.guests, number(key))
    await slip.ask(update, context, f"{LINK}{number(key)}", "guests.ask", "guests.placeholder")


async def take(update: Update, context: Context, asked: str) -> None:
    """The names are written: they come."""
    message = message_of(update)
    found = await context.commit(user_of(update), attendance.bring, number(asked), message.text or "", context.now)
    await slip.take_away(context, message)
    await post(context, message.chat.id, guests(context.t, found))


async def open_link(update: Update, context: Context, asked: str) -> None:
    """The link of the question was opened."""
    found = await context.commit(user_of(update), attendance.guests, number(asked))
    await show(update, context, guests(context.t, found))


async def take_off(update: Update, context: Context) -> None:
    """Somebody does not come after all."""
    mark, key = parts(update, 2)
    found = await context.commit(user_of(update), attendance.take_off, number(key), mark, context.now)
    await show(update, context, guests(context.t, found))


TAPS = {
    "ag:late": late,
    "ag:me": was_there,
    "ag:who": open_sheet,
    "ag:here": tick,
    "ag:guests": open_guests,
    "ag:ask": ask,
    "ag:off": take_off,
}
