"""A town of people with phones, each marked with canaries, in front of the real program; walks go through it."""

import asyncio
import random
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image

from bot.demo.telegram import Telegram
from handlers import slip
from storage import groups
from storage.database import Transaction
from storage.members import NATIONAL, Role
from tests.anonymity import search
from tests.storage.people import member

ZONES = (
    *("FR-ARA", "FR-BFC", "FR-BRE", "FR-CVL", "FR-20R", "FR-GES", "FR-HDF"),
    *("FR-IDF", "FR-NOR", "FR-NAQ", "FR-OCC", "FR-971", "FR-974"),
)
PEER, SUPERVISOR, COORDINATOR = "peer_worker", "supervisor", "coordinator"
FIRST_MESSAGE = 78_187_493_520  # numbers of messages are canaries too: no small one could be found in a file
TOKEN = re.compile(r":([\w-]{22})(?=:|$)")
CAMERA = 0x0110  # where a picture's file tells the camera
LEAST, PIECE = 700, 40  # bytes of a photo with pixels of its own; bytes of these before the last two, which end all
LOWEST = 3  # messages among which the bot's question is


@dataclass(frozen=True)
class Resident:
    """Somebody: `name` is what they chose to be called, in this community only."""

    id: int
    name: str
    zone: str
    role: str


@dataclass
class Town:
    """Who lives here, and what only they know. `settle` waits until the bot has done what it was asked."""

    telegram: Telegram
    settle: Callable[[], Awaitable[None]]
    random: random.Random
    waits: int = 1  # for a button, each of a hundredth of a second or more
    residents: list[Resident] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    tokens: set[str] = field(default_factory=set)
    groups: dict[str, int] = field(default_factory=dict)  # each zone's group

    def __post_init__(self) -> None:
        self.telegram.world._next_message = FIRST_MESSAGE

    def settled(self, role: str, zone: str, language: str = "fr") -> Resident:
        """Somebody who holds a phone and will hold this role."""
        words = (self.word("Nom"), self.word("Profil"), self.word("canari"), self.word("Famille"))
        person = self.telegram.person(words[1], language, username=words[2], last_name=words[3])
        self.residents.append(Resident(person.id, words[0], zone, role))
        return self.residents[-1]

    def word(self, start: str) -> str:
        """A word that is nowhere else."""
        return start + "".join(self.random.choices("bcdfghjklmnpqrstvwxz", k=12))

    def sentence(self, start: str = "Depuis mars") -> str:
        """What somebody may write; no other text has a word of it that is looked for."""
        text = f"{start} {self.word('on')}, je n’en dors plus, {self.word('et')}."
        self.texts.add(text)
        return text

    def who(self, *roles: str) -> list[Resident]:
        """Everybody with one of these roles."""
        return [resident for resident in self.residents if resident.role in roles]

    # What people do and see ---------------------------------------------------------------------

    async def say(self, who: int, text: str) -> None:
        """Write, in answer to the bot's question if it asks one."""
        self.telegram.say(who, text, None, self.asked(who))
        await self.settle()

    async def show(self, who: int) -> None:
        """Send a photo whose file tells all it can, in answer to the bot's question."""
        exif, pixels, file = Image.Exif(), self.random.randbytes(3 * 24 * 24), BytesIO()
        exif[CAMERA] = self.sentence("Depuis ce téléphone")
        Image.frombytes("RGB", (24, 24), pixels).save(file, "JPEG", exif=exif, quality=95)
        self.telegram.send_media(who, "photo", content=file.getvalue(), reply_to=self.asked(who))
        await self.settle()

    def asked(self, who: int) -> int | None:
        """The bot's question that waits for an answer; a notice may have come below it."""
        lowest = reversed(self.telegram.visible(who, who)[-LOWEST:])
        return next((message["message_id"] for message in lowest if message.get("force_reply")), None)

    async def tap(self, who: int, *starts: str) -> bool:
        """Tap one button after the other, each by the beginning of its data; False as soon as one is not there."""
        for start in starts:
            found = self.buttons(who, start)
            if not found:
                return False
            self._note(found[0][1])
            self.telegram.tap(who, who, *found[0])
            await self.settle()
        return True

    async def must(self, who: int, *starts: str) -> None:
        """Tap them all, waiting for each to appear."""
        for start in starts:
            for _ in range(self.waits):
                if await self.tap(who, start):
                    break
                await asyncio.sleep(0.01)
                await self.settle()
            else:
                seen = [message.get("text") for message in self.telegram.visible(who, who)[-LOWEST:]]
                raise AssertionError(f"no button {start}, but {[data for _, data in self.buttons(who)]} and {seen}")

    def buttons(self, who: int, start: str = "") -> list[tuple[int, str]]:
        """The message and the data of every such button, the lowest message first."""
        return [
            (message["message_id"], button["callback_data"])
            for message in reversed(self.telegram.visible(who, who))
            for row in message["keyboard"]
            for button in row
            if button.get("callback_data", "").startswith(start)
        ]

    def links(self, who: Resident) -> list[str]:
        """What the buttons below the messages of their zone's group open, the oldest first."""
        seen = self.telegram.visible(who.id, self.groups[who.zone])
        urls = [button.get("url", "") for message in seen for row in message["keyboard"] for button in row]
        return [url.partition("start=")[2] for url in urls if "start=q_" in url]

    def last(self, who: int) -> str:
        """What the lowest message on a phone says."""
        return str(self.telegram.visible(who, who)[-1]["text"])

    def seen(self, who: int) -> str:
        """Everything that can be read on a phone."""
        return "\n".join(str(message.get("text", "")) for message in self.telegram.visible(who, who))

    def receipts(self, who: int) -> list[str]:
        """The tokens on this phone, the latest first."""
        return [data.rpartition(":")[2] for _, data in self.buttons(who, "w:o:")]

    def _note(self, data: str) -> None:
        if data.startswith(("r:", "w:", "k:", "q:")) and (found := TOKEN.findall(data)):
            # A card that answers a question names it before its own token, as the link in the group does.
            self.tokens.add(found[-1] if data.startswith("q:") else found[0])

    # What only they know ------------------------------------------------------------------------

    def secrets(self, keys: list[bytes]) -> dict[str, set[bytes]]:
        """The shapes of every canary, by a name that begins with its kind."""
        found: dict[str, set[bytes]] = {}
        for person in self.telegram.world.people.values():
            found[f"id {person.id}"] = search.of_number(person.id)
            found[f"hash {person.id}"] = search.digests(person.id, keys)
            told = [word for word in (person.first_name, person.last_name, person.username) if word]
            found[f"profile {person.id}"] = {shape for word in told for shape in search.of_text(word)}
        found |= {f"name {one.id}": search.of_text(one.name) for one in self.residents}
        found |= {f"text {text}": _of_words(text) for text in self.texts}
        found |= {f"token {one}": search.of_text(one) | set(search.shapes(slip.decode(one))) for one in self.tokens}
        return found | self._numbers() | self._photos()

    def _photos(self) -> dict[str, set[bytes]]:
        """Each photo that was sent or shown: its name at Telegram, and a piece of its pixels."""
        photos = [file for file in self.telegram.world.files.values() if len(file.content) > LEAST]
        shapes = {file: {*search.shapes(file.content[-PIECE:-2]), *search.of_text(file.file_id)} for file in photos}
        return {f"photo {file.file_id}": found | search.of_text(file.unique_id) for file, found in shapes.items()}

    def _numbers(self) -> dict[str, set[bytes]]:
        world = self.telegram.world
        messages = [number for chat in world.chats.values() if chat.person for number in chat.messages]
        first = world.number("update") % 900_000_000 + 1
        found = {f"message {number}": search.of_number(number, 6) for number in messages}
        found |= {f"update {number}": search.of_number(number) for number in range(first, world.queue.next_id)}
        return found | {f"tap {number}": search.of_number(int(number), 6) for number in world.queries}


