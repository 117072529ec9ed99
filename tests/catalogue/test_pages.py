"""The catalogue as a visitor reads it, without an account."""

import argparse
import json
import re
from html import unescape

import pytest
import pytest_asyncio

from community import db
from community.affiliates import queries as affiliates
from community.catalogue import actions, commands, queries, rules
from community.catalogue.importing import reading
from community.catalogue.shelves import queries as shelves
from tests.catalogue.test_examples import CODES
from tests.support.catalogue import file_of
from tests.support.people import make_person, sign_in
from tests.support.questions import questions_counted


@pytest_asyncio.fixture(scope="module", autouse=True)
async def examples(app):
    """All fourteen examples, published; EL-02 in a second version too, MA-01 with a draft of one."""
    await commands.import_catalogue(argparse.Namespace(paths=[], publish=True, issuer=[]))
    await actions.take_in([altered("EL-02", 2, "every day.", "each day.")], publish=True)
    await actions.take_in([altered("MA-01", 2, "compare strategies", "weigh strategies")])


EVIDENCE = {
    "text": "text", "document": "documents", "slides": "slides", "student_work": "student work", "image": "pictures",
    "audio": "sound", "video": "video", "link": "links", "observation_log": "an observation log",
    "data_table": "tables of data",
}  # fmt: skip


def altered(code: str, version: int, was: str, becomes: str) -> reading.Source:
    text = file_of(code).read_text("utf-8")
    assert was in text, "the premise"
    return reading.parse(text.replace("version: 1", f"version: {version}", 1).replace(was, becomes, 1).encode(), code)


def words(html: str) -> str:
    """What can be read on a page, on one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html.replace("</dt>", " ").replace("</dd>", " "))))


def texts_of(value) -> list[str]:
    """Every text of more than one word that a definition holds, as it reads without marks of Markdown."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts_of(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts_of(inner)]
    plain = re.sub(r"[*_`]|^- ", "", value, flags=re.M) if isinstance(value, str) else ""
    return [re.sub(r"\s+", " ", plain)] if " " in plain else []


@pytest.mark.parametrize("code", ["EL-02", "PAR-06", "FAM-02", "FA-04", "LDR-01", "CIV-03", "UDL-08", "PS-01"])
async def test_r1_a_visitor_reads_a_definition_whole(code, client):
    response = await client.get(f"/catalogue/{code}")
    assert response.status_code == 200
    definition = await queries.public_definition(code)
    page = words(response.text)
    held = texts_of(definition.content)
    assert len(held) > 60, "the premise"
    missing = [text for text in held if text not in page]
    assert missing == []
    for criterion in rules.criteria(definition.content):
        for text in criterion.texts:
            assert text in page, "the rubric in full"


@pytest.mark.parametrize("code", sorted(CODES))
async def test_r1_on_paper_each_of_the_fourteen_stands_whole(code, client):
    page = words((await client.get(f"/catalogue/{code}/print")).text)
    definition = await queries.public_definition(code)
    assert [text for text in texts_of(definition.content) if text not in page] == []
    assert f"{definition.hours_min:g} to {definition.hours_max:g} hours" in page
    assert definition.credit_line in page and definition.title in page


async def test_r3_the_versions_say_in_words_what_changed(client):
    page = (await client.get("/catalogue/EL-02/versions")).text
    newer, older = page.split('id="version-')[1:]
    assert "1 thing is otherwise than before." in words(newer)
    assert re.search(r"<h3>Competency</h3>", newer)
    assert "about content <del>" in newer and "taken out: </span>every</del> <ins>" in newer
    assert "added: </span>each</ins> day." in newer
    assert "The first one here." in words(older)
    assert (await client.get("/catalogue/FA-02/versions")).status_code == 404
    assert (await client.get("/catalogue/MA-01/versions")).text.count('id="version-') == 1, "a draft is nobody's yet"


async def test_a_published_page_has_a_card_and_its_facts_as_data_and_no_other_page_has(client):
    page = (await client.get("/catalogue/EL-02")).text
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    definition = await queries.public_definition("EL-02")
    assert data["@type"] == "EducationalOccupationalCredential"
    assert (data["identifier"], data["version"], data["credentialCategory"]) == ("EL-02", "2", "Badge")
    assert data["name"] == definition.title and data["competencyRequired"] == definition.competency
    assert data["url"] == "https://127.0.0.1/catalogue/EL-02"
    assert data["timeRequired"] == "PT12H", "10 to 14 hours"
    assert data["license"] == "https://creativecommons.org/licenses/by-nc-sa/4.0/"
    assert data["recognizedBy"]["name"] == definition.issuer
    assert f'<meta property="og:title" content="{definition.title}">' in page
    assert '<meta property="og:url" content="https://127.0.0.1/catalogue/EL-02">' in page
    alone = (await client.get("/catalogue/FA-02")).text
    assert "og:title" not in alone and "ld+json" not in alone
    assert '<meta name="robots" content="noindex">' in alone


async def test_r1_the_list_leads_to_every_definition(client):
    page = await client.get("/catalogue?tag=whole")
    assert page.status_code == 200
    addresses = set(re.findall(r'href="(/catalogue/[A-Z]{2,5}-\d+)"', page.text))
    assert len(addresses) == 14
    for address in addresses:
        assert (await client.get(address)).status_code == 200


