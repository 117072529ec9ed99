"""What was sent is looked at and drawn anew as a small square, without anything that was hidden in it."""

import asyncio
import io
import warnings

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from community.errors import Unavailable
from community.words import gettext as _

MOST_BYTES = 5_000_000
MOST_PIXELS = 40_000_000  # of the picture as it would be unpacked
SIDE = 256  # pixels of the square that is kept
FORMATS = ("JPEG", "PNG", "WEBP")
AT_ONCE = 2  # in one process; a large one takes most of a second
PATIENCE = 3.0  # seconds that one may take

_turns = asyncio.Semaphore(AT_ONCE)
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


class NotAPicture(ValueError):
    """It cannot be used, with a sentence that says why and what to do."""


async def square(sent: bytes) -> bytes:
    """The picture as a WebP of 256 by 256 pixels. NotAPicture; Unavailable where it takes too long here and now."""
    task = asyncio.create_task(_in_turn(sent))
    try:
        async with asyncio.timeout(PATIENCE):
            return await asyncio.shield(task)
    except TimeoutError as late:  # the thread goes on to its end, and its turn with it
        task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        raise Unavailable from late


async def _in_turn(sent: bytes) -> bytes:
    async with _turns:
        return await asyncio.to_thread(drawn_anew, sent)


def drawn_anew(sent: bytes) -> bytes:
    """Only the colours of its middle square come along: no place, no camera, no second frame."""
    if len(sent) > MOST_BYTES:
        raise NotAPicture(_("This file is larger than 5 MB. Choose a smaller picture."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(sent), formats=FORMATS) as picture:
                return _saved(_middle(picture))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise NotAPicture(_("This picture has too many pixels. Choose one with at most 40 million.")) from None
    except UnidentifiedImageError:
        raise NotAPicture(_("This is no JPEG, PNG or WebP picture, whatever its name says.")) from None
    except (OSError, SyntaxError, ValueError, EOFError) as broken:
        if isinstance(broken, NotAPicture):
            raise
        raise NotAPicture(_("This picture is damaged and cannot be opened. Choose another.")) from None


def for_display(sent: bytes, side: int, formats: tuple[str, ...] = (*FORMATS, "GIF")) -> tuple[bytes, dict]:
    """Drawn anew within `side` pixels, upright, its first frame only; and what was said inside (EXIF): NotAPicture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(sent), formats=formats) as picture:
                inside = _inside(picture)
                picture.draft("RGB", (side, side))
                picture.thumbnail((side, side), reducing_gap=2.0)  # first, so that the rest costs little
                upright = ImageOps.exif_transpose(picture).convert("RGBA")
                clean = Image.new("RGB", upright.size, "white")
                clean.paste(upright, mask=upright.getchannel("A"))
                return _saved(clean), inside
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise NotAPicture("large") from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise NotAPicture("broken") from None


def _inside(picture: Image.Image) -> dict:
    """Author, device, moment and place, as a camera or a program wrote them."""
    exif = picture.getexif()
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    tags = ExifTags.Base
    found = {
        "author": exif.get(tags.Artist) or exif.get(tags.XPAuthor),
        "title": exif.get(tags.ImageDescription),
        "device": " ".join(filter(None, (_text(exif.get(tags.Make)), _text(exif.get(tags.Model))))),
        "made_at": exif.get_ifd(ExifTags.IFD.Exif).get(tags.DateTimeOriginal) or exif.get(tags.DateTime),
        "comment": picture.info.get("comment") or picture.info.get("Author"),
    }
    said = {name: _text(value) for name, value in found.items() if _text(value)}
    degrees = [_degrees(place.get(at), place.get(side)) for at, side in ((2, 1), (4, 3))]
    return said | ({"place": degrees} if None not in degrees else {})


def _text(value: object) -> str:
    plain = value.decode("utf-16-le" if b"\x00" in value else "utf-8", "replace") if isinstance(value, bytes) else value
    return str(plain or "").replace("\x00", "").strip()[:300]


def _degrees(parts: object, side: object) -> float | None:
    try:
        whole, minutes, seconds = (float(part) for part in parts)  # type: ignore[attr-defined]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return round((whole + minutes / 60 + seconds / 3600) * (-1 if side in ("S", "W") else 1), 5)


def _middle(picture: Image.Image) -> Image.Image:
    if getattr(picture, "n_frames", 1) > 1:
        raise NotAPicture(_("This picture moves. Choose one that stands still."))
    picture.draft("RGB", (2 * SIDE, 2 * SIDE))  # a large JPEG is unpacked small
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    fitted = ImageOps.fit(upright, (SIDE, SIDE))
    clean = Image.new("RGB", (SIDE, SIDE), "white")
    clean.paste(fitted, mask=fitted.getchannel("A"))
    return clean


def _saved(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()
