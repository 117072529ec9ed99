"""Sound and moving pictures: what says where and by whom they were made is blotted out, nothing else."""

import re
import shutil
from pathlib import Path
from typing import BinaryIO

from community.uploads.apart.found import Found

INSIDE = {b"moov", b"trak", b"mdia", b"minf", b"edts", b"moof", b"traf"}  # boxes that hold boxes
TELLS = {b"udta", b"meta", b"uuid"}
MOST_BOXES = 20_000
PLACE = re.compile(rb"([+-]\d{1,3}\.\d+)([+-]\d{1,3}\.\d+)[^/]{0,20}/")  # ISO 6709, as a telephone writes it


def look(kind: str, file: Path, folder: Path) -> Found:
    copy = folder / "copy"
    shutil.copyfile(file, copy)
    told = b""
    with copy.open("r+b") as opened:
        if kind == "mp3":
            told = _tags(opened)
        else:
            size = copy.stat().st_size
            for start, end in _boxes(opened, 0, size, [MOST_BOXES]):
                told += _blot(opened, start, end)
    place = PLACE.search(told)
    return Found(metadata={"place": [float(place[1]), float(place[2])]} if place else {}, copy="copy")


def _boxes(file: BinaryIO, at: int, end: int, left: list[int]) -> list[tuple[int, int]]:
    """Where the boxes that tell something stand; each begins with its length and its name."""
    found = []
    while at + 8 <= end and left[0]:
        left[0] -= 1
        file.seek(at)
        head = file.read(16)
        size, name, header = int.from_bytes(head[:4]), head[4:8], 8
        if size == 1:
            size, header = int.from_bytes(head[8:16]), 16
        until = end if size == 0 else at + size
        if (size and size < header) or until > end:
            break
        if name in TELLS:
            found.append((at, until))
        elif name in INSIDE:
            found += _boxes(file, at + header, until, left)
        at = until
    return found


def _blot(file: BinaryIO, start: int, end: int) -> bytes:
    """The box becomes free room of the same length, so that nothing after it moves."""
    file.seek(start + 8)
    told = file.read(min(end - start - 8, 1_000_000))
    file.seek(start + 4)
    file.write(b"free")
    for _piece in range(start + 8, end, 1 << 20):
        file.write(bytes(min(1 << 20, end - file.tell())))
    return told


def _tags(file: BinaryIO) -> bytes:
    """ID3 before and after the sound."""
    head, told = file.read(10), b""
    if head[:3] == b"ID3" and len(head) == 10:
        size = sum((byte & 0x7F) << (7 * place) for place, byte in enumerate(reversed(head[6:10])))
        told = file.read(min(size, 1_000_000))
        end = file.seek(0, 2)
        file.seek(10)
        file.write(bytes(min(size, end - 10)))  # nothing but padding
    file.seek(0, 2)
    if file.tell() > 128:
        file.seek(-128, 2)
        if file.read(3) == b"TAG":
            file.seek(-125, 2)
            file.write(bytes(125))
    return told
