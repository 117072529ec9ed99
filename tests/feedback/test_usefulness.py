"""An author says once how useful a reader's notes were: its giver hears it, nobody else; it counts nowhere (R65)."""

import pytest
import pytest_asyncio

from community import clock
from community.feedback.readings import queries as readings
from community.feedback.willing import queries as willing
from tests.board.live import open_page, served
from tests.notifications.test_notices import everybody_is_told, sentences
from tests.support.cohorts import a_cohort
from tests.support.feedback import asks, gives, words_of

WORDS = "Line two says it now"


@pytest_asyncio.fixture(scope="module")
async def address(app):
    async with served(app) as at:
        yield at


@pytest.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cy") as made:
        yield made


@pytest.fixture
async def answered(cohort):
    """Ben and Cy have answered Ana's request: the request, and the door of what Ben gave."""
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    request = await asks(cohort, ana)
    for one in (ben, cy):
        await gives(one, request)
    given = await readings.given(ben.person, request)
    return request, f"/feedback/{request.id}/given/{given.id}/usefulness"


async def test_it_is_said_in_one_press_and_the_giver_is_told_and_nobody_else(cohort, answered):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    request, door = answered
    assert (await ana.opens(request.ledger)).text.count("/usefulness") == 2, "one for each who answered"
    assert (await ana.posts(door, worth="moved", words=WORDS)).status_code == 303
    mine = await ana.opens(request.ledger)
    assert f"It moved my work {WORDS}" in words_of(mine) and mine.text.count("/usefulness") == 1
    assert f"It moved my work {WORDS}" in words_of(await ben.opens(f"{request.address}/given"))
    assert f"It moved my work {WORDS}" in words_of(await ben.opens(request.address)), "beside the draft, too"
    await everybody_is_told()
    told = f"{ana.person.name} says how useful your feedback on Artifact 1 was."
    assert told in sentences((await ben.opens("/inbox")).text)
    guide = cohort.facilitator
    for one in (cy, guide):
        assert told not in sentences((await one.opens("/inbox")).text)
    pages = [
        (cy, f"{request.address}/given"), (cy, request.address), (guide, request.address),
        (guide, f"/cohorts/{cohort.id}/feedback"), (guide, f"/cohorts/{cohort.id}/feedback/balance"),
    ]
    for one, page in pages:
        assert WORDS not in (seen := words_of(await one.opens(page))) and "It moved my work" not in seen


async def test_it_is_said_once(cohort, answered):
    ana, ben = await cohort.seats("Ana", "Ben")
    request, door = answered
    for _ in range(2):
        assert (await ana.posts(door, worth="not_this_time")).status_code == 303, "pressed twice it is said once"
    again = await ana.posts(door, worth="moved")
    assert again.status_code == 409 and "said once" in words_of(again)
    assert "Not this time" in words_of(await ben.opens(f"{request.address}/given"))
    await everybody_is_told()
    assert len([one for one in sentences((await ben.opens("/inbox")).text) if "how useful" in one]) == 1


async def test_only_the_author_says_it_and_in_words_that_are_known(cohort, answered):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    request, door = answered
    for one in (ben, cy, cohort.facilitator):
        assert (await one.posts(door, worth="moved")).status_code == 404
    assert (await ana.posts(f"/feedback/{request.id}/given/987654321/usefulness", worth="moved")).status_code == 404
    for wrong in ({"worth": "five stars"}, {"worth": "moved", "words": "x" * 301}):
        assert (await ana.posts(door, **wrong)).status_code == 422


async def test_r42_it_counts_nothing_for_whose_turn_it_is(cohort, answered):
    ana = await cohort.seats("Ana")
    await asks(cohort, await cohort.seats("Cy"))
    before = await willing.loads(ana.seat, clock.now())
    assert before, "the premise: somebody could read it"
    await ana.posts(answered[1], worth="moved")
    assert await willing.loads(ana.seat, clock.now()) == before


async def test_the_giver_sees_live_what_a_reload_shows(cohort, answered, address):
    ana, ben = await cohort.seats("Ana", "Ben")
    request, door = answered
    async with open_page(address, ben, f"{request.address}/given") as page:
        before = dict(page.socket.seen)
        await ana.posts(door, worth="confirmed", words=WORDS)
        await page.catches_up()
        assert page.socket.seen != before, "so the part asks for itself"
        shown = [frame["html"] for frame in page.socket.named("show")]
        assert any("news-of-given-" in html for html in shown) and not any(WORDS in html for html in shown)
        assert f"It confirmed my work {WORDS}" in words_of(await ben.opens(f"{request.address}/given?part=1"))
