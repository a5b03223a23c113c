"""The HTTP face of the simulated Telegram: /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import hmac
import json
from collections.abc import Coroutine, Mapping
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.demo.botapi.errors import ApiError, Cut, Lost, bad
from bot.demo.botapi.parameters import Upload
from bot.demo.telegram import Telegram
from bot.demo.telegram_request import refusal


class Broken(Response):
    """An answer that stops in its middle, so that the server closes the connection on the client."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        head = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": head})


def routes(telegram: Telegram) -> list[Route]:
    """The two addresses of a Bot API server."""

    async def call(request: Request) -> Response:
        try:
            _authorised(telegram, request)
            parameters, files = await _read(request)
            work = telegram.call(request.path_params["method"], parameters, files)
            result = await _while_asked(request, work)
        except ApiError as error:
            return JSONResponse(refusal(error), error.code)
        except (Cut, Lost):
            return Broken()
        return JSONResponse({"ok": True, "result": result})

    async def download(request: Request) -> Response:
        try:
            _authorised(telegram, request)
            stored = telegram.download(request.path_params["path"])
        except ApiError as error:
            return JSONResponse(refusal(error), error.code)
        return Response(stored.content, media_type="application/octet-stream")

    return [
        Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", download),
    ]


async def _while_asked(request: Request, work: Coroutine[Any, Any, Any]) -> Any:
    """The result; a call that waits, as a long poll does, ends with the client that asked. Raises Cut then."""
    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise Cut("nobody waits for the answer")
        return working.result()
    finally:
        working.cancel()
        leaving.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _authorised(telegram: Telegram, request: Request) -> None:
    given = str(request.path_params["token"])
    if not hmac.compare_digest(given.encode(), telegram.token.encode()):
        raise ApiError(401, "Unauthorized")


async def _read(request: Request) -> tuple[Mapping[str, object], dict[str, Upload]]:
    """Parameters from the address and the body, be it JSON, a form or a form with files."""
    parameters: dict[str, object] = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind == "application/json":
        return parameters | _json(await request.body()), {}
    files: dict[str, Upload] = {}
    if kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        async with request.form(max_part_size=60 * 2**20) as form:
            for name, part in form.items():
                if isinstance(part, UploadFile):
                    mime = part.content_type or "application/octet-stream"
                    files[name] = Upload(part.filename or name, await part.read(), mime)
                else:
                    parameters[name] = part
    return parameters, files


def _json(body: bytes) -> dict[str, object]:
    try:
        loaded = json.loads(body or b"{}")
    except ValueError:
        raise bad("can't parse JSON object") from None
    if not isinstance(loaded, dict):
        raise bad("can't parse JSON object")
    return loaded
