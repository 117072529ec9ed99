"""Pictures of ours: a card, which other sites show where somebody shares a page's address, and a badge."""

import asyncio
import hashlib
from dataclasses import asdict, dataclass
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from community.cards import badges, drawing
from community.config import settings
from community.words import gettext as _

KEPT = 128  # pictures, about 20 kB each, in one process
AT_ONCE = 2  # in one process; one takes some 50 ms of a core
AN_HOUR = 3600
_turns = asyncio.Semaphore(AT_ONCE)


@dataclass(frozen=True)
class Card:
    """What stands on it: `kind` says what it is of, `words` are a sentence below the title. `path` is the page's."""

    path: str
    kind: str
    title: str
    words: str
    corner: str

    width, height = drawing.WIDTH, drawing.HEIGHT

    @property
    def mark(self) -> str:
        """Of its content: 16 hexadecimal digits; another text has another one."""
        told = repr((drawing.LOOK, sorted(asdict(self).items())))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @property
    def page(self) -> str:
        return settings().base_url + self.path

    @property
    def picture(self) -> str:
        """Its whole address, a new one for a new text, as other sites keep what they have fetched."""
        return f"{self.page}/card.png?v={self.mark}"

    @property
    def alt(self) -> str:
        return f"Roundtable. {self.kind}: {self.title}. {self.words}"


def card(path: str, kind: str, title: str, words: str) -> Card:
    """The card of the page at this path; in the sample content it says so."""
    return Card(path, kind, title, words, _("Sample data") if settings().sample else "")


async def answer(request: Request, shown: Card) -> Response:
    """The picture as PNG, or 304 for who has it; it is drawn once for each text."""
    tag = f'"{shown.mark}"'
    headers = {
        "ETag": tag,
        "Cache-Control": f"public, max-age={AN_HOUR}",
        "Cross-Origin-Resource-Policy": "cross-origin",  # it is made to be shown elsewhere
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    async with _turns:
        content = await asyncio.to_thread(_drawn, shown)
    return Response(content, media_type="image/png", headers=headers)


async def badge(kind: str, title: str, issuer: str) -> bytes:
    """The picture of a badge as PNG; in the sample content it says so."""
    corner = _("Sample data") if settings().sample else ""
    async with _turns:
        return await asyncio.to_thread(_badge, kind, title, issuer, corner)


_badge = lru_cache(maxsize=KEPT)(badges.draw)


@lru_cache(maxsize=KEPT)
def _drawn(shown: Card) -> bytes:
    return drawing.draw(shown.kind, shown.title, shown.words, shown.corner)
