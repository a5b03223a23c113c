"""Leaving, step by step: what goes and what stays, the choice about one's data, and the way back."""

from dataclasses import replace

from telegram import Update

from handlers import home
from handlers.context import Context, user_of
from handlers.menu import set_menu, unset_menu
from handlers.rules import leaving, people
from handlers.rules.leaving import Impact
from handlers.screen import Button, Screen, say, show
from handlers.speech import Speech


async def open_leaving(update: Update, context: Context) -> None:
    """What leaving does, and what becomes of one's data."""
    found = await context.commit(user_of(update), leaving.impact, context.now)
    t = context.t
    text = say(t, "leaving.screen", community=context.house.name, stops=_stops(t, found), contact=context.house.contact)
    rows = [
        [_stay(t)],
        [Button(t("leaving.button.data"), "o:data")],
        [Button(t("leaving.button.keep"), "l:keep")],
        [Button(t("leaving.button.forget"), "l:all", style="danger")],
    ]
    await show(update, context, Screen(text, rows))


def _stops(t: Speech, found: Impact) -> str:
    roles = ", ".join(sorted(f"{t(f'role.{role.name}')} ({t.region(role.region)})" for role in found.member.roles))
    lines = [t("leaving.roles", roles=roles)] if roles else []
    if found.groups:
        lines.append(t.count("leaving.groups", len(found.groups), groups=", ".join(found.groups)))
    if found.coming:
        lines.append(t.count("leaving.answers", found.coming))
    if found.called_off:
        lines.append(t.count("leaving.called_off", found.called_off))
    if found.watches:
        lines.append(t.count("leaving.watches", found.watches))
    return "\n".join(f"– {line}" for line in [*lines, t("leaving.notices")])


async def forget_me(update: Update, context: Context) -> None:
    """/oublier: the same screen for a member; whoever is on the way in, or has left, is asked less."""
    await context.commit(user_of(update), leaving.forget_joining)
    if context.who.member is not None:
        await open_leaving(update, context)
    elif context.who.gone is not None and context.who.gone.state == "left":
        t = context.t
        day = await context.commit(user_of(update), leaving.last_day, context.now)
        rows = [[home.back(t)], [Button(t("leaving.button.sure"), "l:sure", style="danger")]]
        await show(update, context, Screen(say(t, "leaving.kept_all", day=t.day(day)), rows))
    elif context.who.gone is not None:
        await show(update, context, home.own(context))
    else:
        await show(update, context, Screen(context.t("personal.nothing"), [[home.back(context.t)]]))


async def ask_forget(update: Update, context: Context) -> None:
    """The second question before everything goes."""
    found = await context.commit(user_of(update), leaving.impact, context.now)
    t = context.t
    lines = [say(t, "leaving.all", day=t.day(found.erased_on))]
    lines += [say(t, "leaving.last", region=t.region(code)) for code in found.last_for]
    rows = [[_stay(t)], [Button(t("leaving.button.sure"), "l:sure", style="danger")]]
    await show(update, context, Screen("\n\n".join(lines), rows))


async def forget(update: Update, context: Context) -> None:
    """Gone; the way back stays open for a day."""
    await context.commit(user_of(update), leaving.forget, context.now)
    await _farewell(update, context)


async def ask_part(update: Update, context: Context) -> None:
    """The question before leaving with one's past answers kept."""
    found = await context.commit(user_of(update), leaving.may_part, context.now)
    t = context.t
    text = say(t, "leaving.keep", day=t.day(found))
    rows = [[_stay(t)], [Button(t("leaving.button.part"), "l:part", style="danger")]]
    await show(update, context, Screen(text, rows))


async def part(update: Update, context: Context) -> None:
    """Gone, past answers kept for a year."""
    await context.commit(user_of(update), leaving.part, context.now)
    await _farewell(update, context)


async def _farewell(update: Update, context: Context) -> None:
    await context.commit(user_of(update), people.anybody)
    await show(update, context, home.own(context))
    await unset_menu(context)


async def come_back(update: Update, context: Context) -> None:
    """They stay after all."""
    context.person = await context.commit(user_of(update), leaving.come_back, context.now)
    screen = home.own(context)
    await show(update, context, replace(screen, text=f"{context.t('leaving.back')}\n\n{screen.text}"))
    await set_menu(context)


async def stay(update: Update, context: Context) -> None:
    """A member who was asked is still here."""
    await context.commit(user_of(update), leaving.stay, context.now)
    t = context.t
    await show(update, context, Screen(t("leaving.stays"), [[home.back(t)]]))


def _stay(t: Speech) -> Button:
    return Button(t("leaving.button.stay"), "h:home")


TAPS = {
    "l:open": open_leaving,
    "l:all": ask_forget,
    "l:sure": forget,
    "l:keep": ask_part,
    "l:part": part,
    "l:back": come_back,
    "l:stay": stay,
}
