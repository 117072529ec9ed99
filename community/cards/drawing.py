"""A card is drawn: 1200 by 630 pixels, with fonts of our own, so that it looks the same on a bare machine."""

import io
import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PIL.ImageFont import FreeTypeFont

FONTS = Path(__file__).parent / "fonts"
SERIF, SANS = FONTS / "DejaVuSerif-Bold.ttf", FONTS / "DejaVuSans.ttf"
LOOK = 1  # counts how cards look: with another number all of them are fetched anew
WIDTH, HEIGHT, EDGE = 1200, 630, 80
BOARD, CHALK, SOFT, YELLOW = "#153d36", "#f6f6f1", "#d3dfd9", "#f2b640"  # those of static/css
SEATS = ((19.97, 7.4), (19.97, 16.6), (12, 21.2), (4.03, 16.6), (4.03, 7.4), (12, 2.8))  # of static/icon.svg
TITLE_SIZES = ((76, 3), (64, 3), (54, 4), (46, 4))  # pixels, and how many lines of them there is room for
WORDS_SIZE, WORDS_LINES = 32, 3
MOST_READ = 400  # characters of a text; more never fits
COLOURS = 64


def draw(kind: str, title: str, words: str, corner: str = "") -> bytes:
    """A PNG. A title that is long is set smaller, and what does not fit ends in an ellipsis."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), BOARD)
    pen = ImageDraw.Draw(picture)
    picture.paste(table(96), (EDGE, 56))
    pen.text((EDGE + 116, 104), "Roundtable", CHALK, face(SERIF, 46), anchor="lm")
    if corner:
        pen.text((WIDTH - EDGE, 104), corner, YELLOW, face(SANS, 28), anchor="rm")
    pen.text((EDGE, 200), _one_line(kind, SANS, 30), YELLOW, face(SANS, 30), anchor="ls")
    lines, size = _title(title)
    below = _lines(pen, 220, lines, SERIF, size, CHALK)
    _lines(pen, below + 20, wrapped(words, SANS, WORDS_SIZE, WORDS_LINES), SANS, WORDS_SIZE, SOFT)
    kept = io.BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def wrapped(text: str, font: Path, size: int, most: int, room: int = WIDTH - 2 * EDGE) -> list[str]:
    """At most so many lines that fit in `room` pixels; a word that is longer than a line is broken."""
    lines = [""]
    for word in readable(text[:MOST_READ], font).split():
        first, *rest = _pieces(word, font, size, room)
        together = f"{lines[-1]} {first}".strip()
        if _fits(together, font, size, room):
            lines[-1] = together
        else:
            lines.append(first)
        lines += rest
    if len(lines) > most or len(text) > MOST_READ:
        lines = lines[:most]
        lines[-1] = _ended(lines[-1], font, size, room)
    return [line for line in lines if line]


def readable(text: str, font: Path) -> str:
    """The text in signs that the font has: é as it is, a sign that it has not by its letter, or left out."""
    signs = []
    for sign in unicodedata.normalize("NFC", text):
        if sign.isspace():
            signs.append(" ")
        elif _has(sign, font):
            signs.append(sign)
        else:
            signs += [one for one in unicodedata.normalize("NFKD", sign) if _has(one, font) and one.isprintable()]
    return "".join(signs)


def _title(text: str) -> tuple[list[str], int]:
    """Its lines, in the largest size in which all of it fits, and that size."""
    for size, most in TITLE_SIZES:
        lines = wrapped(text, SERIF, size, most)
        if not (lines and lines[-1].endswith("…")):
            break
    return lines, size


def _lines(pen: ImageDraw.ImageDraw, top: int, lines: list[str], font: Path, size: int, colour: str) -> int:
    """Draws them one below another; where they end."""
    step = int(size * (1.2 if font is SERIF else 1.35))
    for number, line in enumerate(lines):
        pen.text((EDGE, top + step * (number + 1) - step // 4), line, colour, face(font, size), anchor="ls")
    return top + step * len(lines)


def _pieces(word: str, font: Path, size: int, room: int) -> list[str]:
    if _fits(word, font, size, room):
        return [word]
    pieces = [""]
    for sign in word:
        if not _fits(pieces[-1] + sign, font, size, room):
            pieces.append("")
        pieces[-1] += sign
    return pieces


def _ended(line: str, font: Path, size: int, room: int) -> str:
    while line and not _fits(line + "…", font, size, room):
        line = line[:-1].rstrip()
    return line.rstrip(" ,.;:") + "…"


def _one_line(text: str, font: Path, size: int) -> str:
    return (wrapped(text, font, size, 1) or [""])[0]


def _fits(text: str, font: Path, size: int, room: int) -> bool:
    return face(font, size).getlength(text) <= room


@lru_cache(maxsize=4096)
def _has(sign: str, font: Path) -> bool:
    asked = face(font, 24)
    return sign == " " or bytes(asked.getmask(sign)) != bytes(asked.getmask("\uffff"))


@lru_cache
def face(file: Path, size: int) -> FreeTypeFont:
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache
def table(side: int) -> Image.Image:
    """The mark of static/icon.svg: a table, and six who sit at it; drawn four times as large, for smooth edges."""
    scale = side * 4 / 24
    picture = Image.new("RGB", (side * 4, side * 4), BOARD)
    pen = ImageDraw.Draw(picture)
    pen.circle((12 * scale, 12 * scale), 5.6 * scale, outline=CHALK, width=round(2 * scale))
    for across, down in SEATS:
        pen.circle((across * scale, down * scale), 1.8 * scale, fill=YELLOW)
    return picture.resize((side, side), Image.Resampling.LANCZOS)
