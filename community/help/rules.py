"""Which help pages answer what was typed, the likeliest first. Pure."""

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from community.help.content import HelpPage, help_pages, topics

MOST = 10  # pages found
LONGEST = 100  # characters of a search
WORD = re.compile(r"[^\W_]+")
# Words that say nothing about what is sought.
SMALL = frozenset(
    re.findall(
        r"\w+",
        """
        a an and are as at be by can do does for from have how i if in is it me my of on or that the this to was we
        what when where which who why will with you your
        """,
    )
)
ALIKE = 0.8  # of two words, by difflib: a letter too many or two that changed places
IN_QUESTION, IN_TOPIC, IN_ANSWER = 5, 2, 1  # what a word found there weighs


def find(typed: str) -> list[HelpPage]:
    """At most MOST pages, the likeliest first: those with all the words, or else those with most of them.

    A word is found by its beginning; one that no page knows is taken for the one most like it.
    """
    wanted = [_known(word) for word in _words(typed[:LONGEST])]
    weights = {key: [_weight(word, _vocabulary()[key]) for word in wanted if word] for key in help_pages()}
    most = max(sum(map(bool, each)) for each in weights.values())
    found = [key for key, each in weights.items() if most and sum(map(bool, each)) == most]
    return [help_pages()[key] for key in sorted(found, key=lambda key: -sum(weights[key]))[:MOST]]


def by_topic() -> dict[str, list[HelpPage]]:
    """Titles of topics, each with its pages."""
    return {title: [one for one in help_pages().values() if one.topic == key] for key, title in topics().items()}


def _weight(word: str, vocabulary: Mapping[str, int]) -> int:
    return max((weight for known, weight in vocabulary.items() if known.startswith(word)), default=0)


def _known(word: str) -> str:
    """The word, or the one most like it that a page has; "" if there is none."""
    everything = _everything()
    if any(known.startswith(word) for known in everything):
        return word
    return next(iter(difflib.get_close_matches(word, everything, n=1, cutoff=ALIKE)), "")


@lru_cache
def _everything() -> list[str]:
    return sorted({word for vocabulary in _vocabulary().values() for word in vocabulary})


@lru_cache
def _vocabulary() -> dict[str, dict[str, int]]:
    """{page: {word: what it weighs there}}"""
    found: dict[str, dict[str, int]] = {}
    for key, one in help_pages().items():
        subject = one.key.replace("_", " ")
        asked = (one.question, subject)
        places = ((IN_ANSWER, one.paragraphs), (IN_TOPIC, (topics()[one.topic],)), (IN_QUESTION, asked))
        found[key] = {word: weight for weight, texts in places for word in _words(" ".join(texts))}
    return found


def _words(text: str) -> Iterable[str]:
    """Without the small ones; a plural is its singular."""
    found = (word.casefold() for word in WORD.findall(text))
    return [word[:-1] if len(word) > 3 and word.endswith("s") else word for word in found if word not in SMALL]
