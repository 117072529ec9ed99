"""The status list: one bit for each award of an issuer, set when it was revoked. Pure."""

import base64
import gzip
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from community.awards.keys.public import did
from community.awards.rules import LIST_SIZE
from community.awards.signing.credential import stamp
from community.awards.signing.proof import VC2


def encoded(revoked: Iterable[int]) -> str:
    """The bits, the left-most first, packed: u… (base64url of gzip)."""
    bits = bytearray(LIST_SIZE // 8)
    for index in revoked:
        bits[index // 8] |= 0x80 >> index % 8
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def document(base_url: str, issuer: str, number: int, revoked: Iterable[int], at: datetime) -> dict[str, Any]:
    """The list without its proof. It has no end, or an outage of signing would kill all badges (STANDARDS.md 1.6)."""
    address = f"{base_url}/issuers/{issuer}/status/{number}"
    return {
        "@context": [VC2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did(base_url, issuer),
        "validFrom": stamp(at),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(revoked),
        },
    }
