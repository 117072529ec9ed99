"""Texts that only we can have written: one signer per purpose, and the marks of where a page was read."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from itsdangerous import BadSignature, URLSafeSerializer

from community.config import settings


@dataclass(frozen=True)
class Mark:
    """Where a page was read: topic, the log's epoch and the topic's newest number, for one person."""

    topic: str
    epoch: str
    seq: int


@lru_cache
def signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret, salt=f"roundtable {purpose}")


def seal(purpose: str, text: str) -> str:
    """24 small letters and digits that only we can set under this text: for addresses of mail, which may lose case."""
    key, said = settings().secret.encode(), f"roundtable seal {purpose}\n{text}".encode()
    return base64.b32encode(hmac.digest(key, said, hashlib.sha256)[:15]).decode().lower()


def write_marks(marks: Iterable[Mark], person_id: int) -> list[str]:
    return [signer("mark").dumps([mark.topic, mark.epoch, mark.seq, person_id]) for mark in marks]


def read_mark(text: str, person_id: int) -> Mark | None:
    """The mark that was written for this person; None for any other text."""
    try:
        topic, epoch, seq, owner = signer("mark").loads(text)
    except (BadSignature, ValueError, TypeError):
        return None
    return Mark(topic, epoch, seq) if owner == person_id else None
