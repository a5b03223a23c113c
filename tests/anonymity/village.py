"""A village to which anything may come in: who lives there, what is done there, and what must not be seen of it."""

import asyncio
import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from bot.demo.botapi.errors import Impossible
from bot.demo.botapi.state import JSON
from bot.demo.botapi.world import Effect
from handlers.speech import LANGUAGES, speech
from storage import members
from storage.database import Transaction
from storage.members import NATIONAL, Role
from storage.vault_schema import threads
from tests.anonymity.acts import HALF_A_DAY, must
from tests.anonymity.inputs import Input, Raw, Say, Send, Tap
from tests.anonymity.moments import Moment, kept
from tests.dialogues.stage import Stage, ordinary

SECRET = "Le secret de Zoé, depuis mars."
PEOPLE = {
    "Zoé": ("peer_worker", "FR-ARA", "fr"),  # whose token nobody else has
    "Awa": ("peer_worker", "FR-ARA", "fr"),
    "Luc": ("peer_worker", "FR-ARA", "en"),
    "Samira": ("supervisor", "FR-ARA", "fr"),
    "Gwen": ("supervisor", "FR-BRE", "fr"),
    "Nadia": ("supervisor", NATIONAL, "en"),
    "Inès": ("coordinator", "FR-ARA", "fr"),
    "Paul": ("supervisor", "FR-ARA", "fr"),  # until a moment ago: with all their buttons
}
READERS = {"FR-ARA": "Samira", "FR-BRE": "Gwen", NATIONAL: "Nadia"}
TO_PREVIEW = ("r:t:0:", "r:l:0:", "r:q:01:", "r:v:01-")
GROUP = "Pairs du Rhône"
LOOK = 5  # inputs between two looks at what buttons there are


def _refusals(language: str) -> re.Pattern[str]:
    """Every no of this language, whatever it is about."""
    said = [
        ordinary(form)
        for key, forms in speech(language).sentences.items()
        if key.startswith("refusal.")
        for form in forms
    ]
    return re.compile("|".join(re.sub(r"\\{\w+\\}", ".+", re.escape(form)) for form in said), re.DOTALL)


REFUSALS = {language: _refusals(language) for language in LANGUAGES}


async def founded(folder: Path) -> Moment:
    """Two reports were sent and read; then Paul supervises no more."""
    stage = Stage(folder / "played", seed=99)
    await stage.open()
    try:
        for name, (role, region, language) in PEOPLE.items():
            home = "FR-ARA" if region == NATIONAL else region
            await stage.member(name, Role(role, region), language=language, region=home)
        stage.person("Yann")
        await stage.start("Yann")
        stage.ids[GROUP] = stage.telegram.group(GROUP, stage.ids["Inès"], [stage.ids["Awa"], stage.ids["Luc"]])
        stage.telegram.add_bot(stage.ids["Inès"], stage.ids[GROUP])
        await stage.settle()
        await _reports(stage)
        return await kept(stage, folder / "village")
    finally:
        await stage.close()


async def _reports(stage: Stage) -> None:
    for name, text in (("Zoé", SECRET), ("Awa", "Awa aussi.")):
        await stage.say(name, text)
        await must(stage, name, *TO_PREVIEW, "r:s:")
    await stage.later(HALF_A_DAY)
    for name in ("Samira", "Paul"):
        await must(stage, name, "b:list", "b:o:")
    await stage.run(without_roles(stage.ids["Paul"]))


def without_roles(number: int) -> Callable[[Transaction], None]:
    """The operator takes somebody's roles away."""

    def withdraw(tx: Transaction) -> None:
        member = members.by_telegram(tx, number)
        assert member is not None
        tx.community.execute(delete(members.roles).filter_by(member_id=member.id))

    return withdraw


