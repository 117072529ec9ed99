"""Passwords as they are kept: argon2id, at most two at a time, since each takes 19 MiB."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(memory_cost=19456, time_cost=2, parallelism=1)  # KiB; OWASP's least or stronger (A67)
_turns = asyncio.Semaphore(2)
_nobodys = _hasher.hash("nobody has this password")


async def hashed(password: str) -> str:
    async with _turns:
        return await asyncio.to_thread(_hasher.hash, password)


async def fits(kept: str | None, password: str) -> bool:
    """Whether this is the password. Without one it takes just as long to say no (A54)."""
    async with _turns:
        return await asyncio.to_thread(_verify, kept or _nobodys, password) and kept is not None


def stale(kept: str) -> bool:
    """Made with other numbers than today's: hash it again at the next sign-in."""
    return _hasher.check_needs_rehash(kept)


def _verify(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
