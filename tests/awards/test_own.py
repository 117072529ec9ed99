"""One's own awards on one page: how each stands, who sees it, what can be taken along; and who is told of a new one."""

import re

from community import clock
from community.awards import standing
from community.awards.rules import Reason
from tests.awards.test_showcase import composes
from tests.notifications.test_notices import everybody_is_told, sentences
from tests.support.attempts import CODE
from tests.support.awards import earns, signed_award
from tests.support.catalogue import a_definition
from tests.support.feedback import words_of
from tests.support.people import make_person, signed_in_client
from tests.support.questions import questions_counted

KEEP = "Programs that make pictures smaller may drop what is inside the picture. Keep its file as it is."


async def seen(client) -> str:
    answer = await client.get("/awards")
    assert answer.status_code == 200
    return words_of(answer)


async def test_who_holds_none_reads_what_will_stand_here(at_home):
    assert "No award yet" in await seen(at_home)


async def test_each_says_how_it_stands_and_who_sees_it(at_home, ana, definition):
    award = await signed_award(ana, definition)
    words = await seen(at_home)
    for said in (award.title, award.issuer, "In force", "Nobody but you so far", award.spoken, "As a picture"):
        assert said in words
    assert "Verify it :" not in words, "nobody who has no file can"
    await composes(at_home, award, audience="link")
    assert "Whoever has your link" in await seen(at_home)
    await composes(at_home, award)
    words = await seen(at_home)
    assert "Everybody, on your showcase" in words and "Verify it" in words
    await standing.hold_for_appeal(award.number, clock.now())
    assert "Under review since" in await seen(at_home)
    await standing.restore(award.number, clock.now())
    await standing.revoke(award.number, Reason.IN_ERROR, clock.now())
    words = await seen(at_home)
    assert "Revoked on" in words and "it was issued in error" in words and "In force" not in words


async def test_what_can_be_taken_along_is_there(at_home, ana, definition):
    award = await earns(ana, definition)
    assert "It is being signed" in (words := await seen(at_home))
    assert "As a file" not in words and KEEP not in words
    award = await signed_award(ana, await a_definition(CODE))
    assert KEEP in await seen(at_home), "beside a picture that can be had"
    page = (await at_home.get("/awards")).text
    for ending in ("badge.png", "credential", "credential.jwt"):
        where = f"{award.address}/{ending}"
        assert f'href="{where}"' in page and (await at_home.get(where)).status_code == 200


async def test_a_certificate_names_its_holder_and_how_it_is_verified(at_home, client, ana, definition):
    award = await earns(ana, definition)
    answer = await at_home.get(f"{award.address}/certificate")
    words = words_of(answer)
    for said in (f"{award.issuer} recognizes {ana.name}", award.title, award.spoken, definition.competency):
        assert said in words
    (where,) = re.findall(r'href="https://127.0.0.1(/verify[^"]+)"', answer.text)
    assert "This badge is real and in force." in words_of(await client.get(where)), "whoever holds the sheet can check"
    assert " data-certificate" in answer.text, "by which it fills one sheet when it is printed"


async def test_nobody_sees_anothers(app, ana, definition):
    award = await earns(ana, definition)
    async with signed_in_client(app, await make_person("Ben Okafor")) as ben:
        words = await seen(ben)
    assert award.title not in words and award.spoken not in words


async def test_many_cost_no_more_questions_than_one(at_home, ana, definition, monkeypatch):
    await composes(at_home, await signed_award(ana, definition))
    with questions_counted(monkeypatch) as for_one:
        await seen(at_home)
    for code in (CODE, "FAM-02"):
        await signed_award(ana, await a_definition(code))
    with questions_counted(monkeypatch) as for_many:
        await seen(at_home)
    assert for_many.total() == for_one.total()


async def test_who_has_earned_one_is_told_and_led_to_it(at_home, ana, definition):
    award = await earns(ana, definition)
    await everybody_is_told()
    inbox = await at_home.get("/inbox")
    sentence = f"Your award for {award.title} is there: show it, keep it, take it to your district."
    assert sentences(inbox.text).count(sentence) == 1
