"""What we sign, looked at by a verifier from elsewhere that reads only what our server tells (R59, R61).

Its libraries (npm: Digital Bazaar's, jose, ajv) share no line with ours: tests/verifier.
"""

import asyncio
import base64
import json
from copy import deepcopy
from dataclasses import dataclass

import pytest
import pytest_asyncio

from community import clock, db
from community.awards import queries, standing
from community.awards.keys import actions as keys
from community.awards.keys import public, store
from community.awards.keys.queries import Signer
from community.awards.rules import Reason
from community.awards.signing import actions as signing
from community.awards.signing import lists, picture, proof, tokens
from community.awards.signing.credential import stamp
from tests.support.awards import earns, signed_award
from tests.support.catalogue import a_definition, a_stack
from tests.support.verifier import BASE, Case, told

UNSIGNED = "Invalid signature."  # as Digital Bazaar's library says it


@dataclass(frozen=True)
class Files:
    """One credential in its three forms, as its earner downloads it."""

    json: bytes
    jwt: bytes
    png: bytes

    def cases(self, name: str, **documents) -> list[Case]:
        return [Case(f"{name}, {kind}", kind, content, **documents) for kind, content in vars(self).items()]

    @property
    def document(self) -> dict:
        return json.loads(self.json)


async def files(browser, award) -> Files:
    ends = ("credential", "credential.jwt", "badge.png")
    answers = [await browser.get(f"{award.address}/{end}") for end in ends]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    return Files(*(answer.content for answer in answers))


def list_of(award) -> str:
    return f"{BASE}/issuers/{award.issuer_slug}/status/{award.list_number}"


def method_of(award, pair) -> str:
    return f"{public.did(BASE, award.issuer_slug)}#{public.multibase(pair)}"


async def pair_of(award) -> store.Pair:
    """What its issuer signs with."""
    return (await keys.pair_of(Signer(award.issuer_id, award.issuer_slug)))[0]


def resigned(document: dict, key, method: str) -> bytes:
    """The same, with a proof of this key that says it was made by `method`."""
    bare = {name: value for name, value in document.items() if name != "proof"}
    return json.dumps(bare | {"proof": [proof.signed(bare, key, method, stamp(clock.now()))]}).encode()


@pytest_asyncio.fixture
async def award(ana, definition):
    return await signed_award(ana, definition)


@pytest.fixture
def stranger(tmp_path):
    """A pair of keys that no issuer lists."""
    (pair,) = store.first(tmp_path / "keys", "stranger", clock.now())
    return pair


def refused(verdicts, *reasons: str) -> None:
    """Each of them, for this reason."""
    assert [(one.name, one.valid) for one in verdicts] == [(one.name, False) for one in verdicts]
    wrong = [(one.name, one.reason) for one, why in zip(verdicts, reasons, strict=True) if why not in one.reason]
    assert wrong == []


async def test_r59_each_form_is_valid_elsewhere(verifier, client, at_home, ana):
    definitions = [await a_definition(code) for code in ("EL-02", "FAM-02", "FA-01")]
    await db.run("delete from stack_place where true")
    await a_stack("BOTH", definitions[:2])
    for one in definitions:
        await earns(ana, one)
    awards = await queries.awards(ana)
    for one in awards:
        await signing.sign({"award": one.number})
    assert sorted(one.code for one in awards) == ["BOTH", "EL-02", "FA-01", "FAM-02"]
    cases = [case for one in awards for case in (await files(at_home, one)).cases(one.code)]
    verdicts = await asyncio.to_thread(verifier, await told(client, *awards), cases)
    assert [one for one in verdicts if not one.valid] == [] and len(verdicts) == 12


