"""The credential: what stands in it, that its two proofs hold, and that its bytes stay (R59)."""

import base64
import gzip
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from community import clock, db
from community.awards import queries
from community.awards.keys import queries as keys
from community.awards.signing import actions, credential, lists, picture, proof, tokens
from community.awards.signing import queries as signed
from tests.support.awards import earns, publishes, signed_award
from tests.support.catalogue import a_definition
from tests.support.people import make_person

HASHES = """
59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734  credentials-v2.jsonld
3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84  ob-v3p0-context-3.0.3.json
c6e5073f4bd4bf6d08f245736e6f32c29b012860b18583644b2d71e1de862669  data-integrity-v1.jsonld
adefa50311393eb1bd788a38ac9fe2696c65367928f6996812cd54577394f4da  did-v1.jsonld
c5f3806f8286920573221938917988a18a4cc5a09e968d29649613c7a1c2b1f6  multikey-v1.jsonld
"""
SCHEMA = Path(__file__).parent / "data" / "ob_v3p0_achievementcredential_schema.json"


def test_contexts_are_those_that_everybody_has():
    here = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in proof.CONTEXTS.iterdir()}
    assert here == {name: digest for digest, name in (line.split() for line in HASHES.strip().splitlines())}
    assert set(proof.FILES.values()) == set(here)


async def document_of(person, award) -> dict:
    return json.loads((await signed.own_credential(person, award.number)).content)


@pytest.fixture(scope="session")
def schema():
    return jsonschema.Draft201909Validator(json.loads(SCHEMA.read_text("utf-8")))


@pytest.mark.parametrize("code", ["FA-01", "EL-02", "FAM-02"])
async def test_r59_each_credential_is_of_the_published_form(ana, schema, code):
    definition = await a_definition(code)
    document = await document_of(ana, await signed_award(ana, definition))
    assert [error.message for error in schema.iter_errors(document)] == []
    subject = document["credentialSubject"]
    assert subject["achievement"]["version"] == str(definition.version)
    assert len(subject["result"]) == len(subject["achievement"]["resultDescription"])
    best = definition.content["level_scale"][-1]["key"]
    assert subject["result"][0]["achievedLevel"].endswith(f"-{best}")
    assert document["awardedDate"][:10] == clock.now().date().isoformat()
    assert ana.name not in json.dumps(document) and ana.email not in json.dumps(document)


async def test_the_proof_is_of_each_word(ana, definition):
    award = await signed_award(ana, definition)
    document = await document_of(ana, award)
    (one,) = document.pop("proof")
    listed = await keys.public_keys(award.issuer_slug)
    (key,) = [key for key in listed if key.multibase in one["verificationMethod"]]
    assert proof.is_signed(document, one, key.ed25519)
    changed = document | {"name": document["name"] + "."}
    assert not proof.is_signed(changed, one, key.ed25519)
    assert not proof.is_signed(document, one | {"created": "2026-01-01T00:00:00Z"}, key.ed25519)


async def test_the_token_says_the_same(ana, definition):
    award = await signed_award(ana, definition)
    kept = await signed.own_credential(ana, award.number)
    header, claims = tokens.opened(kept.jwt)
    document = json.loads(kept.content)
    assert (header["alg"], header["typ"], set(header)) == ("RS256", "JWT", {"alg", "typ", "kid"})
    assert header["kid"].startswith("https://127.0.0.1/issuers/commonwealth-educators/keys/")
    assert (claims["iss"], claims["sub"], claims["jti"]) == (
        document["issuer"]["id"], document["credentialSubject"]["id"], document["id"]
    )  # fmt: skip
    beside = {"iss", "sub", "jti", "nbf"}
    assert {k: v for k, v in claims.items() if k not in beside} == {k: v for k, v in document.items() if k != "proof"}
    key = await keys.public_key("commonwealth-educators", header["kid"].rsplit("/", 1)[1])
    other = (await keys.public_keys("hazelbrook-institute") or [key])[0]
    assert tokens.is_signed(kept.jwt, key.jwk)
    head, body, signature = kept.jwt.split(".")
    assert not tokens.is_signed(f"{head}.{body}.{signature[:-8]}AAAAAAAA", key.jwk)
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    assert not tokens.is_signed(f"{unsigned}.{body}.", key.jwk)
    assert other is not None


async def test_what_was_signed_stays(ana, definition):
    award = await signed_award(ana, definition)
    first = await signed.own_credential(ana, award.number)
    await actions.sign({"award": award.number})
    assert await signed.own_credential(ana, award.number) == first
    with pytest.raises(Exception, match="stays as it was signed"):
        await db.run("update credential set jwt = '' where award_id = :id", id=award.id)


async def test_control_characters_are_left_out_and_the_rest_stays(ana, definition):
    award = await earns(ana, definition)
    odd = replace(definition, competency="A\x00\x1b\x7f\x0b bell\x07, a tab\t, a line\n, 🎓 \x85 \u2028 \ufeff.")
    facts = credential.Facts(award, "https://127.0.0.1", "ana@example.org", clock.now(), odd)
    text = credential.credential(facts)["credentialSubject"]["achievement"]["description"]
    assert text.startswith("A bell, a tab\t, a line\n, 🎓 \x85 \u2028 \ufeff.")


