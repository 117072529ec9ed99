"""What is seen live of one's files and links is what a reload shows, on a board and alone (habit 16)."""

import json
import re
from html import unescape

import pytest
import pytest_asyncio

from community.errors import Conflict
from community.evidence import queries as works
from community.evidence.artifacts import actions as files
from community.evidence.artifacts import queries as rows
from community.evidence.artifacts.queries import Said
from community.evidence.links import actions as links
from community.uploads import receiving
from tests.board.live import open_page, served, span_of
from tests.evidence.links.test_links import outside
from tests.ground.test_fetch import page as answer
from tests.support.artifacts import CODE, DESK, KEY, a_pdf, artifacts_of, attaches, looked_at, says_a_file
from tests.support.catalogue import a_definition
from tests.support.cohorts import Member, a_cohort
from tests.support.evidence import writes
from tests.support.people import make_person

assert outside, "a fixture"


@pytest_asyncio.fixture(scope="module")
async def address(app):
    async with served(app) as at:
        yield at


@pytest_asyncio.fixture(params=["on a board", "alone"])
async def ana(app, request):
    """Her files and links are told on her seat's topic, or without a cohort on her own."""
    async with a_cohort(app, "Ana") as cohort:
        member = cohort.members["Ana"]
        if request.param == "alone":
            alone = await make_person("Ana Torres")
            member = Member(alone, None, await cohort.browser(alone))
        await a_definition(CODE)
        yield member


def marks_of(html: str) -> list[str]:
    """Of the part, which carries its own topics."""
    part = re.search(r"<section[^>]*id=\"(?:files|links)\"[^>]* data-topics='([^']*)'", html)
    return json.loads(unescape(part[1]))


def shown(html: str, id: str) -> str:
    begin, end = span_of(html, id)
    return re.sub(r">\s+|\s+<", lambda gap: gap[0].strip(), html[begin:end])


# --- files ---


async def one_is_said(ana, definition):
    await says_a_file(ana, definition, "card.pdf")


async def a_piece_comes_and_the_rest(ana, definition):
    content = a_pdf().ljust(20_000)
    said = await says_a_file(ana, definition, "card.pdf", len(content))
    for start, end in ((0, 10_000), (10_000, 20_000)):

        async def piece(at=start, until=end):
            yield content[at:until]

        (now,) = await artifacts_of(ana, definition)
        await receiving.receive(files.KEEPER, now, start, piece())
    await receiving.gather(files.KEEPER, {"upload": said.id})


async def one_is_looked_at(ana, definition):
    await a_piece_comes_and_the_rest(ana, definition)
    await looked_at(ana, definition)


async def one_is_refused(ana, definition):
    await attaches(ana, definition, KEY, "cut.pdf", a_pdf()[:60])


async def one_is_described(ana, definition):
    (file,) = [await attaches(ana, definition, KEY, "card.pdf", a_pdf())]
    await files.describe(ana, file, Said("A <b>card</b>.pdf", with_students=True))


async def one_of_two_is_removed(ana, definition):
    await attaches(ana, definition, KEY, "plan.pdf", a_pdf())
    await one_is_described(ana, definition)
    first = (await artifacts_of(ana, definition))[0]
    await files.remove(ana, first)
    with pytest.raises(Conflict):
        await files.remove(ana, first)


OF_FILES = [
    one_is_said, a_piece_comes_and_the_rest, one_is_looked_at, one_is_refused, one_is_described, one_of_two_is_removed,
]


@pytest.mark.parametrize("deed", OF_FILES, ids=lambda deed: deed.__name__)
async def test_a_files_row_is_seen_live_as_a_reload_shows_it(ana, address, deed):
    place = f"file-list-{KEY}"
    async with open_page(address, ana, f"{DESK}/files", marks_of) as page:
        before = shown(page.html, place)
        await deed(ana.person, await a_definition(CODE))
        await page.catches_up()
        after = shown(await page.reloaded(), place)
        assert shown(page.html, place) == after != before
    assert await rows.artifacts(ana.person, await works.work(ana.person, CODE, KEY)), "there is one to see"


# --- links ---


async def two_are_pasted(ana, definition, outside):
    text = f"Look at http://{outside.here}/plan and http://{outside.here}/gone"
    await links.note(ana, await writes(ana, definition, KEY, text))


async def both_are_looked_at(ana, definition, outside):
    outside.pages["/plan"] = answer("200 OK", "Content-Type: text/html", body=b"<h1>A plan</h1>")
    await two_are_pasted(ana, definition, outside)
    await links.look({"work": (await works.work(ana, CODE, KEY)).id})


async def both_wait_again(ana, definition, outside):
    await both_are_looked_at(ana, definition, outside)
    await links.check_again(ana, await works.work(ana, CODE, KEY))


async def one_is_taken_out(ana, definition, outside):
    await both_are_looked_at(ana, definition, outside)
    await links.note(ana, await writes(ana, definition, KEY, f"Look at http://{outside.here}/plan"))


OF_LINKS = [two_are_pasted, both_are_looked_at, both_wait_again, one_is_taken_out]


@pytest.mark.parametrize("deed", OF_LINKS, ids=lambda deed: deed.__name__)
async def test_links_are_seen_live_as_a_reload_shows_them(ana, address, outside, deed):
    place = f"links-{KEY}"
    async with open_page(address, ana, f"{DESK}/links", marks_of) as page:
        before = shown(page.html, place)
        await deed(ana.person, await a_definition(CODE), outside)
        await page.catches_up()
        after = shown(await page.reloaded(), place)
        assert shown(page.html, place) == after != before
        assert f"{outside.here}/plan" in after
