"""A text as its words, each in the form in which names are compared: without accents, case and possessive. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

# Whatever is no space and no punctuation but for ' ’ and -: marks that no alphabet counts as letters stay inside.
WORD = re.compile(r"[^\s!-&(-,./:-@\[-`{-~¡¿«»·\u2000-\u200a\u2010-\u2018\u201a-\u206f]+")
POSSESSIVE = re.compile(r"['’][sS]$")
OPENING = re.compile(r"[.!?…:;/\n\r\"“”‘«¿¡•*#>|·]")  # what a sentence, a line or what somebody says begins after
MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060]")  # accents taken apart, and signs that nobody sees
ALIKE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ħ": "h", "’": "'", "ʻ": "'", "ʼ": "'"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word: where it stands, how it is compared, whether a sentence begins with it and how it is written."""

    start: int
    end: int
    folded: str
    opens: bool
    capital: bool
    shouted: bool  # every letter of it a capital


def words(text: str) -> list[Word]:
    """The words of a text in their order."""
    found: list[Word] = []
    before = 0
    initial = False
    for run in WORD.finditer(text):
        start, end = _trimmed(text, run.start(), run.end())
        if start == end:
            continue
        written = text[start:end]
        gap = text[before:start]
        opens = not found or bool(OPENING.search(gap) and not (initial and gap.startswith(".")))
        shouted = len(written) > 1 and written.isupper()
        found.append(Word(start, end, fold(written), opens, written[0].isupper(), shouted))
        before = run.end()
        initial = len(written) == 1 and written.isupper()
    return found


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """How a word is compared: "Hruška", "hruska" and "HRUŠKA" are one."""
    return normalize("NFC", MARKS.sub("", normalize("NFKD", word.casefold()))).translate(ALIKE).strip("'-")


def pieces(folded: str) -> set[str]:
    """The word itself, the parts of a double name, and it all without apostrophes: "o'brien" is "obrien" too."""
    parts = {folded, *folded.split("-")} if "-" in folded else {folded}
    return {piece for part in parts for piece in (part, part.replace("'", "")) if piece}


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without quotes and hyphens at its ends, and without the possessive."""
    while start < end and text[start] in "'’-":
        start += 1
    while end > start and text[end - 1] in "'’-":
        end -= 1
    if end - start > 2 and POSSESSIVE.search(text, end - 2, end):
        end -= 2
    return start, end
