"""Joining, a screen a step: promise, charter, first name, region, then home."""

from dataclasses import replace

from telegram import Update

from handlers import home
from handlers.context import Context, message_of, user_of
from handlers.furnishing import let_in
from handlers.menu import set_menu
from handlers.regions import region_rows
from handlers.routes import number, parts, region_code
from handlers.rules import doors, drafts, joining
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import region
from handlers.screen import Button, Screen, say, show
from handlers.speech import LANGUAGES, Speech
from storage.invitations import Joining


async def open_invitation(update: Update, context: Context, token: str) -> None:
    """Someone opened an invitation's link."""
    found = await context.commit(user_of(update), joining.open_invitation, token, context.now)
    if found is None:
        await _welcome(update, context)
    else:
        await show(update, context, step_screen(context, found))


async def agree(update: Update, context: Context) -> None:
    """The promise or the charter was read and agreed to."""
    (text,) = parts(update, 1)
    if text not in ("promise", "charter"):
        raise Refusal(Reason.STALE)
    found = await context.commit(user_of(update), joining.agree, text)
    await show(update, context, step_screen(context, found))


async def take_text(update: Update, context: Context) -> bool:
    """What someone writes on the way in; False for a member, whose texts are none of joining's business."""
    match await context.commit(user_of(update), joining.purpose):
        case "name":
            found = await context.commit(user_of(update), joining.give_name, message_of(update).text or "")
            await _next(update, context, found)
        case "step":
            await show(update, context, here(context))
        case _ if context.who.member is not None and message_of(update).text == context.who.member.first_name:
            await show(update, context, here(context))  # the last step by a door, delivered once more
        case _:
            return False
    return True


async def step_back(update: Update, context: Context) -> None:
    """The step before."""
    (left,) = parts(update, 1)
    found = await context.commit(user_of(update), joining.back, left)
    await show(update, context, step_screen(context, found))


async def other_region(update: Update, context: Context) -> None:
    """The list of regions."""
    (page,) = parts(update, 1)
    found = await context.commit(user_of(update), joining.current)
    await show(update, context, _region_screen(context, found, page=number(page)))


async def choose_region(update: Update, context: Context) -> None:
    """The last step: from here on this person is a member."""
    (short,) = parts(update, 1)
    code = region_code(short)
    context.person = await context.commit(user_of(update), joining.choose_region, code, context.now)
    if context.who.joining is None:
        await _welcome(update, context)
    else:
        await _next(update, context, context.who.joining)


async def _next(update: Update, context: Context, found: Joining) -> None:
    """The next step; by a door that a coordinator has opened meanwhile, the way in ends here."""
    if joining.step(found) == joining.AT_THE_DOOR:
        context.person = await context.commit(user_of(update), doors.complete, context.now)
    if context.who.member is not None:
        await _welcome(update, context)
    else:
        await show(update, context, step_screen(context, found))


async def _welcome(update: Update, context: Context) -> None:
    await context.commit(user_of(update), drafts.catch_up, context.now)
    for group in await context.commit(user_of(update), doors.passes):
        await let_in(context, group, context.who.telegram_id)
    await show(update, context, home.screen(context.t, context.who, context.house.name))
    await set_menu(context)


async def change_language(update: Update, context: Context) -> None:
    """French or English from here on; the screen goes on where it was."""
    (language,) = parts(update, 1)
    if language not in LANGUAGES:
        raise Refusal(Reason.STALE)
    context.person = await context.commit(user_of(update), joining.choose_language, language)
    found = await context.commit(user_of(update), joining.on_the_way)
    context.person = replace(context.who, language=language)
    if found is None:
        await show(update, context, home.screen(context.t, context.who, context.house.name))
        await set_menu(context)
    else:
        await show(update, context, step_screen(context, found))


def here(context: Context) -> Screen:
    """Where this person is: at the step that is next on the way in, or at home."""
    if context.who.joining is not None:
        return step_screen(context, context.who.joining)
    return home.screen(context.t, context.who, context.house.name)


def step_screen(context: Context, found: Joining) -> Screen:
    """The screen of the step that is next."""
    t = context.t
    match joining.step(found):
        case "promise":
            return _agreement(t, "promise", say(t, "joining.promise", **_house(context)))
        case "charter":
            return _agreement(t, "charter", say(t, "joining.charter", **_house(context)))
        case "name":
            return Screen(say(t, "joining.name"), [[Button(t("button.back"), "j:back:name")]])
        case joining.AT_THE_DOOR:
            text = say(t, "joining.door", name=found.first_name or "")
            return Screen(text, [[Button(t("button.back"), "j:back:door")]])
        case _:
            return _region_screen(context, found, page=None)


def _house(context: Context) -> dict[str, str]:
    return {"community": context.house.name, "contact": context.house.contact, "version": joining.CHARTER}


def _agreement(t: Speech, text: str, body: str) -> Screen:
    rows = [[Button(t(f"joining.button.{text}"), f"j:agree:{text}", style="primary")]]
    if text == "charter":
        rows.append([Button(t("button.back"), "j:back:charter")])
    else:
        rows.append([home.other_language(t)])
    return Screen(body, rows)


def _region_screen(context: Context, found: Joining, page: int | None) -> Screen:
    t = context.t
    text = say(t, "joining.region", name=found.first_name or "")
    back = [Button(t("button.back"), "j:back:region")]
    proposed = found.region
    if page is None and proposed is not None:
        short = region(proposed).short
        yes = Button(t.region(proposed), f"j:region:{short}", style="primary")
        return Screen(text, [[yes], [Button(t("button.other_region"), "j:other:0")], back])
    rows = region_rows(
        t,
        context.house.regions,
        pick=lambda short: f"j:region:{short}",
        turn=lambda number: f"j:other:{number}",
        page=page or 0,
    )
    return Screen(text, [*rows, back])


TAPS = {
    "h:lang": change_language,
    "j:agree": agree,
    "j:back": step_back,
    "j:other": other_region,
    "j:region": choose_region,
}
