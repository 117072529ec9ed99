"""Pages of feedback hear of each deed, and their parts, asked anew, say what a reload shows (habit 16)."""

from contextlib import AsyncExitStack
from uuid import uuid4

import pytest
import pytest_asyncio

from community.cohorts.seats import actions as seats
from community.evidence.scrub import actions as scrub
from community.feedback.readings import actions as reading
from tests.board.live import open_page, served
from tests.feedback.test_files import DESK, NAMES, adds, the_work
from tests.feedback.test_holding import LEDGER
from tests.feedback.test_holding import asks as wishes
from tests.feedback.test_reading import note_ids
from tests.feedback.test_uptake import uses
from tests.meetings.test_live import marks_of
from tests.support.artifacts import a_pdf
from tests.support.artifacts import sends as sends_file
from tests.support.cases import later
from tests.support.cohorts import a_cohort
from tests.support.feedback import asks, drafts, gives, takes, words_of


@pytest_asyncio.fixture(scope="module")
async def address(app):
    async with served(app) as at:
        yield at


@pytest.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cy", "Dev") as made:
        yield made


async def news(page) -> set[str]:
    """What of this page says since the last time that something has happened."""
    begun = page.put_in
    await page.catches_up()
    ids = [frame["id"] for frame in page.socket.named("show")[begun:]]
    return {id.rpartition("-")[0] for id in ids if id.startswith("news-of-")}


async def part_is_as_reloaded(page) -> str:
    """The words of the page's part, asked for anew, which stand on the page that is opened again."""
    mark = "&" if "?" in page.path else "?"
    part = words_of(await page.member.opens(f"{page.path}{mark}part=1")).strip()
    again = words_of(await page.member.opens(page.path))
    assert part in again, page.path
    await page.reloaded()
    return part


async def test_each_deed_of_a_request_is_heard_by_author_reader_and_cohort(cohort, address):
    ana, ben, cy, dev = await cohort.seats("Ana", "Ben", "Cy", "Dev")
    async with AsyncExitStack() as stack:

        async def opens(member, path):
            return await stack.enter_async_context(open_page(address, member, path))

        author, here = await opens(ana, LEDGER), await opens(dev, f"/cohorts/{cohort.id}/feedback")
        request = await asks(cohort, ana)
        for page in (author, here):
            assert await news(page) == {"news-of-request"}
            await part_is_as_reloaded(page)
        await takes(cy, request)
        pages = (author, here, await opens(cy, request.address))
        for page in pages:
            await page.catches_up()

        async def declines():
            await ben.posts(f"{request.address}/declining")

        async def takes_it():
            await takes(ben, request)

        async def rests():
            with later(hours=73):
                await reading.give_back({})

        async def gives_it():
            await gives(ben, request)

        for deed in (takes_it, declines, rests, gives_it):
            await deed()
            for page in pages:
                assert "news-of-request" in await news(page), deed.__name__
                await part_is_as_reloaded(page)
        await ana.posts(f"/feedback/{request.id}/ending")
        for page in (author, here):
            assert "news-of-request" in await news(page)
            await part_is_as_reloaded(page)


async def test_what_is_replied_and_thanked_is_heard_by_author_and_giver(cohort, address):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    await gives(ben, request)
    ledger = (await ana.opens(request.ledger)).text
    (first, *_rest), given = note_ids(ledger), ledger.split("/given/", 1)[1].split("/thanks", 1)[0]
    async with (
        open_page(address, ben, f"{request.address}/given") as giver,
        open_page(address, ana, request.ledger) as author,
    ):
        await uses(ana, request, first)
        await ana.posts(f"/feedback/{request.id}/notes/{first}/replies", text="Which line?", post_key=str(uuid4()))
        await ana.posts(f"/feedback/{request.id}/given/{given}/thanks", thanks="It made me see it")
        for page in (giver, author):
            assert await news(page) == {"news-of-note", "news-of-given"}
            said = await part_is_as_reloaded(page)
            assert "Which line?" in said and "It made me see it" in said


async def test_that_a_request_waits_no_more_is_heard_by_its_author(cohort, address):
    ana = await cohort.seats("Ana")
    await drafts(cohort, ana)
    await sends_file(ana.client, "plan.pdf", a_pdf())
    async with open_page(address, ana, LEDGER) as author:
        await wishes(cohort)
        await ana.posts(LEDGER.replace("/feedback", "/held-request/withdrawal"))
        assert "news-of-held" in await news(author)
        await part_is_as_reloaded(author)


@pytest.mark.parametrize("who", ["in a cohort", "alone"])
async def test_what_may_be_seen_of_files_is_heard_by_reader_and_author(cohort, address, who):
    """A file is taken away, a name is looked for, and another is answered."""
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    await takes(ben, request)
    file = await adds(cohort, author="Jo Miller")
    (finding,) = await scrub.check(ana.person, await the_work(cohort))
    if who == "alone":
        await seats.leave(ana.person, ana.seat, cohort.cohort)
    async with open_page(address, ana, f"{DESK}/files", marks_of) as names, AsyncExitStack() as stack:
        await ana.posts(f"{NAMES}/answers", key=finding.key)
        assert await news(names) == {"news-of-files"}
        await ana.posts(f"{NAMES}/watched", names="Zorabel")
        assert who != "alone" or await news(names) == {"news-of-files"}
        if who != "alone":
            reader = await stack.enter_async_context(open_page(address, ben, request.address))
            await ana.posts(f"{NAMES}/watched", names="Miriabel")
            assert await news(reader) == {"news-of-files"}
            await ana.posts(f"{file.address}/removal")
            assert await news(reader) == {"news-of-files"}
