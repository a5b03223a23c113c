"""Groups: the bot is added, bound to a region, moved, taken out, looked after; otherwise it stays silent."""

from contextlib import suppress

from telegram import ChatMember, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden

import storage.groups
from handlers import group_card, home
from handlers.context import Context, chat_of, message_of, user_of
from handlers.furnishing import close, door, furnish, is_out, lacking, place_of, topics
from handlers.regions import region_rows
from handlers.routes import number, parts, region_code
from handlers.rules import groups, people
from handlers.screen import Button, Screen, post, say, show
from handlers.slip import shorten
from storage.groups import Group


async def membership(update: Update, context: Context) -> None:
    """The bot's own place in a group changed, or someone blocked it or took it back."""
    change = update.my_chat_member
    if change is None:
        return
    if change.chat.type == ChatType.PRIVATE:
        blocked = is_out(change.new_chat_member)
        await context.commit(user_of(update), people.go_away if blocked else people.come_back)
    elif is_out(change.new_chat_member):
        now = context.now
        await context.commit(user_of(update), lambda tx, who: groups.gone(tx, who, change.chat.id, now))
    else:
        if is_out(change.old_chat_member):
            await _added(update, context)
        await _look(context, change.chat.id, change.new_chat_member, forum=bool(change.chat.is_forum))
        if is_out(change.old_chat_member):
            await _tell(update, context)


async def _look(context: Context, chat_id: int, member: ChatMember, *, forum: bool) -> None:
    """Remember what the bot may do there, and set up what it may."""
    lacks, now = lacking(member, forum=forum), context.now
    group = await context.house.commit(lambda tx: groups.see(tx, chat_id, forum=forum, lacks=lacks, now=now))
    if group is not None:
        await furnish(context, group)


async def _added(update: Update, context: Context) -> None:
    chat = chat_of(update)
    await context.commit(user_of(update), groups.welcome, chat.id, chat.title or "", context.now)


async def _tell(update: Update, context: Context) -> None:
    """Say in private, to whoever added the bot, whose group it is, or ask."""
    chat, t = chat_of(update), context.t
    group, regions = await context.commit(user_of(update), groups.welcome, chat.id, chat.title or "", context.now)
    if not regions:  # someone who is no coordinator: the bot stays silent, and tells them why in private
        await post(context, user_of(update).id, Screen(say(t, "group.not_yours", title=chat.title or "")))
    elif group.region is not None:
        await post(context, user_of(update).id, group_card.bound(t, group))
    else:
        text = say(t, "group.which", title=group.title)
        await post(context, user_of(update).id, Screen(text, _rows(context, group.id, regions, 0)))


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
    if group.region is not None:
        rows.append([Button(context.t("button.back"), f"g:o:{group.id}")])
    await show(update, context, Screen(say(context.t, "group.which", title=group.title), rows))


async def bind(update: Update, context: Context) -> None:
    """A coordinator said whose group it is."""
    group_id, short = parts(update, 2)
    group = await context.commit(user_of(update), groups.bind, number(group_id), region_code(short), context.now)
    await furnish(context, group)
    await show(update, context, group_card.bound(context.t, group))


async def show_list(update: Update, context: Context) -> None:
    """The groups of a coordinator's regions."""
    found = await context.commit(user_of(update), groups.hosted)
    t = context.t
    rows = [[Button(shorten(group.title, 30), f"g:o:{group.id}")] for group in found[:6]]
    text = say(t, "groups.title" if found else "groups.none")
    await show(update, context, Screen(text, [*rows, [Button(t("button.back"), "e:home"), home.back(t)]]))


async def open_card(update: Update, context: Context) -> None:
    """One group."""
    (key,) = parts(update, 1)
    await _show_card(update, context, number(key))


async def _show_card(update: Update, context: Context, group_id: int, toast: str | None = None) -> None:
    view = await context.commit(user_of(update), groups.look, group_id)
    await show(update, context, group_card.card(context.t, view), toast)


