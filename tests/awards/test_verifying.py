"""Anybody checks a badge: its file, its text or its number, and is told plainly (R60, R61)."""

import json
import re
from html import unescape

import pytest

from community import clock, db
from community.awards import standing
from community.awards.keys import actions as keys
from community.awards.keys.queries import Signer
from community.awards.rules import Reason
from community.awards.signing import picture
from community.awards.signing import queries as signed
from community.awards.verifying import checking
from community.cards import badges
from community.limits import RATES, Rate
from tests.support.awards import publishes, signed_award
from tests.support.people import form_in

REAL = "This badge is real and in force."
UNPUBLISHED = "Its holder has not published it; ask the holder to show you the name."
CHANGED = "This badge was changed, or was never signed here."
NOT_OURS = "This badge is not one of ours."
UNREADABLE = "This cannot be read as a badge."


async def hands_in(client, pasted="", file=None, name="badge.json") -> str:
    """What the page says to whoever pastes this, or chooses this file."""
    page = (await client.get("/verify")).text
    files = {"file": ("", b"", "text/plain") if file is None else (name, file, "application/octet-stream")}
    answer = await client.post("/verify", data=form_in(page, "/verify") | {"badge": pasted}, files=files)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


@pytest.fixture(autouse=True)
def many_may_be_checked(monkeypatch):
    monkeypatch.setitem(RATES, "verify", Rate(1000, 60))


@pytest.fixture
async def kept(ana, definition):
    award = await signed_award(ana, definition)
    return award, await signed.own_credential(ana, award.number)


async def test_r60_whoever_has_the_file_learns_that_it_is_real_and_no_name(client, ana, kept):
    award, credential = kept
    png = picture.baked(badges.draw("Badge", award.title, award.issuer), credential.content)
    forms = {"json": credential.content, "jwt": credential.jwt.encode(), "png": png}
    for form, content in forms.items():
        said = await hands_in(client, file=content, name=f"badge.{form}")
        assert REAL in said and UNPUBLISHED in said, form
        assert award.title in said and award.issuer in said and award.spoken in said and "version 1" in said
        assert ana.name not in said and ana.email not in said
    assert REAL in await hands_in(client, pasted=credential.content.decode())
    reformatted = json.dumps(json.loads(credential.content), indent=2, sort_keys=True)
    assert REAL in await hands_in(client, pasted=reformatted), "how it is written down does not count"


async def test_r60_by_its_number_it_is_known_only_once_it_is_published(client, kept):
    award, _credential = kept
    ways = (award.number, award.spoken, award.spoken.lower(), f"https://127.0.0.1{award.address}", award.address)
    for way in (*ways, f"https://127.0.0.1{award.address}/credential", "0000-0000-0000"):
        assert "We do not know this award." in await hands_in(client, pasted=way), way
    await publishes(award)
    for way in ways:
        said = await hands_in(client, pasted=way)
        assert REAL in said and UNPUBLISHED not in said, way
    assert REAL in unescape((await client.get("/verify", params={"award": award.spoken})).text)


async def test_r61_a_revoked_one_says_so_with_reason_and_one_under_review_no_more(client, kept):
    award, credential = kept
    await standing.revoke(award.number, Reason.NOT_OWN, clock.now())
    for form in (credential.content, credential.jwt.encode()):
        said = await hands_in(client, file=form)
        assert "This badge was revoked." in said and "Reason: the evidence was not the holder’s own." in said
        assert "has not revoked it" not in said and REAL not in said
        days = re.findall(f"{clock.now():%B} \\d+, {clock.now():%Y}", said)
        assert len(days) == 2, "when it was earned and when revoked, with the year"
    await standing.hold_for_appeal(award.number, clock.now())
    said = await hands_in(client, file=credential.content)
    assert "This badge is under review." in said and "Reason" not in said and "has not revoked it" not in said
    await standing.restore(award.number, clock.now())
    assert REAL in await hands_in(client, file=credential.content)


def signed_by(document: dict, value: str) -> dict:
    return document | {"proof": [document["proof"][0] | {"proofValue": value}]}


