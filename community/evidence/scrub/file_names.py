"""Names in the name of a file (R31): its words, however they are run together. Pure."""

from unicodedata import normalize

from community.evidence.scrub import lists
from community.evidence.scrub.places import Finding, Place, Why
from community.evidence.scrub.reading import POSSESSIVE, fold
from community.evidence.scrub.rules import Names, known_parts

LONG_ENOUGH = 4  # letters of one's own name that are found also within a longer word: "anatorres"


def find_in_file_name(name: str, names: Names, file: str = "") -> list[Finding]:
    """What in this file's name may be a name; one's own first and last name always (R31). `file`: its address."""
    stem, dot, ending = normalize("NFC", name).rpartition(".")
    return find_in_label(stem, names, file, dot + ending) if stem else find_in_label(ending, names, file)


def find_in_label(label: str, names: Names, file: str = "", ending: str = "") -> list[Finding]:
    """What in these few words may be a name, each once. `ending`: stands behind them and is shown with them."""
    label = normalize("NFC", label)
    known = known_parts(names)
    found: dict[str, Finding] = {}
    for start, end in _parts(label):
        key, why = _named(fold(POSSESSIVE.sub("", label[start:end])), known)
        if why and key not in found:
            place = Place(0, label[:start], label[start:end], label[end:] + ending, file)
            found[key] = Finding(key, label[start:end], why, 1, (place,))
    return list(found.values())


def _named(word: str, known: dict[str, Why]) -> tuple[str, Why | None]:
    """Of this word of a file's name: the known name in it and why it is one."""
    own = [part for part, why in known.items() if why is Why.OWN and len(part) >= LONG_ENOUGH and part in word]
    why = known.get(word)
    found: tuple[str, Why | None] = (word, None)
    if why is Why.OWN or (why and word not in lists.words_too()):
        found = (word, why)
    elif own:
        found = (max(own, key=len), Why.OWN)
    elif len(word) >= LONG_ENOUGH and word in lists.given_names() and word not in lists.words_too():
        found = (word, Why.LOOKS)
    return found


def _parts(stem: str) -> list[tuple[int, int]]:
    """Each run of letters, and within it what capitals set apart: "AnaTorres2" has AnaTorres, Ana and Torres."""
    parts: list[tuple[int, int]] = []
    start = 0
    for at in range(len(stem) + 1):
        if at < len(stem) and (stem[at].isalpha() or stem[at] == "’"):
            continue
        if at > start:
            parts += _by_capitals(stem, start, at)
        start = at + 1
    return parts


def _by_capitals(stem: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [start, *(at for at in range(start + 1, end) if stem[at - 1].islower() and stem[at].isupper()), end]
    pieces = [(cuts[place], cuts[place + 1]) for place in range(len(cuts) - 1)]
    return pieces if len(pieces) == 1 else [*pieces, (start, end)]
