"""How often supervision should be: a card for a region, for one's own people, for a person."""

from telegram import Update

from handlers import plan_card
from handlers.context import Context, user_of
from handlers.routes import parts
from handlers.rules import plans
from handlers.screen import show


async def show_card(update: Update, context: Context) -> None:
    """What holds, and what can be chosen."""
    (scope,) = parts(update, 1)
    found = await context.commit(user_of(update), plans.card, plan_card.decoded(scope), context.now)
    await show(update, context, plan_card.card(context.t, found))


async def show_months(update: Update, context: Context) -> None:
    """Since when somebody is in post."""
    (scope,) = parts(update, 1)
    found = await context.commit(user_of(update), plans.card, plan_card.decoded(scope), context.now)
    await show(update, context, plan_card.months(context.t, found))


async def choose(update: Update, context: Context) -> None:
    """One thing of it."""
    scope, field, value = parts(update, 3)
    await _arrange(update, context, scope, field, value)


async def as_wider(update: Update, context: Context) -> None:
    """As the region has it."""
    (scope,) = parts(update, 1)
    await _arrange(update, context, scope, plans.WIDER, plans.NONE)


async def _arrange(update: Update, context: Context, scope: str, field: str, value: str) -> None:
    wanted = plan_card.decoded(scope), field, value
    found = await context.commit(user_of(update), plans.arrange, *wanted, context.now)
    await show(update, context, plan_card.card(context.t, found), context.t("settings.saved"))


TAPS = {"sp:card": show_card, "sp:began": show_months, "sp:set": choose, "sp:wider": as_wider}