async def test_each_word_that_was_changed_is_found(client, kept):
    _award, credential = kept
    document = json.loads(credential.content)
    result = document["credentialSubject"]["result"]
    changes = {
        "name": document | {"name": "Another"},
        "day": document | {"awardedDate": "2020-01-01T00:00:00Z"},
        "list": document | {"credentialStatus": document["credentialStatus"] | {"statusListIndex": "1"}},
        "a result less": document | {"credentialSubject": document["credentialSubject"] | {"result": result[1:]}},
        "no proof": {k: v for k, v in document.items() if k != "proof"},
        "two proofs": document | {"proof": document["proof"] * 2},
        "words of its own": document | {"@context": [*document["@context"], {"hours": "https://evil.example/hours"}]},
        "words inside": document | {"evidence": [{"@context": {"x": "https://e.example/x"}, "type": ["Evidence"]}]},
        "a key of nobody": document
        | {"proof": [document["proof"][0] | {"verificationMethod": document["issuer"]["id"] + "#z6MkNobody"}]},
        "for another purpose": document | {"proof": [document["proof"][0] | {"proofPurpose": "authentication"}]},
    }
    for what, changed in changes.items():
        assert CHANGED in await hands_in(client, pasted=json.dumps(changed)), what
    head, body, signature = credential.jwt.split(".")
    other = ("A" if signature[10] != "A" else "B").join((signature[:10], signature[11:]))
    assert CHANGED in await hands_in(client, pasted=f"{head}.{body}.{other}")
    assert REAL in await hands_in(client, pasted=json.dumps(document)), "the premise"


async def test_a_twice_written_name_is_not_read(client, kept):
    _award, credential = kept
    twice = credential.content.decode().replace('"name":', '"name":"Something else","name":', 1)
    assert UNREADABLE in await hands_in(client, pasted=twice)


async def test_one_of_another_issuer_is_not_ours(client, kept):
    _award, credential = kept
    document = json.loads(credential.content)
    for id in ("did:web:other.example:issuers:x", "https://other.example", "did:key:z6Mk", ["a"], 7, None):
        said = await hands_in(client, pasted=json.dumps(document | {"issuer": {"id": id, "type": ["Profile"]}}))
        assert NOT_OURS in said, id
    strange = document | {"issuer": {"id": "did:web:127.0.0.1:issuers:nobody", "type": ["Profile"]}}
    assert CHANGED in await hands_in(client, pasted=json.dumps(strange))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "SVG pictures are not read here."),
        (b"<?xml version='1.0'?><svg/>", "SVG pictures are not read here."),
        (b"{", "cut off or broken"),
        (b"{}}", "cut off or broken"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, "a file, and not a badge"),
        (b'{"a":' * 90_000, "cut off or broken"),
        (b'{"evidence":[' + b'{"type":["Evidence"]},' * 2_000 + b"{}]}", "a file, and not a badge"),
        (b"\xff\xfe\x00", "neither a picture nor a text"),
        (b"hello there, this is no badge", "neither a badge nor a number"),
        (b"https://other.example/awards/7KQ4M2XD93HF", "neither a badge nor a number"),
        (b"\x89PNG\r\n\x1a\nrest", "This picture is broken."),
        (badges.draw("Badge", "A title", "Issuer"), "There is no badge in this picture."),
        (b"x" * 500_001, "larger than any badge"),
    ],
)
async def test_what_cannot_be_read_is_told_with_why(client, content, why):
    said = await hands_in(client, file=content)
    assert UNREADABLE in said and why in said


async def test_nothing_at_all_is_asked_for_again(client):
    page = (await client.get("/verify")).text
    answer = await client.post("/verify", data=form_in(page, "/verify") | {"badge": ""})
    assert answer.status_code == 422 and "Paste a badge, its number or its address" in answer.text


async def test_of_who_has_gone_the_file_is_real_all_the_same(client, kept):
    award, credential = kept
    await db.run("update award set person_id = null where id = :id", id=award.id)
    assert REAL in await hands_in(client, file=credential.content)


async def test_signed_with_a_former_key_it_is_real(client, kept):
    award, credential = kept
    await keys.rotate(Signer(award.issuer_id, award.issuer_slug))
    for form in (credential.content, credential.jwt.encode()):
        assert REAL in await hands_in(client, file=form)


async def test_a_status_list_is_no_badge(client, kept):
    award, _credential = kept
    status = (await client.get(f"/issuers/{award.issuer_slug}/status/{award.list_number}")).content
    assert REAL not in await hands_in(client, file=status)


async def test_what_could_not_be_looked_at_in_time_is_not_called_altered(client, kept, monkeypatch):
    _award, credential = kept
    monkeypatch.setattr(checking, "WITHIN", 0.0)
    page = (await client.get("/verify")).text
    for pasted in (credential.content.decode(), credential.jwt):
        answer = await client.post("/verify", data=form_in(page, "/verify") | {"badge": pasted})
        assert answer.status_code == 503 and "try again in a minute" in answer.text and CHANGED not in answer.text
        assert pasted[:40] in unescape(answer.text), "what was pasted stands there"


async def test_who_asks_without_end_waits(client, monkeypatch):
    monkeypatch.setitem(RATES, "verify", Rate(2, 60))
    await db.run("delete from spent where kind = 'verify'")
    answers = [(await client.get("/verify", params={"award": "0000-0000-0000"})).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    await db.run("delete from spent where kind = 'verify'")
