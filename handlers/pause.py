"""A pause: until when, what it means for others, and going on before."""

from datetime import date, datetime

from telegram import Update

from handlers import home, slip
from handlers.context import Context, chat_of, message_of, user_of
from handlers.routes import parts
from handlers.rules import pause
from handlers.rules.pause import CHIPS, Prospect
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Button, Screen, post, say, show
from handlers.speech import Speech

LINK = "z_"  # start payloads of the question for a day


async def open_pause(update: Update, context: Context) -> None:
    """Until when."""
    prospect = await context.commit(user_of(update), pause.prospect, context.now)
    await show(update, context, _chips(context.t, prospect))


async def open_link(update: Update, context: Context, _asked: str) -> None:
    """The link of the question was opened."""
    await open_pause(update, context)


def _chips(t: Speech, prospect: Prospect) -> Screen:
    text = say(t, "pause.open") + _meanwhile(t, prospect)
    rows = [[Button(t(f"pause.chip.{name}"), _sure(prospect.chips[name]))] for name in CHIPS]
    rows.append([Button(t("pause.button.other"), "z:ask")])
    if prospect.member.paused_until is not None:
        rows.append([Button(t("pause.button.stop"), "z:off")])
    return Screen(text, [*rows, [Button(t("button.back"), "s:open"), home.back(t)]])


def _meanwhile(t: Speech, prospect: Prospect) -> str:
    """For who supervises: whether messages go elsewhere, and which boxes nobody reads then."""
    if not prospect.member.holds("supervisor"):
        return ""
    if not prospect.empty:
        return "\n\n" + say(t, "pause.others")
    return "\n\n" + say(t, "pause.empty", boxes=", ".join(map(t.region, prospect.empty)))


def _sure(day: date) -> str:
    at = f"{day:%Y%m%d}"
    return f"z:sure:{at}"


async def ask(update: Update, context: Context) -> None:
    """Ask for a day in one's own words."""
    await context.commit(user_of(update), pause.prospect, context.now)
    await slip.ask(update, context, f"{LINK}day", "pause.question", "pause.placeholder")


async def take(update: Update, context: Context, _asked: str) -> None:
    """The written day, in full, to be confirmed."""
    message = message_of(update)
    await context.commit(user_of(update), pause.prospect, context.now)
    found = await context.commit(user_of(update), pause.days, message.text or "", context.now, context.who.language)
    await slip.take_away(context, message)
    if len(found) == 1:
        await post(context, chat_of(update).id, await _question(update, context, found[0]))
        return
    rows = [[Button(context.t.day(day), _sure(day))] for day in found[:6]]
    await post(context, chat_of(update).id, Screen(say(context.t, "pause.which"), [*rows, [home.back(context.t)]]))


async def confirm(update: Update, context: Context) -> None:
    """Before the pause begins: its last day, and what it means; the safe choice first."""
    await show(update, context, await _question(update, context, _day(update)))


async def _question(update: Update, context: Context, day: date) -> Screen:
    prospect = await context.commit(user_of(update), pause.weigh, day, context.now)
    t, at = context.t, f"{day:%Y%m%d}"
    text = say(t, "pause.sure", day=t.day(day)) + _meanwhile(t, prospect)
    rows = [[Button(t("pause.button.not_now"), "s:open")], [Button(t("pause.button.begin"), f"z:till:{at}")]]
    if prospect.booked:
        text += "\n\n" + t.count("pause.booked", prospect.booked)
        rows.insert(0, [Button(t("opening.button.mine"), "so:list")])
    if prospect.watches:
        text += "\n\n" + t("pause.watch", weeks=", ".join(t.week(one) for one in prospect.watches))
        rows.insert(0, [Button(t("watch.button.mine"), "sw:mine")])
    return Screen(text, rows)


def _day(update: Update) -> date:
    (text,) = parts(update, 1)
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day, on no clock
    except ValueError as error:
        raise Refusal(Reason.STALE) from error


async def begin(update: Update, context: Context) -> None:
    """From here on only what was asked for is heard."""
    await context.commit(user_of(update), pause.begin, _day(update), context.now)
    await _home(update, context, "pause.begun")


async def stop(update: Update, context: Context) -> None:
    """Go on."""
    await context.commit(user_of(update), pause.stop, context.now)
    await _home(update, context, "pause.stopped")


async def _home(update: Update, context: Context, toast: str) -> None:
    await show(update, context, await home.again(update, context), context.t(toast))


TAPS = {"z:open": open_pause, "z:ask": ask, "z:sure": confirm, "z:till": begin, "z:off": stop}
