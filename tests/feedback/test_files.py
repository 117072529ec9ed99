"""A file that comes after feedback was asked for is checked before its readers see it (R31, R32)."""

import asyncio

import pytest
import pytest_asyncio

from community.evidence import queries as works
from community.evidence.artifacts import queries as artifacts
from community.evidence.artifacts.actions import KEEPER
from community.evidence.scrub import actions as scrub
from community.feedback.files import actions
from community.uploads import looking
from tests.board.live import open_page, served
from tests.notifications.test_notices import everybody_is_told, sentences
from tests.support.artifacts import ON_THE_PAGE, a_pdf, sends
from tests.support.cases import later
from tests.support.cohorts import a_cohort
from tests.support.feedback import KEY, asks, drafts, pins, takes, words_of
from tests.support.questions import questions_counted

DESK = f"/work/EL-02/{KEY}"
LEDGER, NAMES = f"{DESK}/feedback", f"{DESK}/names"
WAITS = "Checked before others see it"


@pytest_asyncio.fixture(scope="module")
async def address(app):
    async with served(app) as at:
        yield at


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cy") as made:
        yield made


@pytest_asyncio.fixture
async def request_of_ana(cohort):
    """Ana asks, Ben reads."""
    asked = await asks(cohort, await cohort.seats("Ana"))
    await takes(await cohort.seats("Ben"), asked)
    return asked


async def adds(cohort, name: str = "plan.pdf", author: str = "", pages: int = 1):
    """Ana sends a file, and it is looked at."""
    ana = await cohort.seats("Ana")
    assert (await sends(ana.client, name, a_pdf(pages, author))).status_code == 303
    file = (await files(cohort))[-1]
    await looking.look_at_file(KEEPER, {"upload": file.id})
    return (await files(cohort))[-1]


async def files(cohort):
    return await artifacts.artifacts((await cohort.seats("Ana")).person, await the_work(cohort))


async def the_work(cohort):
    return await works.work((await cohort.seats("Ana")).person, cohort.cohort.code, KEY)


async def opens(member, request, file, piece: str = "copy") -> int:
    return (await member.opens(f"{request.address}/files/{file.number}/{piece}/content")).status_code


async def test_r32_a_file_that_comes_later_is_read_once_its_names_are_answered(cohort, request_of_ana):
    ana, ben = await cohort.seats("Ana", "Ben")
    clean = await adds(cohort, "frames.pdf")
    held = await adds(cohort, "plan.pdf", author="Jo Miller")
    page = (await ben.opens(request_of_ana.address)).text
    assert "frames.pdf" in page and "plan.pdf" not in page
    assert "plan.pdf" not in (await ben.opens(f"{request_of_ana.address}/files")).text
    assert (await opens(ben, request_of_ana, clean), await opens(ben, request_of_ana, held)) == (200, 404)
    mine = await ana.opens(LEDGER)
    assert WAITS in mine.text and f'<a href="{NAMES}">1 name to answer</a>' in mine.text
    assert "frames.pdf" not in mine.text
    (finding,) = await scrub.check(ana.person, await the_work(cohort))
    await ana.posts(f"{NAMES}/answers", key=finding.key)
    assert "plan.pdf" in (await ben.opens(request_of_ana.address)).text
    assert await opens(ben, request_of_ana, held) == 200
    assert WAITS not in (await ana.opens(LEDGER)).text
    await ana.posts(f"{NAMES}/answers/end", key=finding.key)
    assert await opens(ben, request_of_ana, held) == 404, "asked again, it waits again"


async def test_r31_a_file_renamed_to_its_authors_name_is_shown_no_more(cohort, request_of_ana):
    ana, ben = await cohort.seats("Ana", "Ben")
    file = await adds(cohort)
    assert await opens(ben, request_of_ana, file) == 200
    own = f"{ana.person.name.split()[0]} plan.pdf"
    assert (await ana.posts(file.address, name=own, alt="")).status_code == 303
    assert await opens(ben, request_of_ana, file) == 404
    assert own not in (await ben.opens(request_of_ana.address)).text
    answer = await pins(ben, request_of_ana, place=f"file:{file.number}")
    assert answer.status_code == 422, "nor is a note pinned to it"


async def test_r32_what_shows_students_waits_for_its_release_and_says_so(cohort, request_of_ana):
    ana, ben = await cohort.seats("Ana", "Ben")
    file = await adds(cohort)
    await ana.posts(file.address, name=file.name, alt="", with_students="yes")
    assert await opens(ben, request_of_ana, file) == 404
    assert "tick its release" in words_of(await ana.opens(LEDGER))
    await ana.posts(file.address, name=file.name, alt="", with_students="yes", released="yes")
    assert await opens(ben, request_of_ana, file) == 200


async def test_r32_a_name_to_look_for_counts_for_what_is_there_already(cohort, request_of_ana):
    ana, ben = await cohort.seats("Ana", "Ben")
    file = await adds(cohort, "Zorabel.pdf")
    assert await opens(ben, request_of_ana, file) == 200
    await ana.posts(f"{NAMES}/watched", names="Zorabel")
    assert await opens(ben, request_of_ana, file) == 404