async def test_a_byte_that_was_altered_anywhere_is_seen_elsewhere(verifier, client, at_home, award):
    held = await files(at_home, award)
    head, body, signature = held.jwt.split(b".")
    year = held.json.index(b"2026")
    drawn = await at_home.get(f"/badges/{award.code}/{award.version}.png")

    def altered(content: bytes, at: int) -> bytes:
        return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]

    cases = [
        *(
            Case(f"json, byte {at}", "json", altered(held.json, at))
            for at in range(0, len(held.json), len(held.json) // 60)
        ),
        *(Case(f"jwt, byte {at}", "jwt", altered(held.jwt, at)) for at in (3, len(head) + 9, len(held.jwt) - 99)),
        Case("jwt, not signed", "jwt", base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=") + b"." + body + b"."),
        Case("jwt, cut", "jwt", b".".join((head, body, signature[:-8]))),
        Case("png, a byte of its text", "png", altered(held.png, held.png.index(b"awardedDate") + 20)),
        Case("png, a byte and its sum", "png", picture.baked(drawn.content, altered(held.json, year))),
        Case("png, twice in it", "png", picture.baked(held.png, held.json)),
        Case("png, without", "png", drawn.content),
    ]  # fmt: skip
    verdicts = await asyncio.to_thread(verifier, await told(client, award), cases)
    assert [one.name for one in verdicts if one.valid] == [] and len(verdicts) > 60


async def test_a_status_list_that_was_replaced_is_refused_elsewhere(verifier, client, at_home, ana, award):
    other = await signed_award(ana, await a_definition("EL-02"))
    assert other.issuer_slug != award.issuer_slug
    held, address = await files(at_home, award), list_of(award)
    await standing.revoke(award.number, Reason.NOT_OWN, clock.now())
    documents = await told(client, award, other)
    newest = json.loads(documents[address])
    emptied = deepcopy(newest)
    emptied["credentialSubject"]["encodedList"] = lists.encoded([])
    pair = await pair_of(award)
    second = lists.document(BASE, award.issuer_slug, award.list_number + 1, [], clock.now())
    elsewhere = second | {"proof": proof.signed(second, pair.ed25519, method_of(award, pair), stamp(clock.now()))}
    unsigned = {name: value for name, value in newest.items() if name != "proof"}
    put = {
        "emptied": json.dumps(emptied),
        "another issuer's": documents[list_of(other)],
        "another of this issuer's": json.dumps(elsewhere),
        "without its proof": json.dumps(unsigned),
    }
    cases = [case for name, text in put.items() for case in held.cases(name, documents={address: text})]
    without = {name: text for name, text in documents.items() if name != address}
    verdicts = await asyncio.to_thread(verifier, documents, cases)
    reasons = (UNSIGNED, "Issuers of the status list", "another status list", "No matching proofs")
    refused(verdicts, *(why for why in reasons for _form in vars(held)))
    missing = await asyncio.to_thread(verifier, without, held.cases("not at hand"))
    refused(missing, *["is not at hand"] * 3)


async def test_a_key_that_may_not_sign_for_the_issuer_is_refused_elsewhere(
    verifier, client, at_home, ana, award, stranger
):
    other = await signed_award(ana, await a_definition("EL-02"))
    theirs = await pair_of(other)
    held, documents = await files(at_home, award), await told(client, award, other)
    document, (header, _claims) = held.document, tokens.opened(held.jwt.decode())
    issuer, method = f"{BASE}/issuers/{award.issuer_slug}", document["proof"][0]["verificationMethod"]
    kids = [f"{issuer}/keys/stranger", public.jwk_address(BASE, other.issuer_slug, theirs.name)]
    documents[kids[0]] = json.dumps(public.jwk(stranger))
    did = f"{issuer}/did.json"
    dropped = {did: json.dumps(json.loads(documents[did]) | {"assertionMethod": []})}

    def token(key, kid: str) -> bytes:
        return tokens.signed(document, key, kid, award.signed_at).encode()

    signature, wrong, unlisted = "signature verification failed", "issuer must match", "is not listed"
    cases = {
        Case("it says it was the issuer's", "json", resigned(document, stranger.ed25519, method)): UNSIGNED,
        Case("not listed", "json", resigned(document, stranger.ed25519, method_of(award, stranger))): unlisted,
        Case("another issuer's", "json", resigned(document, theirs.ed25519, method_of(other, theirs))): wrong,
        Case("listed no more", "json", held.json, dropped): unlisted,
        Case("it says it was the issuer's, token", "jwt", token(stranger.rsa, header["kid"])): signature,
        Case("not listed, token", "jwt", token(stranger.rsa, kids[0])): unlisted,
        Case("another issuer's, token", "jwt", token(theirs.rsa, kids[1])): unlisted,
        Case("listed no more, token", "jwt", held.jwt, dropped): unlisted,
    }
    refused(await asyncio.to_thread(verifier, documents, list(cases)), *cases.values())


async def test_r61_a_revoked_one_is_refused_elsewhere_until_it_is_restored(verifier, client, at_home, award):
    held, before = await files(at_home, award), await told(client, award)
    await standing.revoke(award.number, Reason.NOT_OWN, clock.now())
    revoked = await told(client, award)
    await standing.hold_for_appeal(award.number, clock.now())
    appealed = await told(client, award)
    await standing.restore(award.number, clock.now())
    restored = await told(client, award)
    moments = {"before": before, "revoked": revoked, "appealed": appealed, "restored": restored}
    cases = [case for name, documents in moments.items() for case in held.cases(name, documents=documents)]
    verdicts = await asyncio.to_thread(verifier, {}, cases)
    assert [one.valid for one in verdicts] == [True] * 3 + [False] * 6 + [True] * 3
    assert {one.reason for one in verdicts if not one.valid} == {"revoked"}


async def test_what_an_older_key_signed_is_valid_elsewhere(verifier, client, at_home, ana, award):
    older = await files(at_home, award)
    await keys.rotate(Signer(award.issuer_id, award.issuer_slug))
    another = await signed_award(ana, await a_definition("TEC-06"))
    newer = await files(at_home, another)
    methods = {held.document["proof"][0]["verificationMethod"] for held in (older, newer)}
    assert another.issuer_slug == award.issuer_slug and len(methods) == 2, "the premise: two keys of one issuer"
    cases = older.cases("older") + newer.cases("newer")
    verdicts = await asyncio.to_thread(verifier, await told(client, award, another), cases)
    assert [one for one in verdicts if not one.valid] == []


OTHER = "https://evil.example/"
MUTATIONS = {
    "name": "Something else",
    "description": None,
    "validFrom": "2020-01-01T00:00:00Z",
    "awardedDate": "2020-01-01T00:00:00Z",
    "id": f"{OTHER}credential",
    "issuer.id": "did:web:evil.example:issuers:us",
    "issuer.name": "Another issuer",
    "issuer.url": OTHER,
    "credentialSubject.id": "urn:uuid:00000000-0000-4000-8000-000000000000",
    "credentialSubject.identifier.0.identityHash": "sha256$" + "0" * 64,
    "credentialSubject.identifier.0.salt": "00",
    "credentialSubject.achievement.name": "Something greater",
    "credentialSubject.achievement.version": "2",
    "credentialSubject.achievement.humanCode": "FA-99",
    "credentialSubject.achievement.criteria.narrative": "Earned when asked for.",
    "credentialSubject.achievement.creator.name": "Somebody else",
    "credentialSubject.achievement.resultDescription.0.requiredLevel": None,
    "credentialSubject.achievement.resultDescription.0.rubricCriterionLevel.0.description": "Anything.",
    "credentialSubject.result.0": None,
    "evidence.0.id": OTHER,
    "image.id": f"{OTHER}badge.png",
    "credentialStatus.statusListIndex": "1",
    "proof.0.created": "2020-01-01T00:00:00Z",
    "credentialStatus": None,
}
NOT_OURS = {  # where it does not come to the signature, and why
    "hoursSpent": ("15", "Safe mode validation error"),
    "@context.1": ("https://purl.imsglobal.org/spec/ob/v3p0/context-3.9.9.json", "Dereferencing a URL"),
    "credentialSubject.achievement.criteria": (None, "form: /credentialSubject/achievement"),
    "credentialStatus.type": ("Anything", "Safe mode"),
    "proof.0": (None, "No matching proofs"),
    "proof.0.proofPurpose": ("authentication", "insufficient proofs matched"),
    "proof.0.cryptosuite": ("eddsa-jcs-2022", "insufficient proofs matched"),
}


def mutated(document: dict, path: str, value: str | None) -> bytes:
    """The document with this in that place; None takes it away."""
    whole = deepcopy(document)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    inside = whole
    for step in way:
        inside = inside[step]
    if value is None:
        del inside[last]
    else:
        assert not isinstance(inside, dict) or inside.get(last) != value, "the premise: it is another"
        inside[last] = value
    return json.dumps(whole).encode()


async def test_each_of_many_mutations_is_refused_elsewhere(verifier, client, at_home, award):
    document = (await files(at_home, award)).document
    all_ = {path: (value, UNSIGNED) for path, value in MUTATIONS.items()} | NOT_OURS
    cases = [Case(path, "json", mutated(document, path, value)) for path, (value, _why) in all_.items()]
    untouched = Case("untouched", "json", json.dumps(document).encode())
    first, *verdicts = await asyncio.to_thread(verifier, await told(client, award), [untouched, *cases])
    assert first.valid, first.reason
    refused(verdicts, *(why for _value, why in all_.values()))
    assert len(verdicts) >= 20