async def check(update: Update, context: Context) -> None:
    """Look again at what the bot may do there."""
    (key,) = parts(update, 1)
    group = await context.commit(user_of(update), groups.own, number(key))
    try:
        chat = await context.bot.get_chat(group.chat_id)
        own = await context.bot.get_chat_member(group.chat_id, context.bot.id)
    except (BadRequest, Forbidden):
        await context.commit(user_of(update), groups.gone, group.chat_id, context.now)
        await show_list(update, context)
        return
    await _look(context, group.chat_id, own, forum=bool(chat.is_forum))
    await _show_card(update, context, group.id, context.t("group.checked"))


async def renew_door(update: Update, context: Context) -> None:
    """Another link; the former leads nowhere from here on. `former` is how it ends: a repeated tap changes nothing."""
    key, former = parts(update, 2)
    group = await context.commit(user_of(update), groups.own, number(key))
    if group_card.tail(group) == former:
        await door(context, group, group.door)
    await _show_card(update, context, group.id)


async def shut_door(update: Update, context: Context) -> None:
    """No link at all, until a coordinator wants one again."""
    (key,) = parts(update, 1)
    group = await context.commit(user_of(update), groups.own, number(key))
    if group.door:
        await close(context, group, group.door)
        await context.house.commit(lambda tx: storage.groups.hang(tx, group.id, "", instead_of=group.door))
    await _show_card(update, context, group.id)


async def make_topics(update: Update, context: Context) -> None:
    """The topics of a forum, made or made again."""
    (key,) = parts(update, 1)
    group = await context.commit(user_of(update), groups.own, number(key))
    if group.may(groups.OF_FORUM) and group.forum:
        await topics(context, group)
    await _show_card(update, context, group.id)


async def ask_to_part(update: Update, context: Context) -> None:
    """What it means to leave a group."""
    (key,) = parts(update, 1)
    view = await context.commit(user_of(update), groups.look, number(key))
    await show(update, context, group_card.parting(context.t, view))


async def part(update: Update, context: Context) -> None:
    """The group is not ours any more: its link closes, the bot leaves."""
    (key,) = parts(update, 1)
    group = await context.commit(user_of(update), groups.part, number(key), context.now)
    if group is not None:
        await _leave(update, context, group)
    await show_list(update, context)


async def _leave(update: Update, context: Context, group: Group) -> None:
    if group.door:
        await close(context, group, group.door)
    with suppress(BadRequest, Forbidden):  # out already
        await context.bot.leave_chat(group.chat_id)
    await context.commit(user_of(update), groups.gone, group.chat_id, context.now)


async def show_mine(update: Update, context: Context) -> None:
    """The groups a member may ask to come into, each with its door; not to whom Telegram would not open it."""
    found = (await context.commit(user_of(update), groups.open_to))[:6]
    t, house = context.t, context.house
    out = [group for group in found if await _put_out(context, group)]
    rows = [[_entrance(group)] for group in found if group not in out]
    lines = [say(t, "groups.mine" if rows else "groups.mine_none")] if rows or not out else []
    lines += [say(t, "groups.mine_out", title=group.title, contact=house.contact) for group in out]
    await show(update, context, Screen("\n\n".join(lines), [*rows, [Button(t("button.back"), "m:list"), home.back(t)]]))


async def _put_out(context: Context, group: Group) -> bool:
    """Whether this person was excluded from the group, by the bot or by hand: only Telegram knows."""
    member = await place_of(context, group)
    return member is not None and member.status == ChatMemberStatus.BANNED


def _entrance(group: Group) -> Button:
    return Button(shorten(group.title, 36), url=group.door)


async def moved(update: Update, context: Context) -> None:
    """Telegram turned the group into a supergroup."""
    message = message_of(update)
    new, old = message.migrate_to_chat_id, message.migrate_from_chat_id
    pair = (message.chat.id, new) if new is not None else (old, message.chat.id)
    if pair[0] is not None and pair[1] is not None:
        chat_id, new_chat_id, now = pair[0], pair[1], context.now
        group = await context.house.commit(lambda tx: groups.moved(tx, chat_id, new_chat_id, now))
        if group is not None:
            await furnish(context, group)


TAPS = {
    "g:page": turn_page,
    "g:bind": bind,
    "g:list": show_list,
    "g:o": open_card,
    "g:check": check,
    "g:door": renew_door,
    "g:shut": shut_door,
    "g:topics": make_topics,
    "g:part": ask_to_part,
    "g:out": part,
    "g:mine": show_mine,
}
