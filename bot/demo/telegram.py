"""A whole Telegram in memory: the Bot API for the bot, phones for people, a clock given from outside."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.demo.botapi import files, screens
from bot.demo.botapi.calls import CALLS, LOOKS
from bot.demo.botapi.errors import ApiError, Lost
from bot.demo.botapi.faults import Fault, Faults, Kind
from bot.demo.botapi.parameters import Upload, Values, check
from bot.demo.botapi.phones import Phones
from bot.demo.botapi.state import JSON
from bot.demo.botapi.world import Effect, Stored, World


class Telegram(Phones):
    """One object under every face; to be used from one event loop. `now` gives an aware UTC time."""

    def __init__(
        self,
        token: str,
        now: Callable[[], datetime],
        *,
        username: str = "entrepairs_bot",
        name: str = "Entrepairs",
        seed: int = 0,
    ) -> None:
        super().__init__(World(token, now, username, name, seed))
        self.faults = Faults(now)

    @property
    def token(self) -> str:
        return self.world.token

    @property
    def journal(self) -> list[Effect]:
        """Everything that the bot did, in order; looking (`get…`) leaves no trace."""
        return self.world.journal

    @property
    def pending(self) -> int:
        """How many updates the bot has not confirmed yet."""
        return len(self.world.queue.kept())

    @property
    def revision(self) -> int:
        """Grows with every change that a phone shows."""
        return self.world.revision

    async def changed(self, since: int, seconds: float) -> int:
        """The revision once it is past `since`, or as it is after that many real `seconds`."""
        if self.world.revision <= since:
            await self.world.changed.wait(seconds)
        return self.world.revision

    @property
    def redeliver(self) -> bool:
        """Whether each update is delivered twice before the bot's confirmation counts."""
        return self.world.queue.times > 1

    @redeliver.setter
    def redeliver(self, on: bool) -> None:
        self.world.queue.times = 2 if on else 1

    async def call(
        self, method: str, parameters: Mapping[str, object], files: Mapping[str, Upload] | None = None
    ) -> Any:
        """One Bot API call; raises ApiError, or Cut and Lost for an ordered break of the connection."""
        values = check(method, parameters, files or {})
        fault = self.faults.take(method, values.get("chat_id"))
        if fault is not None:
            await self.faults.meet(fault)
        if method == "getUpdates":
            wanted = values.get("offset", 0), values.get("limit", 100), values.get("timeout", 0)
            result: Any = await self.world.queue.poll(*wanted, values.get("allowed_updates"))
        else:
            result = CALLS[method](self.world, values)
            self._note(method, values, result)
        if fault is not None:
            raise Lost("the answer was lost")
        return result

    def _note(self, method: str, values: Values, result: Any) -> None:
        if method in LOOKS:
            return
        query = self.world.queries.get(values.get("callback_query_id", ""))
        chat_id = query.chat_id if query else values.get("chat_id")
        message = result if isinstance(result, dict) and "message_id" in result else None
        self.journal.append(Effect(method, chat_id, message, self.world.now(), values))

    def fault(
        self,
        kind: Kind,
        *,
        method: str | None = None,
        chat_id: int | None = None,
        times: int | None = 1,
        code: int = 502,
        description: str = "Bad Gateway",
        seconds: float = 30.0,
    ) -> None:
        """Orders a trouble for the next `times` calls (None: until cleared) of `method` and `chat_id`.

        No `method` means any but getUpdates. `error` answers `code`, `hang` holds for real `seconds` and then
        breaks, `cut` breaks before any effect, `lost` after it.
        """
        self.faults.ordered.append(Fault(kind, method, chat_id, times, code, description, seconds))

    def flood(self, retry_after: int, *, method: str | None = None, chat_id: int | None = None) -> None:
        """Answers 429 for `retry_after` seconds of the simulated clock, in one chat or everywhere."""
        self.faults.flood(retry_after, method, chat_id)

    def clear_faults(self) -> None:
        """Ends every ordered trouble."""
        self.faults.clear()

    def visible(self, person_id: int, chat_id: int) -> list[JSON]:
        """What this person sees now in this chat, oldest first, as in `view`."""
        chat = self.world.chats.get(chat_id)
        return [] if chat is None else screens.messages(self.world, person_id, chat)

    def view(self, person_id: int) -> JSON:
        """The person's whole phone, as JSON."""
        return screens.view(self.world, self._person(person_id))

    def callback_answer(self, callback_id: str) -> JSON | None:
        """What the bot answered to a tap: `text` and `show_alert`; None as long as it did not."""
        return self.world.queries[callback_id].answer

    def download(self, path: str) -> Stored:
        """The file at a `path` that a message or getFile gave; raises ApiError 404."""
        stored = files.at_path(self.world, path)
        if stored is None:
            raise ApiError(404, "Not Found")
        return stored