async def test_two_badges_of_one_person_are_not_linked(ana, definition):
    one, other = await signed_award(ana, definition), await signed_award(ana, await a_definition("EL-02"))
    first, second = [(await document_of(ana, award))["credentialSubject"] for award in (one, other)]
    assert first["id"] != second["id"] and first["identifier"] != second["identifier"]
    (identity,) = first["identifier"]
    digest = hashlib.sha256((ana.email + identity["salt"]).encode()).hexdigest()
    assert identity["identityHash"] == f"sha256${digest}", "its holder proves it by their address"


def test_no_context_is_fetched():
    strange = {"@context": ["https://evil.example/context"], "id": "urn:uuid:1"}
    with pytest.raises(proof.CannotRead):
        proof.canonical(strange)


def test_what_is_made_to_keep_us_busy_is_given_up():
    nodes = [{"id": f"_:n{n}", "type": "Evidence"} for n in range(12)]
    for node in nodes:
        node["https://example.org/knows"] = [{"id": other["id"]} for other in nodes if other is not node]
    with pytest.raises(proof.CannotRead, match="look alike"):
        proof.canonical({"@context": [proof.VC2], "@graph": nodes})


def test_the_bits_of_a_list():
    packed = lists.encoded([0, 9, 131_071])
    bits = gzip.decompress(base64.urlsafe_b64decode(packed[1:] + "=="))
    assert packed[0] == "u" and len(bits) == 16_384
    assert (bits[0], bits[1], bits[-1]) == (0x80, 0x40, 0x01) and sum(bits) == 0x80 + 0x40 + 0x01


class TestAddresses:
    async def test_r60_a_credential_is_nobodys_business_until_it_is_published(self, client, at_home, ana, definition):
        award = await signed_award(ana, definition)
        for end in ("", ".jwt"):
            assert (await client.get(f"{award.address}/credential{end}")).status_code == 404
            mine = await at_home.get(f"{award.address}/credential{end}")
            assert mine.status_code == 200 and "private" in mine.headers["cache-control"]
            assert "access-control-allow-origin" not in mine.headers
        await publishes(award)
        shown = await client.get(f"{award.address}/credential")
        kept = await signed.own_credential(ana, award.number)
        assert (shown.content, shown.headers["content-type"]) == (kept.content, "application/ld+json")
        assert shown.headers["access-control-allow-origin"] == "*"
        assert shown.headers["cross-origin-resource-policy"] == "cross-origin"
        wanted = await client.get(f"{award.address}/credential", headers={"accept": "application/vc"})
        assert wanted.headers["content-type"] == "application/vc"
        token = await client.get(f"{award.address}/credential.jwt")
        assert (token.text, token.headers["content-type"]) == (kept.jwt, "text/plain; charset=utf-8")

    async def test_its_picture_holds_it(self, client, at_home, ana, definition):
        award = await signed_award(ana, definition)
        answer = await at_home.get(f"{award.address}/badge.png")
        kept = await signed.own_credential(ana, award.number)
        assert picture.credential_in(answer.content) == kept.content
        assert answer.headers["content-disposition"].startswith("attachment")
        await publishes(award)
        assert (await client.get(f"{award.address}/badge.png")).status_code == 303, "published: still its earner's file"

    async def test_what_verifiers_fetch_is_for_all(self, client, ana, definition):
        award = await signed_award(ana, definition)
        issuer = f"/issuers/{award.issuer_slug}"
        (key, *_others) = await keys.public_keys(award.issuer_slug)
        seen = {
            f"{issuer}/did.json": ("application/did+json", "public, max-age=3600"),
            f"{issuer}/keys/{key.name}": ("application/jwk+json", "public, max-age=3600"),
            f"{issuer}/status/{award.list_number}": ("application/vc", "public, max-age=60"),
            "/badges/FA-01/1.png": ("image/png", "public, max-age=3600"),
        }
        for address, (kind, kept) in seen.items():
            answer = await client.get(address)
            assert (answer.status_code, answer.headers["content-type"]) == (200, kind), address
            assert answer.headers["cache-control"] == kept and "set-cookie" not in answer.headers
            assert answer.headers["access-control-allow-origin"] == "*"
            assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        bare = (await client.get(f"{issuer}/keys/{key.name}")).json()
        assert bare["kty"] == "RSA" and "keys" not in bare and "d" not in bare

    @pytest.mark.parametrize(
        "address",
        [
            "/issuers/nobody/did.json", "/issuers/nobody/status/1", "/issuers/commonwealth-educators/status/99",
            "/issuers/commonwealth-educators/keys/nothing", "/badges/FA-01/9.png", "/badges/stacks/NONE.png",
            "/awards/000000000000/credential", "/badges/nothing/1.png",
        ],
    )  # fmt: skip
    async def test_what_is_not_there(self, client, definition, address):
        assert (await client.get(address)).status_code == 404

    async def test_a_list_is_signed_once_until_it_changes(self, client, definition):
        ben = await make_person("Ben Okafor")
        award = await signed_award(ben, definition)
        address = f"/issuers/{award.issuer_slug}/status/{award.list_number}"
        first = await client.get(address)
        assert (await client.get(address)).content == first.content
        document = first.json()
        one = document.pop("proof")
        key = next(
            key for key in await keys.public_keys(award.issuer_slug) if key.multibase in one["verificationMethod"]
        )
        assert proof.is_signed(document, one, key.ed25519)
        assert await queries.award_by_id(award.number) == award
