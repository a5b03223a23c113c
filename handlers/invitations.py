"""Inviting from the chat: role, region, then a link to pass on."""

from hashlib import blake2b

from telegram import Update

from handlers import home
from handlers.context import Context, chat_of, query_of, user_of
from handlers.regions import region_rows
from handlers.routes import number, parts, region_code
from handlers.rules import invitations
from handlers.rules.civil import wall
from handlers.rules.people import ROLES
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import region
from handlers.screen import Button, Screen, answer_tap, post, say, show
from handlers.slip import code
from handlers.speech import Speech


async def choose_role(update: Update, context: Context) -> None:
    """Who is invited: a peer worker, a supervisor, a coordinator."""
    await context.commit(user_of(update), invitations.roles_and_regions)
    await show(update, context, _roles(context.t))


async def invite_another(update: Update, context: Context) -> None:
    """The same in a new message: the link that was just made must not be lost."""
    await context.commit(user_of(update), invitations.roles_and_regions)
    await answer_tap(update)
    await post(context, chat_of(update).id, _roles(context.t))


def _roles(t: Speech) -> Screen:
    rows = [[Button(t(f"role.{role}"), f"i:role:{ROLES.index(role)}:0")] for role in ROLES]
    return Screen(say(t, "invite.role"), [*rows, [home.back(t)]])


async def choose_region(update: Update, context: Context) -> None:
    """For which region; skipped when there is only one."""
    role, page = parts(update, 2)
    _, held = await context.commit(user_of(update), invitations.roles_and_regions)
    codes = context.served(held)
    if len(codes) == 1:
        await _invite(update, context, _role(role), codes[0])
        return
    t = context.t
    rows = region_rows(
        t,
        codes,
        pick=lambda short: f"i:make:{role}:{short}",
        turn=lambda other: f"i:role:{role}:{other}",
        page=number(page),
    )
    await show(update, context, Screen(say(t, "invite.region"), [*rows, [Button(t("button.back"), "i:new")]]))


async def make(update: Update, context: Context) -> None:
    """Role and region are chosen: make the link."""
    role, short = parts(update, 2)
    chosen = region_code(short)
    await _invite(update, context, _role(role), chosen)


def _role(index: str) -> str:
    if number(index) >= len(ROLES):
        raise Refusal(Reason.STALE)
    return ROLES[number(index)]


async def _invite(update: Update, context: Context, role: str, chosen: str) -> None:
    token = code(context.house.random(16))
    # The tap's own name makes a repeated delivery the same invitation, with a fresh token.
    source = blake2b(query_of(update).id.encode(), digest_size=16).hexdigest()
    expires_at = await context.commit(user_of(update), invitations.invite, role, chosen, token, source, context.now)
    t = context.t
    text = say(
        t,
        "invite.link",
        role=t(f"role.{role}"),
        region=t.region(chosen),
        link=invitations.link(context.bot.username, token),
        until=t.day(wall(expires_at, region(chosen).zone)),
    )
    await show(update, context, Screen(text, [[Button(t("invite.another"), "i:more")], [home.below(t)]]))


TAPS = {"i:new": choose_role, "i:more": invite_another, "i:role": choose_region, "i:make": make}
