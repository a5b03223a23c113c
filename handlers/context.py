"""What a handler has at hand: the house it works in, the person who writes, and the one way to commit."""

from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from telegram import CallbackQuery, Chat, Message, MessageEntity, Update, User
from telegram.ext import Application, CallbackContext, ContextTypes, ExtBot

from handlers.rules import people
from handlers.rules.charter import Charter
from handlers.rules.fleeting import Fleeting
from handlers.rules.people import Person
from handlers.rules.pushes import Pushes
from handlers.rules.quotas import Quotas
from handlers.speech import Speech, speech
from storage.database import Transaction
from storage.members import NATIONAL

P = ParamSpec("P")
R = TypeVar("R")


class Commit(Protocol):
    """Runs a use case in the database worker."""

    def __call__(self, use_case: Callable[[Transaction], R], /) -> Awaitable[R]:
        """Returns what the use case returns; raises what it raises."""


@dataclass(frozen=True)
class House:
    """What the program gives to its handlers."""

    commit: Commit
    now: Callable[[], datetime]
    random: Callable[[int], bytes]  # that many random bytes
    incident: Callable[[BaseException], str]  # logs type and place, returns a code to show
    name: str  # of the community
    contact: str  # another way to reach its people
    language: str  # spoken in groups
    charter: Charter
    regions: tuple[str, ...]
    small_zone: int  # peer workers below which a region's messages go to the nation
    public_url: str = ""  # where the web part is reached from outside; empty where it is not
    alone: bool = False  # no other process serves the same people
    deputies: Mapping[str, str] = field(default_factory=dict)  # which box stands in for which
    quotas: Quotas = field(default_factory=Quotas)
    fleeting: Fleeting = field(default_factory=Fleeting)
    pushes: Pushes = field(default_factory=Pushes)
    albums: deque[str] = field(default_factory=lambda: deque(maxlen=100))  # Telegram's names of those answered last
    postponed: set[int] = field(default_factory=set)  # updates nothing was kept of: they have to come again

    @property
    def boxes(self) -> tuple[str, ...]:
        """Where messages arrive: each region's box, and the national one."""
        return (*self.regions, NATIONAL)


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], House]):
    """python-telegram-bot's context, with the house and the person behind the update."""

    person: Person | None = None

    @property
    def house(self) -> House:
        """The house this handler works in."""
        return self.bot_data

    @property
    def now(self) -> datetime:
        """The current instant, aware UTC."""
        return self.house.now()

    @property
    def t(self) -> Speech:
        """The speech of the person who writes; before a commit told who that is, the community's."""
        if self.person is None:
            return speech(self.house.language)
        member = self.person.member
        return speech(self.person.language, simple=member is not None and member.simple)

    @property
    def who(self) -> Person:
        """The person behind the update, as the last commit found them."""
        if self.person is None:
            raise LookupError("nobody has been recognised yet")
        return self.person

    async def commit(
        self,
        user: User,
        rule: Callable[Concatenate[Transaction, Person, P], R],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Run one rule for this person in one transaction; everything it writes is kept, or nothing."""

        def use_case(tx: Transaction) -> R:
            self.person = people.recognise(tx, user.id, speech(user.language_code or "fr").language)
            return rule(tx, self.person, *args, **kwargs)

        return await self.house.commit(use_case)

    def served(self, codes: Sequence[str]) -> list[str]:
        """Those of these regions that the instance serves, `national` included."""
        return [code for code in codes if code in self.house.boxes]

    def link(self, payload: str) -> str:
        """The address that opens the bot with this start payload."""
        return f"https://t.me/{self.bot.username}?start={payload}"


App = Application[ExtBot[None], Context, dict[Any, Any], dict[Any, Any], House, None]


def context_types(house: House) -> ContextTypes[Context, dict[Any, Any], dict[Any, Any], House]:
    """The types python-telegram-bot builds its application with; the house is the same for every update."""
    return ContextTypes(context=Context, bot_data=cast(type[House], lambda: house))


def user_of(update: Update) -> User:
    """The person behind an update that has one."""
    if update.effective_user is None:
        raise LookupError("an update without a person came to a handler for people")
    return update.effective_user


def chat_of(update: Update) -> Chat:
    """The chat of an update that has one."""
    if update.effective_chat is None:
        raise LookupError("an update without a chat came to a handler for chats")
    return update.effective_chat


def message_of(update: Update) -> Message:
    """The message of an update that has one that can still be read."""
    if update.effective_message is None:
        raise LookupError("an update without a message came to a handler for messages")
    return update.effective_message


def query_of(update: Update) -> CallbackQuery:
    """The tap of an update that is one."""
    if update.callback_query is None:
        raise LookupError("an update without a tap came to a handler for taps")
    return update.callback_query


def dates_of(message: Message) -> list[tuple[str, datetime]]:
    """The dates that Telegram marked in a message: their words, and the instants they are."""
    found = message.parse_entities([MessageEntity.DATE_TIME])
    return [(words, entity.unix_time) for entity, words in found.items() if entity.unix_time is not None]
