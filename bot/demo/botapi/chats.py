"""The bot's look at chats and members, and its power over them: ban, restrict, leave."""

from bot.demo.botapi.errors import bad
from bot.demo.botapi.membership import PERMISSIONS, change, described, go, member_of
from bot.demo.botapi.parameters import Values
from bot.demo.botapi.state import ADMINISTRATORS, JSON, Chat, Member
from bot.demo.botapi.world import World

FOREVER_BELOW, FOREVER_ABOVE = 30, 366 * 86400
GIFTS = ["unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"]


def get_chat(world: World, values: Values) -> JSON:
    chat = world.chat(values["chat_id"])
    if chat.person and not chat.started:
        raise bad("chat not found")
    body = chat.chat() | {"accent_color_id": abs(chat.id) % 7, "max_reaction_count": 11}
    body["accepted_gift_types"] = dict.fromkeys(GIFTS, False)
    if not chat.person:
        body["permissions"] = dict.fromkeys(PERMISSIONS, True)
        primary = [link.url for link in chat.links.values() if link.primary and not link.revoked]
        body |= {"invite_link": primary[0]} if primary else {}
    if chat.pinned:
        body["pinned_message"] = chat.messages[chat.pinned[-1]].body
    return body


def _user(world: World, chat: Chat, user_id: int) -> JSON:
    if user_id == world.bot["id"]:
        return world.bot
    if user_id not in world.people:
        raise bad("invalid user_id specified")
    return world.people[user_id].user()


def get_chat_member(world: World, values: Values) -> JSON:
    chat = world.chat(values["chat_id"])
    user = _user(world, chat, values["user_id"])
    if chat.person:
        return {"user": user, "status": "member" if user["id"] in (chat.id, world.bot["id"]) else "left"}
    return described(member_of(chat, user))


def get_chat_administrators(world: World, values: Values) -> list[JSON]:
    chat = world.chat(values["chat_id"])
    if chat.person:
        raise bad("there are no administrators in the private chat")
    bots = values.get("return_bots", False)
    running = [m for m in chat.members.values() if m.status in ADMINISTRATORS]
    own = world.bot["id"]
    return [described(m) for m in running if m.user["id"] == own or bots or not m.user["is_bot"]]


def get_chat_member_count(world: World, values: Values) -> int:
    return world.member_count(world.chat(values["chat_id"]))


def _governed(world: World, values: Values, supergroup_only: bool = False) -> tuple[Chat, Member]:
    """The group and the member whom the bot may ban or restrict there; raises ApiError 400."""
    chat = world.chat(values["chat_id"])
    if chat.person:
        raise bad("can't restrict or ban a member of a private chat")
    if supergroup_only and chat.kind != "supergroup":
        raise bad("method is available only for supergroups")
    world.need(chat, "can_restrict_members", "not enough rights to restrict/unrestrict chat member")
    member = member_of(chat, _user(world, chat, values["user_id"]))
    if member.user["id"] == world.bot["id"]:
        raise bad("can't restrict self")
    if member.status == "creator":
        raise bad("can't remove chat owner")
    if member.status == "administrator":
        raise bad("user is an administrator of the chat")
    return chat, member


def _until(world: World, values: Values) -> int:
    """Less than 30 seconds or more than 366 days ahead means for ever, which is 0."""
    ahead = values.get("until_date", 0) - world.stamp()
    return values.get("until_date", 0) if FOREVER_BELOW <= ahead <= FOREVER_ABOVE else 0


def ban_chat_member(world: World, values: Values) -> bool:
    chat, member = _governed(world, values)
    go(world, chat, member.user, world.bot, "kicked", _until(world, values))
    if values.get("revoke_messages"):
        for message in chat.messages.values():
            message.deleted |= message.body["from"]["id"] == member.user["id"]
    return True


def unban_chat_member(world: World, values: Values) -> bool:
    chat, member = _governed(world, values, supergroup_only=True)
    if member.status == "kicked":
        change(world, chat, Member(member.user, "left"), world.bot)
    elif member.present and not values.get("only_if_banned"):
        go(world, chat, member.user, world.bot)
    return True


def restrict_chat_member(world: World, values: Values) -> bool:
    chat, member = _governed(world, values, supergroup_only=True)
    allowed = dict.fromkeys(PERMISSIONS, False) | values["permissions"]
    if not values.get("use_independent_chat_permissions") and allowed["can_send_other_messages"]:
        allowed |= {name: True for name in PERMISSIONS[:7]}
    if all(allowed.values()):
        change(world, chat, Member(member.user, "member", since=member.since), world.bot)
        return True
    until, inside = _until(world, values), member.present
    new = Member(member.user, "restricted", permissions=allowed, until=until, inside=inside, since=member.since)
    change(world, chat, new, world.bot)
    return True


def leave_chat(world: World, values: Values) -> bool:
    chat = world.chat(values["chat_id"])
    if chat.person:
        raise bad("chat member status can't be changed in private chats")
    go(world, chat, world.bot, world.bot)
    return True