async def test_its_author_hears_of_it_once_it_was_looked_at_and_only_while_somebody_is_asked(cohort):
    ana = await cohort.seats("Ana")
    await drafts(cohort, ana)
    before = await adds(cohort, "early.pdf", author="Jo Miller")
    assert await actions.to_answer_by_id([before.id]) == {}, "nobody is asked yet"
    for finding in await scrub.check(ana.person, await the_work(cohort)):
        await ana.posts(f"{NAMES}/answers", key=finding.key)
    asked = await asks(cohort, ana)
    held, clean = await adds(cohort, "late.pdf", author="Ro Miller"), await adds(cohort, "frames.pdf")
    assert await actions.to_answer_by_id([before.id, held.id, clean.id]) == {held.id: [ana.person.id]}
    await everybody_is_told()
    told = sentences((await ana.opens("/inbox")).text)
    assert len([one for one in told if "your readers do not see it yet" in one]) == 1
    await ana.posts(f"{asked.address}/ending")
    assert await actions.to_answer_by_id([held.id]) == {}


async def test_r32_the_text_that_is_read_is_the_one_that_was_asked_with(cohort, request_of_ana):
    """What is written since is compared only while it holds nothing that may be a name."""
    ana, ben = await cohort.seats("Ana", "Ben")
    await drafts(cohort, ana, "Then Jo Miller spoke.")
    for path in (request_of_ana.address, f"{request_of_ana.address}/changes"):
        answer = await ben.opens(path)
        assert answer.status_code == 200 and "Miller" not in answer.text


async def test_a_reader_sees_live_what_a_reload_shows(cohort, request_of_ana, address):
    ana, ben = await cohort.seats("Ana", "Ben")
    part = f"{request_of_ana.address}/files"
    async with open_page(address, ben, request_of_ana.address) as page:

        file = await adds(cohort, author="Jo Miller")
        await page.catches_up()
        assert f"news-of-files-{file.id}" in {frame["id"] for frame in page.socket.named("show")}
        assert file.name not in (await ben.opens(part)).text
        (finding,) = await scrub.check(ana.person, await the_work(cohort))
        before = dict(page.socket.seen)
        await ana.posts(f"{NAMES}/answers", key=finding.key)
        await page.catches_up()
        assert page.socket.seen != before, "so the part asks for itself"
        assert file.name in (await ben.opens(part)).text
        shown = [frame["html"] for frame in page.socket.named("show")]
        assert not any(file.name in html or "Miller" in html for html in shown)


async def test_r40_a_reader_sees_the_pages_of_a_document_as_pictures_with_their_text(cohort, request_of_ana):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    file, other = await adds(cohort, pages=2), await adds(cohort, "frames.pdf", pages=1)
    for address in (request_of_ana.address, f"{request_of_ana.address}/files"):
        page = await ben.opens(address)
        assert page.text.count("/pages/") == 3 and f"{ON_THE_PAGE}, 2" in words_of(page)
    for number, answer in ((1, 200), (2, 200), (3, 404)):
        assert await opens(ben, request_of_ana, file, f"pages/{number}") == answer
    assert await opens(ben, request_of_ana, other, "pages/2") == 404, "each has its own"
    picture = await ben.opens(f"{request_of_ana.address}/files/{file.number}/pages/1/content")
    assert picture.headers["content-type"] == "image/webp"
    assert await opens(cy, request_of_ana, file, "pages/1") == 403, "who does not read it"
    await ana.posts(file.address, name=file.name, alt="", with_students="yes")
    assert await opens(ben, request_of_ana, file, "pages/1") == 404, "it waits for its release"
    await ana.posts(f"{request_of_ana.address}/ending")
    assert await opens(ben, request_of_ana, other, "pages/1") == 403, "the draft is closed"


async def test_the_pages_of_many_files_are_one_question(cohort, request_of_ana, monkeypatch):
    ben, counts = await cohort.seats("Ben"), []
    await ben.opens(request_of_ana.address)
    for name in ("one.pdf", "two.pdf", "three.pdf"):
        await adds(cohort, name)
        with questions_counted(monkeypatch) as asked:
            assert name in (await ben.opens(f"{request_of_ana.address}/files")).text
        counts.append(asked.total())
    assert len(set(counts)) == 1


@pytest.mark.parametrize("piece", ["copy", "pages/1"])
async def test_r49_opening_a_file_alone_is_an_opening_of_the_draft(cohort, request_of_ana, piece):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    file = await adds(cohort)
    assert await opens(cy, request_of_ana, file, piece) == 403
    assert "Opened 0 times" in words_of(await ana.opens(LEDGER)), "who may not has opened nothing"
    assert await asyncio.gather(*(opens(ben, request_of_ana, file, piece) for _ in range(4))) == [200] * 4
    page = words_of(await ana.opens(LEDGER))
    assert "Opened 1 time" in page and ben.person.name in page
    with later(hours=1):
        assert await opens(ben, request_of_ana, file, piece) == 200
        assert "Opened 2 times" in words_of(await ana.opens(LEDGER))


async def test_r49_a_page_that_stands_open_and_asks_for_its_files_opens_nothing_anew(cohort, request_of_ana):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    part = f"{request_of_ana.address}/files"
    assert (await ben.opens(part)).status_code == 200
    assert "Opened 1 time" in words_of(await ana.opens(LEDGER)), "nobody sees them who does not stand there"
    with later(hours=5):
        assert (await ben.opens(part)).status_code == 200
        assert "Opened 1 time" in words_of(await ana.opens(LEDGER))
    assert (await cy.opens(part)).status_code == 403
