"""Public keys: how they are written down, and the document in which an issuer lists them (did:web). Pure."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import base58
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from joserfc.jwk import RSAKey

from community.awards.keys.store import Pair

ED25519 = b"\xed\x01"  # what a multibase key begins with, so that it says what it is


@dataclass(frozen=True)
class Key:
    """The public half of a pair: Ed25519 as multibase, RSA as JWK."""

    id: int
    name: str
    multibase: str
    jwk: dict[str, Any]

    @property
    def ed25519(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(base58.b58decode(self.multibase[1:]).removeprefix(ED25519))


def multibase(pair: Pair) -> str:
    """z6Mk…"""
    raw = pair.ed25519.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return "z" + base58.b58encode(ED25519 + raw).decode()


def jwk(pair: Pair) -> dict[str, Any]:
    """The RSA key's public half: kty, n, e."""
    whole = pair.rsa.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return dict(RSAKey.import_key(whole).as_dict(private=False))


def did(base_url: str, issuer: str) -> str:
    """did:web:HOST:issuers:SLUG, which is read at HOST/issuers/SLUG/did.json."""
    return f"did:web:{urlsplit(base_url).netloc.replace(':', '%3A')}:issuers:{issuer}"


def jwk_address(base_url: str, issuer: str, name: str) -> str:
    """Where the JWK of this key is read: what a token names as its key."""
    return f"{base_url}/issuers/{issuer}/keys/{name}"


def document(base_url: str, issuer: str, keys: list[Key]) -> dict[str, Any]:
    """The issuer's DID document. A key stays, or all that it signed would be lost, until it is replaced.

    A key's fragment is the key itself, so that a verifier needs no look-up (STANDARDS.md 1.2, trap 6).
    """
    id = did(base_url, issuer)
    methods: list[dict[str, Any]] = []
    for key in keys:
        edwards = {"type": "Multikey", "controller": id, "publicKeyMultibase": key.multibase}
        rivest = {"type": "JsonWebKey", "controller": id, "publicKeyJwk": key.jwk}
        methods += [{"id": f"{id}#{key.multibase}"} | edwards, {"id": f"{id}#{key.name}"} | rivest]
    contexts = ["ns/did/v1", "security/multikey/v1", "security/jwk/v1"]
    hosts = ["https://www.w3.org", "https://w3id.org", "https://w3id.org"]
    return {
        "@context": [f"{host}/{path}" for host, path in zip(hosts, contexts, strict=True)],
        "id": id,
        "alsoKnownAs": [f"{base_url}/issuers/{issuer}"],
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }
