"""Sound as Ogg, Vorbis or Opus: what it says of itself becomes empty room of the same length, each page summed anew.

No library that we may use takes the tags out of it: mutagen's licence would be ours.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from community.uploads.apart import tags
from community.uploads.apart.found import Found, Refused

HEAD = 27  # bytes of a page before its table of lengths
CODECS = {b"\x01vorbis": (b"\x03vorbis", 1), b"OpusHead": (b"OpusTags", 0)}  # begins, how its tags begin and end
MOST_TOLD = 40_000_000  # bytes: tags with a picture
SUM = 0x04C11DB7


@dataclass(slots=True)
class Page:
    """Where one stands in the file; of each packet on it where it begins and ends, and whether it ends here."""

    start: int
    end: int
    stream: bytes
    begins: bool
    packets: list[tuple[int, int, bool]]


@dataclass(slots=True)
class Stream:
    """One of the streams in a file: how its tags begin and end, where they lie, on which pages."""

    sign: bytes
    tail: int
    places: list[tuple[int, int]] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    whole: bool = False


def look(_kind: str, file: Path, folder: Path) -> Found:
    copy = folder / "copy"
    shutil.copyfile(file, copy)
    told: list[tuple[str, str]] = []
    with copy.open("r+b") as opened:
        for stream in _streams(opened):
            told += _blot(opened, stream)
    return Found(metadata=tags.said(told), copy="copy")


def _streams(file: BinaryIO) -> list[Stream]:
    """All of them, each with the place of its second packet: the tags."""
    found: list[Stream] = []
    open_: dict[bytes, Stream] = {}
    at, end = 0, file.seek(0, 2)
    while at < end:
        page = _page(file, at, end)
        at = page.end
        if page.begins:
            open_[page.stream] = _begun(file, page)
            found.append(open_[page.stream])
        stream = open_.get(page.stream)
        if stream is None:
            raise Refused("broken")
        for start, until, ends in page.packets[int(page.begins) :]:
            if not stream.whole:
                stream.places.append((start, until))
                stream.pages += [] if page in stream.pages else [page]
                stream.whole = ends
    if not found or not all(stream.whole for stream in found):
        raise Refused("broken")
    return found


def _page(file: BinaryIO, at: int, end: int) -> Page:
    file.seek(at)
    head = file.read(HEAD)
    if len(head) < HEAD or head[:4] != b"OggS":
        raise Refused("broken")
    lengths = file.read(head[26])
    start = until = at + HEAD + head[26]
    packets = []
    for length in lengths:
        until += length
        if length < 255:
            packets.append((start, until, True))
            start = until
    if start < until:
        packets.append((start, until, False))
    if until > end:
        raise Refused("broken")
    return Page(at, until, head[14:18], bool(head[5] & 2), packets)


def _begun(file: BinaryIO, page: Page) -> Stream:
    """Known by its first packet, which has a page of its own."""
    file.seek(page.packets[0][0] if page.packets else page.end)
    begin = file.read(8)
    for sign, (tags_sign, tail) in CODECS.items():
        if begin.startswith(sign) and len(page.packets) == 1:
            return Stream(tags_sign, tail)
    raise Refused("kind")


def _blot(file: BinaryIO, stream: Stream) -> list[tuple[str, str]]:
    """The name of the program that made it grows over all that is said, as spaces."""
    size = sum(end - start for start, end in stream.places)
    if size > MOST_TOLD:
        raise Refused("large")
    told = b""
    for start, end in stream.places:
        file.seek(start)
        told += file.read(end - start)
    room = size - len(stream.sign) - stream.tail - 8
    if not told.startswith(stream.sign) or room < 0:
        raise Refused("broken")
    plain = stream.sign + room.to_bytes(4, "little") + b" " * room + bytes(4) + b"\x01" * stream.tail
    for start, end in stream.places:
        file.seek(start)
        file.write(plain[: end - start])
        plain = plain[end - start :]
    for page in stream.pages:
        _sum_anew(file, page)
    return _listed(told[len(stream.sign) :])


def _listed(told: bytes) -> list[tuple[str, str]]:
    """The name of a program, and then pairs: ARTIST=Somebody."""
    found, at = [], 4 + int.from_bytes(told[:4], "little")
    found.append(("ENCODER", told[4:at].decode("utf-8", "replace")))
    at += 4
    while at + 4 <= len(told) and len(found) < 1000:
        size = int.from_bytes(told[at : at + 4], "little")
        name, _is, text = told[at + 4 : at + 4 + min(size, 4000)].decode("utf-8", "replace").partition("=")
        found.append((name, text))
        at += 4 + size
    return found


def _sum_anew(file: BinaryIO, page: Page) -> None:
    file.seek(page.start)
    content = bytearray(file.read(page.end - page.start))
    content[22:26] = bytes(4)
    total = 0
    for byte in content:
        total = ((total << 8) & 0xFFFFFFFF) ^ TABLE[(total >> 24) ^ byte]
    file.seek(page.start + 22)
    file.write(total.to_bytes(4, "little"))


def _of_one_byte(byte: int) -> int:
    total = byte << 24
    for _bit in range(8):
        total = ((total << 1) ^ (SUM if total & 0x80000000 else 0)) & 0xFFFFFFFF
    return total


TABLE = [_of_one_byte(byte) for byte in range(256)]
