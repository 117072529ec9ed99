"""That a Not Yet often came first is said from real counts, from five holders on (R65)."""

import pytest
import pytest_asyncio

from community import clock, db
from community.awards import standing
from community.awards.rules import Reason
from community.catalogue.holders.queries import public_holders
from community.catalogue.holders.rules import Holders
from tests.support import attempts
from tests.support.attempts import CODE
from tests.support.awards import earns
from tests.support.catalogue import a_definition
from tests.support.feedback import words_of
from tests.support.people import make_person, signed_in_client
from tests.support.questions import questions_counted

SAID = "who hold this badge had a Not Yet first."


@pytest_asyncio.fixture
async def definition(app):
    await db.run("delete from award where true")
    return await a_definition(CODE)


async def hold_it(definition, *names):
    """Awards of these, at the first attempt as far as is known here."""
    return [await earns(await make_person(name), definition) for name in names]


async def comes_back(definition, name: str):
    """Somebody whose first attempt was a Not Yet."""
    person = await make_person(name)
    await attempts.makes_all(person, definition)
    await attempts.opens_a_window(person, definition)
    first = await attempts.has_submitted(person)
    await attempts.falls_short(first, definition, "talk_plan")
    return person, first


async def test_r65_how_many_had_a_not_yet_first_is_told_from_five_holders_on(app, client, definition):
    page = f"/catalogue/{CODE}"
    ana, first = await comes_back(definition, "Ana Torres")
    await hold_it(definition, "Ben Okafor", "Cy Young", "Dee Lund")
    async with signed_in_client(app, ana) as at_home:
        result = f"/submissions/{first.number}/result"
        await attempts.earns(await attempts.has_submitted(ana), definition)
        assert await public_holders(definition.micro_credential_id) == Holders(4, 1), "the premise"
        for one, where in ((client, page), (at_home, result)):
            assert SAID not in words_of(await one.get(where)), "of four nothing is said"
        (fifth,) = await hold_it(definition, "Eve Moss")
        for one, where in ((client, page), (at_home, result)):
            assert f"1 of 5 {SAID}" in words_of(await one.get(where))
        assert ana.name not in (await client.get(page)).text
        await standing.revoke(fifth.number, Reason.IN_ERROR, clock.now())
        assert SAID not in words_of(await client.get(page)), "who does not hold it is not counted"


async def test_an_attempt_that_is_still_open_counts_nobody(definition):
    await comes_back(definition, "Ana Torres")
    await hold_it(definition, "Ben Okafor")
    assert await public_holders(definition.micro_credential_id) == Holders(1, 0)


async def test_it_takes_one_question(definition, monkeypatch):
    await hold_it(definition, "Ben Okafor", "Cy Young")
    with questions_counted(monkeypatch) as asked:
        await public_holders(definition.micro_credential_id)
    assert asked.total() == 1


@pytest.mark.parametrize(
    ("holders", "came_back", "told"),
    [(4, 2, False), (5, 2, True), (5, 0, False), (5, 5, False), (9, 4, True), (0, 0, False)],
)
def test_r65_of_nobody_and_of_everybody_nothing_is_said(holders, came_back, told):
    assert Holders(holders, came_back).is_told is told
