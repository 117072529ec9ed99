"""What one gave, was given and is to give, for oneself and who facilitates, by name and never as a ranking (F78)."""

import pytest

from community import clock
from community.feedback.balance import queries
from tests.support.cohorts import a_cohort
from tests.support.feedback import asks, gives, pins, sends, takes, words_of
from tests.support.questions import questions_counted


@pytest.fixture
async def cohort(app):
    async with a_cohort(app, "Zoe", "Ben", "Cy") as made:
        yield made


async def page_of(member, cohort) -> str:
    answer = await member.opens(f"/cohorts/{cohort.id}/feedback/balance")
    assert answer.status_code == 200
    return words_of(answer)


async def numbers(member, cohort):
    """(given, received, waiting) of this member, as a facilitator is shown them."""
    found = {one.seat_id: one for one in await queries.balances(cohort.facilitator.seat, clock.now())}
    one = found[member.seat.id]
    return one.given, one.received, one.waiting


async def one_question(member, request):
    await takes(member, request, form="one_question")
    await pins(member, request, "question", "What happened next?")
    assert (await sends(member, request)).status_code == 303


async def test_r45_given_received_and_waiting_are_counted_in_whole_and_half_readers(cohort):
    zoe, ben, cy = await cohort.seats("Zoe", "Ben", "Cy")
    assert await numbers(zoe, cohort) == (0, 0, 0)
    request = await asks(cohort, zoe)
    await gives(ben, request)
    await one_question(cy, request)
    await takes(zoe, await asks(cohort, ben))
    assert await numbers(zoe, cohort) == (0, 1.5, 1)
    assert await numbers(ben, cohort) == (1, 0, 0)
    assert await numbers(cy, cohort) == (0.5, 0, 0)


async def test_what_is_over_waits_for_nobody(cohort):
    zoe, ben, cy = await cohort.seats("Zoe", "Ben", "Cy")
    request = await asks(cohort, zoe, asks="named", **{f"reader_{one.seat.id}": "yes" for one in (ben, cy)})
    assert (await numbers(ben, cohort), await numbers(cy, cohort)) == ((0, 0, 1), (0, 0, 1))
    await ben.posts(f"/feedback/{request.id}/declining")
    assert (await numbers(ben, cohort), await numbers(cy, cohort)) == ((0, 0, 0), (0, 0, 1))
    assert "you are asked by name" in await page_of(cy, cohort)
    await zoe.posts(f"/feedback/{request.id}/ending")
    assert await numbers(cy, cohort) == (0, 0, 0)
    assert "Nothing waits for you" in await page_of(cy, cohort)


async def test_each_sees_their_own_with_names_and_links_and_nobody_else_s(cohort):
    zoe, ben, cy = await cohort.seats("Zoe", "Ben", "Cy")
    request = await asks(cohort, zoe)
    await gives(ben, request)
    mine = await page_of(ben, cohort)
    assert "What you gave 1" in mine and zoe.person.name in mine and cy.person.name not in mine
    assert f"{request.address}/given" in (await ben.opens(f"/cohorts/{cohort.id}/feedback/balance")).text
    received = await page_of(zoe, cohort)
    assert "What you received 1" in received and ben.person.name in received
    assert "Everybody, by name" not in mine + received
    others = await page_of(cy, cohort)
    assert "What you gave 0" in others and ben.person.name not in others and zoe.person.name not in others


async def test_who_facilitates_sees_everybody_by_name_and_no_ranking(cohort):
    zoe, ben, cy = await cohort.seats("Zoe", "Ben", "Cy")
    await gives(cy, await asks(cohort, zoe))
    page = await page_of(cohort.facilitator, cohort)
    table = page.split("Everybody, by name", 1)[1]
    names = [one.person.name for one in (zoe, ben, cy, cohort.facilitator)]
    assert sorted(names, key=table.index) == sorted(names, key=str.lower), "whoever gave most does not stand first"
    assert f"{cy.person.name} gave 1, received 0, waiting 0" in table


async def test_however_many_there_are_the_numbers_are_one_question(cohort, monkeypatch):
    zoe, ben = await cohort.seats("Zoe", "Ben")

    async def asked() -> tuple[int, int]:
        with questions_counted(monkeypatch) as of_numbers:
            await queries.balances(cohort.facilitator.seat, clock.now())
        with questions_counted(monkeypatch) as of_page:
            await page_of(cohort.facilitator, cohort)
            await page_of(zoe, cohort)
        return of_numbers.total(), of_page.total()

    await gives(ben, await asks(cohort, zoe))
    before = await asked()
    for name in ("Di", "Eve", "Fay"):
        await gives(await cohort.joins(name), await asks(cohort, zoe, key=KEYS[name]))
    assert await asked() == before and before[0] == 1


KEYS = {"Di": "demand", "Eve": "structures", "Fay": "talk_record"}
