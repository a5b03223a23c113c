"""The in-process face of the simulated Telegram: python-telegram-bot talks to it without any socket."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.demo.botapi.errors import ApiError, Cut, Lost
from bot.demo.botapi.parameters import Upload
from bot.demo.telegram import Telegram


class SimulatedRequest(BaseRequest):
    """Hands each request to `telegram`; a hanging call times out after `read_timeout` real seconds."""

    def __init__(self, telegram: Telegram, read_timeout: float | None = 5.0) -> None:
        self._telegram, self._read_timeout = telegram, read_timeout

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body; raises TimedOut and NetworkError as a client of real sockets does."""
        seconds = self._read_timeout if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        try:
            async with asyncio.timeout(seconds):
                return await self._answer(url, request_data)
        except (TimeoutError, Lost):
            raise TimedOut from None
        except Cut:
            raise NetworkError("the connection broke") from None

    async def _answer(self, url: str, data: RequestData | None) -> tuple[int, bytes]:
        address = urlsplit(url)
        place, _, rest = unquote(address.path).lstrip("/").partition("/")
        is_file = place == "file"
        if is_file:
            place, _, rest = rest.partition("/")
        try:
            if place != f"bot{self._telegram.token}":
                raise ApiError(401, "Unauthorized")
            if is_file:
                return 200, self._telegram.download(rest).content
            parameters = dict(parse_qsl(address.query)) | (data.parameters if data else {})
            result = await self._telegram.call(rest, parameters, _uploads(data))
        except ApiError as error:
            return error.code, json.dumps(refusal(error)).encode()
        return 200, json.dumps({"ok": True, "result": result}, ensure_ascii=False).encode()


def _uploads(data: RequestData | None) -> dict[str, Upload]:
    if data is None or not data.contains_files:
        return {}
    parts = data.multipart_data.items()
    return {name: Upload(part[0], _bytes(part[1]), part[2]) for name, part in parts}


def _bytes(content: Any) -> bytes:
    """A part's bytes; the library also hands over open files."""
    return content if isinstance(content, bytes) else bytes(content.read())


def refusal(error: ApiError) -> dict[str, object]:
    """The body of the Bot API's answer to a call that it refuses."""
    body: dict[str, object] = {"ok": False, "error_code": error.code, "description": error.description}
    return body | ({"parameters": error.parameters} if error.parameters else {})
