"""A plain text: written anew as UTF-8, in one form, without marks that nobody sees."""

import re
from pathlib import Path
from unicodedata import normalize

from community.uploads.apart.found import Found, Refused

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2060\ufeff\u202a-\u202e\u2066-\u2069\U000e0000-\U000e0fff]")


def look(_kind: str, file: Path, folder: Path) -> Found:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("broken") from None
    lines = normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    (folder / "copy").write_bytes(UNSEEN.sub("", lines).encode())
    return Found(copy="copy")
