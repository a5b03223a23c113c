"""Who is in a group and as what: each change is said in the group and told to the bot as Telegram would."""

from collections.abc import Iterable

from bot.demo.botapi.state import JSON, Chat, Link, Member
from bot.demo.botapi.world import World

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)
USUAL_RIGHTS = frozenset(RIGHTS) - {"can_promote_members"}
PERMISSIONS = [
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_react_to_messages",
    "can_edit_tag",
]
SERVICE = [
    "new_chat_members",
    "left_chat_member",
    "pinned_message",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "group_chat_created",
    "supergroup_chat_created",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "new_chat_title",
]


def described(member: Member) -> JSON:
    """The Bot API's ChatMember."""
    body: JSON = {"user": member.user, "status": member.status}
    if member.status == "creator":
        return body | {"is_anonymous": False}
    if member.status == "administrator":
        rights = {right: right in member.rights for right in RIGHTS}
        return body | {"can_be_edited": False, "is_anonymous": False} | rights
    if member.status == "restricted":
        permissions = {name: bool((member.permissions or {}).get(name)) for name in PERMISSIONS}
        return body | {"is_member": member.inside, "until_date": member.until} | permissions
    return body | ({"until_date": member.until} if member.status == "kicked" else {})


def member_of(chat: Chat, user: JSON) -> Member:
    """The user's place in this chat, `left` for somebody who never was in it."""
    return chat.members.get(user["id"]) or Member(user, "left")


def tell(world: World, chat: Chat, body: JSON, kind: str = "message") -> None:
    """Queues a message for the bot, if privacy mode lets the bot have it."""
    if chat.person or _audible(world, chat, body):
        world.queue.put(kind, body)


def _audible(world: World, chat: Chat, body: JSON) -> bool:
    if not chat.present(world.bot["id"]):
        return False
    if chat.runs(world.bot["id"]) or any(name in body for name in SERVICE):
        return True
    answered = body.get("reply_to_message", {}).get("from", {}).get("id")
    return answered == world.bot["id"] or _commands(world, body)


def _commands(world: World, body: JSON) -> bool:
    """Whether a message is a command for this bot: `/x` or `/x@its_name`."""
    words = body.get("text", "").split()
    name, _, whom = (words[0] if words else "").partition("@")
    return name.startswith("/") and len(name) > 1 and whom.lower() in ("", world.bot["username"].lower())


def change(world: World, chat: Chat, new: Member, by: JSON, extra: JSON | None = None) -> None:
    """Puts a member into its new state; the bot hears of itself always, of others as an administrator."""
    old = member_of(chat, new.user)
    heard = new.user["id"] == world.bot["id"] or chat.runs(world.bot["id"])
    chat.members[new.user["id"]] = new
    world.touch()
    if heard:
        kind = "my_chat_member" if new.user["id"] == world.bot["id"] else "chat_member"
        update = {"chat": chat.chat(), "from": by, "date": world.stamp()}
        update |= {"old_chat_member": described(old), "new_chat_member": described(new)}
        world.queue.put(kind, update | (extra or {}))


def enter(world: World, chat: Chat, user: JSON, by: JSON, link: Link | None = None, asked: bool = False) -> None:
    """Somebody comes in, alone or added `by` another, through a link or a request granted."""
    extra: JSON = {"via_join_request": True} if asked else {}
    if link is not None:
        link.used += 1
        extra["invite_link"] = link_json(chat, link)
    since = max(chat.messages, default=0)
    change(world, chat, Member(user, "member", since=since), by, extra)
    message = world.write(chat, by, {"new_chat_members": [user]})
    tell(world, chat, message.body)


def enter_as_administrator(world: World, chat: Chat, user: JSON, by: JSON, rights: Iterable[str]) -> None:
    """The bot comes in, or is already in, and is given an administrator's rights."""
    arrives = not chat.present(user["id"])
    since = max(chat.messages, default=0)
    change(world, chat, Member(user, "administrator", frozenset(rights), since=since), by)
    if arrives:
        tell(world, chat, world.write(chat, by, {"new_chat_members": [user]}).body)


def go(world: World, chat: Chat, user: JSON, by: JSON, status: str = "left", until: int = 0) -> None:
    """Somebody leaves, or is put out (`kicked`, until a Unix time, 0 for ever)."""
    was_there = chat.present(user["id"])
    if was_there:
        message = world.write(chat, by, {"left_chat_member": user})
        if user["id"] != world.bot["id"]:
            tell(world, chat, message.body)
    change(world, chat, Member(user, status, until=until), by)


def link_json(chat: Chat, link: Link) -> JSON:
    """The Bot API's ChatInviteLink."""
    body: JSON = {
        "invite_link": link.url,
        "creator": link.creator,
        "creates_join_request": link.by_request,
        "is_primary": link.primary,
        "is_revoked": link.revoked,
    }
    optional = {"name": link.name, "expire_date": link.expires, "member_limit": link.limit}
    waiting = sum(knock.link is link for knock in chat.knocks.values())
    if link.by_request:
        optional["pending_join_request_count"] = waiting
    return body | {name: value for name, value in optional.items() if value is not None}
