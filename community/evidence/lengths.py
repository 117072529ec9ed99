"""How long a text is, counted as people count, against the range that its prompt advises or holds (R29).

static/words.js counts by the same definition while somebody writes; a browser test compares the two.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

SPACE = "\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Scripts that write no spaces between words, by sign: kana and Chinese characters.
SIGNS = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
GAP = re.compile(f"[{SPACE}\u200b]+")
SIGN = re.compile(f"[{SIGNS}]")
LINKED = re.compile(rf"\]\([^{SPACE}()]*\)")  # what a Markdown link leads to: only its words are read
ADDRESS = re.compile(
    rf"(?<![0-9A-Za-z])(?:[Hh][Tt][Tt][Pp][Ss]?://|[Ww][Ww][Ww]\.)[^{SPACE}{SIGNS}\u3001-\u303f\uff00-\uffef]+"
)
KEYCAP = re.compile("[0-9#*]\ufe0f?\u20e3")  # an emoji, though it begins with a digit


def count_words(text: str) -> int:
    """Words as people count them: runs between gaps that hold a letter or a digit.

    An address is one word, behind a Markdown link none; each Chinese character or kana is one; emoji and marks none.
    """
    plain = ADDRESS.sub(" a ", LINKED.sub("] ", text))
    alone = SIGN.sub(" ", KEYCAP.sub("", plain))
    return len(SIGN.findall(plain)) + sum(any(sign.isalnum() for sign in run) for run in GAP.split(alone))


class Range(StrEnum):
    """Where a text stands against what its prompt asks for."""

    NONE = "none"
    EMPTY = "empty"
    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"


def against_range(words: int, least: int | None, most: int | None) -> Range:
    """R29: a hint. Nothing here blocks; a hard limit blocks submit, later."""
    if least is None and most is None:
        return Range.NONE
    if words == 0:
        return Range.EMPTY
    if least is not None and words < least:
        return Range.BELOW
    return Range.ABOVE if most is not None and words > most else Range.WITHIN


@dataclass(frozen=True)
class Guide:
    """A text's words beside the range of its requirement; `scale` is where the drawn range ends."""

    words: int
    least: int | None
    most: int | None
    is_hard: bool

    @property
    def where(self) -> Range:
        return against_range(self.words, self.least, self.most)

    @property
    def scale(self) -> int:
        return ((self.most or 2 * (self.least or 0)) * 4 + 2) // 3


def blocks_submit(words: int, least: int | None, most: int | None, limit_kind: str | None) -> bool:
    """R29: only a hard limit does."""
    return limit_kind == "hard" and against_range(words, least, most) in (Range.EMPTY, Range.BELOW, Range.ABOVE)
