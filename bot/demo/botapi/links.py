"""Invite links and requests to join: made and judged by the bot, used by people."""

from bot.demo.botapi.errors import bad
from bot.demo.botapi.membership import enter, link_json
from bot.demo.botapi.parameters import Values
from bot.demo.botapi.state import JSON, Chat, Knock, Link, Person
from bot.demo.botapi.world import World


def _managed(world: World, values: Values) -> Chat:
    chat = world.chat(values["chat_id"])
    if chat.person:
        raise bad("chat can't have an invite link")
    world.need(chat, "can_invite_users", "not enough rights to manage chat invite link")
    return chat


def _made(world: World, chat: Chat, link: Link) -> Link:
    link.url = f"https://t.me/+{world.code('link')[:16]}"
    chat.links[link.url] = link
    return link


def create_chat_invite_link(world: World, values: Values) -> JSON:
    chat = _managed(world, values)
    limit, expires = values.get("member_limit"), values.get("expire_date")
    if limit is not None and not 1 <= limit <= 99999:
        raise bad("member_limit must be 1-99999")
    if limit is not None and values.get("creates_join_request"):
        raise bad("member limit can't be specified for links requiring administrator approval")
    if expires is not None and expires <= world.stamp():
        raise bad("expire_date must be in the future")
    link = Link("", world.bot, values.get("name") or None, bool(values.get("creates_join_request")), expires, limit)
    return link_json(chat, _made(world, chat, link))


def export_chat_invite_link(world: World, values: Values) -> str:
    chat = _managed(world, values)
    for link in chat.links.values():
        link.revoked |= link.primary
    return _made(world, chat, Link("", world.bot, primary=True)).url


def revoke_chat_invite_link(world: World, values: Values) -> JSON:
    chat = _managed(world, values)
    link = chat.links.get(values["invite_link"])
    if link is None:
        raise bad("INVITE_HASH_EXPIRED")
    link.revoked = True
    return link_json(chat, link)


def _knock(world: World, values: Values) -> tuple[Chat, Knock, Person]:
    chat = _managed(world, values)
    knock = chat.knocks.pop(values["user_id"], None)
    if knock is None:
        joined = chat.present(values["user_id"])
        raise bad("USER_ALREADY_PARTICIPANT" if joined else "HIDE_REQUESTER_MISSING")
    world.touch()
    return chat, knock, world.people[values["user_id"]]


def approve_chat_join_request(world: World, values: Values) -> bool:
    chat, knock, person = _knock(world, values)
    enter(world, chat, person.user(), person.user(), knock.link, asked=True)
    return True


def decline_chat_join_request(world: World, values: Values) -> bool:
    _knock(world, values)
    return True


def usable(world: World, link: Link) -> bool:
    """Whether somebody can still come in by this link."""
    expired = link.expires is not None and link.expires <= world.stamp()
    full = link.limit is not None and link.used >= link.limit
    return not (link.revoked or expired or full)


def knock(world: World, chat: Chat, person: Person, link: Link) -> None:
    """Somebody asks to come in; the bot hears it if it may invite."""
    chat.knocks[person.id] = Knock(world.stamp(), link)
    member = chat.members.get(world.bot["id"])
    if member is not None and "can_invite_users" in member.rights:
        request = {"chat": chat.chat(), "from": person.user(), "user_chat_id": person.id}
        world.queue.put("chat_join_request", request | {"date": world.stamp(), "invite_link": link_json(chat, link)})
    world.touch()
