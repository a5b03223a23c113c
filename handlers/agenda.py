"""The agenda of a meeting: proposing an item, voting, putting them in order. An item in the making is in the chat."""

from telegram import Update

from handlers import agenda_card, slip
from handlers.context import Context, chat_of, message_of, user_of
from handlers.routes import number, parts
from handlers.rules import agenda, people
from handlers.rules.agenda import Agenda
from handlers.rules.refusal import Reason, Refusal
from handlers.screen import Button, Screen, allow, answer_tap, edit, message_id_of, post, say, show

LINK = "ag_"  # start payload of the question for an item: the meeting’s number
SIGNED, UNSIGNED = "s", "a"
BYTES = 6  # of an item’s random number


async def open_agenda(update: Update, context: Context) -> None:
    """Below the meeting’s card, which stays."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), agenda.look, number(key), context.now)
    await answer_tap(update)
    await post(context, chat_of(update).id, agenda_card.card(context.t, found))


async def open_link(update: Update, context: Context, asked: str) -> None:
    """The link of a question was opened: the agenda it is about."""
    found = await context.commit(user_of(update), agenda.look, number(asked), context.now)
    await show(update, context, agenda_card.card(context.t, found))


async def see(update: Update, context: Context) -> None:
    """Another page, or the same one as it is now."""
    page, key = parts(update, 2)
    found = await context.commit(user_of(update), agenda.look, number(key), context.now)
    await show(update, context, agenda_card.card(context.t, found, number(page)))


async def ask(update: Update, context: Context) -> None:
    """Ask for an item, in a message to reply to."""
    (key,) = parts(update, 1)
    await context.commit(user_of(update), agenda.proposable, number(key), context.now)
    await slip.ask(update, context, f"{LINK}{number(key)}", "agenda.ask", "agenda.placeholder")


async def take(update: Update, context: Context, asked: str) -> None:
    """The item is written: as whose? Nothing is kept before that is said."""
    message = message_of(update)
    found = await context.commit(user_of(update), agenda.proposable, number(asked), context.now)
    agenda.tidy(message.text or "")
    allow(context.house.quotas.may_propose(user_of(update).id, str(message.message_id).encode(), context.now))
    own = int.from_bytes(context.house.random(BYTES))
    await slip.lay(context, message, say(context.t, "agenda.how"), agenda_card.ways(context.t, found.id, own))


async def add(update: Update, context: Context) -> None:
    """The card becomes the agenda’s receipt; the written message disappears."""
    mode, own, key = parts(update, 3)
    if mode not in (SIGNED, UNSIGNED):
        raise Refusal(Reason.STALE)
    text, signed, meeting_id = slip.quoted(update), mode == SIGNED, number(key)
    await context.commit(user_of(update), agenda.propose, meeting_id, number(own), text, context.now, signed=signed)
    await answer_tap(update, context.t("agenda.added_toast"))
    said = say(context.t, "agenda.added.signed" if signed else "agenda.added.unsigned")
    see = [Button(context.t("agenda.button.see"), f"ag:see:0:{meeting_id}")]
    await slip.become(update, context, Screen(said, [see]))


async def drop(update: Update, context: Context) -> None:
    """Nothing is proposed: the written message goes."""
    (key,) = parts(update, 1)
    await context.commit(user_of(update), people.own)
    await answer_tap(update)
    said = say(context.t, "agenda.dropped") + "\n" + await slip.clear(update, context)
    meeting_id = number(key)
    back = [Button(context.t("agenda.button.see"), f"ag:see:0:{meeting_id}")]
    await edit(context, chat_of(update).id, message_id_of(update), Screen(said, [back]))


async def vote(update: Update, context: Context) -> None:
    """One tap, and one back."""
    on, page, key = parts(update, 3)
    found = await context.commit(user_of(update), agenda.vote, number(key), context.now, on=on == "1")
    toast = context.t("agenda.voted" if on == "1" else "agenda.unvoted")
    await show(update, context, agenda_card.card(context.t, found, number(page)), toast)


async def run(update: Update, context: Context) -> None:
    """The items, for who puts them in order."""
    page, key = parts(update, 2)
    found = await context.commit(user_of(update), agenda.run, number(key), context.now)
    if not found.open:
        await show(update, context, agenda_card.card(context.t, found))
        return
    await show(update, context, agenda_card.run(context.t, found, number(page)))


async def open_item(update: Update, context: Context) -> None:
    """One item, to be moved or taken off."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), agenda.one, number(key), context.now)
    await show(update, context, agenda_card.item(context.t, found, _place(found, number(key))))


def _place(found: Agenda, item: int) -> int:
    return [point.item.id for point in found.points].index(item)


async def move(update: Update, context: Context) -> None:
    """To another place."""
    place, key = parts(update, 2)
    found = await context.commit(user_of(update), agenda.move, number(key), number(place), context.now)
    await show(update, context, agenda_card.item(context.t, found, _place(found, number(key))))


async def ask_removal(update: Update, context: Context) -> None:
    """What would go."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), agenda.one, number(key), context.now)
    await show(update, context, agenda_card.removing(context.t, found, _place(found, number(key))))


async def remove(update: Update, context: Context) -> None:
    """It is off the agenda: for who runs the meeting, or by one tap of who signed it."""
    (key,) = parts(update, 1)
    found = await context.commit(user_of(update), agenda.remove, number(key), context.now)
    runs = found.leads and found.open and found.points
    screen = agenda_card.run(context.t, found) if runs else agenda_card.card(context.t, found)
    await show(update, context, screen, context.t("agenda.removed" if found.leads else "agenda.withdrawn"))


async def fix(update: Update, context: Context) -> None:
    """The order stays as it is, or is open again."""
    on, key = parts(update, 2)
    found = await context.commit(user_of(update), agenda.fix, number(key), context.now, on=on == "1")
    await show(update, context, agenda_card.card(context.t, found))


TAPS = {
    "ag:o": open_agenda,
    "ag:see": see,
    "ag:new": ask,
    "ag:add": add,
    "ag:drop": drop,
    "ag:v": vote,
    "ag:run": run,
    "ag:item": open_item,
    "ag:move": move,
    "ag:cut": ask_removal,
    "ag:out": remove,
    "ag:fix": fix,
}
