"""A badge is drawn: a square of 720 pixels, in the colours of the cards, so that both look of one house."""

import io

from PIL import Image, ImageDraw

from community.cards import drawing
from community.cards.drawing import BOARD, CHALK, COLOURS, SANS, SERIF, SOFT, YELLOW

SIDE, ROUND = 720, 332  # pixels, the second from the middle to the rim
ROOM = 480  # pixels across for the words
TITLE_SIZES = ((54, 3), (46, 4), (38, 5))


def draw(kind: str, title: str, issuer: str, corner: str = "") -> bytes:
    """A PNG: a round sign on nothing, with what it is for and who awards it."""
    scale = 2  # drawn larger, for a smooth rim
    rim = Image.new("RGBA", (SIDE * scale, SIDE * scale), (0, 0, 0, 0))
    middle = (SIDE * scale / 2, SIDE * scale / 2)
    ImageDraw.Draw(rim).circle(middle, (ROUND + 20) * scale, fill=YELLOW)
    ImageDraw.Draw(rim).circle(middle, ROUND * scale, fill=BOARD)
    picture = rim.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    pen = ImageDraw.Draw(picture)
    picture.paste(drawing.table(96), ((SIDE - 96) // 2, 96))
    _middle(pen, 226, drawing.wrapped(kind, SANS, 26, 1, ROOM), SANS, 26, YELLOW)
    for size, most in TITLE_SIZES:
        lines = drawing.wrapped(title, SERIF, size, most, ROOM)
        if not (lines and lines[-1].endswith("…")):
            break
    below = _middle(pen, 290, lines, SERIF, size, CHALK)
    below = _middle(pen, below + 12, drawing.wrapped(issuer, SANS, 26, 2, ROOM - 60), SANS, 26, SOFT)
    _middle(pen, below + 12, [corner] if corner else [], SANS, 24, YELLOW)
    kept = io.BytesIO()
    picture.quantize(COLOURS * 2, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _middle(pen: ImageDraw.ImageDraw, top: int, lines: list[str], font, size: int, colour: str) -> int:
    """Draws them one below another, each in the middle; where they end."""
    step = int(size * 1.25)
    for number, line in enumerate(lines):
        pen.text((SIDE / 2, top + step * number), line, colour, drawing.face(font, size), anchor="mt")
    return top + step * len(lines)
