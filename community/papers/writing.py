"""A paper as a tagged PDF (PDF/UA-1). The only import of typst."""

import asyncio
import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import typst

from community.papers import Paper

HERE = Path(__file__).parent
FONTS = HERE.parent / "cards" / "fonts"  # beside those that typst brings
WITHIN = 20.0  # seconds; one takes some 50 ms of a core
MOST_PAGES = 10
TOO_LONG = "too many pages"  # as paper.typ says it
NO_SIGN = "could not be displayed"  # as typst says it
_turns = asyncio.Semaphore(2)  # in one process


class TooLong(Exception):
    """It would have more than MOST_PAGES."""


async def pdf(paper: Paper, number: str, at: datetime) -> bytes:
    """The whole file, with `number` at the foot of each page. Raises TooLong; TimeoutError when it takes too long."""
    async with _turns, asyncio.timeout(WITHIN):
        return await asyncio.to_thread(_write, paper, number, at)


def _write(paper: Paper, number: str, at: datetime) -> bytes:
    """A sign that no font has is an error under the standard: then with this machine's fonts, at last without it."""
    beside = {"picture": paper.picture.decode(), "number": number, "most_pages": MOST_PAGES}
    said = json.dumps(asdict(paper) | beside, ensure_ascii=False)
    for ours_only in (True, False):
        try:
            return _compiled(said, at, ours_only, True)
        except typst.TypstError as problem:
            if TOO_LONG in str(problem):
                raise TooLong from None
            if NO_SIGN not in str(problem):
                raise
    return _compiled(said, at, False, False)


def _compiled(said: str, at: datetime, ours_only: bool, is_universal: bool) -> bytes:
    return typst.compile(
        HERE / "paper.typ",
        root=HERE,
        font_paths=[FONTS],
        ignore_system_fonts=ours_only,
        sys_inputs={"paper": said},
        pdf_standards="ua-1" if is_universal else None,
        timestamp=int(at.timestamp()),
        format="pdf",
    )