async def test_r3_an_older_version_stays_to_be_read(client):
    newest, older = await client.get("/catalogue/EL-02"), await client.get("/catalogue/EL-02?version=1")
    assert "speak about content each day." in words(newest.text)
    assert "This is version" not in words(newest.text)
    assert "speak about content every day." in words(older.text)
    assert "This is version 1. Version 2 is the newest" in words(older.text)


@pytest.mark.parametrize(
    "address",
    [
        "/catalogue/MA-01?version=2", "/catalogue/MA-01?version=9", "/catalogue/MA-01?version=x",
        "/catalogue/MA-01?version=",
        "/catalogue/MA-01?version=-1", "/catalogue/MA-01?version=99999999999999999999", "/catalogue/XX-99",
        "/catalogue/ma-01", "/catalogue/%00", "/catalogue/MA-01%0a", "/catalogue/'--", "/catalogue/MA-01/",
    ],
)  # fmt: skip
async def test_what_is_not_published_is_not_there(address, client):
    assert (await client.get(address)).status_code == 404


async def test_r6_hours_evidence_and_whether_students_are_needed_are_listed(client):
    cards = (await client.get("/catalogue?show=600")).text.split('<li class="card')
    for code in sorted({one.code for one in await queries.public_catalogue()}):
        one = await queries.public_definition(code)
        card = words(next(card for card in cards if f'href="/catalogue/{one.code}"' in card))
        page = words((await client.get(f"/catalogue/{one.code}")).text)
        for shown in (card, page):
            assert f"{one.hours_min:g} to {one.hours_max:g} hours" in shown
            assert all(EVIDENCE[kind] in shown.lower() for kind in one.evidence_types)
        assert ("Students needed" if one.needs_students else "No students needed") in card
        assert ("Students Needed" if one.needs_students else "Students Not needed") in page


async def test_r7_licence_and_credit_line_stand_wherever_a_definition_stands(client):
    cards = (await client.get("/catalogue?show=600")).text.split('<li class="card')[1:]
    assert len(cards) == 222
    codes = [card.split('id="')[1].split('"')[0] for card in cards]
    listed = await shelves.public_cards(codes)
    for code, card in zip(codes, cards, strict=True):
        assert listed[code].credit_line in words(card), code
        assert "CC BY-NC-SA 4.0" in words(card)
    page = (await client.get("/catalogue/EL-02")).text
    assert (
        '<a href="https://creativecommons.org/licenses/by-nc-sa/4.0/" rel="license noopener">CC BY-NC-SA 4.0</a>'
        in page
    )
    assert "Roundtable sample definitions" in words(page)


async def test_r4_what_stands_in_several_stacks_is_shown_in_each_at_its_place(client):
    places = {}
    for stack in ("FA", "ECE", "ILNEW"):
        items = (await client.get(f"/stacks/{stack}")).text.split('<li class="card')[1:]
        codes = [item.split('id="')[1].split('"')[0] for item in items]
        numbers = [int(re.search(r"Number (\d+)", item)[1]) for item in items]
        assert numbers == sorted(numbers), "in the order of their places"
        places[stack] = numbers[codes.index("FA-01")]
    assert places == {"FA": 1, "ECE": 10, "ILNEW": 1}, "one of them is a state's own"
    page = words((await client.get("/catalogue/FA-01")).text)
    assert "number 1 in Formative Assessment" in page
    assert "number 1 in Illinois sample: The First Three Years" in page


async def test_a_recommended_predecessor_is_named_and_blocks_nothing(client):
    page = words((await client.get("/catalogue/PS-03")).text)
    assert "Recommended first: Using primary sources to start an inquiry. You may start without it." in page
    assert "Begin collecting" in page


async def test_a_visitor_may_begin_and_one_who_is_signed_in_may_start(client):
    visitor = (await client.get("/catalogue/EL-02")).text
    assert 'href="/work/EL-02"' in visitor
    assert "/work/EL-02/applications/new" not in visitor
    await sign_in(await make_person("Ana Ruiz"), client)
    assert "/work/EL-02/applications/new" in (await client.get("/catalogue/EL-02")).text


async def test_what_the_issuer_asks_is_said(client):
    page = words((await client.get("/catalogue/EL-02")).text)
    assert "Free for members, $75 for others" in page
    assert "6 months from Start" in page
    await db.run("update issuer set fee_cents = 0, window_months = null where slug = 'ironbrook-history-league'")
    assert (await affiliates.public_issuer("ironbrook-history-league")).window_months is None
    page = words((await client.get("/catalogue/CIV-03")).text)
    assert "Free for everybody" in page
    assert "None: take the time you need" in page


async def test_a_page_asks_the_database_as_often_for_fourteen_as_for_one(client, monkeypatch):
    counts = []
    for address in ("/catalogue", "/catalogue/LDR-01", "/catalogue/UDL-08", "/catalogue/EL-02?version=1"):
        with questions_counted(monkeypatch) as asked:
            assert (await client.get(address)).status_code == 200
        counts.append(asked.total())
    assert counts[0] <= 4, "one of them is what every request asks"
    assert counts[1:] == [counts[1]] * 3
    assert counts[1] <= 6
