"""A credential inside a PNG: one text chunk, not compressed, called openbadgecredential (STANDARDS.md 1.2, trap 11)."""

import struct
import zlib
from collections.abc import Iterator

HEAD = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
MOST_CHUNKS = 10_000


class NoPicture(Exception):
    """It is no whole PNG."""


def baked(png: bytes, credential: bytes) -> bytes:
    """The picture, with the credential (JSON or a token) in it."""
    text = KEYWORD + b"\0\0\0\0\0" + credential  # not compressed, no language, no translated keyword
    end = png.rindex(b"IEND") - 4
    return png[:end] + _chunk(b"iTXt", text) + png[end:]


def credential_in(png: bytes) -> bytes | None:
    """What was baked in; None where nothing or more than one was, or in another form. NoPicture for a broken file."""
    found = []
    for kind, content in _chunks(png):
        keyword, _zero, rest = content.partition(b"\0")
        if kind == b"iTXt" and keyword == KEYWORD:
            found.append(rest)
    if len(found) != 1 or found[0][:1] != b"\0":
        return None
    parts = found[0][2:].split(b"\0", 2)  # behind the two bytes about compression: language, keyword, text
    return parts[2] if len(parts) == 3 else None


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not png.startswith(HEAD):
        raise NoPicture
    at = len(HEAD)
    for _number in range(MOST_CHUNKS):
        if at + 12 > len(png):
            raise NoPicture
        (length,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        content, crc = png[at + 8 : at + 8 + length], png[at + 8 + length : at + 12 + length]
        if len(crc) < 4 or struct.unpack(">I", crc)[0] != zlib.crc32(kind + content):
            raise NoPicture
        yield kind, content
        if kind == b"IEND":
            return
        at += 12 + length
    raise NoPicture


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
