"""Each request, by the pattern of its address and what was answered. Never by the address itself."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from community.metrics.text import Counts, Durations

METHODS = {"GET", "HEAD", "POST", "PATCH", "OPTIONS"}
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)  # seconds; the last is what is promised (X5)

SAYS = "Requests that were answered, by the pattern of their address."
answered = Counts("roundtable_requests_total", SAYS, "method", "route", "status")
lasted = Durations("roundtable_request_seconds", "Seconds from a request to the end of its answer.", "method", BOUNDS)


class Counted:
    """The whole app, with each request counted."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, begun = "none", time.monotonic()  # `none`: they went away before there was an answer

        async def tell(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, tell)
        finally:
            method = scope["method"] if scope["method"] in METHODS else "other"
            answered.add(method, getattr(scope.get("route"), "path", "none"), status)
            lasted.add(method, time.monotonic() - begun)
