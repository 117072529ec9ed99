"""What is drawn by chance: secrets, salts, names, places, waits. All of it from one source, the operating system's.

A test that needs to know what comes puts a `random.Random(seed)` in the place of `_source`; nothing else may.
"""

import random
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from uuid import UUID

_source: random.Random = random.SystemRandom()


def octets(count: int) -> bytes:
    """So many bytes, of eight bits each."""
    return _source.randbytes(count)


def token(count: int) -> str:
    """So many bytes, as text that may stand in an address."""
    return urlsafe_b64encode(octets(count)).rstrip(b"=").decode()


def hexadecimal(count: int) -> str:
    """So many bytes, two signs for each."""
    return octets(count).hex()


def signs(alphabet: Sequence[str], count: int) -> str:
    """So many signs of this alphabet."""
    return "".join(_source.choice(alphabet) for _ in range(count))


def below(most: int) -> int:
    """A number from 0 to one less than `most`."""
    return _source.randrange(most)


def uuid() -> UUID:
    """One of version 4."""
    return UUID(bytes=octets(16), version=4)


def around(seconds: float) -> float:
    """A wait from half to one and a half of this, so that not all come back at once."""
    return seconds * _source.uniform(0.5, 1.5)
