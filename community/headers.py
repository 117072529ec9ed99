"""The headers that every answer has, and what a browser is told by them."""

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope, Send

from community.config import settings

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; frame-src 'none'; object-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types default",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}


def with_headers(scope: Scope, send: Send, request_id: str) -> Send:
    """`send`, with them; each may be set otherwise by who answers."""

    async def tell(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            headers = MutableHeaders(scope=message)
            if scope["path"].startswith("/join") or "/link/" in scope["path"]:  # such an address is a key
                headers.setdefault("Referrer-Policy", "strict-origin")  # not no-referrer: its forms come from "null"
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if settings().base_url.startswith("https://"):
                headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
                headers["Content-Security-Policy"] += "; upgrade-insecure-requests"
            headers.setdefault("Cache-Control", "private, no-store")
            headers["X-Request-Id"] = request_id
        await send(message)

    return tell
