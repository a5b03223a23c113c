"""A stage small enough to test the page alone: the simulated Telegram, four people, a bot that echoes."""

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.demo.botapi.parameters import Upload
from bot.demo.stage import Phone
from bot.demo.telegram import Telegram

PEOPLE = (("Awa", "peer_worker"), ("Luc", "peer_worker"), ("Samira", "supervisor"), ("Inès", "coordinator"))
KEYS = [
    [
        {"text": "Modifier", "callback_data": "edit", "style": "primary"},
        {"text": "Fichier", "callback_data": "file"},
    ],
    [{"text": "Question", "callback_data": "ask"}, {"text": "Avis", "callback_data": "alert"}],
    [{"text": "Effacer", "callback_data": "delete", "style": "danger"}],
]
COMMANDS = [{"command": "start", "description": "Accueil"}, {"command": "aide", "description": "Aide"}]


class SmallStage:
    """Holds what the page drives; `open` starts the echoing bot, `close` ends it."""

    zone = "Europe/Paris"

    def __init__(self) -> None:
        self.language, self.offset = "fr", timedelta()
        self.bot: asyncio.Task[None] | None = None
        self.furnish()

    def furnish(self) -> None:
        self.telegram = Telegram("123456:page", self.now)
        people = [(self.telegram.person(name), role) for name, role in PEOPLE]
        self.phones: Sequence[Phone] = [Phone(person.id, person.first_name, role) for person, role in people]
        ids = [phone.person_id for phone in self.phones]
        self.group = self.telegram.group("Pairs · Auvergne-Rhône-Alpes", ids[3], ids[:3])
        self.telegram.add_bot(ids[3], self.group, administrator=False)

    @property
    def running(self) -> bool:
        return self.bot is not None

    def now(self) -> datetime:
        return datetime(2026, 6, 12, 12, 30, tzinfo=UTC) + self.offset

    async def roles(self) -> dict[int, str]:
        return {phone.person_id: phone.role for phone in self.phones}

    async def open(self) -> None:
        self.bot = asyncio.create_task(echo(self.telegram))

    async def close(self) -> None:
        task, self.bot = self.bot, None
        if task:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def advance(self, delta: timedelta) -> None:
        self.offset += delta
        for phone in self.phones[:1]:
            await self.telegram.call("sendMessage", {"chat_id": phone.person_id, "text": "Rappel : réunion demain."})

    async def restart(self) -> None:
        await self.close()
        await asyncio.sleep(0.3)
        await self.open()

    async def reset(self) -> None:
        await self.close()
        self.furnish()
        await self.open()

    async def speak(self, language: str) -> None:
        self.language = language


async def echo(telegram: Telegram) -> None:
    """Repeats each message over a keyboard that shows every kind of answer."""
    await telegram.call("setMyCommands", {"commands": COMMANDS})
    offset = 0
    while True:
        for update in await telegram.call("getUpdates", {"offset": offset, "timeout": 20}):
            offset = update["update_id"] + 1
            if "message" in update and "text" in update["message"]:
                await repeat(telegram, update["message"])
            elif "callback_query" in update:
                await react(telegram, update["callback_query"])


async def repeat(telegram: Telegram, message: dict[str, Any]) -> None:
    text = f"Vous avez écrit : {message['text']}"
    bold = [{"type": "bold", "offset": 0, "length": 15}]
    values = {"text": text, "entities": bold, "reply_markup": {"inline_keyboard": KEYS}}
    await telegram.call("sendMessage", {"chat_id": message["chat"]["id"], **values})


async def react(telegram: Telegram, query: dict[str, Any]) -> None:
    message, asked = query["message"], query["data"]
    place = {"chat_id": message["chat"]["id"]}
    await asyncio.sleep(0.2)
    if asked == "edit":
        changed = {"text": "C’est modifié.", "reply_markup": {"inline_keyboard": KEYS}}
        await telegram.call("editMessageText", {**place, "message_id": message["message_id"], **changed})
    elif asked == "delete":
        await telegram.call("deleteMessage", {**place, "message_id": message["message_id"]})
    elif asked == "ask":
        reply = {"force_reply": True, "input_field_placeholder": "Adresse ou lien"}
        await telegram.call("sendMessage", {**place, "text": "Où ?", "reply_markup": reply, "protect_content": True})
    elif asked == "file":
        files = {"document": Upload("réunion.ics", b"BEGIN:VCALENDAR\r\n" * 90, "text/calendar")}
        await telegram.call("sendDocument", {**place, "caption": "Pour votre agenda"}, files)
    said = {"text": "C’est noté.", "show_alert": asked == "alert"}
    await telegram.call("answerCallbackQuery", {"callback_query_id": query["id"], **said})
