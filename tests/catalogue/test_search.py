"""Searching the catalogue: words, misspellings, filters, the address, stacks, titles alone."""

import argparse
import re
from html import unescape

import pytest
import pytest_asyncio

from community import db
from community.catalogue import commands
from community.catalogue.shelves import queries
from tests.support.catalogue import many_definitions
from tests.support.questions import questions_counted


@pytest_asyncio.fixture(scope="module", autouse=True)
async def everything(app):
    """The fourteen definitions, the titles of the others, the states' stacks."""
    await commands.import_catalogue(argparse.Namespace(paths=[], publish=True, issuer=[]))


async def finds(q: str) -> list[str]:
    return [one.code for one in await queries.public_entries(q)]


def codes(page: str) -> list[str]:
    return re.findall(r'<li class="card stack" data-gap="tight" id="([A-Z]+-\d+)"', page)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


# --- words ---


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("number talks", "MA-01"),
        ("talking numbers", "MA-01"),  # by their stems
        ("exit tickets", "FA-01"),
        ("FA-01", "FA-01"),
        ("fa-01", "FA-01"),
        ("newcomers", "EL-02"),
        ("newcom", "EL-02"),  # not finished yet
        ("éxit tickets", "FA-01"),
    ],
)
async def test_what_one_means_comes_first(typed, first):
    assert (await finds(typed))[0] == first


async def test_a_title_counts_more_than_a_competency_and_that_more_than_the_rubric():
    fit = {one.code: one.fit for one in await queries.public_entries("sort")}
    in_rubric = [code for code in fit if code == "FA-01"]
    assert in_rubric, "the premise: its rubric speaks of sorting"
    fit = {one.code: one.fit for one in await queries.public_entries("talk")}
    assert fit["EL-02"] > fit["ECE-03"] > min(fit.values()), "the word itself, a form of it, somewhere in the text"


async def test_words_of_the_rubric_are_found():
    assert await finds("expected misunderstanding recognised") == ["FA-01"]


async def test_a_stacks_title_finds_what_stands_in_it():
    assert {"FA-01", "FA-02", "FA-03"} <= set(await finds("formative assessment"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("exit tikets", "FA-01"), ("sucess criteria", "FA-02"), ("questoins", "FA-04"), ("famlies", "FAM-08")],
)
async def test_a_misspelt_title_is_found(typed, meant):
    assert meant in await finds(typed)


async def test_nothing_that_is_merely_alike_stands_beside_what_has_the_words():
    for code in await finds("reading"):
        text = await db.value(
            """
            select listing.title || ' ' || competency || ' ' || body from listing
            join micro_credential on id = micro_credential_id where code = :code
            """,
            code=code,
        )
        assert "read" in text.lower(), code


@pytest.mark.parametrize("typed", ["'", "!!!", "a & b | c", '"', "-", "\\", "%", ":*", "((", "x" * 100, "the", "<b>"])
async def test_whatever_is_typed_is_answered(typed, client):
    assert (await client.get("/catalogue", params={"q": typed})).status_code == 200


async def test_quotes_and_minus_are_understood():
    assert "MA-01" in await finds('"number talks"')
    assert await finds('"talks number"') == []
    assert "MA-01" not in await finds("talks -number")


# --- filters, in the address ---


async def test_each_filter_leaves_what_it_says(client):
    page = (await client.get("/catalogue?tag=whole&tag=no_students&show=600")).text
    kept = await queries.public_cards(codes(page))
    assert kept and all(one.whole and not one.needs_students for one in kept.values())
    shown = int(re.search(r'<h2 id="found">(\d+) fit', page)[1])
    assert shown == len(kept)
    count = re.search(r'value="breaks">[^<]*<span>[^<]*</span> <span class="soft small push">(\d+)<', page)[1]
    narrower = (await client.get("/catalogue?tag=whole&tag=no_students&tag=breaks&show=600")).text
    assert len(codes(narrower)) == int(count), "the number beside a box is what it leaves"


async def test_a_stack_an_hour_and_a_language_narrow(client):
    assert set(codes((await client.get("/catalogue?stack=FA")).text)) == {f"FA-0{n}" for n in range(1, 9)}
    few = codes((await client.get("/catalogue?hours=15&show=600")).text)
    assert few and all(one.hours_max <= 15 for one in (await queries.public_cards(few)).values())
    assert len(codes((await client.get("/catalogue?language=en&show=600")).text)) == 222


async def test_what_is_chosen_stands_in_the_form_again(client):
    page = (await client.get("/catalogue?q=talk&stack=EL&tag=no_waiting&order=title&audience=teacher")).text
    assert 'name="q" type="search" value="talk"' in page
    assert '<option value="EL" selected>' in page
    assert 'value="no_waiting" checked' in page
    assert '<option value="title" selected>' in page
    assert '<option value="teacher" selected>' in page


async def test_where_nothing_fits_it_says_what_to_leave_out(client):
    page = (await client.get("/catalogue?q=newcomers&stack=MA")).text
    assert "Nothing fits" in page
    assert "1 without “Mathematics Teaching”" in words(page)
    address = unescape(re.search(r'<li><a href="(/catalogue[^"]*)">1 without', page)[1])
    assert codes((await client.get(address)).text) == ["EL-02"]
    page = words((await client.get("/catalogue?q=zzzzzzz")).text)
    assert "Try fewer or other words" in page


