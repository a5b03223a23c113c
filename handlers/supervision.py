"""A member’s supervision: the next date, booked in two taps, moved, given back."""

from telegram import Update

from handlers import calendar_file, supervision_card
from handlers.context import Context, user_of
from handlers.routes import number, parts
from handlers.rules import bookings, group_sessions, sessions
from handlers.rules.calendar import Event
from handlers.screen import answer_tap, show


async def show_all(update: Update, context: Context) -> None:
    """When, with whom, and the times to choose from."""
    await _show(update, context)


async def _show(update: Update, context: Context, toast: str | None = None) -> None:
    seen = await context.commit(user_of(update), bookings.sight, context.now)
    unsettled = await context.commit(user_of(update), sessions.unsettled, context.now)
    ahead = await context.commit(user_of(update), group_sessions.prospect, context.now)
    await show(update, context, supervision_card.overview(context.t, seen, len(unsettled), ahead), toast)


async def show_times(update: Update, context: Context) -> None:
    """Every time to choose from."""
    seen = await context.commit(user_of(update), bookings.sight, context.now)
    await show(update, context, supervision_card.times(context.t, seen))


async def book(update: Update, context: Context) -> None:
    """Take this time."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), bookings.book, number(key), context.now)
    screen = supervision_card.seat(context.t, found, "supervision.booked")
    await show(update, context, screen, context.t("supervision.toast.booked"))


async def open_seat(update: Update, context: Context) -> None:
    """A seat one has."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), bookings.own, number(key), context.now)
    await show(update, context, supervision_card.seat(context.t, found))


async def other_times(update: Update, context: Context) -> None:
    """What one may move to."""
    (key,) = parts(update, 1)
    seen = await context.commit(user_of(update), bookings.instead, number(key), context.now)
    await show(update, context, supervision_card.other_times(context.t, seen, number(key)))


async def move(update: Update, context: Context) -> None:
    """This one instead of that one."""
    old, new = parts(update, 2)
    found = await context.commit(user_of(update), bookings.move, number(old), number(new), context.now)
    screen = supervision_card.seat(context.t, found, "supervision.moved")
    await show(update, context, screen, context.t("supervision.toast.moved"))


async def ask_to_cancel(update: Update, context: Context) -> None:
    """Whether it is to be given back."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), bookings.own, number(key), context.now)
    await show(update, context, supervision_card.giving_back(context.t, found))


async def cancel(update: Update, context: Context) -> None:
    """Give the seat back."""
    (key,) = parts(update, 1)
    await context.commit(user_of(update), bookings.cancel, number(key), context.now)
    await _show(update, context, context.t("supervision.toast.cancelled"))


async def leave(update: Update, context: Context) -> None:
    """A freed seat is for somebody else."""
    (key,) = parts(update, 1)
    await context.commit(user_of(update), bookings.decline, number(key), context.now)
    await _show(update, context, context.t("supervision.toast.left"))


async def send_file(update: Update, context: Context) -> None:
    """The calendar file of a seat."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), bookings.own, number(key), context.now)
    opening, t = found.opening, context.t
    place = found.desk.at(opening.mode) or ""
    event = Event(
        opening.uid, opening.sequence, t("supervision.event", name=found.supervisor.first_name), opening.wall,
        opening.zone, opening.minutes, place, "CONFIRMED", context.now,
    )  # fmt: skip
    await answer_tap(update)
    await calendar_file.send(update, context, [event])


TAPS = {
    "sv:home": show_all,
    "sv:more": show_times,
    "sv:book": book,
    "sv:seat": open_seat,
    "sv:move": other_times,
    "sv:to": move,
    "sv:drop": ask_to_cancel,
    "sv:off": cancel,
    "sv:pass": leave,
    "sv:ics": send_file,
}
