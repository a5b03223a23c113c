"""Joining, a screen a step: promise, charter, age, first name, region, organisation, directory, then home."""

from dataclasses import replace

from telegram import Update

from handlers import home, joining_steps
from handlers.context import Context, chat_of, message_of, user_of
from handlers.furnishing import let_in, turn_away
from handlers.menu import set_menu
from handlers.routes import number, parts, region_code
from handlers.rules import doors, joining, polls
from handlers.rules.joining import PROMISE
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Screen, post, say, show
from handlers.speech import LANGUAGES
from storage.invitations import Joining
from storage.members import Role
from storage.overview import Entry


async def open_invitation(update: Update, context: Context, token: str) -> None:
    """Someone opened an invitation's link."""
    found = await context.commit(user_of(update), joining.open_invitation, token, context.now)
    if isinstance(found, Joining):
        await _next(update, context, found)
        return
    await context.commit(user_of(update), polls.catch_up, context.now)
    screen = home.own(context)
    await show(update, context, replace(screen, text=f"{_given(context, found)}\n\n{screen.text}"))
    await set_menu(context)


def _given(context: Context, roles: tuple[Role, ...]) -> str:
    """Said to a member, whether the roles are new or were there: the same link may be opened twice."""
    t = context.t
    if not roles:
        return t("joining.own")
    regions = ", ".join(t.region(role.region) for role in roles)
    return say(t, "joining.already", role=t(f"role.{roles[0].name}"), regions=regions)


async def _next(update: Update, context: Context, found: Joining) -> None:
    """The next step; by a door that a coordinator has opened meanwhile, the way in ends here."""
    if joining.step(found) == joining.AT_THE_DOOR:
        context.person = await context.commit(user_of(update), doors.complete, context.now)
    if context.who.member is not None:
        await _welcome(update, context)
    else:
        await show(update, context, joining_steps.screen(context.t, found, context.house))


async def _welcome(update: Update, context: Context) -> None:
    await context.commit(user_of(update), polls.catch_up, context.now)
    for group in await context.commit(user_of(update), doors.passes):
        await let_in(context, group, context.who.telegram_id)
    await show(update, context, home.own(context))
    await set_menu(context)


async def agree(update: Update, context: Context) -> None:
    """The promise or the charter was read and agreed to, in the version that was shown."""
    text, version = parts(update, 2)
    if {"promise": PROMISE, "charter": context.house.charter.version}.get(text) != version:
        raise Refusal(Reason.STALE)
    await _next(update, context, await context.commit(user_of(update), joining.agree, text, version))


async def say_age(update: Update, context: Context) -> None:
    """18 or over, or not: then joining ends here, and nothing is kept of it."""
    (answer,) = parts(update, 1)
    if answer == "yes":
        await _next(update, context, await context.commit(user_of(update), joining.come_of_age))
        return
    for group in await context.commit(user_of(update), joining.turn_back):
        await turn_away(context, group, user_of(update).id)
    await show(update, context, joining_steps.turned_back(context.t, context.house.contact))


async def take_text(update: Update, context: Context) -> bool:
    """What someone writes on the way in; False for a member, whose texts are none of joining's business."""
    words, first_name = message_of(update).text or "", ""
    match await context.commit(user_of(update), joining.purpose):
        case "name":
            found = await context.commit(user_of(update), joining.give_name, words)
            first_name = found.first_name or ""
        case "region":
            regions = context.house.regions
            found = await context.commit(user_of(update), joining.give_region_or_name, words, regions)
            first_name = (found.first_name or "") if found.region is None else ""
        case "organisation":
            found = await context.commit(user_of(update), joining.give_organisation, words)
        case "step":
            await show(update, context, here(context))
            return True
        case _:
            return False
    screen = joining_steps.screen(context.t, found, context.house)
    await post(context, chat_of(update).id, joining_steps.hinted(context.t("joining.family"), first_name, screen))
    return True


async def step_back(update: Update, context: Context) -> None:
    """The step before."""
    (left,) = parts(update, 1)
    await _next(update, context, await context.commit(user_of(update), joining.back, left))


async def other_region(update: Update, context: Context) -> None:
    """The list of regions."""
    (page,) = parts(update, 1)
    found = await context.commit(user_of(update), joining.current)
    await show(update, context, joining_steps.regions(context.t, found, context.house, number(page)))


async def choose_region(update: Update, context: Context) -> None:
    """Where somebody works."""
    (short,) = parts(update, 1)
    code = region_code(short)
    await _next(update, context, await context.commit(user_of(update), joining.choose_region, code))


async def pass_over(update: Update, context: Context) -> None:
    """Rather no organisation."""
    await _next(update, context, await context.commit(user_of(update), joining.give_organisation, None))


async def finish(update: Update, context: Context) -> None:
    """The last step: from here on this person is a member."""
    (listed,) = parts(update, 1)
    context.person = await context.commit(user_of(update), joining.finish, listed == "1", context.now)
    if context.who.joining is not None:
        await _next(update, context, context.who.joining)
    else:
        await _welcome(update, context)


async def change_language(update: Update, context: Context) -> None:
    """French or English from here on; the screen goes on where it was."""
    (language,) = parts(update, 1)
    if language not in LANGUAGES:
        raise Refusal(Reason.STALE)
    context.person = await context.commit(user_of(update), joining.choose_language, language)
    found = await context.commit(user_of(update), joining.on_the_way)
    context.person = replace(context.who, language=language)
    if found is None:
        await show(update, context, home.own(context))
        await set_menu(context)
    else:
        await show(update, context, joining_steps.screen(context.t, found, context.house))


def asked(context: Context) -> Screen | None:
    """What this person is asked to write on the way in, if they are."""
    found = context.who.joining
    return here(context) if found is not None and joining.step(found) in joining.WRITTEN else None


def here(context: Context, found: Entry | None = None) -> Screen:
    """Where this person is: at the step that is next on the way in, or at home, with the meeting that is next."""
    if context.who.joining is not None:
        return joining_steps.screen(context.t, context.who.joining, context.house)
    return home.own(context, found)


TAPS = {
    "h:lang": change_language,
    "j:agree": agree,
    "j:adult": say_age,
    "j:back": step_back,
    "j:other": other_region,
    "j:region": choose_region,
    "j:pass": pass_over,
    "j:end": finish,
}
