"""What in a text may be a name (R32): known ones wherever they stand, and what looks like one. Pure.

It would rather ask once too often: one answer settles a word. What it misses is told on its page.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from community.evidence.scrub import lists
from community.evidence.scrub.places import INSIDE, Finding, Why, gathered, runs
from community.evidence.scrub.reading import Word, pieces, words
from community.people.profile.rules import plain

SPACES = (" ", "\u00a0")
FIRST_IDEOGRAPH = "\u2e80"  # from here on names have two signs, and stand in a text without spaces
HEADING_WORDS = 3
MOST_TYPED, LONGEST_TYPED = 300, 120  # names that somebody wants to be looked for


@dataclass(frozen=True)
class Names:
    """The names that are known: one's own, those one typed in, those of colleagues in one's cohorts."""

    own: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    cohort: tuple[str, ...] = ()


def find(text: str, names: Names, subject: str = "") -> list[Finding]:
    """What in this text may be a name, in the order in which it stands there; each word once, with its places.

    `subject` is what the definition says itself: what it writes with a capital letter is no pattern, but a known name
    is one there too. Linear in the length of the text.
    """
    text = normalize("NFC", text)
    read = words(text)
    marked = _marked(text, read, names, subject)
    return gathered(text, runs(text, read, marked))


def still_open(findings: Iterable[Finding], answered: Collection[str]) -> list[Finding]:
    """Without what was answered "not a name": the very words, or each of several that stand together.

    What is no name in the text is none inside a file; not the other way round, for others get a file without it.
    """
    return [
        finding
        for finding in findings
        if finding.key not in answered
        and not all(part in answered for part in finding.key.removeprefix(INSIDE).split(" "))
    ]


@lru_cache(maxsize=16)
def known_parts(names: Names) -> dict[str, Why]:
    """Each part of a known name, as words are compared: {"torres": Why.OWN}."""
    parts: dict[str, Why] = {}
    for why, known in ((Why.OWN, names.own), (Why.TYPED, names.typed), (Why.COHORT, names.cohort)):
        for word in (word for name in known for word in words(normalize("NFC", name))):
            for piece in pieces(word.folded):
                if len(piece) > 1 and piece not in lists.PARTICLES and piece not in lists.TITLES:
                    parts.setdefault(piece, why)
    return parts


def typed_names(typed: str) -> list[str]:
    """The names in a field: one per line, or with commas between; each once."""
    names = (plain(name) for line in typed.splitlines() for name in re.split("[,;]", line))
    return list(dict.fromkeys(name for name in names if name))


# --- which words ---


def _marked(text: str, read: list[Word], names: Names, subject: str) -> list[Why | None]:
    known = known_parts(names)
    within = [part for part in known if _stands_within(part)]
    terms, said = _subject(subject)
    small = terms | {word.folded for word in read if not word.capital}
    headings = _headings(text, read)
    marked: list[Why | None] = []
    for place, word in enumerate(read):
        why = _known(word, known, within, terms)
        titled = place > 0 and _titled(text, read[place - 1], word)
        if why is None and (titled or _looks(word, small, said, place in headings)):
            why = Why.LOOKS
        marked.append(why)
    return _spread(read, marked)


def _known(word: Word, known: dict[str, Why], within: list[str], terms: Collection[str]) -> Why | None:
    """A known name also in small letters, unless it is a word as well, or a term of the definition."""
    for piece in pieces(word.folded):
        why = known.get(piece)
        if why and _means_the_name(word, piece, terms):
            return why
    return next((known[part] for part in within if part in word.folded), None)


def _means_the_name(word: Word, piece: str, terms: Collection[str]) -> bool:
    if word.capital:
        return piece not in lists.starters() or not (word.opens or word.shouted)
    is_word = piece in lists.words_too() or piece in terms or len(piece) < 3
    return not is_word or _has_no_case(piece)


def _has_no_case(part: str) -> bool:
    return part.upper() == part.lower()


def _stands_within(part: str) -> bool:
    """Alphabets without capitals write what belongs to a word, or all of a sentence, in one run."""
    return _has_no_case(part) and (len(part) > 2 or part[0] >= FIRST_IDEOGRAPH)


def _titled(text: str, before: Word, word: Word) -> bool:
    is_name = word.capital and word.end - word.start > 1
    return is_name and before.folded in lists.TITLES and text[before.end : word.start].lstrip(".") in SPACES


def _looks(word: Word, small: Collection[str], said: Collection[str], in_heading: bool) -> bool:
    """A given name that is heard often; or a capital within a sentence that nothing else explains."""
    if not word.capital or word.end - word.start < 2 or word.folded in said:
        found = False
    elif any(piece in lists.given_names() for piece in pieces(word.folded)):
        found = not (word.opens and word.folded in lists.words_too()) and not (
            word.shouted and word.end - word.start < 4
        )
    else:
        explained = word.opens or word.shouted or in_heading or any(sign.isdigit() for sign in word.folded)
        found = not explained and word.folded not in small and word.folded not in lists.capitals()
    return found


def _spread(read: list[Word], marked: list[Why | None]) -> list[Why | None]:
    """What was found within a sentence is meant at the beginning of another one, too."""
    clear = {word.folded: why for word, why in zip(read, marked, strict=True) if why}
    return [
        why or (clear.get(word.folded) if word.capital else None) for word, why in zip(read, marked, strict=True)
    ]


@lru_cache(maxsize=64)
def _subject(subject: str) -> tuple[frozenset[str], frozenset[str]]:
    """What a definition writes small, and what it writes with a capital letter within a sentence."""
    read = words(normalize("NFC", subject))
    return (
        frozenset(word.folded for word in read if not word.capital),
        frozenset(word.folded for word in read if word.capital),
    )


def _headings(text: str, read: list[Word]) -> set[int]:
    """The places of words in lines that are written as a title: three words or more, all but small ones capitals."""
    lines: dict[int, list[int]] = {}
    line, at = 0, 0
    for place, word in enumerate(read):
        line += text.count("\n", at, word.start)
        at = word.start
        lines.setdefault(line, []).append(place)
    return {place for places in lines.values() if _is_title([read[p] for p in places]) for place in places}


def _is_title(line: list[Word]) -> bool:
    capitals = sum(word.capital for word in line)
    return (
        capitals >= HEADING_WORDS
        and line[0].capital
        and all(word.capital or word.folded in lists.SMALL_IN_TITLES for word in line)
    )
