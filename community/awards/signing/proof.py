"""Data Integrity, eddsa-rdfc-2022: what is signed are the facts of a document, however it is written down.

Contexts are read from the files beside us and from nowhere else: a loader with a network would fetch whatever address
a stranger's file names (STANDARDS.md 1.5). The only import of pyld.
"""

import hashlib
import json
import re
import threading
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

import base58
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pyld import jsonld
from pyld.canon import URDNA2015

CONTEXTS = Path(__file__).parents[1] / "contexts"
VC2 = "https://www.w3.org/ns/credentials/v2"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
FILES = {
    VC2: "credentials-v2.jsonld",
    OB3: "ob-v3p0-context-3.0.3.json",
    "https://w3id.org/security/data-integrity/v1": "data-integrity-v1.jsonld",
    "https://w3id.org/security/multikey/v1": "multikey-v1.jsonld",
    "https://www.w3.org/ns/did/v1": "did-v1.jsonld",
}
SUITE = "eddsa-rdfc-2022"
SIGNATURE = re.compile(r"z[1-9A-HJ-NP-Za-km-z]{64,88}")  # 64 bytes; reading a long one takes the square of its length
MOST_ALIKE, MOST_TURNS = 6, 100  # nodes without a name that look alike, and how often they are told apart
_one_at_a_time = threading.Lock()  # pyld keeps its contexts in one place


class CannotRead(Exception):
    """A document that is not of the form of ours, or made to keep us busy."""


def signed(document: dict[str, Any], key: Ed25519PrivateKey, method: str, created: str) -> dict[str, Any]:
    """The document's one proof, by the key that is listed as `method`; `created` as 2026-11-27T10:00:00Z."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    signature = key.sign(_hashed(document, proof))
    return proof | {"proofValue": "z" + base58.b58encode(signature).decode()}


def is_signed(document: dict[str, Any], proof: dict[str, Any], key: Ed25519PublicKey) -> bool:
    """Whether this proof is of this document, which comes without it. CannotRead for what is no document of ours."""
    rest, value = dict(proof), str(proof.get("proofValue", ""))
    rest.pop("proofValue", None)
    if not SIGNATURE.fullmatch(value):
        return False
    try:
        signature = base58.b58decode(value[1:])
        key.verify(signature, _hashed(document, rest))
    except (InvalidSignature, ValueError):
        return False
    return True


def _hashed(document: dict[str, Any], proof: dict[str, Any]) -> bytes:
    config = {"@context": document.get("@context")} | proof
    with _one_at_a_time:
        return _digest(config) + _digest(document)


def _digest(document: dict[str, Any]) -> bytes:
    return hashlib.sha256(canonical(document).encode()).digest()


def canonical(document: dict[str, Any]) -> str:
    """Its facts as sorted N-Quads (RDFC-1.0). CannotRead for unknown contexts and for what takes too long to sort."""
    try:
        facts = jsonld.to_rdf(deepcopy(document), {"documentLoader": load, "produceGeneralizedRdf": False})
        return _Bounded().main(facts, {"format": "application/n-quads"})
    except (jsonld.JsonLdError, RecursionError, TypeError, KeyError, AttributeError) as problem:
        raise CannotRead(str(problem)[:200]) from problem


def load(address: str, _options: Any = None) -> dict[str, Any]:
    """A context, from its file; every other address is an error."""
    if address not in FILES:
        raise jsonld.JsonLdError("not a context of ours", "jsonld.LoadDocumentError", {"url": address})
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": deepcopy(_context(address)),
    }


@lru_cache
def _context(address: str) -> dict[str, Any]:
    return json.loads((CONTEXTS / FILES[address]).read_text("utf-8"))


class _Bounded(URDNA2015):
    """Nodes that look alike are told apart by trying all their orders: a few of them, ours; many, an attack."""

    turns = 0

    def hash_n_degree_quads(self, id_: str, issuer: Any) -> Any:
        self.turns += 1
        if self.turns > MOST_TURNS:
            raise CannotRead("too many nodes that look alike")
        return super().hash_n_degree_quads(id_, issuer)

    def create_hash_to_related(self, id_: str, issuer: Any) -> Any:
        found = super().create_hash_to_related(id_, issuer)
        if any(len(nodes) > MOST_ALIKE for nodes in found.values()):
            raise CannotRead("too many nodes that look alike")
        return found