async def test_more_is_shown_when_asked_for(client):
    page = (await client.get("/catalogue")).text
    assert len(codes(page)) == 24
    assert "24 of 222 are shown" in words(page)
    more = (await client.get(unescape(re.search(r'href="(/catalogue\?show=[^"#]*)', page)[1]))).text
    assert len(codes(more)) == 48
    assert codes(more)[:24] == codes(page)


async def test_the_live_answer_is_what_the_page_shows(client):
    page = (await client.get("/catalogue?q=talk&tag=no_students")).text
    headers = {"HX-Request": "true", "HX-Target": "section#results"}
    part = await client.get("/catalogue?q=talk&stack=&tag=no_students&hours=&order=fit", headers=headers)
    assert part.headers["hx-replace-url"] == "/catalogue?q=talk&tag=no_students", "nothing empty in the address"
    assert "<html" not in part.text
    assert codes(part.text) == codes(page)
    filters = part.text.split('hx-target="#filters" hx-swap="innerMorph">')[1].split("</hx-partial>")[0]
    assert filters.strip() in page, "the same filters with the same counts"


# --- titles alone ---


async def test_a_title_alone_says_what_is_known_and_what_is_not(client):
    page = words((await client.get("/catalogue/FA-02")).text)
    assert "Success criteria students can use" in page
    assert "The full definition is not here yet." in page
    assert "10 to 14 hours" in page and "Formative Assessment" in page and "CC BY-NC-SA 4.0" in page
    assert "Begin collecting" not in page
    assert (await client.get("/catalogue/FA-02?version=1")).status_code == 404


async def test_a_list_with_mistakes_is_refused_by_line_and_field(tmp_path, capsys):
    head, *rows = commands.TITLES.read_text("utf-8").splitlines()
    file = tmp_path / "titles.csv"
    wrong = [rows[1].replace("FA-02", "fa2"), rows[2].replace(",15,22,", ",30,22,"), rows[3], rows[3]]
    file.write_text("\n".join([head, *wrong]), "utf-8")
    before = await db.value("select count(*) from listing")
    assert await commands.import_catalogue(argparse.Namespace(paths=[file], publish=False, issuer=[])) == 1
    said = capsys.readouterr().err
    assert f"{file}, line 2, code: This must be two to five capital letters" in said
    assert f"{file}, line 3, hours: The least number of hours is above the most." in said
    assert f"{file}, line 5, code: FA-04 stands here already, on line 4." in said
    file.write_text("code,title\nFA-02,A title of its own\n", "utf-8")
    assert await commands.import_catalogue(argparse.Namespace(paths=[file], publish=False, issuer=[])) == 1
    assert "Its first line must name the columns; missing: stack" in capsys.readouterr().err
    assert await db.value("select count(*) from listing") == before


async def test_a_list_never_overwrites_a_whole_definition(tmp_path):
    head, first, *_ = commands.TITLES.read_text("utf-8").splitlines()
    file = tmp_path / "titles.csv"
    file.write_text(f"{head}\n{first.replace('Checking for', 'Looking for')}\n", "utf-8")
    assert await commands.import_catalogue(argparse.Namespace(paths=[file], publish=False, issuer=[])) == 0
    assert (await queries.public_card("FA-01")).title == "Checking for understanding with exit tickets"


# --- stacks ---


async def test_f4_a_stack_has_its_own_page_and_f5_says_what_is_required_and_what_comes_first(client):
    page = (await client.get("/stacks/CIV")).text
    item = words(page.split('id="PS-03"')[1].split("</li>")[0])
    assert "Optional in this stack" in item
    assert "Recommended first: Using primary sources to start an inquiry (number 10 here). You may start" in item
    assert "Required in this stack" in words(page.split('id="CIV-01"')[1].split("</li>")[0])
    assert (await client.get("/stacks/NOPE")).status_code == 404
    assert (await client.get("/stacks/x%00")).status_code == 404
    stacks = (await client.get("/stacks")).text
    assert "Put together by a state" in stacks and 'href="/stacks/ILNEW"' in stacks


async def test_r4_a_new_version_moves_nothing_in_a_states_own_stack():
    from community.catalogue.importing import shelf

    before = await queries.public_places("ILNEW")
    id = await db.value("select id from micro_credential where code = 'FA-01'")
    async with db.transaction():
        await shelf.set_stacks(id, [{"code": "FA", "position": 3}], {})
    assert await queries.public_places("ILNEW") == before
    assert [one.place for one in await queries.public_places("FA") if one.code == "FA-01"] == [3]


async def test_four_hundred_definitions_cost_as_few_questions_as_one(client, monkeypatch):
    await many_definitions(400)
    for address in ("/catalogue", "/catalogue?q=talk&tag=whole", "/catalogue?show=600", "/stacks", "/stacks/QA"):
        with questions_counted(monkeypatch) as asked:
            assert (await client.get(address)).status_code == 200
        assert asked.total() <= 4, address