class Village:
    """Takes one thing after the other, and looks at what the bot did then; `wrong` is told what should not be."""

    def __init__(self, stage: Stage, wrong: Callable[[str], None]) -> None:
        self._stage, self._wrong = stage, wrong
        self._telegram = stage.telegram
        self._seen = len(stage.telegram.journal)
        self._languages = {stage.ids[name]: language for name, (_, _, language) in PEOPLE.items()}
        self.buttons: list[str] = []  # of everybody but Zoé, those that are gone too; a language stays what it is
        self._tokens: list[str] = []
        self._taken = 0
        self._look_around()

    async def take(self, one: Input) -> None:
        """Let it come in."""
        if self._taken % LOOK == 0:
            self._look_around()
        self._taken += 1
        try:
            tapped = self._come_in(one)
        except Impossible:  # no app offers it
            return
        while self._telegram.pending:
            await asyncio.sleep(0.0005)
        if tapped is not None and self._telegram.callback_answer(tapped) is None:
            self._wrong("a tap is not answered")
        await self._look()

    def _come_in(self, one: Input) -> str | None:
        """The number of a tap; None for anything else."""
        match one:
            case Tap():
                return self._tap(one)
            case Say():
                self._say(one)
            case Send():
                self._telegram.send_media(self._stage.ids[one.who], one.kind, forwarded=one.forwarded)
            case Raw():
                self._put(one)
        return None

    def _look_around(self) -> None:
        names = [name for name in self._stage.ids if name not in ("Zoé", GROUP)]
        found = {data for name in names for _, _, data in self._stage.shown(name) if data and "lang" not in data}
        self.buttons = sorted({*self.buttons, *found})
        self._tokens = sorted({part for data in self.buttons for part in data.split(":") if len(part) == 22})

    def _tap(self, one: Tap) -> str:
        data = one.data if isinstance(one.data, str) else _one_of(self.buttons, one.data)
        return self._telegram.tap(
            self._stage.ids[one.who],
            self._stage.ids[one.who],
            self._message(one.who, one.at),
            data[: len(data) - one.cut],
        )

    def _message(self, who: str, at: int) -> int:
        """One of a chat, be it gone."""
        found: int = _one_of(list(self._telegram.world.chats[self._stage.ids[who]].messages), at)
        return found

    def _say(self, one: Say) -> None:
        text = one.text if one.token is None else one.text + _one_of(self._tokens, one.token)
        reply = None if one.reply is None else self._message(one.who, one.reply)
        self._telegram.say(self._stage.ids[one.who], text[:4096], None, reply)

    # Updates that no app makes ------------------------------------------------------------------

    def _put(self, one: Raw) -> None:
        kind, payload = self._base(one)
        for at, value in one.changes:
            _change(payload, at, value)
        self._telegram.world.queue.put(kind, payload)

    def _base(self, one: Raw) -> tuple[str, JSON]:
        """An honest update, taken out of the bot's inbox."""
        waiting = self._telegram.world.queue.waiting
        before = len(waiting)
        self._honestly(one, self._stage.ids[one.who])
        if len(waiting) == before:
            raise Impossible("nothing came of it")
        update = waiting[-1]
        del waiting[before:]
        return update.kind, deepcopy(update.payload)

    def _honestly(self, one: Raw, number: int) -> None:
        match one.base:
            case "tap":
                self._tap(Tap(one.who, one.data, one.data))
            case "text":
                self._telegram.say(number, _one_of(self._tokens, one.data), None, self._message(one.who, one.data))
            case "photo":
                self._telegram.send_media(number, "photo", caption="ici", forwarded=True)
            case "edited":
                self._telegram.edit(number, None, self._telegram.say(number, "avant"), "après")
            case "group":
                self._telegram.say(self._stage.ids["Awa"], "/difficulte", self._stage.ids[GROUP])
            case "member":
                self._telegram.block(number)
                self._telegram.unblock(number)

    # What the bot did ---------------------------------------------------------------------------

    async def _look(self) -> None:
        effects = self._telegram.journal[self._seen :]
        self._seen += len(effects)
        for effect in effects:
            self._listen(effect)
        shown = {effect.chat_id for effect in effects if SECRET in _words(effect)}
        if shown - {self._stage.ids["Zoé"]}:
            boxes = await self._stage.program.stores.database.commit(_boxes)
            if shown - {self._stage.ids[name] for name in ("Zoé", *(READERS[box] for box in boxes))}:
                self._wrong("a text is shown")

    def _listen(self, effect: Effect) -> None:
        said = effect.parameters.get("text")
        if said is None:
            return
        if not said.strip():
            self._wrong("nothing is said")
        language = self._languages.get(effect.chat_id or 0, "fr")
        if any(refusals.fullmatch(ordinary(said)) for other, refusals in REFUSALS.items() if other != language):
            self._wrong("a no in the other language")


def _boxes(tx: Transaction) -> list[str]:
    return list(tx.vault.scalars(select(threads.c.box).distinct()))


def _words(effect: Effect) -> str:
    return str(effect.parameters.get("text", "")).replace("\u00a0", " ")


def _one_of(found: list[Any], at: int) -> Any:
    return found[at % len(found)]


def _change(payload: JSON, at: int, value: tuple[Any, ...]) -> None:
    """Take away, or make something else of, one of the fields of an update, however deep it lies."""
    owner, name = _one_of(list(_fields(payload)), at)
    if value:
        owner[name] = deepcopy(value[0])
    else:
        del owner[name]


def _fields(one: Any) -> list[tuple[Any, Any]]:
    inside = one.items() if isinstance(one, dict) else enumerate(one) if isinstance(one, list) else ()
    return [pair for name, value in inside for pair in [(one, name), *_fields(value)]]
