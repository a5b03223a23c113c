"""Both stories, played against a program of its own: a report with answer and reply, a meeting with its recalls."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.demo.botapi.state import Person
from bot.demo.telegram import Telegram
from bot.stores import open_stores
from handlers.rules import invitations
from storage.database import Transaction
from tests.hard import search, traveller
from tests.hard.process import PATIENCE, TOKEN, Process, served, settings, until_taken

START = datetime(2026, 5, 26, 8, 0, tzinfo=UTC)
NAME, LAST_NAME, USERNAME = "Awaléandre", "Kouyatovna", "awaleandre_canari"
TEXT = "Depuis mars on me confie tout, canari-7f3a91, et je n’en dors plus."
REPLY = "Jeudi me va, canari-c0ffee, merci infiniment."
ANSWER = "Parlons-en jeudi, canari-b33f42, voulez-vous ?"
RUN = ("-m", "tests.hard.traveller")
ROLES = ("peer_worker", "supervisor", "coordinator")


@dataclass
class Story:
    """Three phones, a program of its own, and what only the writer knows."""

    folder: Path
    telegram: Telegram
    process: Process
    secrets: dict[str, set[bytes]]
    awa: Person
    samira: Person
    ines: Person

    async def tap(self, person: Person, *starts: str) -> None:
        """Tap one button after the other, each by the beginning of its data."""
        for start in starts:
            await self.told(person, start)
            tapped = self.telegram.tap(person.id, person.id, *self._buttons(person, start)[0])
            if person is self.awa:
                self.secrets[f"tap {tapped}"] = search.of_number(int(tapped))
            await until_taken(self.telegram)

    def _buttons(self, person: Person, start: str) -> list[tuple[int, str]]:
        """The lowest message first."""
        return [
            (message["message_id"], button["callback_data"])
            for message in reversed(self.telegram.visible(person.id, person.id))
            for row in message["keyboard"]
            for button in row
            if button.get("callback_data", "").startswith(start)
        ]

    async def say(self, person: Person, text: str) -> None:
        """Write, in answer to the bot's question if it asks one."""
        seen = self.telegram.visible(person.id, person.id)
        asked = seen[-1]["message_id"] if seen and seen[-1].get("force_reply") else None
        self.telegram.say(person.id, text, None, asked)
        await until_taken(self.telegram)

    async def told(self, person: Person, start: str) -> None:
        """Wait until there is such a button."""
        seen = self.telegram.revision
        async with asyncio.timeout(PATIENCE):
            while not self._buttons(person, start):
                seen = await self.telegram.changed(seen, 1)

    def token(self) -> str:
        """What opens the exchange, from the writer's receipt."""
        return self._buttons(self.awa, "w:o:")[0][1].rpartition(":")[2]

    def ahead(self, time: datetime) -> None:
        """Set everybody's clock."""
        (self.folder / traveller.CLOCK).write_text(str((time - datetime.now(UTC)).total_seconds()))


@asynccontextmanager
async def staged(folder: Path, *, leaky: bool = False) -> AsyncIterator[Story]:
    """Everyone has joined by an invitation, as people do; the program is killed at the end if it still runs."""
    telegram = Telegram(TOKEN, lambda: traveller.clock(folder))
    awa = telegram.person(NAME, username=USERNAME, last_name=LAST_NAME)
    others = [telegram.person(name) for name in ("Samira", "Inès")]
    if leaky:
        (folder / traveller.LEAKY).touch()
    async with served(telegram) as address:
        story = Story(folder, telegram, Process(folder, address, RUN), _secrets(awa), awa, *others)
        story.ahead(START)
        await _invite(folder)
        await story.process.start()
        try:
            for role, person in zip(ROLES, (awa, *others), strict=True):
                await _join(story, person, role)
            yield story
        finally:
            await story.process.kill()


def _secrets(awa: Person) -> dict[str, set[bytes]]:
    told = {"name": NAME, "last name": LAST_NAME, "username": USERNAME}
    written = {"text": TEXT, "reply": REPLY, "answer": ANSWER}
    parts = {word: word for text in written.values() for word in text.split() if "canari" in word}
    secrets = {name: search.of_text(value) for name, value in {**told, **written, **parts}.items()}
    return {**secrets, "id": search.of_number(awa.id)}


async def _invite(folder: Path) -> None:
    stores = await asyncio.to_thread(open_stores, settings(folder))

    def invite(tx: Transaction) -> None:
        for role in ROLES:
            invitations.by_operator(tx, role, "FR-ARA", f"link-of-{role}", START)

    await stores.database.commit(invite)
    await asyncio.to_thread(stores.close)


async def _join(story: Story, person: Person, role: str) -> None:
    story.telegram.start(person.id, f"{invitations.PREFIX}link-of-{role}")
    await until_taken(story.telegram)
    await story.tap(person, "j:agree:promise", "j:agree:charter")
    await story.say(person, person.first_name)
    await story.tap(person, "j:region:")


async def report(story: Story) -> None:
    """Written freely, and sent in immediate danger, so that it is announced at once."""
    await story.say(story.awa, TEXT)
    await story.tap(story.awa, "r:t:0:", "r:l:0:", "r:d:03:", "r:q:03:", "r:v:03", "r:s:")
    await story.told(story.awa, "w:o:")


async def exchange(story: Story) -> None:
    """Opened and answered; read by the writer, who replies."""
    await story.tap(story.samira, "b:list", "b:o:", "b:r:")
    await story.say(story.samira, ANSWER)
    await story.tap(story.samira, "b:s:")
    await story.tap(story.awa, "w:o:", "w:r:")
    await story.say(story.awa, REPLY)
    await story.tap(story.awa, "w:s:")


async def meeting(story: Story) -> None:
    """Announced, answered, recalled three days before."""
    await story.say(story.ines, "/reunion")
    await story.tap(story.ines, "d:ask:when:", "d:at:", "d:sure:", "d:publish:")
    await story.tap(story.awa, "m:a:yes:")
    story.ahead(START + timedelta(days=12))
    await story.tap(story.ines, "m:a:maybe:")
    await story.told(story.awa, "m:o:")