def _of_words(text: str) -> set[bytes]:
    words = [word.strip(".,") for word in text.split() if len(word) > 12]
    return {shape for word in [text, *words] for shape in search.of_text(word)}


def move_in(town: Town, people: int, zones: int) -> None:
    """Fill the town: one supervisor a zone and a national one, a coordinator, and peers in the zones in turn."""
    for zone in (*ZONES[:zones], NATIONAL):
        town.settled(SUPERVISOR, zone)
    town.settled(COORDINATOR, NATIONAL)
    for number in range(people - len(town.residents)):
        town.settled(PEER, ZONES[number % zones], "en" if number % 7 == 0 else "fr")


def enrol(tx: Transaction, town: Town) -> None:
    """Make members of everybody who lives here."""
    for one in town.residents:
        home = ZONES[0] if one.zone == NATIONAL else one.zone
        member(tx, one.id, Role(one.role, one.zone), name=one.name, region=home)


def gather(town: Town) -> None:
    """Give every zone a group of its own, with its peers."""
    (host,) = town.who(COORDINATOR)
    for zone in dict.fromkeys(one.zone for one in town.who(PEER)):
        inside = [one.id for one in town.who(PEER) if one.zone == zone]
        town.groups[zone] = town.telegram.group(f"Pairs {zone}", host.id, inside)


def bind(tx: Transaction, town: Town) -> None:
    """Say whose each group is."""
    for zone, chat in town.groups.items():
        groups.bind(tx, groups.add(tx, chat, f"Pairs {zone}").id, zone)
