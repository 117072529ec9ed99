"""Where a note is pinned: the words, what stood around them, where they began; and finding them again. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Any

AROUND = 40  # characters kept on either side
MOST_QUOTE = 10_000


@dataclass(frozen=True)
class Anchor:
    """A passage of a text as it was; `start` counts characters."""

    quote: str
    before: str
    after: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.quote)


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph; `notes` are pinned to it, `ends` are those of them whose passage ends with it."""

    text: str
    notes: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """A run of lines; `start` is where it begins in the whole text, `number` counts from 1."""

    number: int
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def pin(text: str, start: int, end: int) -> Anchor | None:
    """The anchor of this stretch without the space at its ends; None where there is nothing to point at."""
    start, end = max(0, start), min(len(text), end)
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    quote = words.strip()
    end = start + len(quote)
    if not quote or len(quote) > MOST_QUOTE:
        return None
    return Anchor(quote, text[max(0, start - AROUND) : start], text[end : end + AROUND], start)


def find(anchor: Anchor, text: str) -> int | None:
    """Where the passage begins in a text that may have changed; None where its words are gone.

    Of several places with the same words it is the one with most of the same around it, then the nearest.
    """
    places = list(_occurrences(anchor.quote, text))
    if not places:
        return None
    return max(places, key=lambda at: (_likeness(anchor, text, at), -abs(at - anchor.start)))


def paragraphs(text: str) -> list[Paragraph]:
    """The lines that hold something, each with its place."""
    found: list[Paragraph] = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Paragraph(len(found) + 1, at, line))
        at += len(line) + 1
    return found


def pieces(paragraph: Paragraph, pinned: Sequence[tuple[int, int, int]]) -> list[Piece]:
    """The paragraph cut where passages begin and end; `pinned` are (note, start, end) in the whole text."""
    here = [one for one in pinned if one[1] < paragraph.end and one[2] > paragraph.start]
    cuts = {paragraph.start, paragraph.end}
    for _note, start, end in here:
        cuts |= {max(start, paragraph.start), min(end, paragraph.end)}
    edges = sorted(cuts)
    found = []
    for start, end in pairwise(edges):
        over = [one for one in here if one[1] < end and one[2] > start]
        text = paragraph.text[start - paragraph.start : end - paragraph.start]
        found.append(Piece(text, tuple(one[0] for one in over), tuple(one[0] for one in over if one[2] == end)))
    return found


def of_note(note: Any) -> Anchor:
    """The anchor that a note keeps."""
    return Anchor(note.quote, note.before, note.after, note.start)


def _occurrences(quote: str, text: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _likeness(anchor: Anchor, text: str, at: int) -> int:
    """How many characters before and after are the same without a gap."""
    before, after = text[max(0, at - AROUND) : at], text[at + len(anchor.quote) :]
    return _same(reversed(anchor.before), reversed(before)) + _same(anchor.after, after)


def _same(one: Any, other: Any) -> int:
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
