"""The page of phones over HTTP: its files, its JSON, each behind the guard."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.demo.botapi.errors import Impossible
from bot.demo.desk import Body, Desk
from bot.demo.gestures import Malformed
from bot.demo.guard import Guard

STATIC = Path(__file__).parent / "static"
LARGEST_BODY = 2 * 1024 * 1024  # a photo as the page makes it smaller, in base64


def routes(desk: Desk) -> list[Route | Mount]:
    """What the demo process serves to browsers of this machine."""
    guard = [Middleware(Guard)]
    posts = {
        "act": desk.act,
        "time": desk.time,
        "restart": desk.restart,
        "reset": desk.reset,
        "language": desk.language,
    }
    return [
        Route("/", _index, middleware=guard),
        Mount("/static", StaticFiles(directory=STATIC), middleware=guard),
        Route("/demo/state", desk.state, middleware=guard),
        Route("/demo/file/{path:path}", desk.file, middleware=guard),
        *(Route(f"/demo/{name}", _post(act), methods=["POST"], middleware=guard) for name, act in posts.items()),
    ]


async def _index(request: Request) -> Response:
    return FileResponse(STATIC / "index.html")


def _post(act: Callable[[Body], Awaitable[None]]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return JSONResponse({"error": "send application/json"}, 415)
        try:
            await act(await _body(request))
        except Malformed as error:
            return JSONResponse({"error": str(error)}, 400)
        except Impossible as error:
            return JSONResponse({"error": str(error)}, 409)
        return JSONResponse({})

    return endpoint


async def _body(request: Request) -> Body:
    """The JSON object sent; raises Malformed for anything else, or for more than 2 MiB."""
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LARGEST_BODY:
            raise Malformed("too long")
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise Malformed("this is not JSON") from None
    if not isinstance(body, dict):
        raise Malformed("send one object")
    return body
