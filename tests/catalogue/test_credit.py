"""What one's own place gives, and what comes first: said before Start, never promised."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
import pytest_asyncio

from community import clock, db
from community.affiliates import actions as affiliates
from community.affiliates import queries as affiliate_queries
from community.catalogue import actions, queries
from community.catalogue.credit import actions as credit
from community.catalogue.credit import reading as credit_rules
from community.catalogue.importing import reading
from community.evidence import actions as evidence
from community.evidence.rules import Bar
from community.words import day
from tests.support.catalogue import a_definition, file_of
from tests.support.cohorts import a_local
from tests.support.people import make_person, sign_in, signed_in_client

GRANTED = re.compile(r"\b(is granted|are granted|you (will )?(get|receive|earn) credit|counts as credit)\b", re.I)


@pytest_asyncio.fixture(scope="module", autouse=True)
async def definitions(app):
    for code in ("EL-02", "FA-01", "FA-04"):
        await a_definition(code)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


async def a_member(name: str, key: str):
    """Somebody whose local has the sample rule with this key; "" for a local of which nothing is known."""
    local = await a_local(f"{name} Local")
    person = await make_person(f"{name} Ruiz")
    await affiliates.enrol(person, local, clock.now().date() - timedelta(days=9))
    if key:
        (given,) = [one for one in credit_rules.read() if one.values["key"] == key]
        given = replace(given, values=given.values | {"key": f"{key}_{name.lower()}"})
        await credit.note(local, [given])
    return person, local


async def test_r62_a_rule_is_shown_with_source_date_and_deadlines_on_the_page_and_before_start(app):
    person, _ = await a_member("Ana", "sample_il_cedar_bend")
    async with signed_in_client(app, person) as ana:
        pages = [await ana.get(path) for path in ("/catalogue/EL-02", "/work/EL-02/applications/new")]
        earliest = day(clock.now().date() + timedelta(days=14), "en")
        for page in map(words, (answer.text for answer in pages)):
            assert "Cedar Bend Unit District (sample)" in page and "SAMPLE, invented" in page
            assert "Its rule says 1 board credit for each micro-credential of at least 15 listed hours" in page
            assert "https://example.org/sample/cedar-bend/agreement-section-12" in page
            assert "read on Monday, October 5, 2026" in page
            assert "at least 14 days before" in page and f"start on {earliest} or later" in page
            assert "within 90 days of the award" in page
            assert "Check with your district." in page and "Roundtable grants no credit." in page
            assert not GRANTED.search(page)
        assert re.search(r'<button type="submit" data-look="primary">Start today', pages[1].text), "it bars nothing"


async def test_r62_what_is_not_known_is_said_so_with_whom_to_ask(app, client):
    person, local = await a_member("Ben", "")
    organizer = await make_person("Olga Berg")
    await affiliates.give_desk(organizer, "organizer", local)
    async with signed_in_client(app, person) as ben:
        page = words((await ben.get("/catalogue/EL-02")).text)
        assert "Not known: ask before you start. Ask Olga Berg, who organizes at Ben Local" in page
        assert "Its rule says" not in page
    visitor = words((await client.get("/catalogue/EL-02")).text)
    assert "Not known: ask before you start." in visitor and "Cedar Bend" not in visitor


async def test_r62_a_place_that_was_asked_and_has_not_answered_says_nothing(app):
    person, _ = await a_member("Cleo", "sample_wa_unknown")
    async with signed_in_client(app, person) as cleo:
        page = words((await cleo.get("/catalogue/EL-02")).text)
        assert "Quiet Harbor Schools (sample) : nothing is known" in page
        assert "Not known: ask before you start." in page


async def test_r62_the_letter_asks_and_promises_nothing(app):
    person, _ = await a_member("Dora", "sample_il_cedar_bend")
    async with signed_in_client(app, person) as dora:
        page = (await dora.get("/catalogue/EL-02")).text
        address = re.search(r'href="(/catalogue/EL-02/credit/letter[^"]*)"', page)[1]
        letter = words((await dora.get(unescape(address))).text)
        assert "Dora Ruiz" in letter and "Cedar Bend Unit District (sample)" in letter and "SAMPLE, invented" in letter
        assert "please tell me in writing whether it counts" in letter
        assert "10 to 14 hours" in letter and "/catalogue/EL-02" in letter
        assert not GRANTED.search(letter)
        letters = "/catalogue/EL-02/credit/letter"
        assert (await dora.get(f"{letters}?rule=sample_wa_unknown_cleo")).status_code == 404, "not hers"
        assert (await dora.get(letters)).status_code == 200
        assert (await dora.get("/catalogue/XX-99/credit/letter")).status_code == 404


async def test_a_rule_counts_for_members_alone_and_for_those_below_the_affiliate(app):
    person, local = await a_member("Eva", "sample_il_cedar_bend")
    await db.run("update membership set status = 'ended' where person_id = :id", id=person.id)
    async with signed_in_client(app, person) as eva:
        assert "Cedar Bend" not in (await eva.get("/catalogue/EL-02")).text
    (state,) = (await affiliate_queries.affiliates_by_id([local.parent_id])).values()
    (given,) = [one for one in credit_rules.read() if one.values["key"] == "sample_il_state"]
    await credit.note(state, [given])
    await db.run("update membership set status = 'active' where person_id = :id", id=person.id)
    async with signed_in_client(app, person) as eva:
        page = (await eva.get("/catalogue/EL-02")).text
        assert "Illinois (sample state rule)" in page and "Cedar Bend" in page


async def test_all_samples_say_so():
    assert all(one.values["sample"] and "sample" in one.values["place"].lower() for one in credit_rules.read())


# --- what comes first ---


async def bar(person, definition):
    """What stands in the way of this person's Start now."""
    price, _ = await evidence.price_of(person, definition)
    return await evidence.bar_to_start(person, definition, price)


async def test_r5_a_recommended_predecessor_warns_and_a_required_one_bars_until_it_is_earned(app):
    person, _ = await a_member("Fay", "")
    recommended = await queries.public_definition("FA-04")
    assert [one.required for one in await queries.public_predecessors(recommended)] == [False], "the premise"
    async with signed_in_client(app, person) as fay:
        page = (await fay.get("/work/FA-04/applications/new")).text
        assert "Recommended first: Checking for understanding" in words(page)
        assert "You may start without it." in words(page) and "Start today" in page
        assert await bar(person, recommended) is None

        text = file_of("FA-04").read_text("utf-8").replace("version: 1", "version: 2", 1)
        text = re.sub(r"\{code: FA-01[^}]*\}", "{code: FA-01, required: true}", text)
        await actions.take_in([reading.parse(text.encode(), "FA-04.yaml")], publish=True)
        required = await queries.public_definition("FA-04")
        assert await bar(person, required) == Bar.FIRST
        page = (await fay.get("/work/FA-04/applications/new")).text
        assert "Required first:" in page and "Start today" not in page
        first = await queries.public_definition("FA-01")
        application = await evidence.start(person, first)
        await db.run("update application set state = 'earned' where id = :id", id=application.id)
        assert await bar(person, required) is None
        assert "Start today" in (await fay.get("/work/FA-04/applications/new")).text


@pytest.mark.parametrize("path", ["/catalogue/EL-02/credit/letter"])
async def test_the_letter_is_for_who_is_signed_in(client, path):
    assert (await client.get(path)).status_code == 303
    await sign_in(await make_person("Gil Maas"), client)
    assert (await client.get(path)).status_code == 200
