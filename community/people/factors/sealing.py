"""Secrets at rest: sealed with a key worked out of the server's secret, each for its person alone."""

import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from community import chance
from community.config import settings

NONCE = 12  # bytes


def seal(person_id: int, secret: bytes) -> bytes:
    nonce = chance.octets(NONCE)
    return nonce + AESGCM(_key(b"factor")).encrypt(nonce, secret, _whose(person_id))


def unseal(person_id: int, sealed: bytes) -> bytes | None:
    """The secret; None for what was sealed for somebody else, or by a server with another secret."""
    try:
        return AESGCM(_key(b"factor")).decrypt(sealed[:NONCE], sealed[NONCE:], _whose(person_id))
    except InvalidTag:
        return None


def hashed(person_id: int, code: str) -> bytes:
    """A recovery code as it is kept: a copy of the table alone lets nobody try codes."""
    return hmac.digest(_key(b"recovery code"), _whose(person_id) + code.encode(), hashlib.sha256)


def _key(purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, b"roundtable " + purpose).derive(settings().secret.encode())


def _whose(person_id: int) -> bytes:
    return f"person {person_id} ".encode()
