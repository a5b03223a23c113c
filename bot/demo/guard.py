"""Keeps the page of phones to itself: only a browser of this machine, showing this page, may drive it."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
POLICY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


class Guard:
    """Refuses with 403 what does not come from this page on a loopback name; the policy goes with all."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(POLICY)
            await send(message)

        reason = refusal(Headers(scope=scope))
        app = self.app if reason is None else JSONResponse({"error": reason}, 403)
        await app(scope, receive, guarded)


def refusal(headers: Headers) -> str | None:
    """Why a request is not served: a foreign Host (a rebound name), a foreign Origin, another site's page."""
    host = headers.get("host", "")
    if _name(f"http://{host}") not in LOOPBACK:
        return "this page answers to loopback names only"
    origin = headers.get("origin")
    if origin is not None and origin != f"http://{host}":
        return "another page may not drive this one"
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return "another site may not drive this page"
    return None


def _name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:  # a Host that is no host, such as "[" alone
        return None
