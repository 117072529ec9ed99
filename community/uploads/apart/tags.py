"""What sound and moving pictures say of themselves, whatever each kind of file calls it."""

import re
from collections.abc import Iterable
from typing import Any

MOST_SAID = 300  # letters of one of them
PLACE = re.compile(rb"([+-]\d{1,3}\.\d+)([+-]\d{1,3}\.\d+)[^/]{0,20}/")  # ISO 6709, as a telephone writes it
CALLED = {
    **dict.fromkeys(("ARTIST", "AUTHOR", "ALBUM_ARTIST", "ALBUMARTIST", "COMPOSER", "PERFORMER"), "author"),
    **dict.fromkeys(("DIRECTOR", "LEAD_PERFORMER", "COPYRIGHT", "IART", "ICOP", "IENG", "TPE1", "TCOM"), "author"),
    **dict.fromkeys(("ORGANIZATION", "PUBLISHER", "TPUB"), "company"),
    **dict.fromkeys(("TITLE", "ALBUM", "INAM", "TIT2"), "title"),
    **dict.fromkeys(("COMMENT", "DESCRIPTION", "SUBJECT", "LOCATION", "KEYWORDS", "ICMT", "ISBJ", "IKEY"), "comment"),
    **dict.fromkeys(("DATE", "ICRD", "TDRC"), "made_at"),
    **dict.fromkeys(("ENCODER", "ENCODED_BY", "ISFT", "TSSE"), "device"),
}


def said(tags: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Pairs of name and text in our words; several of one are put side by side."""
    found: dict[str, Any] = {}
    for name, text in tags:
        plain, called = " ".join(text.replace("\x00", " ").split()), CALLED.get(name.upper())
        if plain and called and plain not in found.get(called, ""):
            found[called] = f"{found[called]}, {plain}" if called in found else plain
    return {called: text[:MOST_SAID] for called, text in found.items()}


def place(told: bytes) -> dict[str, Any]:
    """Where it was made, as latitude and longitude, if that is told."""
    found = PLACE.search(told)
    return {"place": [float(found[1]), float(found[2])]} if found else {}
