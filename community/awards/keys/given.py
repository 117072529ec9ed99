"""Private keys from the environment, for issuers whose keys are not to lie in files: ROUNDTABLE_SIGNING_KEYS.

A JSON of issuers, each with its keys by name, each a pair of PEMs; the last name in order signs:
{"hazelbrook-institute": {"2026-11": {"ed25519": "-----BEGIN PRIVATE KEY…", "rsa": "-----BEGIN PRIVATE KEY…"}}}
"""

from functools import lru_cache
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from community.awards.keys.store import RSA_BITS, Pair
from community.config import CannotStart, settings

VARIABLE = "ROUNDTABLE_SIGNING_KEYS"


def issuers() -> list[str]:
    """Those whose keys come from there."""
    return sorted(settings().signing_keys)


def pairs(issuer: str) -> list[Pair]:
    """All of this issuer's, the newest last; none for one whose keys lie in files. CannotStart as `check`."""
    named = settings().signing_keys.get(issuer, {})
    return [_read(issuer, name, pems["ed25519"], pems["rsa"]) for name, pems in sorted(named.items())]


def check() -> None:
    """CannotStart where one of them cannot be used, or stands there twice. No word of a key itself."""
    owners: dict[bytes, str] = {}
    for issuer in issuers():
        for pair in pairs(issuer):
            public = pair.ed25519.public_key().public_bytes(
                serialization.Encoding.Raw, serialization.PublicFormat.Raw
            )
            where = f"{issuer}, {pair.name}"
            if public in owners:
                raise CannotStart(f"{VARIABLE} has one key twice: for {owners[public]} and for {where}.")
            owners[public] = where


@lru_cache(maxsize=1000)  # a key is looked at closely when it is read, which takes a while
def _read(issuer: str, name: str, edwards: str, rivest: str) -> Pair:
    first, second = _loaded(edwards), _loaded(rivest)
    if not isinstance(first, ed25519.Ed25519PrivateKey):
        raise CannotStart(_unusable(issuer, name, "ed25519", "openssl genpkey -algorithm ed25519"))
    if not isinstance(second, rsa.RSAPrivateKey) or second.key_size < RSA_BITS:
        option = f"-pkeyopt rsa_keygen_bits:{RSA_BITS}"
        raise CannotStart(_unusable(issuer, name, "rsa", f"openssl genpkey -algorithm rsa {option}"))
    return Pair(name, first, second)


def _loaded(pem: str) -> Any:
    try:
        return serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None


def _unusable(issuer: str, name: str, kind: str, made_by: str) -> str:
    how = f"give a PEM without a password, as `{made_by}` writes it"
    return f"{VARIABLE} has no usable {kind} key for {issuer}, {name}: {how}."
