"""Two texts side by side, in words: what stands in both, what only in one (R28)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from community.evidence.lengths import SIGNS

WORD = re.compile(rf"[{SIGNS}]|\s+|[^\s{SIGNS}]+")
MOST_PAIRS = 1_000_000  # parts here times parts there, in one changed place: more is shown as a whole


class Where(StrEnum):
    """Which of two texts a piece stands in."""

    BOTH = "both"
    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True)
class Piece:
    """A run of words. The pieces of one text (`side`), joined, are that text."""

    where: Where
    text: str


def compare(first: str, second: str) -> list[Piece]:
    """Both texts as one row of pieces, paragraph by paragraph, and word by word within those that changed."""
    found: list[Piece] = []
    for tag, here, there in _changes(first.splitlines(keepends=True), second.splitlines(keepends=True)):
        if tag == "equal":
            found.append(Piece(Where.BOTH, "".join(here)))
        else:
            found.extend(_in_words(WORD.findall("".join(here)), WORD.findall("".join(there))))
    return list(_joined(found))


def side(pieces: Iterable[Piece], where: Where) -> list[Piece]:
    """The pieces of one of the two texts."""
    return [piece for piece in pieces if piece.where in (Where.BOTH, where)]


def _in_words(first: Sequence[str], second: Sequence[str]) -> Iterator[Piece]:
    for tag, here, there in _changes(first, second):
        if tag == "equal":
            yield Piece(Where.BOTH, "".join(here))
        else:
            yield Piece(Where.FIRST, "".join(here))
            yield Piece(Where.SECOND, "".join(there))


def _changes(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    if len(first) * len(second) > MOST_PAIRS and first != second:
        yield "replace", first, second
    else:
        for tag, from_, to, there_from, there_to in SequenceMatcher(None, first, second).get_opcodes():
            yield tag, first[from_:to], second[there_from:there_to]


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for where, run in groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.where):
        yield Piece(where, "".join(piece.text for piece in run))
