"""A request made while a file is still being looked at waits for it: what may be a name stops it first (R31, R32)."""

import pytest_asyncio

from community import db
from community.evidence import queries as works
from community.evidence.artifacts import queries as artifacts
from community.feedback.holding import actions, queries
from community.feedback.requests import queries as requests
from community.uploads import looking
from tests.board.live import open_page, served
from tests.support.artifacts import a_pdf, sends
from tests.support.cohorts import a_cohort
from tests.support.feedback import KEY, asking, drafts, words_of

LEDGER = f"/work/EL-02/{KEY}/feedback"
WAITS, STOPPED = "waits until the files are looked at", "Your request did not go"


@pytest_asyncio.fixture(scope="module")
async def address(app):
    async with served(app) as at:
        yield at


@pytest_asyncio.fixture
async def cohort(app):
    """Ana has a draft and a file that nobody has looked at yet."""
    async with a_cohort(app, "Ana", "Ben") as made:
        await drafts(made, await made.seats("Ana"))
        yield made


async def sends_a_file(cohort, author: str = ""):
    ana = await cohort.seats("Ana")
    assert (await sends(ana.client, "plan.pdf", a_pdf(author=author))).status_code == 303
    return await the_work(cohort)


async def the_work(cohort):
    return await works.work((await cohort.seats("Ana")).person, cohort.cohort.code, KEY)


async def asks(cohort, **fields):
    return await (await cohort.seats("Ana")).posts(f"/work/EL-02/{KEY}/requests", **asking(**fields))


async def looks(cohort):
    """The scanner's job has answered."""
    from community.evidence.artifacts.actions import KEEPER

    for file in await artifacts.artifacts((await cohort.seats("Ana")).person, await the_work(cohort)):
        await looking.look_at_file(KEEPER, {"upload": file.id})


async def asked(cohort):
    return await requests.requests_of_work((await cohort.seats("Ana")).person, await the_work(cohort))


async def test_r32_a_request_waits_until_its_files_are_looked_at_and_then_goes_by_itself(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    await sends_a_file(cohort)
    assert "still being looked at" in (await ana.opens(f"/work/EL-02/{KEY}/requests/new")).text
    assert (await asks(cohort)).headers["location"] == LEDGER
    assert await asked(cohort) == []
    assert WAITS in (await ana.opens(LEDGER)).text
    assert "Is the purpose clear?" not in (await ben.opens(f"/cohorts/{cohort.id}/feedback")).text
    await actions.send_held({})
    assert await asked(cohort) == [], "nobody has looked yet"
    await looks(cohort)
    await actions.send_held({})
    (one,) = await asked(cohort)
    assert (one.focus, one.wanted, one.asks) == ("Is the purpose clear?", 2, "cohort")
    assert "Is the purpose clear?" in (await ben.opens(f"/cohorts/{cohort.id}/feedback")).text
    assert WAITS not in (await ana.opens(LEDGER)).text
    await actions.send_held({})
    assert len(await asked(cohort)) == 1


async def test_r31_what_is_found_in_the_file_stops_it_before_anybody_reads_and_its_author_is_told(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    await sends_a_file(cohort, author=ana.person.name)
    await asks(cohort, focus="What do you see?", asks="named", **{f"reader_{ben.seat.id}": "yes"})
    await looks(cohort)
    await actions.send_held({})
    assert await asked(cohort) == []
    held = await queries.held(ana.person, await the_work(cohort))
    assert held.stopped_at and await queries.stopped_by_id([held.id]) == {held.id: [ana.person.id]}
    kinds = await db.many(
        dict, "select topic from event where kind = 'request.stopped' and subject_id = :id order by topic limit 9",
        id=held.id,
    )  # fmt: skip
    assert [row["topic"] for row in kinds] == sorted([f"person:{ana.person.id}", ana.seat.topic])
    assert STOPPED in (await ana.opens(LEDGER)).text
    form = (await ana.opens(held.address)).text
    assert "What do you see?" in form and f'name="reader_{ben.seat.id}" value="yes" checked' in form
    assert "Look at 1 word" in form
    (finding,) = await found(ana, cohort)
    await ana.posts(f"/work/EL-02/{KEY}/names/answers", key=finding.key)
    await actions.send_held({})
    assert await asked(cohort) == [], "it does not go behind her back"
    assert (await asks(cohort, focus="What do you see?")).status_code == 303
    (one,) = await asked(cohort)
    assert one.focus == "What do you see?"
    assert await queries.held(ana.person, await the_work(cohort)) is None


async def found(ana, cohort):
    from community.evidence.scrub import actions as scrub

    return await scrub.check(ana.person, await the_work(cohort))


async def test_what_waits_is_taken_back_and_asked_anew_it_is_one(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    await sends_a_file(cohort)
    await asks(cohort, focus="One")
    await asks(cohort, focus="Two")
    taking = f"/work/EL-02/{KEY}/held-request/withdrawal"
    assert "Two" in (await ana.opens(LEDGER)).text
    assert (await ben.posts(taking)).status_code == 409
    assert (await ana.posts(taking)).status_code == 303
    assert (await ana.posts(taking)).status_code == 409
    await looks(cohort)
    await actions.send_held({})
    assert await asked(cohort) == []


async def test_it_goes_no_more_once_its_day_is_over_or_its_author_has_left(cohort):
    ana = await cohort.seats("Ana")
    await sends_a_file(cohort)
    await asks(cohort)
    await looks(cohort)
    held = await queries.held(ana.person, await the_work(cohort))
    late = held.asking | {"until": "2020-01-01"}
    await db.run("update held_request set asking = :asking where id = :id", asking=late, id=held.id)
    await actions.send_held({})
    assert (await queries.held(ana.person, await the_work(cohort))).stopped_at
    await asks(cohort)
    assert len(await asked(cohort)) == 1


async def test_names_that_are_known_now_are_said_now(cohort):
    ana = await cohort.seats("Ana")
    await sends_a_file(cohort)
    answer = await asks(cohort, focus=f"Is {ana.person.name} clear?")
    assert answer.status_code == 409
    assert await queries.held(ana.person, await the_work(cohort)) is None


async def test_its_page_shows_live_what_a_reload_shows(cohort, address):
    ana = await cohort.seats("Ana")
    await sends_a_file(cohort, author=ana.person.name)
    async with open_page(address, ana, LEDGER) as page:
        before = dict(page.socket.seen)
        await asks(cohort)
        await page.catches_up()
        assert page.socket.seen != before
        assert WAITS in words_of(await ana.opens(f"{LEDGER}?part=1"))
        await looks(cohort)
        before = dict(page.socket.seen)
        await actions.send_held({})
        await page.catches_up()
        assert page.socket.seen != before
        assert STOPPED in words_of(await ana.opens(f"{LEDGER}?part=1"))
