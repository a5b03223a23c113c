"""Try one thing after the other on the whole program, each from the same moment: nothing of it is kept."""

import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TypeVar

from bot.demo.botapi.world import Effect
from handlers.rules.fleeting import Fleeting
from handlers.rules.pushes import Pushes
from handlers.rules.quotas import Quotas
from handlers.rules.refusal import Reason
from handlers.speech import speech
from storage.database import Transaction, _Group
from tests.anonymity.moments import PHONES, phones, resumed
from tests.dialogues.parish import ACTORS, Parish
from tests.dialogues.stage import Stage, ordinary, plain
from tests.storage import pair
from tests.storage.pair import Pair

R = TypeVar("R")
OK, SAME, SEEN = "ok", "ok, nothing changes", "ok, and the group sees it"
SILENT, UNANSWERED, BUG = "silent", "unanswered", "bug"
BOX = 200  # characters of a sentence that Telegram shows in a box


def _said(key: str) -> re.Pattern[str]:
    """A sentence, whatever its values are; a long one also as far as a box shows it."""
    forms = [ordinary(form) for form in speech("fr").sentences[key]]
    shown = {*forms, *(form[:BOX] for form in forms if "{" not in form)}
    return re.compile("|".join(re.sub(r"\\{\w+\\}", ".+", re.escape(form)) for form in shown), re.DOTALL)


NOES = {reason.value: _said(f"refusal.{reason}") for reason in Reason} | {BUG: _said("refusal.bug")}


class Rehearsal:
    """In the place of the database worker: use cases see what the ones before wrote, until all of it is undone."""

    def __init__(self, stores: Pair) -> None:
        self._stores = stores
        self._group = _Group(stores.community, stores.vault)
        self._group.begin()

    async def commit(self, use_case: Callable[[Transaction], R]) -> R:
        """As Database.commit does, without its thread."""
        tx = Transaction(self._group, self._stores.keys, alone=False)
        try:
            value = use_case(tx)
        except BaseException:
            tx.end(keep=False)
            raise
        tx.end(keep=True)
        return value

    def undo(self) -> None:
        """Nothing was committed."""
        for connection in (self._group.community, self._group.vault()):
            connection.rollback()
            connection.begin()

    def close(self) -> None:
        """Let everything go."""
        self._group.close()
        self._stores.close()


class Tries:
    """What happens when somebody taps or types something, told in a word."""

    def __init__(self, stage: Stage, parish: Parish, rehearsal: Rehearsal) -> None:
        self._stage, self._parish, self._rehearsal = stage, parish, rehearsal
        self._phones = (stage.folder / PHONES).read_bytes()
        self._changed = True
        self._buttons = {who: stage.shown(who) for who in ACTORS}
        self._lowest = {who: int(stage.seen(who)[-1]["message_id"]) for who in ACTORS}

    def _anew(self) -> None:
        """Files, phones and memory are as they were."""
        self._rehearsal.undo()
        if self._changed:
            self._stage.telegram.world = phones(self._phones, self._stage.telegram.world.now).world
        self._stage.program.application.bot_data = replace(
            self._stage.program.house,
            commit=self._rehearsal.commit,
            quotas=Quotas(),
            fleeting=Fleeting(),
            pushes=Pushes(),
        )

    async def private(self, who: str, row: str) -> str:
        """In the chat with the bot: a button below the lowest message that has it, or a card of one’s own."""
        self._anew()
        number = self._stage.ids[who]
        if row.startswith("/"):
            self._stage.telegram.say(number, self._filled(row.partition(" > ")[0]))
            return await self._word(number, number)
        return await self._tapped(number, number, self._under(who, row), self._filled(row))

    def _under(self, who: str, row: str) -> int:
        verb = ":".join(row.split(":")[:2])
        for start in (verb, "r:t:0:"):
            if found := [message for _, message, button in self._buttons[who] if button.startswith(start)]:
                return found[-1]
        return self._lowest[who]

    async def in_group(self, who: str, row: str) -> str:
        """In the region's group: typed there, in reply to a message if the row says so; or sent from the question."""
        self._anew()
        number, group = self._stage.ids[who], self._parish.group
        if row.startswith("/"):
            text, _, answered = self._filled(row).partition(" > ")
            self._stage.telegram.say(number, text, group, int(answered) if answered else None)
            return await self._word(number, group)
        return await self._tapped(number, group, int(self._parish.names["post"]), self._filled(row))

    def _filled(self, row: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda name: self._parish.names[name[1]], row)

    async def _tapped(self, number: int, chat: int, message: int, button: str) -> str:
        tap = self._stage.telegram.tap(number, chat, message, button)
        word = await self._word(number, chat)
        return UNANSWERED if self._stage.telegram.callback_answer(tap) is None else word

    async def _word(self, number: int, chat: int) -> str:
        world = self._stage.telegram.world
        world.journal.clear()
        updates = [update.body() for update in world.queue.kept()]
        world.queue.waiting.clear()
        await self._stage.program.intake.take(updates)
        tapped = all("callback_query" in update for update in updates)
        self._changed = not tapped or any(effect.method != "answerCallbackQuery" for effect in world.journal)
        return word(world.journal, number, chat)


def word(effects: Sequence[Effect], number: int, chat: int) -> str:
    """The reason of the no that was said to them; whether anything else was done, and who could see it."""
    told = [one for one in effects if one.chat_id in (number, chat)]
    for said in map(_text, told):
        for reason, pattern in NOES.items():
            if said and pattern.fullmatch(said):
                return reason
    done = [one for one in effects if one.method not in ("answerCallbackQuery", "sendChatAction") or _text(one)]
    if chat != number and any(one.chat_id == chat and one.message for one in done):
        return SEEN
    if [one for one in done if chat == number or one.method != "deleteMessage"]:
        return OK
    return SAME if chat == number and effects else SILENT


def _text(effect: Effect) -> str:
    return plain(effect.message) if effect.message else ordinary(str(effect.parameters.get("text") or ""))


@asynccontextmanager
async def trying(parish: Parish) -> AsyncIterator[Tries]:
    """The program on the files of the parish; its own clock and courier have nothing to do."""
    async with resumed(parish.moment, parish.moment.folder, seed=2) as stage:
        await stage.program.clock.stop()
        folder = stage.folder
        stores = pair.at(f"sqlite:///{folder}/data/community.db", f"sqlite:///{folder}/data/vault.db", folder / "keys")
        rehearsal = Rehearsal(stores)
        try:
            yield Tries(stage, parish, rehearsal)
        finally:
            rehearsal.close()
