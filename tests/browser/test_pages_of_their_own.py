"""Pages that need a state of their own, which the world of the doors has not: looked at like all others."""

import pytest
import pytest_asyncio

from community.moderation import queries as moderation
from community.moderation.actions import report, settle
from community.moderation.rules import Outcome, Reason
from tests.browser.looking import an_eye
from tests.feedback.test_reading import note_ids
from tests.feedback.test_uptake import uses
from tests.overview.test_letting import KEY, TEXT, member
from tests.overview.test_letting import answers as lets_in
from tests.overview.test_letting import asks as asks_to_be_let_in
from tests.support.attempts import CODE, opens_a_window
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.discussion import says
from tests.support.evidence import writes
from tests.support.feedback import asks, gives
from tests.support.meetings import meets
from tests.support.opened import comes_back
from tests.support.servers import serve

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(scope="module")
async def server(app):
    async with serve() as one:
        yield one


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben") as made:
        yield made


async def a_recap(cohort):
    return cohort.facilitator, f"{(await meets(cohort.facilitator, 'Begin', -1)).address}/recap"


async def an_extension(cohort):
    ana = await cohort.seats("Ana")
    await opens_a_window(ana.person, await a_definition(cohort.cohort.code))
    return ana, f"/work/{cohort.cohort.code}/extensions"


async def a_reflection_begun_from_the_ledger(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    await gives(ben, request)
    await uses(ana, request, note_ids((await ana.opens(request.ledger)).text)[0], "used", "The frame was missing")
    return ana, f"/work/{cohort.cohort.code}/reflection/beginning"


async def a_draft_that_is_let_in_to(cohort):
    await writes((await cohort.seats("Ana")).person, await a_definition(cohort.cohort.code), KEY, TEXT)
    await asks_to_be_let_in(cohort)
    await lets_in(cohort)
    return cohort.facilitator, f"{member(cohort)}/drafts/{KEY}"


async def a_hidden_message(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    message = await says(ben, "Whoever says so is a fool")
    await report(ana.seat, message, Reason.UNKIND, "")
    (found,) = await moderation.reports(cohort.facilitator.seat)
    await settle(cohort.facilitator.seat, found, Outcome.HIDDEN, "We speak about work here.")
    return ben, f"{message.address}/hiding"


async def what_changed_since_it_was_judged(cohort):
    ana = await cohort.seats("Ana")
    await comes_back(ana)
    await writes(ana.person, await a_definition(CODE), KEY, "Another lesson, in a circle.")
    return ana, f"/work/{CODE}/{KEY}/changes"


@pytest.mark.parametrize(
    "stands",
    [
        *(a_recap, an_extension, a_reflection_begun_from_the_ledger, a_draft_that_is_let_in_to, a_hidden_message),
        what_changed_since_it_was_judged,
    ],
    ids=lambda one: one.__name__,
)
async def test_it_is_for_everybody_in_every_look(browser, server, cohort, stands):
    who, address = await stands(cohort)
    eye = await an_eye(browser, server.url)
    await eye.signs_in(who.person)
    await eye.opens(address)
    assert await eye.finds_in_every_look() == []
    await eye.page.context.close()
