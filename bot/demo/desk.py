"""Where the page's requests meet the stage: the long poll, the gestures, time, restart, reset, language."""

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.demo import gestures
from bot.demo.botapi.errors import ApiError, Impossible
from bot.demo.gestures import Malformed
from bot.demo.stage import Stage
from bot.demo.telegram import Telegram

LONGEST_WAIT_SECONDS = 25.0
GLANCE_SECONDS = 0.25
GATHER_SECONDS = 0.03
ANSWER_SECONDS = 10.0
LONGEST_LEAP = timedelta(days=31)
LANGUAGES = ("fr", "en")
Body = dict[str, Any]


@dataclass
class Desk:
    """The stage and how often its controls were used, which is part of each revision."""

    stage: Stage
    closing: Callable[[], bool] = lambda: False  # then no request is held back any more
    turns: int = 0
    scenes: int = 0
    opened: str = field(default_factory=lambda: secrets.token_hex(4))
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def rev(self) -> str:
        """Changes with everything that the page shows; never the same in two processes."""
        stage = self.stage
        return f"{self.opened}.{self.turns}.{stage.language}.{stage.running}.{stage.telegram.revision}"

    async def state(self, request: Request) -> Response:
        """The whole page once it differs from `since`, or as it is after 25 s."""
        loop = asyncio.get_running_loop()
        until = loop.time() + LONGEST_WAIT_SECONDS
        since = request.query_params.get("since")
        while self.rev() == since and loop.time() < until and not self.closing():
            telegram = self.stage.telegram
            await telegram.changed(telegram.revision, GLANCE_SECONDS)
        await asyncio.sleep(GATHER_SECONDS)  # what the bot sends in one breath is shown in one answer
        return JSONResponse(self.shown(await self.stage.roles()))

    def shown(self, roles: Mapping[int, str]) -> Body:
        """Every phone and the state of the demonstration."""
        stage = self.stage
        return {
            "rev": self.rev(),
            "scene": f"{self.opened}.{self.scenes}",
            "now": stage.now().isoformat(),
            "zone": stage.zone,
            "language": stage.language,
            "running": stage.running,
            "group": stage.group,
            "phones": [
                stage.telegram.view(phone.person_id) | {"role": roles.get(phone.person_id, phone.role)}
                for phone in stage.phones
            ],
        }

    async def act(self, body: Body) -> None:
        """One gesture; a tap is over when the bot answered it, or after 10 s."""
        gesture = gestures.read(body)
        telegram = self.stage.telegram
        result = gestures.perform(telegram, gesture)
        if gesture.kind == "tap":
            await self._answered(telegram, str(result))

    async def file(self, request: Request) -> Response:
        """A document that the bot sent, to download."""
        try:
            stored = self.stage.telegram.download(request.path_params["path"])
        except ApiError as error:
            return JSONResponse({"error": error.description}, error.code)
        name = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(stored.name)}"}
        return Response(stored.content, media_type=stored.mime, headers=name)

    async def time(self, body: Body) -> None:
        leap = _leap(body)
        await self._control(lambda: self.stage.advance(leap))

    async def restart(self, body: Body) -> None:
        await self._control(self.stage.restart)

    async def reset(self, body: Body) -> None:
        await self._control(self.stage.reset)
        self.scenes += 1

    async def language(self, body: Body) -> None:
        language = body.get("language")
        if not isinstance(language, str) or language not in LANGUAGES:
            raise Malformed("language must be fr or en")
        await self._control(lambda: self.stage.speak(language))

    async def _control(self, act: Callable[[], Awaitable[None]]) -> None:
        async with self.lock:
            if self.closing():
                raise Impossible("the demonstration ends")
            try:
                await act()
            finally:
                self.turns += 1

    async def rest(self, seconds: float) -> None:
        """Wait until the control in course is over, at most so long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds), self.lock:
                pass

    async def _answered(self, telegram: Telegram, callback_id: str) -> None:
        for _ in range(round(ANSWER_SECONDS / GATHER_SECONDS)):
            if self.closing() or telegram.callback_answer(callback_id) is not None:
                return
            await asyncio.sleep(GATHER_SECONDS)


def _leap(body: Body) -> timedelta:
    unit, count = next(iter(body.items()), ("", 0))
    if len(body) != 1 or unit not in ("hours", "days") or type(count) is not int or count < 1:
        raise Malformed("time moves by a whole number of hours or days, forward")
    if count > LONGEST_LEAP / timedelta(**{unit: 1}):
        raise Malformed("time moves by a month at most")
    return timedelta(**{unit: count})
