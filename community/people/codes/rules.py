"""What a mailed link and its code are made of, and how long they live. Pure."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_TRIES = 5


@dataclass(frozen=True)
class Purpose:
    """Why somebody is mailed: the pages that use the link and the code stand below `path` (A56: 10 to 60 min)."""

    path: str
    minutes: int

    @property
    def life(self) -> timedelta:
        return timedelta(minutes=self.minutes)


PURPOSES = {
    "sign_up": Purpose("/sign-up", 60),
    "sign_in": Purpose("/sign-in", 15),
    "password": Purpose("/password", 30),
    "address": Purpose("/profile/address", 60),
}


def token(secret: str, seed: bytes) -> str:
    """The end of the link: 256 bits that only the server can work out of the seed."""
    return base64.urlsafe_b64encode(_drawn(secret, "link", seed)).decode().rstrip("=")


def digits(secret: str, seed: bytes) -> str:
    """The six digits."""
    return f"{int.from_bytes(_drawn(secret, 'code', seed)) % 1_000_000:06d}"


def hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def same(one: str, other: str) -> bool:
    """Whether the digits typed are these, spaces and dashes left out. Takes as long either way (A60)."""
    typed = "".join(sign for sign in one if sign not in " -–")
    return hmac.compare_digest(typed.encode(), other.encode())


def alive(used_at: datetime | None, ends_at: datetime, at: datetime) -> bool:
    return used_at is None and at < ends_at


def _drawn(secret: str, what: str, seed: bytes) -> bytes:
    return hmac.digest(f"{what} {secret}".encode(), seed, "sha256")
