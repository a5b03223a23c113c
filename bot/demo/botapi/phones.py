"""What people do on their phones; each act reaches the bot as Telegram would tell it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.demo.botapi import groups, polls
from bot.demo.botapi.attachments import UNCAPTIONED, attachment, origin
from bot.demo.botapi.entities import detect
from bot.demo.botapi.errors import Impossible
from bot.demo.botapi.links import usable
from bot.demo.botapi.membership import USUAL_RIGHTS, change, tell
from bot.demo.botapi.sending import unnested
from bot.demo.botapi.state import JSON, Chat, Member, Message, Person
from bot.demo.botapi.world import Query, World


class Phones:
    """The people's side; `chat` None is the bot's chat; raises Impossible for what no phone offers."""

    def __init__(self, world: World) -> None:
        self.world = world

    def person(
        self, first_name: str, language: str = "fr", username: str | None = None, last_name: str | None = None
    ) -> Person:
        """Somebody new, whose private chat with the bot is not started yet."""
        number = self.world.number(f"person {len(self.world.people)}")
        person = Person(number, first_name, last_name, username, language)
        self.world.people[number] = person
        self.world.chats[number] = Chat(number, "private", person=person)
        self.world.touch()
        return person

    def set_language(self, person_id: int, language: str) -> None:
        """Switches the language of somebody's app, which the bot sees with the next update."""
        person = replace(self._person(person_id), language_code=language)
        self.world.people[person_id] = self.world.chats[person_id].person = person
        self.world.touch()

    def group(
        self,
        title: str,
        owner: int,
        members: Iterable[int] = (),
        forum: bool = False,
        supergroup: bool = True,
    ) -> int:
        """A group with its owner and members, without the bot; gives its (negative) id."""
        users = [self._person(number).user() for number in members]
        return groups.create(self.world, title, self._person(owner).user(), users, forum, supergroup)

    def start(self, person_id: int, payload: str = "") -> int:
        """Opens the bot's link and taps START; a blocked bot is unblocked."""
        self.unblock(person_id)
        return self.say(person_id, f"/start {payload}".strip())

    def say(
        self,
        person_id: int,
        text: str,
        chat: int | None = None,
        reply_to: int | None = None,
        topic: int | None = None,
        dates: Sequence[JSON] = (),
    ) -> int:
        """Writes a text, commands, links and what of it are `dates` marked; gives its message id."""
        entities = sorted([*dates, *detect(text, dates)], key=lambda entity: int(entity["offset"]))
        return self._write(
            person_id, chat, {"text": text} | ({"entities": entities} if entities else {}), reply_to, topic
        )

    def send_media(
        self,
        person_id: int,
        kind: str,
        chat: int | None = None,
        caption: str | None = None,
        forwarded: bool = False,
        content: bytes = b"",
        name: str = "",
        reply_to: int | None = None,
        album: str | None = None,
    ) -> int:
        """Sends something else: see `attachments.SHAPES`, or location, contact, or a forwarded text.

        What has the same `album` was sent as one.
        """
        body = attachment(self.world, self._person(person_id), kind, content, name)
        if caption is not None:
            if kind in UNCAPTIONED:
                raise Impossible(f"a {kind} has no caption")
            body |= {"text": caption} if kind == "text" else {"caption": caption}
        marks = (origin(self.world) if forwarded else {}) | ({"media_group_id": album} if album else {})
        return self._write(person_id, chat, body | marks, reply_to)

    def _write(
        self,
        person_id: int,
        chat_id: int | None,
        content: JSON,
        reply_to: int | None = None,
        topic: int | None = None,
    ) -> int:
        person, chat = self._person(person_id), self._chat(person_id, chat_id)
        if chat.person and chat.blocked:
            raise Impossible(f"{person.first_name} blocked the bot")
        if not groups.may_write(chat, person_id):
            raise Impossible(f"{person.first_name} may not write here")
        chat.started = True
        extra: JSON = {}
        if reply_to is not None:
            extra["reply_to_message"] = unnested(self._message(chat, reply_to).body)
        if topic is not None:
            extra |= {"message_thread_id": topic, "is_topic_message": True}
        message = self.world.write(chat, person.user(), content | extra)
        tell(self.world, chat, message.body)
        return message.id

    def tap(self, person_id: int, chat_id: int, message_id: int, data: str) -> str:
        """Taps a button, or sends any `data` as a modified app can; gives the callback's id."""
        person, chat = self._person(person_id), self._chat(person_id, chat_id)
        message = chat.messages.get(message_id)
        if message is None:
            raise Impossible("no such message")
        query = Query(str(self.world.number(self.world.code("tap"))), person, chat.id, message_id, self.world.now())
        self.world.queries[query.id] = query
        gone = {"chat": chat.chat(), "message_id": message_id, "date": 0}
        shown = gone if message.deleted else chat.standing(message.body)
        instance = str(self.world.number(f"instance {chat.id}"))
        body = {
            "id": query.id,
            "from": person.user(),
            "message": shown,
            "chat_instance": instance,
            "data": data,
        }
        self.world.queue.put("callback_query", body)
        return query.id

    def edit(self, person_id: int, chat: int | None, message_id: int, text: str) -> None:
        """Rewrites one's own text."""
        place = self._chat(person_id, chat)
        message = self._own(place, person_id, message_id)
        kept = {name: value for name, value in message.body.items() if name != "entities"}
        entities = detect(text)
        marks = {"entities": entities} if entities else {}
        message.body = kept | {"text": text, "edit_date": self.world.stamp()} | marks
        self.world.touch()
        tell(self.world, place, message.body, "edited_message")

    def delete(self, person_id: int, chat: int | None, message_id: int) -> None:
        """Deletes a message for everyone: any in a private chat, one's own in a group unless one runs it."""
        place = self._chat(person_id, chat)
        message = self._message(place, message_id)
        if place.person is None and not place.runs(person_id):
            message = self._own(place, person_id, message_id)
        message.deleted = True
        self.world.touch()

    def vote(self, person_id: int, chat: int | None, message_id: int, options: Sequence[int]) -> None:
        """Ticks options of a poll by their position, none to withdraw."""
        polls.vote(
            self.world,
            self._person(person_id),
            self._message(self._chat(person_id, chat), message_id),
            options,
        )

    def react(self, person_id: int, chat: int | None, message_id: int, emoji: str | None) -> None:
        """Puts an emoji under a message, or takes it away."""
        place = self._chat(person_id, chat)
        message = self._message(place, message_id)
        old, new = message.reactions.get(person_id, []), [{"type": "emoji", "emoji": emoji}] if emoji else []
        message.reactions[person_id] = new
        self.world.touch()
        if place.person or place.runs(self.world.bot["id"]):
            head = {"chat": place.chat(), "message_id": message_id, "date": self.world.stamp()}
            who = {"user": self._person(person_id).user(), "old_reaction": old, "new_reaction": new}
            self.world.queue.put("message_reaction", head | who)

    def add_bot(
        self, person_id: int, chat_id: int, administrator: bool = True, rights: Iterable[str] = USUAL_RIGHTS
    ) -> None:
        """Brings the bot into a group, or gives it rights there, which only who runs the group may do."""
        groups.add_bot(self.world, self._group(chat_id), self._person(person_id), administrator, rights)

    def remove_bot(self, person_id: int, chat_id: int) -> None:
        """Puts the bot out of a group."""
        groups.remove_bot(self.world, self._group(chat_id), self._person(person_id))

    def join(self, person_id: int, target: int | str) -> None:
        """Comes into a group by its id or by an invite link, or asks to, where the link says so."""
        groups.join(self.world, self._person(person_id), target)

    def door(self, chat_id: int) -> str | None:
        """The link by which people ask to come into a group, if one hangs there."""
        links = self._group(chat_id).links.values()
        return next((link.url for link in links if link.by_request and usable(self.world, link)), None)

    def leave(self, person_id: int, chat_id: int) -> None:
        """Leaves a group."""
        groups.leave(self.world, self._group(chat_id), self._person(person_id))

    def migrate(self, chat_id: int) -> int:
        """Turns a small group into a supergroup; gives its new id."""
        return groups.migrate(self.world, self._group(chat_id))

    def block(self, person_id: int) -> None:
        """Blocks the bot."""
        self._turn(person_id, blocked=True)

    def unblock(self, person_id: int) -> None:
        """Takes the bot back."""
        self._turn(person_id, blocked=False)

    def _turn(self, person_id: int, blocked: bool) -> None:
        chat, user = self.world.chats[person_id], self._person(person_id).user()
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        chat.members[self.world.bot["id"]] = Member(self.world.bot, "member" if blocked else "kicked")
        change(self.world, chat, Member(self.world.bot, "kicked" if blocked else "member"), user)

    def read(self, person_id: int, chat_id: int) -> None:
        """Has seen everything in a chat."""
        chat = self._chat(person_id, chat_id)
        newest = max(chat.messages, default=0)
        if chat.last_read.get(person_id, 0) != newest:
            chat.last_read[person_id] = newest
            self.world.touch()

    def _person(self, person_id: int) -> Person:
        if person_id not in self.world.people:
            raise Impossible(f"nobody has the id {person_id}")
        return self.world.people[person_id]

    def _chat(self, person_id: int, chat_id: int | None) -> Chat:
        chat = self.world.chats.get(person_id if chat_id is None else chat_id)
        if chat is None or not chat.present(person_id):
            raise Impossible(f"{self._person(person_id).first_name} is not in this chat")
        return chat

    def _group(self, chat_id: int) -> Chat:
        chat = self.world.chats.get(chat_id)
        if chat is None or chat.person:
            raise Impossible("no such group")
        return chat

    def _message(self, chat: Chat, message_id: int) -> Message:
        message = chat.there(message_id)
        if message is None:
            raise Impossible("no such message")
        return message

    def _own(self, chat: Chat, person_id: int, message_id: int) -> Message:
        message = self._message(chat, message_id)
        if message.body["from"]["id"] != person_id:
            raise Impossible("this is somebody else's message")
        return message
