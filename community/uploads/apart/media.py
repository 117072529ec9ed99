"""Sound and moving pictures: what says where and by whom they were made is blotted out, nothing else."""

import re
import shutil
from pathlib import Path
from typing import BinaryIO

from community.uploads.apart import tags
from community.uploads.apart.found import Found, Refused

INSIDE = {b"moov", b"trak", b"mdia", b"minf", b"edts", b"moof", b"traf"}  # boxes that hold boxes
TELLS = {b"udta", b"meta", b"uuid", b"free", b"skip"}
# What stands outermost and is kept; anything else there is blotted out.
OUTERMOST = {b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"ssix", b"wide", b"pdin", b"prft"}
MOST_BOXES = 20_000
# As telephones and programs write them: the sign, and a text with its length.
ITEM = re.compile(rb"\xa9(ART|aut|nam|cmt|des|too|swr|day)(?:(....)data........|(..)..)", re.S)
ITEMS = {
    b"ART": "ARTIST", b"aut": "AUTHOR", b"nam": "TITLE", b"cmt": "COMMENT", b"des": "DESCRIPTION", b"too": "ENCODER",
    b"swr": "ENCODER", b"day": "DATE",
}
FRAME = re.compile(rb"(TPE1|TCOM|TIT2|TPUB|TSSE|TDRC)(....)..", re.S)


def look(kind: str, file: Path, folder: Path) -> Found:
    copy = folder / "copy"
    shutil.copyfile(file, copy)
    told = b""
    with copy.open("r+b") as opened:
        if kind == "mp3":
            told = _tags(opened)
        else:
            for start, inside, end in _boxes(opened, 0, copy.stat().st_size, [MOST_BOXES]):
                told += _blot(opened, start, inside, end)
    listed = _frames(told) if kind == "mp3" else _items(told)
    return Found(metadata=tags.said(listed) | tags.place(told), copy="copy")


def _boxes(
    file: BinaryIO, at: int, end: int, left: list[int], is_outermost: bool = True
) -> list[tuple[int, int, int]]:
    """Where the boxes that tell something begin, hold it and end; each begins with its length and its name."""
    found = []
    while at + 8 <= end:
        left[0] -= 1
        file.seek(at)
        head = file.read(16)
        size, name, header = int.from_bytes(head[:4]), head[4:8], 8
        if size == 1:
            size, header = int.from_bytes(head[8:16]), 16
        until = end if size == 0 else at + size
        if (size and size < header) or until > end or not left[0]:
            raise Refused("broken")
        if name in TELLS or (is_outermost and name not in OUTERMOST):
            found.append((at, at + header, until))
        elif name in INSIDE:
            found += _boxes(file, at + header, until, left, is_outermost=False)
        at = until
    if is_outermost:
        file.truncate(at)
    return found


def _blot(file: BinaryIO, start: int, inside: int, end: int) -> bytes:
    """The box becomes free room of the same length, so that nothing after it moves."""
    file.seek(inside)
    told = file.read(min(end - inside, 1_000_000))
    file.seek(start + 4)
    file.write(b"free")
    file.seek(inside)
    for _piece in range(inside, end, 1 << 20):
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


def _items(told: bytes) -> list[tuple[str, str]]:
    """What a list of an MP4, or a QuickTime text, says."""
    found = []
    for item in ITEM.finditer(told):
        size = int.from_bytes(item[2]) - 16 if item[2] else int.from_bytes(item[3])
        text = told[item.end() : item.end() + min(max(size, 0), 4000)]
        found.append((ITEMS[item[1]], text.decode("utf-8", "replace")))
    return found


def _frames(told: bytes) -> list[tuple[str, str]]:
    """The text frames of ID3: a length, two flags, how its letters are written, the text."""
    found = []
    for frame in FRAME.finditer(told):
        size = min(int.from_bytes(frame[2]), 4000)
        text = told[frame.end() : frame.end() + size]
        how = "utf-16" if text[:1] in b"\1\2" else "utf-8"
        found.append((frame[1].decode(), text[1:].decode(how, "replace")))
    return found
