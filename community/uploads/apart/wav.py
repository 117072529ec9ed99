"""Sound as WAV: what is no sound becomes empty room of the same length, so that nothing after it moves."""

import shutil
from pathlib import Path
from typing import BinaryIO

from community.uploads.apart import tags
from community.uploads.apart.found import Found, Refused

SOUND = {b"fmt ", b"fact", b"data"}
MOST_CHUNKS = 20_000
MOST_TOLD = 1_000_000  # bytes of one chunk that are read


def look(_kind: str, file: Path, folder: Path) -> Found:
    copy = folder / "copy"
    shutil.copyfile(file, copy)
    told: list[tuple[str, str]] = []
    with copy.open("r+b") as opened:
        for name, start, end in _chunks(opened):
            if name not in SOUND:
                told += _blot(opened, name, start, end)
    return Found(metadata=tags.said(told), copy="copy")


def _chunks(file: BinaryIO) -> list[tuple[bytes, int, int]]:
    """Name, start and end of what each chunk holds. What follows the last whole one is cut off."""
    end, found, at = file.seek(0, 2), [], 12
    while at + 8 <= end:
        file.seek(at)
        head = file.read(8)
        until = at + 8 + int.from_bytes(head[4:], "little")
        if until > end:
            if head[:4] != b"data":  # only sound that was streamed does not know its length
                break
            until = end
        found.append((head[:4], at + 8, until))
        at = min(until + until % 2, end)
        if len(found) > MOST_CHUNKS:
            raise Refused("broken")
    if b"fmt " not in {name for name, _start, _end in found}:
        raise Refused("broken")
    file.truncate(at)
    return found


def _blot(file: BinaryIO, name: bytes, start: int, end: int) -> list[tuple[str, str]]:
    file.seek(start)
    told = file.read(min(end - start, MOST_TOLD))
    file.seek(start - 8)
    file.write(b"JUNK")
    file.seek(start)
    for at in range(start, end, 1 << 20):
        file.write(bytes(min(1 << 20, end - at)))
    if name == b"bext":  # how broadcasters say what it is and who made it
        return [("COMMENT", _text(told[:256])), ("ARTIST", _text(told[256:288]))]
    return _listed(told[4:]) if told[:4] == b"INFO" else []


def _listed(told: bytes) -> list[tuple[str, str]]:
    found, at = [], 0
    while at + 8 <= len(told):
        size = int.from_bytes(told[at + 4 : at + 8], "little")
        found.append((_text(told[at : at + 4]), _text(told[at + 8 : at + 8 + size])))
        at += 8 + size + size % 2
    return found


def _text(told: bytes) -> str:
    return told.partition(b"\0")[0].decode("utf-8", "replace")
