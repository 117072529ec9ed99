"""Keys that somebody else may have had: taken out, everything signed anew, the former files worth nothing."""

import asyncio
import base64
import gzip
import json
import sys
from html import unescape

import pytest

from community import chance, clock, db
from community.affiliates import queries as affiliates
from community.awards import queries, standing
from community.awards.keys import actions as keys
from community.awards.keys import given
from community.awards.keys import queries as listed
from community.awards.keys.queries import Signer
from community.awards.replacing import actions
from community.awards.replacing import queries as replacing
from community.awards.rules import Reason
from community.awards.signing import actions as signing
from community.awards.signing import queries as signed
from community.config import CannotStart
from community.limits import RATES, Rate
from community.notifications import mailing, telling
from community.notifications.queries import Row
from tests.awards.test_verifying import REAL, hands_in
from tests.notifications.test_notices import everybody_is_told
from tests.support.awards import publishes, signed_award
from tests.support.catalogue import a_definition
from tests.support.people import make_person, signed_in_client

ISSUER = "commonwealth-educators"
OUTDATED = "This file counts no more: ask its holder for the new one."


@pytest.fixture(autouse=True)
def many_may_be_checked(monkeypatch):
    monkeypatch.setitem(RATES, "verify", Rate(1000, 60))


async def signer() -> Signer:
    issuer = await affiliates.public_issuer(ISSUER)
    return Signer(issuer.id, issuer.slug)


async def of(person, award):
    return await queries.award(person, award.number), await signed.own_credential(person, award.number)


