"""The lists that the finder of names knows: given names, names that are words, capitals that name nobody."""

from functools import lru_cache
from pathlib import Path

from community.evidence.scrub.reading import fold

DATA = Path(__file__).parent / "data"
TITLES = frozenset({
    *("mr", "mrs", "ms", "mx", "dr", "miss", "prof", "professor", "coach", "sir"),
    *("senor", "senora", "sr", "sra", "srta", "maestra", "maestro"),
})
PARTICLES = frozenset({
    *("de", "del", "della", "der", "den", "di", "da", "dos", "das", "du", "la", "las", "le", "los", "el", "y", "e"),
    *("al", "bin", "ibn", "ben", "van", "von", "san", "st"),
})
SMALL_IN_TITLES = PARTICLES | frozenset({
    *("a", "an", "the", "of", "in", "on", "to", "for", "and", "or", "at", "by", "with", "from", "as", "but", "vs"),
    *("en", "con", "para", "por", "un", "una"),
})


@lru_cache
def given_names() -> frozenset[str]:
    return _read("given_names")


@lru_cache
def words_too() -> frozenset[str]:
    """Names that only a capital letter tells from a word: Hope, Grant."""
    return _read("names_that_are_words") | starters()


@lru_cache
def starters() -> frozenset[str]:
    """Those with which many a sentence begins: Will, May."""
    return _read("sentence_starters")


@lru_cache
def capitals() -> frozenset[str]:
    """What has a capital letter and names nobody: Monday, English, Google."""
    return _read("capitals")


def _read(name: str) -> frozenset[str]:
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(fold(word) for line in lines if not line.startswith("#") for word in line.split())
