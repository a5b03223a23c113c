"""What everyone may arrange for themselves: language, what is heard and when, how screens look, what is kept."""

from telegram import Update

from handlers import home
from handlers.context import Context, user_of
from handlers.routes import number, parts
from handlers.rules import charter, settings
from handlers.rules.hearing import DUE, QUIET, SILENCED
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.settings import Chosen
from handlers.screen import Button, Screen, say, show
from handlers.speech import Speech

OF_SUPERVISION = SILENCED.index(DUE)  # from there on, the kinds are of supervision


async def open_settings(update: Update, context: Context) -> None:
    """The settings of a member."""
    await show(update, context, await _screen(update, context))


async def _screen(update: Update, context: Context) -> Screen:
    chosen = await context.commit(user_of(update), settings.chosen)
    t, simple, until = context.t, chosen.member.simple, chosen.member.paused_until
    display = Button(t("settings.button.usual" if simple else "settings.button.simple"), f"s:look:{int(not simple)}")
    rows = [
        [home.other_language(t), display],
        [Button(t("settings.button.kinds"), "s:kinds"), Button(t("settings.button.quiet"), "s:quiet")],
        [Button(t("settings.button.pause"), "z:open"), Button(t("profile.button.open"), "j:me")],
        [Button(t("home.button.privacy"), "h:privacy"), home.back(t)],
    ]
    if home.crowded(chosen.member):
        rows.insert(0, [home.supervision(t)])
    if charter.outdated(chosen.member, context.house.charter):
        rows.insert(0, [home.new_charter(t)])
    text = say(
        t,
        "settings.screen",
        quiet=t(f"settings.quiet.{chosen.member.quiet}"),
        display=t("settings.display.simple" if simple else "settings.display.usual"),
        pause=t("settings.until", day=t.day(until)) if until else t("settings.no_pause"),
    )
    return Screen(text, rows)


async def show_kinds(update: Update, context: Context) -> None:
    """What one hears of, each to be silenced or heard again."""
    chosen = await context.commit(user_of(update), settings.chosen)
    await show(update, context, _kinds(context.t, chosen))


async def show_appointments(update: Update, context: Context) -> None:
    """The same, of supervision."""
    chosen = await context.commit(user_of(update), settings.chosen)
    await show(update, context, _kinds(context.t, chosen, OF_SUPERVISION))


def _kinds(t: Speech, chosen: Chosen, begin: int = 0) -> Screen:
    """The lines of meetings and what else there is, or those of supervision: one screen would be too long."""
    rows = []
    for index in range(begin, len(SILENCED) if begin else OF_SUPERVISION):
        muted = (kind := SILENCED[index]) in chosen.muted
        word = t("settings.muted" if muted else "settings.heard")
        rows.append([Button(f"{t(f'settings.kind.{kind}')} – {word}", f"s:hear:{index}:{int(muted)}")])
    if begin:
        return Screen(say(t, "settings.kinds"), [*rows, [Button(t("button.back"), "s:kinds"), home.back(t)]])
    return Screen(say(t, "settings.kinds"), [*rows, [Button(t("home.button.supervision"), "s:dates")], _back(t)])


def _back(t: Speech) -> list[Button]:
    return [Button(t("button.back"), "s:open"), home.back(t)]


async def hear(update: Update, context: Context) -> None:
    """Hear of a kind of notice, or no more."""
    index, wanted = parts(update, 2)
    chosen = await context.commit(user_of(update), settings.hear, number(index), _yes(wanted))
    begin = OF_SUPERVISION if number(index) >= OF_SUPERVISION else 0
    await show(update, context, _kinds(context.t, chosen, begin), context.t("settings.saved"))


async def show_quiet(update: Update, context: Context) -> None:
    """When the phone should not sound."""
    chosen = await context.commit(user_of(update), settings.chosen)
    t = context.t
    rows = [[Button(t(f"settings.quiet.{choice}"), f"s:hours:{choice}")] for choice in QUIET]
    text = say(t, "settings.quiet", quiet=t(f"settings.quiet.{chosen.member.quiet}"))
    await show(update, context, Screen(text, [*rows, _back(t)]))


async def choose_quiet(update: Update, context: Context) -> None:
    """The quiet hours from here on."""
    (choice,) = parts(update, 1)
    await context.commit(user_of(update), settings.choose_quiet, choice)
    await show(update, context, await _screen(update, context), context.t("settings.saved"))


async def choose_display(update: Update, context: Context) -> None:
    """Simple screens, or the usual ones."""
    (simple,) = parts(update, 1)
    await context.commit(user_of(update), settings.choose_display, _yes(simple))
    await show(update, context, await _screen(update, context), context.t("settings.saved"))


def _yes(text: str) -> bool:
    if text not in ("0", "1"):
        raise Refusal(Reason.STALE)
    return text == "1"


TAPS = {
    "s:open": open_settings,
    "s:kinds": show_kinds,
    "s:dates": show_appointments,
    "s:hear": hear,
    "s:quiet": show_quiet,
    "s:hours": choose_quiet,
    "s:look": choose_display,
}
