"""A picture is drawn anew: only its colours come along."""

from pathlib import Path

from community.people.pictures import making
from community.uploads.apart.found import Found, Refused

SIDE = 2000  # pixels


def look(_kind: str, file: Path, folder: Path) -> Found:
    try:
        drawn, inside = making.for_display(file.read_bytes(), SIDE)
    except making.NotAPicture as wrong:
        raise Refused(str(wrong)) from None
    (folder / "copy").write_bytes(drawn)
    return Found(metadata=inside, copy="copy")
