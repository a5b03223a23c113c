"""Inviting from the chat: a card for the invitation in preparation, its fields chosen in any order, then the link."""

from hashlib import blake2b

from telegram import Update

from handlers import home, invitation_card, slip
from handlers.context import Context, chat_of, message_of, query_of, user_of
from handlers.regions import region_rows
from handlers.routes import number, parts, region_code
from handlers.rules import invitations
from handlers.rules.refusal import Reason, Refusal
from handlers.rules.regions import region
from handlers.screen import Button, Screen, answer_tap, no, post, say, show
from handlers.slip import code
from storage.invitations import Invitation

LINK = "v_"  # start payload of the question for a label: the draft's number


async def begin(update: Update, context: Context) -> None:
    """The card of the invitation in preparation, or of a fresh one."""
    found = await context.commit(user_of(update), invitations.prepare)
    await _turn(update, context, found, await _card(update, context, found))


async def another(update: Update, context: Context) -> None:
    """The same in a new message: the link that was just made must not be lost."""
    found = await context.commit(user_of(update), invitations.prepare)
    await answer_tap(update)
    posted = await post(context, chat_of(update).id, await _card(update, context, found))
    await slip.settle(update, context, found, invitations.place, posted.message_id, None)


async def open_link(update: Update, context: Context, _key: str) -> None:
    """The link of the question was opened: the card it is about."""
    await begin(update, context)


async def _card(update: Update, context: Context, found: Invitation) -> Screen:
    _, held = await context.commit(user_of(update), invitations.regions, found.id)
    return invitation_card.draft(context.t, found, len(context.served(held)) > 1)


async def _turn(update: Update, context: Context, found: Invitation, screen: Screen, asked: int | None = None) -> None:
    """Show the draft on the tapped message, or in a new one."""
    shown = await show(update, context, screen)
    await slip.settle(update, context, found, invitations.place, shown, asked)


async def back_to_card(update: Update, context: Context) -> None:
    """Nothing is chosen or asked any more."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), invitations.own_draft, number(key))
    await _turn(update, context, found, await _card(update, context, found))


async def pick(update: Update, context: Context) -> None:
    """What can be chosen for a field."""
    key, field = parts(update, 2)
    found = await context.commit(user_of(update), invitations.choices, number(key), field)
    await _turn(update, context, found, invitation_card.choices(context.t, found, field))


async def choose(update: Update, context: Context) -> None:
    """It was chosen."""
    key, field, index = parts(update, 3)
    found = await context.commit(user_of(update), invitations.choose, number(key), field, number(index))
    await _turn(update, context, found, await _card(update, context, found))


async def where(update: Update, context: Context) -> None:
    """For which regions: each can be ticked."""
    key, page = parts(update, 2)
    found, held = await context.commit(user_of(update), invitations.regions, number(key))
    await _tick(update, context, found, held, number(page))


async def tick(update: Update, context: Context) -> None:
    """One region more, or less: the button says which, so that a repeated tap changes nothing."""
    key, short, on, page = parts(update, 4)
    chosen = region_code(short)
    found, held = await context.commit(user_of(update), invitations.tick, number(key), chosen, on == "1")
    await _tick(update, context, found, held, number(page))


async def _tick(update: Update, context: Context, found: Invitation, held: list[str], page: int) -> None:
    t, key, ticked = context.t, found.id, {region(one).short for one in found.regions}
    rows = region_rows(
        t,
        context.served(held),
        pick=lambda short: f"i:tick:{key}:{short}:{int(short not in ticked)}:{page}",
        turn=lambda other: f"i:where:{key}:{other}",
        page=page,
        ticked=found.regions,
    )
    done = [Button(t("invite.button.done"), f"i:show:{key}")]
    await _turn(update, context, found, Screen(invitation_card.regions_lead(t, found), [*rows, done]))


async def ask_label(update: Update, context: Context) -> None:
    """Ask what the invitation is for, in a message to reply to."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), invitations.own_draft, number(key))
    question = await _ask(context, found, context.t("invite.hint.label"))
    await _turn(update, context, found, invitation_card.asking(context.t, found), question)


async def _ask(context: Context, found: Invitation, hint: str) -> int:
    t = context.t
    lead = say(t, "invite.ask.label", link=context.link(f"{LINK}{found.id}"))
    asked = Screen(f"{lead}\n{hint}", placeholder=t("invite.placeholder.label"))
    return (await post(context, context.who.telegram_id, asked)).message_id


async def take_label(update: Update, context: Context, key: str) -> None:
    """The written label: the card shows it, question and answer disappear."""
    message = message_of(update)
    try:
        found = await context.commit(user_of(update), invitations.name, number(key), message.text)
    except Refusal as refusal:
        if refusal.reason is not Reason.FIELD_TOO_LONG:
            raise
        found = await context.commit(user_of(update), invitations.own_draft, number(key))
        said = f"{no(context, refusal)}\n\n{slip.quote(slip.shorten(message.text or '', 400))}"
        await slip.settle(update, context, found, invitations.place, found.card, await _ask(context, found, said))
    else:
        await slip.renew(update, context, found, invitations.place, await _card(update, context, found))
    await slip.take_away(context, message)


async def clear_label(update: Update, context: Context) -> None:
    """No label any more."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), invitations.name, number(key), None)
    await _turn(update, context, found, await _card(update, context, found))


async def make(update: Update, context: Context) -> None:
    """Make the link; it is shown now and never again."""
    (key,) = parts(update, 1)
    token = code(context.house.random(16))
    # The tap's own name makes a repeated delivery the same invitation, with a fresh token.
    source = blake2b(query_of(update).id.encode(), digest_size=16).hexdigest()
    made = await context.commit(user_of(update), invitations.create, number(key), token, source, context.now)
    if made is None:  # two taps in a row: the first one's link stands on the screen
        await answer_tap(update)
        return
    before, found = made
    link = invitations.link(context.bot.username, token)
    await show(update, context, invitation_card.made(context.t, found, link, "invite.link"))
    await slip.unask(update, context, before)


async def drop(update: Update, context: Context) -> None:
    """Throw the draft away: there is nothing in it that took time to write."""
    (key,) = parts(update, 1)
    gone = await context.commit(user_of(update), invitations.discard, number(key))
    t = context.t
    await show(update, context, await home.again(update, context), t("invite.dropped"))
    await slip.unask(update, context, gone)


TAPS = {
    "i:new": begin,
    "i:more": another,
    "i:show": back_to_card,
    "i:pick": pick,
    "i:set": choose,
    "i:where": where,
    "i:tick": tick,
    "i:label": ask_label,
    "i:clear": clear_label,
    "i:make": make,
    "i:drop": drop,
}
