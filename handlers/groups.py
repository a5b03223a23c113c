"""Groups: the bot is added, bound to a region, moved, taken out; otherwise it stays silent."""

from telegram import ChatMember, Update
from telegram.constants import ChatMemberStatus, ChatType

from handlers.context import Context, chat_of, message_of, user_of
from handlers.regions import region_rows
from handlers.routes import number, parts, region_code
from handlers.rules import groups, people
from handlers.screen import Button, Screen, post, say, show
from storage.groups import Group

OUT = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


async def membership(update: Update, context: Context) -> None:
    """The bot's own place in a group changed, or someone blocked it or took it back."""
    change = update.my_chat_member
    if change is None:
        return
    if change.chat.type == ChatType.PRIVATE:
        blocked = change.new_chat_member.status in OUT
        await context.commit(user_of(update), people.go_away if blocked else people.come_back)
    elif change.new_chat_member.status in OUT:
        await context.commit(user_of(update), lambda tx, _who: groups.gone(tx, change.chat.id))
    elif _was_out(change.old_chat_member):
        await _added(update, context)


def _was_out(member: ChatMember) -> bool:
    return member.status in OUT


async def _added(update: Update, context: Context) -> None:
    chat = chat_of(update)
    group, regions = await context.commit(user_of(update), groups.welcome, chat.id, chat.title or "")
    t = context.t
    if not regions:  # someone who is no coordinator: the bot stays silent, and tells them why in private
        await post(context, user_of(update).id, Screen(say(t, "group.not_yours", title=group.title)))
    elif group.region is not None:
        await post(context, user_of(update).id, _bound(context, group))
    else:
        text = say(t, "group.which", title=group.title)
        await post(context, user_of(update).id, Screen(text, _rows(context, group.id, regions, 0)))


def _bound(context: Context, group: Group) -> Screen:
    t = context.t
    text = say(t, "group.bound", title=group.title, region=t.region(group.region or ""))
    return Screen(text, [[Button(t("group.button.other"), f"g:page:{group.id}:0")]])


def _rows(context: Context, group_id: int, regions: list[str], page: int) -> list[list[Button]]:
    return region_rows(
        context.t,
        context.served(regions),
        pick=lambda short: f"g:bind:{group_id}:{short}",
        turn=lambda other: f"g:page:{group_id}:{other}",
        page=page,
    )


async def turn_page(update: Update, context: Context) -> None:
    """Choose the region of a group."""
    group_id, page = parts(update, 2)
    group, regions = await context.commit(user_of(update), groups.choices, number(group_id))
    rows = _rows(context, group.id, regions, number(page))
    await show(update, context, Screen(say(context.t, "group.which", title=group.title), rows))


async def bind(update: Update, context: Context) -> None:
    """A coordinator said whose group it is."""
    group_id, short = parts(update, 2)
    code = region_code(short)
    group = await context.commit(user_of(update), groups.bind, number(group_id), code)
    await show(update, context, _bound(context, group))


async def moved(update: Update, context: Context) -> None:
    """Telegram turned the group into a supergroup."""
    message = message_of(update)
    new, old = message.migrate_to_chat_id, message.migrate_from_chat_id
    pair = (message.chat.id, new) if new is not None else (old, message.chat.id)
    if pair[0] is not None and pair[1] is not None:
        chat_id, new_chat_id = pair[0], pair[1]
        await context.house.commit(lambda tx: groups.moved(tx, chat_id, new_chat_id))


TAPS = {"g:page": turn_page, "g:bind": bind}
