"""Numbers that are read aloud or copied by hand, and guessed by nobody: 12 signs of Crockford's base 32."""

import hashlib
import re
import unicodedata

from community import chance

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: what is read aloud or copied by hand stays itself
SIGNS = 12  # 60 bits


def draw() -> str:
    """A new one."""
    return chance.signs(CROCKFORD, SIGNS)


def following(text: str) -> str:
    """The one that follows from this text, and tells nothing of it."""
    left = int.from_bytes(hashlib.sha256(text.encode()).digest()) >> (256 - 5 * SIGNS)
    return "".join(CROCKFORD[left >> 5 * place & 31] for place in range(SIGNS))


def is_one(text: str) -> bool:
    """Whether it is one, spelled as it is kept."""
    return len(text) == SIGNS and all(sign in CROCKFORD for sign in text)


def plain(typed: str) -> str:
    """One as typed, spoken or copied: capitals, without gaps, O as 0, I and L as 1."""
    signs = re.sub(r"[\s\-–—_.]", "", unicodedata.normalize("NFKC", typed)).upper()
    return signs.translate(str.maketrans("OIL", "011"))


def row(typed: str) -> int | None:
    """The number of a row, as in `?after=7`; None for anything else that was typed, and for more than any row has."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else None


def spoken(number: str) -> str:
    """K7QM-2XWD-93HF: in fours, as it is shown."""
    return "-".join(number[at : at + 4] for at in range(0, len(number), 4))


def hashed(number: str) -> bytes:
    """What it is looked up by."""
    return hashlib.sha256(number.encode()).digest()


class Numbered:
    """What is known by such a number."""

    number: str

    @property
    def spoken(self) -> str:
        return spoken(self.number)
