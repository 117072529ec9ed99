"""Badges: how many one core verifies in a minute, and a status list signed, beside pyld and gzip alone."""

import gzip
import json
import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from joserfc.util import int_to_base64
from pyld import jsonld

from community.awards.rules import LIST_SIZE
from community.awards.signing import lists, proof, tokens
from community.awards.verifying import reading
from community.catalogue import rules as catalogue
from community.catalogue.importing import reading as definitions

EXAMPLE = Path(__file__).parents[1] / "community" / "catalogue" / "data" / "examples" / "exit-tickets.yaml"
AT = datetime(2026, 11, 27, tzinfo=UTC)


def badges(each: int = 20, rounds: int = 5) -> None:
    """Our CPU for a badge that is handed in, read and checked, and for a list in which one in a hundred is revoked."""
    print(f"badges on one core, {rounds} rounds", flush=True)
    document, key, rsa = a_credential(), Ed25519PrivateKey.generate(), generate_private_key(65537, 2048)
    method, created = "did:web:host.example:issuers:one#key", "2026-11-27T10:00:00Z"
    one = proof.signed(document, key, method, created)
    text = json.dumps(document | {"proof": [one]}).encode()
    token = tokens.signed(document, rsa, "https://host.example/key", AT).encode()
    jwk = {"kty": "RSA", "n": int_to_base64(rsa.public_key().public_numbers().n), "e": "AQAB"}

    def whole() -> None:
        found = reading.read(text)
        assert isinstance(found, reading.Document)
        content = dict(found.content)
        (signed,) = content.pop("proof")
        assert proof.is_signed(content, signed, key.public_key())

    def as_token() -> None:
        found = reading.read(token)
        assert isinstance(found, reading.Token) and tokens.is_signed(found.text, jwk)

    def pyld_alone() -> None:
        jsonld.normalize(
            document,
            {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": proof.load},
        )

    revoked = random.Random(1).sample(range(LIST_SIZE), LIST_SIZE // 100)
    bits = bytearray(LIST_SIZE // 8)
    for index in revoked:
        bits[index // 8] |= 0x80 >> index % 8

    def a_list() -> None:
        made = lists.document("https://host.example", "one", 1, revoked, AT)
        proof.signed(made, key, method, created)

    _compare({"ours, JSON": whole, "ours, token": as_token, "pyld alone": pyld_alone}, "pyld alone", each, rounds)
    _compare({f"ours, {LIST_SIZE:,} places": a_list, "gzip alone": lambda: gzip.compress(bytes(bits))}, "gzip alone",
             each, rounds)  # fmt: skip


def a_credential() -> dict:
    """As large as ours are: each criterion of an example, with what its levels mean."""
    content, what = definitions.read(EXAMPLE).data, "https://host.example/catalogue/FA-01?version=1"
    described = [
        {
            "id": f"{what}#{row.key}", "type": ["ResultDescription"], "name": row.title,
            "resultType": "RubricCriterionLevel",
            "rubricCriterionLevel": [
                {"id": f"{what}#{row.key}-{n}", "type": ["RubricCriterionLevel"], "name": f"No. {n}", "description": t}
                for n, t in enumerate(row.texts)
            ],
        }
        for row in catalogue.criteria(content)
    ]  # fmt: skip
    achieved = [
        {"type": ["Result"], "resultDescription": one["id"], "achievedLevel": f"{one['id']}-0"} for one in described
    ]
    achievement = {
        "id": what, "type": ["Achievement"], "name": content["title"], "description": content["competency"],
        "criteria": {"narrative": content["key_method"]["text"]}, "resultDescription": described,
    }  # fmt: skip
    return {
        "@context": [proof.VC2, proof.OB3],
        "id": "https://host.example/awards/7KQ4M2XD93HF/credential",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:host.example:issuers:one", "type": ["Profile"], "name": "An issuer"},
        "validFrom": "2026-11-27T10:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:0e1c5a52-2f9a-4a54-8f7d-6f2d5b1f7c11", "type": ["AchievementSubject"],
            "achievement": achievement, "result": achieved,
        },
    }  # fmt: skip


def _compare(ways: dict[str, Callable[[], None]], peer: str, each: int, rounds: int) -> None:
    """The median CPU of one, in turns, so that all meet the same machine."""
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for name in ways:
        ways[name]()  # warm
    for _ in range(rounds):
        for name, way in ways.items():
            begun = time.process_time()
            for _ in range(each):
                way()
            spent[name].append((time.process_time() - begun) / each)
    base = statistics.median(spent[peer])
    for name, rounds_ in spent.items():
        cpu = statistics.median(rounds_)
        print(f"  {name:<28}{cpu * 1000:8.2f} ms {60 / cpu:10,.0f} a minute {cpu / base:8.2f} × {peer}")
