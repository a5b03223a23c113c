"""The door Telegram knocks at: the secret first, one mebibyte at most, 200 only for a finished update."""

import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from telegram import Bot

from bot import hush
from bot.intake import Intake
from bot.sections import Telegram
from bot.web import WebServer

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105  # its name, not its value
LARGEST_BODY = 2**20  # bytes; an update has a few thousand

Health = Callable[[], Awaitable[dict[str, Any]]]


def door(telegram: Telegram, intake: Intake, health: Health, others: Sequence[Route] = ()) -> WebServer | None:
    """What `telegram.listen` asks for: /health, the webhook in webhook mode, others; None when it is left out."""
    place = telegram.host_and_port
    if place is None:
        return None
    routes = [health_route(health), *others]
    if telegram.mode == "webhook":
        path = urlsplit(telegram.webhook_url).path
        routes.append(webhook_route(intake, path, telegram.webhook_secret.get_secret_value()))
    return WebServer(Starlette(routes=routes), *place)


async def announce(bot: Bot, telegram: Telegram, allowed_updates: list[str]) -> None:
    """Tell Telegram where to knock, or that we come and fetch; what waits there is kept."""
    if telegram.mode == "webhook":
        secret = telegram.webhook_secret.get_secret_value()
        await bot.set_webhook(telegram.webhook_url, allowed_updates=allowed_updates, secret_token=secret)
    else:
        await bot.delete_webhook()


def health_route(health: Health) -> Route:
    """GET /health: 200 when `status` is "ok", 503 otherwise."""

    async def answer(_: Request) -> Response:
        state = await health()
        return JSONResponse(state, 200 if state.get("status") == "ok" else 503)

    return Route("/health", answer, methods=["GET"])


def webhook_route(intake: Intake, path: str, secret: str) -> Route:
    """POST of one update; anything but 200 makes Telegram bring it again."""

    async def answer(request: Request) -> Response:
        hush.act()
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=403)
        try:
            body = await _body(request)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return Response(status_code=413)
        update = _json(body)
        if update is None:
            return Response(status_code=400)
        left = await intake.take([update])
        return Response(status_code=503 if left else 200)

    return Route(path, answer, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    """The body, or None as soon as it is seen to be too large, announced or not."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > LARGEST_BODY:
        return None
    parts = bytearray()
    async for part in request.stream():
        parts += part
        if len(parts) > LARGEST_BODY:
            return None
    return bytes(parts)


def _json(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) else None
