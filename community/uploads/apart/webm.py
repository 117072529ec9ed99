"""Moving pictures as WebM: what is said of them becomes empty room of the same length, so that nothing moves."""

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from community.uploads.apart import tags
from community.uploads.apart.found import Found, Refused

SEGMENT, INFO, TRACKS, TRACK = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE
TAGS, TAG, SIMPLE_TAG, TAG_NAME, TAG_TEXT = 0x1254C367, 0x7373, 0x67C8, 0x45A3, 0x4487
ATTACHMENTS, CHAPTERS, VOID, SUM = 0x1941A469, 0x1043A770, 0xEC, 0xBF
TITLE, FILE_NAME, MADE_AT, BY, BY_TOO, TRACK_NAME = 0x7BA9, 0x7384, 0x4461, 0x5741, 0x4D80, 0x536E
ENTERED = {SEGMENT, INFO, TRACKS, TRACK}
GONE = {TAGS, ATTACHMENTS, CHAPTERS, VOID, SUM, FILE_NAME, MADE_AT}  # a sum would be wrong, and need not be there
EMPTIED = {TITLE: "TITLE", BY: "ENCODER", BY_TOO: "", TRACK_NAME: "COMMENT"}  # texts that stay, without a word
MOST_TOLD = 1_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Element:
    """One thing in the file: where it stands, where what it holds begins and ends; `endless`: it does not say."""

    id: int
    start: int
    inside: int
    end: int
    endless: bool


def look(_kind: str, file: Path, folder: Path) -> Found:
    copy = folder / "copy"
    shutil.copyfile(file, copy)
    told: list[tuple[str, str]] = []
    with copy.open("r+b") as opened:
        for element in _elements(opened, ENTERED):
            if element.id in GONE:
                told += _blot(opened, element)
            elif element.id in EMPTIED:
                told.append((EMPTIED[element.id], _emptied(opened, element)))
    return Found(metadata=tags.said(told), copy="copy")


def _elements(file: BinaryIO, entered: set[int]) -> Iterator[Element]:
    """One after the other, also those within what is entered or does not say where it ends."""
    at, end = 0, file.seek(0, 2)
    while at < end:
        element = _element(file, at, end)
        yield element
        at = element.inside if element.id in entered or element.endless else element.end


def _element(file: BinaryIO, at: int, end: int) -> Element:
    file.seek(at)
    head = file.read(12)
    id_length, size_length = _length(head[:1]), 0
    if 1 <= id_length <= 4:
        size_length = _length(head[id_length : id_length + 1])
    inside = at + id_length + size_length
    if not size_length or inside > end:
        raise Refused("broken")
    size = int.from_bytes(head[id_length : id_length + size_length]) & ((1 << (7 * size_length)) - 1)
    endless = size == (1 << (7 * size_length)) - 1
    until = end if endless else inside + size
    if until > end:
        raise Refused("broken")
    return Element(int.from_bytes(head[:id_length]), at, inside, until, endless)


def _length(first: bytes) -> int:
    """How many bytes a number has, by its first one; 0 where it is none."""
    return 9 - first[0].bit_length() if first and first[0] else 0


def _blot(file: BinaryIO, element: Element) -> list[tuple[str, str]]:
    """The whole of it becomes one empty element."""
    if element.endless:
        raise Refused("broken")
    file.seek(element.inside)
    told = file.read(min(element.end - element.inside, MOST_TOLD)) if element.id == TAGS else b""
    size = element.end - element.start
    head = bytes([VOID, 0x80 | (size - 2)]) if size < 9 else bytes([VOID, 1]) + (size - 9).to_bytes(7)
    file.seek(element.start)
    file.write(head)
    _zeros(file, element.start + len(head), element.end)
    return _listed(told)


def _emptied(file: BinaryIO, element: Element) -> str:
    file.seek(element.inside)
    said = file.read(min(element.end - element.inside, 4000)).decode("utf-8", "replace")
    file.seek(element.inside)
    _zeros(file, element.inside, element.end)
    return said


def _zeros(file: BinaryIO, start: int, end: int) -> None:
    for at in range(start, end, 1 << 20):
        file.write(bytes(min(1 << 20, end - at)))


def _listed(told: bytes) -> list[tuple[str, str]]:
    """Names and texts; one that cannot be read ends the list."""
    found: list[tuple[str, str]] = []
    name = ""
    try:
        for element in _elements(io.BytesIO(told), {TAG, SIMPLE_TAG}):
            text = told[element.inside : element.end].decode("utf-8", "replace")
            if element.id == TAG_NAME:
                name = text
            elif element.id == TAG_TEXT:
                found.append((name, text))
    except Refused:
        return found
    return found
