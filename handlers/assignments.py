"""Who supervises whom: a coordinator sees it by region and changes it, a supervisor sees their own people."""

from telegram import Update

from handlers import assignment_card, home
from handlers.context import Context, user_of
from handlers.regions import region_rows
from handlers.routes import number, parts, region_code
from handlers.rules import assignments, people
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Button, Screen, show


async def show_regions(update: Update, context: Context) -> None:
    """The regions one coordinates, or the only one."""
    (page,) = parts(update, 1)
    codes = context.served(await context.commit(user_of(update), assignments.regions))
    if len(codes) == 1:
        await _region(update, context, codes[0])
        return
    t = context.t
    rows = region_rows(
        t, codes, pick=lambda short: f"sl:region:{short}", turn=lambda other: f"sl:home:{other}", page=number(page)
    )
    await show(
        update, context, Screen(t("caseload.regions"), [*rows, [Button(t("button.back"), "sv:home"), home.back(t)]])
    )


async def show_region(update: Update, context: Context) -> None:
    """One region."""
    (short,) = parts(update, 1)
    await _region(update, context, region_code(short))


async def _region(update: Update, context: Context, code: str, toast: str | None = None) -> None:
    found = await context.commit(user_of(update), assignments.region, code, context.now)
    several = len(context.served(await context.commit(user_of(update), assignments.regions))) > 1
    await show(update, context, assignment_card.overview(context.t, found, several=several), toast)


async def show_people(update: Update, context: Context) -> None:
    """Everybody who is supervised in a region."""
    short, page = parts(update, 2)
    found = await context.commit(user_of(update), assignments.region, region_code(short), context.now)
    await show(update, context, assignment_card.people(context.t, found, number(page)))


async def show_mine(update: Update, context: Context) -> None:
    """Whom one supervises."""
    (page,) = parts(update, 1)
    found = await context.commit(user_of(update), assignments.mine, context.now)
    await show(update, context, assignment_card.mine(context.t, found, number(page), people.member(context.who)))


async def open_one(update: Update, context: Context) -> None:
    """One of them."""
    (key,) = parts(update, 1)
    found, entrusts = await context.commit(user_of(update), assignments.case, number(key), context.now)
    await show(update, context, assignment_card.one(context.t, found, entrusts=entrusts))


async def choose(update: Update, context: Context) -> None:
    """To whom they may be entrusted."""
    (key,) = parts(update, 1)
    found, loads = await context.commit(user_of(update), assignments.choices, number(key), context.now)
    await show(update, context, assignment_card.which(context.t, found, loads))


async def ask(update: Update, context: Context) -> None:
    """Whether they are to be entrusted to this one."""
    key, to = parts(update, 2)
    found, loads = await context.commit(user_of(update), assignments.choices, number(key), context.now)
    new = next((one for one in loads if one.supervisor.id == number(to)), None)
    if new is None and number(to):
        raise Refusal(Reason.SUPERVISOR_AWAY)
    await show(update, context, assignment_card.sure(context.t, found, new))


async def entrust(update: Update, context: Context) -> None:
    """Entrust them."""
    key, to = parts(update, 2)
    wanted = number(key), number(to) or None
    found = await context.commit(user_of(update), assignments.entrust, *wanted, context.now)
    await show(update, context, assignment_card.one(context.t, found, entrusts=True), context.t("caseload.toast"))


async def propose(update: Update, context: Context) -> None:
    """Whom to entrust to whom."""
    (short,) = parts(update, 1)
    found = await context.commit(user_of(update), assignments.propose, region_code(short), context.now)
    await show(update, context, assignment_card.proposal(context.t, found))


async def settle(update: Update, context: Context) -> None:
    """As proposed."""
    short, stamp = parts(update, 2)
    await context.commit(user_of(update), assignments.settle, region_code(short), stamp, context.now)
    await _region(update, context, region_code(short), context.t("caseload.toast"))


TAPS = {
    "sl:home": show_regions,
    "sl:region": show_region,
    "sl:people": show_people,
    "sl:mine": show_mine,
    "sl:one": open_one,
    "sl:who": choose,
    "sl:sure": ask,
    "sl:set": entrust,
    "sl:propose": propose,
    "sl:settle": settle,
}
