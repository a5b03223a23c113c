"""Groups as people make and change them: created, joined by link, given a bot, turned into supergroups."""

from collections.abc import Iterable

from bot.demo.botapi import links
from bot.demo.botapi.errors import Impossible
from bot.demo.botapi.membership import change, enter, enter_as_administrator, go, tell
from bot.demo.botapi.state import JSON, Chat, Link, Member, Person
from bot.demo.botapi.world import World


def create(world: World, title: str, owner: JSON, members: Iterable[JSON], forum: bool, supergroup: bool) -> int:
    """A new group's id; topics exist in supergroups only."""
    if forum and not supergroup:
        raise Impossible("only a supergroup can have topics")
    chat = Chat(_new_id(world, supergroup), "supergroup" if supergroup else "group", title, forum=forum)
    chat.members[owner["id"]] = Member(owner, "creator")
    chat.members |= {user["id"]: Member(user, "member") for user in members if user["id"] != owner["id"]}
    world.chats[chat.id] = chat
    world.write(chat, owner, {"supergroup_chat_created": True} if supergroup else {"group_chat_created": True})
    return chat.id


def _new_id(world: World, supergroup: bool) -> int:
    number = world.number(f"group {len(world.chats)}")
    return int(f"-100{number}") if supergroup else -number


def may_write(chat: Chat, person_id: int) -> bool:
    """Whether a person may write in this chat now."""
    if chat.migrated_to or not chat.present(person_id):
        return False
    member = chat.members.get(person_id)
    return member is None or member.permissions is None or bool(member.permissions["can_send_messages"])


def add_bot(world: World, chat: Chat, person: Person, administrator: bool, rights: Iterable[str]) -> None:
    """The bot comes in, or its role changes; raises Impossible for a person who may not do that."""
    if not (chat.runs(person.id) if administrator else chat.present(person.id)):
        raise Impossible(f"{person.first_name} may not do that here")
    if administrator:
        enter_as_administrator(world, chat, world.bot, person.user(), rights)
    elif chat.present(world.bot["id"]):
        change(world, chat, Member(world.bot, "member"), person.user())
    else:
        enter(world, chat, world.bot, person.user())


def remove_bot(world: World, chat: Chat, person: Person) -> None:
    """The bot is put out; raises Impossible for a person who may not do that."""
    if not chat.runs(person.id) or not chat.present(world.bot["id"]):
        raise Impossible(f"{person.first_name} may not do that here")
    go(world, chat, world.bot, person.user(), "kicked")


def join(world: World, person: Person, target: int | str) -> None:
    """By a group's id, or by an invite link, which may only let them ask."""
    chat, link = _door(world, target)
    if chat.present(person.id):
        raise Impossible(f"{person.first_name} is in this group already")
    if chat.id in world.chats and person.id in chat.members and chat.members[person.id].status == "kicked":
        raise Impossible(f"{person.first_name} is banned from this group")
    if link is not None and not links.usable(world, link):
        raise Impossible("this invite link has expired")
    if link is not None and link.by_request:
        links.knock(world, chat, person, link)
    else:
        enter(world, chat, person.user(), person.user(), link)


def _door(world: World, target: int | str) -> tuple[Chat, Link | None]:
    for chat in world.chats.values():
        if chat.id == target and not chat.person:
            return chat, None
        if isinstance(target, str) and target in chat.links:
            return chat, chat.links[target]
    raise Impossible("no such group or invite link")


def leave(world: World, chat: Chat, person: Person) -> None:
    """Somebody goes; raises Impossible when they are not there."""
    if not chat.present(person.id):
        raise Impossible(f"{person.first_name} is not in this group")
    go(world, chat, person.user(), person.user())


def migrate(world: World, old: Chat) -> int:
    """The small group becomes a supergroup with a new id, which both chats and every later call tell."""
    if old.kind != "group" or old.migrated_to:
        raise Impossible("only a small group becomes a supergroup")
    new = Chat(_new_id(world, supergroup=True), "supergroup", old.title, members=dict(old.members))
    world.chats[new.id] = new
    owner = next(m.user for m in old.members.values() if m.status == "creator")
    before = world.write(old, owner, {"migrate_to_chat_id": new.id})
    tell(world, old, before.body)
    old.migrated_to = new.id
    after = world.write(new, owner, {"migrate_from_chat_id": old.id})
    tell(world, new, after.body)
    return new.id
