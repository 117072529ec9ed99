"""Whole verifications of a badge as our server signs it, ours beside npm's libraries (`badges` has the parts alone)."""

import asyncio
import base64
import gzip
import json
import statistics
import time
from collections.abc import Callable

from benchmarks.log import database
from benchmarks.settings import for_benchmarks

OURS, NPM = "ours: its proof, the list's, its bit", "@digitalbazaar/vc, with the schema"
ALONE = "two Ed25519 signatures alone"


def verifications(rounds: int = 3, each: int = 200) -> None:
    """CPU for one whole verification of a badge of FA-01, by ours and by @digitalbazaar/vc in Node."""
    from tests.support.npm import NotToBeHad, install
    from tests.support.verifier import HOME, Case, measured

    print(f"verifying a badge, {each} in a row (CPU; as many a minute on one core)", flush=True)
    with database() as url, for_benchmarks(DATABASE_URL=url, ROUNDTABLE_BASE_URL="https://127.0.0.1"):
        content, told = asyncio.run(_badge())
    ways = {OURS: lambda: _spent(lambda: _verify(content, told), each), ALONE: lambda: _spent(_signatures(), each)}
    try:
        install(HOME)
        ways[NPM] = lambda: _elsewhere(measured(told, [Case("", "json", content)] * each))
    except NotToBeHad as problem:
        print(f"  without npm's: {problem}")
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            spent[name].append(way())
    ours = statistics.median(spent[OURS])
    for name, rounds_ in spent.items():
        one = statistics.median(rounds_)
        print(f"  {name:<38}{one * 1000:8.2f} ms{60 / one:10.0f} a minute{one / ours:8.3f} × ours")


async def _badge() -> tuple[bytes, dict[str, str]]:
    """A signed credential, and what verifiers read of its issuer."""
    from community import app
    from community.awards.signing import queries
    from tests.support.awards import signed_award
    from tests.support.catalogue import a_definition
    from tests.support.people import make_person
    from tests.support.servers import browser_like, lifespan
    from tests.support.verifier import told

    made = app.make(work=False)
    async with lifespan(made), browser_like(made) as visitor:
        person = await make_person("Ana Torres")
        award = await signed_award(person, await a_definition("FA-01"))
        signed = await queries.own_credential(person, award.number)
        assert signed is not None
        return signed.content, await told(visitor, award)


def _verify(content: bytes, told: dict[str, str]) -> None:
    """As our own code does it, from the same texts."""
    from community.awards.signing import proof

    document = json.loads(content)
    status, (one,) = document["credentialStatus"], document.pop("proof")
    assert proof.is_signed(document, one, _listed(told, document["issuer"]["id"], one))
    list_ = json.loads(told[status["statusListCredential"]])
    signature = list_.pop("proof")
    assert proof.is_signed(list_, signature, _listed(told, list_["issuer"], signature))
    bits = gzip.decompress(base64.urlsafe_b64decode(list_["credentialSubject"]["encodedList"][1:] + "=="))
    index = int(status["statusListIndex"])
    assert not bits[index // 8] >> 7 - index % 8 & 1


def _listed(told: dict[str, str], did: str, one: dict):
    """The key that made this proof, if its issuer lists it."""
    from community.awards.keys.public import Key

    document = json.loads(told["https://" + "/".join(did.split(":")[2:]) + "/did.json"])
    (method,) = [method for method in document["verificationMethod"] if method["id"] == one["verificationMethod"]]
    assert method["id"] in document["assertionMethod"]
    return Key(0, "", method["publicKeyMultibase"], {}).ed25519


def _signatures() -> Callable[[], None]:
    """What cannot be spared: two signatures of 64 bytes, by the library that we use."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key, text = Ed25519PrivateKey.generate(), bytes(64)
    public, signature = key.public_key(), key.sign(text)

    def twice() -> None:
        public.verify(signature, text)
        public.verify(signature, text)

    return twice


def _spent(way: Callable[[], object], each: int) -> float:
    """Seconds of CPU for one of so many."""
    begun = time.process_time()
    for _ in range(each):
        way()
    return (time.process_time() - begun) / each


def _elsewhere(answer) -> float:
    verdicts, seconds = answer
    assert all(verdict.valid for verdict in verdicts)
    return seconds / len(verdicts)
