"""What makes a password good enough: long, and not put together from what everybody tries (A55). Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from community.words import gettext as _
from community.words import ngettext

LEAST = 15  # characters, without a second factor
MOST = 1000
ENOUGH = 10  # signs' worth of guessing, see worth()
LOOKED_AT = 100  # characters; what is longer is long enough
LONGEST_WORD = 24
COMMON = Path(__file__).parents[1] / "data" / "common_passwords.txt"
CONTEXT = (
    "roundtable", "micro", "credential", "microcredential", "cohort", "union", "local", "association", "federation",
    "education", "educators", "teachers", "nea", "aft", "national", "state",
)
ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop",
    "qazwsxedcrfv",
)
LOOKALIKES = str.maketrans("013457@$!", "oleastasi")


def problem(password: str, about: Iterable[str] = ()) -> str:
    """What is wrong with a password, in a sentence; empty when it is fine. `about`: names around this person."""
    if len(password) < LEAST:
        return ngettext("Use at least %(num)s character.", "Use at least %(num)s characters.", LEAST) + " " + _advice()
    if len(password) > MOST:
        return ngettext("Use at most %(num)s character.", "Use at most %(num)s characters.", MOST)
    if worth(password, about) < ENOUGH:
        easy = _("This is easy to guess: it is made of well-known passwords, names, years or rows of keys.")
        return easy + " " + _advice()
    return ""


def worth(password: str, about: Iterable[str] = ()) -> float:
    """How much of it must be guessed sign by sign: what everybody tries counts little, in the cheapest way to read it.

    A sign counts 1, a well-known word 2, a year or a row of keys 1, a name around this person and a repeat nearly 0.
    """
    plain = password.lower()[:LOOKED_AT]
    alike, near = plain.translate(LOOKALIKES), _names(about)
    costs = [0.0]
    for end in range(1, len(plain) + 1):
        starts = range(max(0, end - LONGEST_WORD), end)
        said = plain[: end - 1]
        costs.append(min(costs[start] + _cost(plain[start:end], alike[start:end], near, said) for start in starts))
    return costs[-1]


def _advice() -> str:
    return _("Take a few words that only you would put together.")


def _cost(part: str, alike: str, near: frozenset[str], said: str) -> float:
    """The cost of one part, by the plainest thing it can be; `said` is what stands before its last sign."""
    if len(part) == 1:
        return 1.0 if part.isalnum() else 0.5
    if part in near or alike in near or (len(part) > 2 and part in said):
        return 0.5
    if re.fullmatch(r"(19|20)\d\d", part) or _in_a_row(part):
        return 1.0
    return 2.0 if len(part) > 3 and (part in common() or alike in common()) else float(len(part))


def _in_a_row(part: str) -> bool:
    return len(part) > 2 and any(part in row or part[::-1] in row for row in ROWS)


def _names(about: Iterable[str]) -> frozenset[str]:
    """The words of names and addresses, three letters or more."""
    found = re.findall(r"\w{3,}", " ".join([*about, *CONTEXT]).lower().replace("_", " "))
    return frozenset(found)


@lru_cache
def common() -> frozenset[str]:
    """The bundled list, in small letters."""
    lines = COMMON.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