async def is_set(client, list_number: int, index: int) -> bool:
    content = (await client.get(f"/issuers/{ISSUER}/status/{list_number}")).json()
    packed = content["credentialSubject"]["encodedList"][1:]
    bits = gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    return bool(bits[index // 8] & 0x80 >> index % 8)


async def test_the_old_key_is_gone_and_the_old_file_says_to_ask_for_the_new_one(client, ana, definition):
    first = await signed_award(ana, definition)
    await publishes(first)
    _award, old = await of(ana, first)
    names = [key.name for key in await listed.public_keys(ISSUER)]
    done = await actions.replace(await signer(), "A laptop was lost")
    award, new = await of(ana, first)
    assert done.is_new and done.signed >= 1 and [key.name for key in await listed.public_keys(ISSUER)] == [done.name]
    did = (await client.get(f"/issuers/{ISSUER}/did.json")).text
    assert done.name in did and not any(name in did for name in names)
    assert (await client.get(f"/issuers/{ISSUER}/keys/{names[-1]}")).status_code == 404
    for form in (old.content, old.jwt.encode()):
        said = await hands_in(client, file=form)
        assert OUTDATED in said and REAL not in said and first.spoken not in said, "nothing it says is believed"
    for form in (new.content, new.jwt.encode()):
        assert REAL in await hands_in(client, file=form)
    before, after = json.loads(old.content), json.loads(new.content)
    assert before["id"] != after["id"] and before["awardedDate"] == after["awardedDate"]
    assert (await client.get(f"/awards/{first.number}/credential")).content == new.content
    assert await is_set(client, first.list_number, first.status_index)
    assert not await is_set(client, award.list_number, award.status_index)
    kept = await db.value("select content from former_credential where award_id = :id", id=first.id)
    assert kept == old.content


async def test_each_holder_is_told_once_and_led_to_the_new_files(app, client, definition):
    ana, ben = await make_person("Ana Holder"), await make_person("Ben Holder")
    held = [await signed_award(ana, one) for one in (definition, await a_definition("FA-04"))]
    assert {one.issuer_slug for one in held} == {ISSUER}, "the premise"
    await signed_award(ben, definition)
    for because in ("A cup of tea", "A cup of tea", "A second cup"):
        await actions.replace(await signer(), because)
    await everybody_is_told()
    for person in (ana, ben):
        told = await db.many(
            dict, "select kind from notice where person_id = :id and kind = 'award.signed_anew'", id=person.id
        )
        assert len(told) == 2, "once for each time that keys were replaced"
    async with signed_in_client(app, ana) as hers:
        inbox = (await hers.get("/inbox")).text
    assert "the files of your awards were made anew" in inbox and f"/awards#award-{held[0].number}" in inbox
    (told,) = await telling.told([Row(1, "award.signed_anew", held[0].id, None, clock.now(), None)])
    letter = mailing.letter(ana, told, telling.NOTICES["award.signed_anew"])
    assert letter.subject == "Take the new files of your awards" and "stand as they did" in letter.text
    assert f"/awards#award-{held[0].number}" in letter.text, "the link leads to the new files"


async def test_a_revoked_award_stays_revoked_under_the_new_key(client, ana, definition):
    award = await signed_award(ana, definition)
    await standing.revoke(award.number, Reason.IN_ERROR, clock.now())
    await actions.replace(await signer(), "Revoked ones too")
    award, new = await of(ana, award)
    assert "This badge was revoked." in await hands_in(client, file=new.content)
    assert await is_set(client, award.list_number, award.status_index)


async def test_after_a_kill_it_goes_on_where_it_stopped_and_makes_no_other_key(client, definition, monkeypatch):
    people = [await make_person(f"Holder Number{place}") for place in range(3)]
    awards = [await signed_award(person, definition) for person in people]
    monkeypatch.setattr(replacing, "BATCH", 1)
    sign, done = signing.sign, []

    async def killed(payload):
        if len(done) == 2:
            raise KeyboardInterrupt
        await sign(payload)
        done.append(payload)

    with monkeypatch.context() as patched:
        patched.setattr(signing, "sign", killed)
        with pytest.raises(KeyboardInterrupt):
            await actions.replace(await signer(), "A disk was sold")
    (key,) = await listed.public_keys(ISSUER)
    again = await actions.replace(await signer(), "A disk was sold")
    assert not again.is_new and again.name == key.name and again.signed >= 1
    for person, award in zip(people, awards, strict=True):
        found, new = await of(person, award)
        assert found.signed_anew == 1 and REAL in await hands_in(client, file=new.content)
    assert (await actions.replace(await signer(), "A disk was sold")).signed == 0


async def test_what_was_being_signed_with_the_old_key_is_signed_with_the_new_one(ana, definition, monkeypatch):
    """The key was taken up, and replaced before what it signed was kept."""
    await signed_award(await make_person("Somebody Before"), definition)
    pair, key_id = await keys.pair_of(await signer())
    await actions.replace(await signer(), "In the middle of it")
    pairs = iter([(pair, key_id)])
    now = keys.pair_of

    async def first_the_old(of_whom):
        return next(pairs, None) or await now(of_whom)

    monkeypatch.setattr(signing.keys, "pair_of", first_the_old)
    award = await signed_award(ana, definition)
    with_key = await db.value("select issuer_key_id from credential where award_id = :id", id=award.id)
    assert with_key == (await now(await signer()))[1] != key_id


async def test_a_place_that_was_given_up_is_nobodys_again(ana, definition, monkeypatch):
    first = await signed_award(ana, definition)
    await actions.replace(await signer(), "Places")
    drawn = iter([first.status_index, first.status_index])
    draw = chance.below
    monkeypatch.setattr(chance, "below", lambda most: next(drawn, None) or draw(most))
    second = await signed_award(await make_person("Ben Other"), definition)
    assert second.status_index != first.status_index and next(drawn, None) is None


async def test_who_closes_the_account_leaves_the_place_alone(ana, definition):
    award = await signed_award(ana, definition)
    await actions.replace(await signer(), "And then she left")
    await db.run("update award set person_id = null where id = :id", id=award.id)
    row = await db.one(dict, "select content, jwt from former_credential where award_id = :id", id=award.id)
    assert row == {"content": b"", "jwt": ""}
    assert award.status_index in await signed.revoked_by_id(award.status_list_id)


async def test_keys_from_the_environment_are_refused_with_a_sentence(monkeypatch, definition):
    monkeypatch.setattr(given, "pairs", lambda issuer: ["a pair"])
    with pytest.raises(CannotStart, match=f"come from {given.VARIABLE}. Take them out there first"):
        await actions.replace(await signer(), "A laptop was lost")


async def test_the_command_replaces_and_says_so(database, definition):
    async def says(*words: str) -> tuple[int, str]:
        asked = [sys.executable, "-m", "community", "replace-key", *words]
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*asked, stdout=pipe, stderr=pipe)
        out, err = await process.communicate()
        return process.returncode, unescape((out + err).decode())

    code, said = await says(ISSUER, "--because", "A backup was left on a train")
    (key,) = await listed.public_keys(ISSUER)
    assert code == 0 and f"signs with {key.name}" in said and "Signed anew: " in said
    code, said = await says(ISSUER, "--because", "A backup was left on a train")
    assert code == 0 and "It was begun before with this reason" in said and "Signed anew: 0." in said
    assert [one.name for one in await listed.public_keys(ISSUER)] == [key.name]
    code, said = await says("nobody", "--because", "A reason")
    assert code == 1 and "There is no issuer 'nobody'" in said
    code, said = await says(ISSUER, "--because", " ")
    assert code == 1 and "Say why with --because" in said
