"""The frame that all contestants send: about 600 bytes of HTML, one message of a discussion."""

import json
import struct

HTML = (
    '<li class="message" id="message-{n}" data-into="messages">'
    '<span class="avatar" data-tone="lake" aria-hidden="true">DW</span>'
    '<div><p class="byline"><strong>Dana Whitfield</strong> <time datetime="2026-11-10T19:26:00Z">7:26 pm</time></p>'
    '<div class="body">'
    "<p>First full draft. I am least sure about the supports in the second half. Be honest, I can take it.</p></div>"
    '</div><div class="tools" role="group" aria-label="Message from Dana"><a href="/messages/{n}">More</a></div></li>'
)


def message(number: int) -> str:
    """The frame as text."""
    return json.dumps(
        {"show": "channel:1", "seq": number + 1, "id": f"message-{number}", "html": HTML.replace("{n}", str(number))}
    )


def frame(number: int) -> bytes:
    """The same as a websocket's text frame from a server."""
    data = message(number).encode()
    return b"\x81\x7e" + struct.pack("!H", len(data)) + data
