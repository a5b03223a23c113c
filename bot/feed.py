"""Calendars that members subscribe to: whoever has the address reads, and nothing of their reading is written."""

from collections.abc import Awaitable, Callable
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import hush

READ_AGAIN = 3600  # seconds a calendar may show what it has without asking

Read = Callable[[str], Awaitable[bytes | None]]


def route(read: Read) -> Route:
    """GET /calendar/<token>.ics: 404 for what leads nowhere, 304 for who has it as it is."""

    async def answer(request: Request) -> Response:
        hush.act()
        found = await read(request.path_params["token"])
        headers = {"cache-control": f"private, max-age={READ_AGAIN}", "x-robots-tag": "noindex"}
        if found is None:
            return Response(status_code=404, headers={**headers, "cache-control": "private, no-store"})
        headers["etag"] = f'"{blake2b(found, digest_size=16).hexdigest()}"'
        known = request.headers.get("if-none-match", "").replace("W/", "").replace(" ", "")
        if headers["etag"] in known.split(","):
            return Response(status_code=304, headers=headers)
        return Response(found, headers=headers, media_type="text/calendar")

    return Route("/calendar/{token}.ics", answer, methods=["GET"])
