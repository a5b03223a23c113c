"""The HTTP client under python-telegram-bot: one aiohttp session, no token in any error."""

import json
from dataclasses import dataclass
from typing import Any

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

# seconds, None or DEFAULT_NONE: the library keeps its own name for it private
Given = Any

KEEPALIVE_SECONDS = 15.0
UNREADABLE = b'{"ok": false}'  # stands for an error page that is no Bot API answer, so that nobody quotes it


class NotSent(NetworkError):
    """The request never left: no connection was made. It is safe to send it again."""


class NotSentInTime(NotSent, TimedOut):
    """No connection could be had in time: nothing was sent either."""


class Interrupted(NetworkError):
    """The connection broke during the exchange: nobody knows whether Telegram did what was asked."""


@dataclass(frozen=True)
class Timeouts:
    """Seconds for each step of a request, `None`: no limit; `media` replaces `write` when files go."""

    read: float | None = 10.0
    write: float | None = 10.0
    connect: float | None = 5.0
    pool: float | None = 5.0
    media: float | None = 40.0


class AiohttpRequest(BaseRequest):
    """One session with keep-alive connections, `limit` of them at most, opened by `initialize`.

    Raises `TimedOut` and `NetworkError` as python-telegram-bot expects; their text and traceback are free of
    the URL, which carries the bot's token.
    """

    def __init__(self, limit: int = 256, timeouts: Timeouts | None = None) -> None:
        self._limit = limit
        self._timeouts = timeouts or Timeouts()
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._timeouts.read

    async def initialize(self) -> None:
        if self._session is not None:
            return
        connector = aiohttp.TCPConnector(limit=self._limit, keepalive_timeout=KEEPALIVE_SECONDS)
        self._session = aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), headers={"User-Agent": self.USER_AGENT}
        )

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Given = BaseRequest.DEFAULT_NONE,
        write_timeout: Given = BaseRequest.DEFAULT_NONE,
        connect_timeout: Given = BaseRequest.DEFAULT_NONE,
        pool_timeout: Given = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the transport is not open: call initialize() first")
        given = self._timeouts
        sends_files = request_data is not None and request_data.contains_files
        timeout = _timeout(
            _or(read_timeout, given.read),
            _or(write_timeout, given.media if sends_files else given.write),
            _or(connect_timeout, given.connect),
            _or(pool_timeout, given.pool),
            whole=method == "POST",
        )
        try:
            return await _exchange(self._session, method, url, _body(request_data), timeout)
        # `from None`: the causes quote the URL, hence the token
        except aiohttp.ConnectionTimeoutError:
            raise NotSentInTime("no connection in time") from None
        except TimeoutError:
            raise TimedOut from None
        except aiohttp.ClientConnectorError as error:
            raise NotSent(f"no connection ({type(error).__name__})") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise Interrupted(f"aiohttp.{type(error).__name__}") from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as a dictionary; `TelegramError` without a quote of the payload when it is none."""
        answer = _json(payload)
        if answer is None or ("result" not in answer and answer.get("ok", True)):
            raise TelegramError("Invalid server response")
        return answer


async def _exchange(
    session: aiohttp.ClientSession, method: str, url: str, body: Any, limits: aiohttp.ClientTimeout
) -> tuple[int, bytes]:
    async with session.request(method, url, data=body, timeout=limits, allow_redirects=False) as response:
        payload = await response.read()
    if response.status >= 300 and _json(payload) is None:
        return response.status, UNREADABLE
    return response.status, payload


def _json(payload: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(payload.decode("utf-8", "replace"))
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _body(request_data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return request_data.json_parameters or None
    # quote_fields off: Telegram shows a percent-encoded « réunion.ics » as it came
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=_one_line(filename), content_type=kind)
    return form


def _one_line(filename: str) -> str:
    return " ".join(filename.split())


def _or(given: Given, default: float | None) -> float | None:
    seconds: float | None = default if given is BaseRequest.DEFAULT_NONE else given
    return seconds


def _timeout(
    read: float | None, write: float | None, connect: float | None, pool: float | None, *, whole: bool
) -> aiohttp.ClientTimeout:
    """aiohttp has no limit for writing, so a POST has one for the whole; a download only for each read."""
    reach = None if pool is None or connect is None else pool + connect
    total = None if reach is None or write is None or read is None or not whole else reach + write + read
    return aiohttp.ClientTimeout(total=total, connect=reach, sock_connect=connect, sock_read=read)
