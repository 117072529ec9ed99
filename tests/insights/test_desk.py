"""What an organizer reads of all cohorts here and below, over HTTP: two counters, the months, a list (R11, R65)."""

import re
from html import unescape

import pytest_asyncio

from community import clock, db
from community.affiliates import actions as affiliates
from community.affiliates import queries as affiliate_queries
from community.insights.counting import queries as counting
from tests.support.catalogue import a_definition
from tests.support.cohorts import Member, a_cohort, a_local
from tests.support.feedback import words_of
from tests.support.insights import belongs, follow, takes
from tests.support.people import erased, make_person
from tests.support.questions import questions_counted

ALONE = [("earned",), ("not_yet", "earned"), ("not_yet",), ("not_yet",), ()]
TOGETHER = [*[("earned",)] * 4, ("not_yet", "earned"), ("not_yet",)]


class World:
    """A local with a cohort, another one beside it with fewer people, and their state above."""

    async def reads(self, organizer: Member, affiliate, status: int = 200, query: str = "") -> str:
        answer = await organizer.opens(f"/affiliates/{affiliate.id}/insights{query}")
        assert answer.status_code == status, answer.text[:500]
        return words_of(answer)


async def an_organizer(made, name: str, affiliate) -> Member:
    person = await make_person(name)
    await affiliates.give_desk(person, "organizer", affiliate)
    return Member(person, None, await made.browser(person))


@pytest_asyncio.fixture(scope="module")
async def world(app):
    local = await a_local("Cedar Valley Education Association")
    state = (await affiliate_queries.affiliates_by_id([local.parent_id]))[local.parent_id]
    beside = await a_local("Elk Ridge Teachers", under=state)
    definition = await a_definition("EL-02")
    names = tuple(f"Member {letter}" for letter in "ABCDEF")
    cedar = a_cohort(app, *names, local=local, name="Talk in Cedar")
    async with cedar as here, a_cohort(app, "Zoe", local=beside) as there:
        made = World()
        made.local, made.state, made.beside, made.here, made.there = local, state, beside, here, there
        made.organizer = Member(here.organizer, None, await here.browser(here.organizer))
        made.above = await an_organizer(here, "Sam State", state)
        for member, path in zip(await here.seats(*names), TOGETHER, strict=True):
            await db.run("update seat set joined_at = joined_at - interval '40 days' where id = :id", id=member.seat.id)
            await takes(member.person, definition, *path)
        for number, path in enumerate(ALONE):
            person = await make_person(f"Alone {number}")
            await belongs(person, local)
            await takes(person, definition, *path)
        zoe = await there.seats("Zoe")
        await db.run("update seat set joined_at = joined_at - interval '13 days' where id = :id", id=zoe.seat.id)
        await belongs(zoe.person, beside)
        await takes(zoe.person, definition, "earned")
        await follow()
        yield made


async def sums() -> list[dict]:
    return await db.many(
        dict,
        """
        select affiliate_id, supported, month, people, judged, met, awarded, awards from first_attempt_count
        where people <> 0 or awards <> 0 order by 1, 2, 3 limit 1000
        """,
    )


async def test_two_counters_stand_apart_first_attempts_and_awards(world):
    said = await world.reads(world.organizer, world.local)
    assert "With a cohort, 4 of 6" in said and "67%" in said
    assert "With a cohort, 5 of 6" in said and "83%" in said
    assert "Alone, 2 of 5" in said, "earned so far"
    assert "Alone: fewer than five people so far" in said, "four of them were told a first result"
    assert "People who choose a group differ" in said


async def test_r65_what_fewer_than_five_did_is_nowhere(world):
    said = await world.reads(world.above, world.beside)
    assert "With a cohort: fewer than five" in said and "Alone: fewer than five" in said
    assert "under 5" in said and "%" not in said.replace("40%", "")


async def test_thirteen_days_in_a_seat_are_no_fortnight(world):
    said = await world.reads(world.above, world.state)
    assert "Alone, 2 of 5" in said and "With a cohort, 4 of 6" in said, "Zoe went alone, and is the fifth judged"


async def test_r11_an_organizer_reads_their_own_affiliate_and_those_below_it(world):
    said = await world.reads(world.above, world.state)
    assert "Talk in Cedar" in said and world.there.cohort.name in said
    assert world.there.cohort.name not in await world.reads(world.organizer, world.local)
    await world.reads(world.organizer, world.state, 404)
    await world.reads(world.organizer, world.beside, 404)


async def test_the_list_is_found_by_words_and_by_state(world):
    assert "Talk in Cedar" in await world.reads(world.above, world.state, query="?q=in+ced")
    assert "None is found" in await world.reads(world.above, world.state, query="?q=100%25")
    assert "None is found" in await world.reads(world.above, world.state, query="?state=closed")


async def test_the_list_goes_on_by_page(world, monkeypatch):
    from community.insights.desk import routes

    monkeypatch.setattr(routes, "PAGE", 1)
    answer = (await world.above.opens(f"/affiliates/{world.state.id}/insights")).text
    on = unescape(re.search(r'href="([^"]+)" rel="next"', answer)[1])
    further = (await world.above.opens(on)).text
    names = {world.here.cohort.name, world.there.cohort.name}
    assert {name for name in names if name in answer} != {name for name in names if name in further}
    assert 'rel="next"' not in further


async def test_what_the_follower_counts_is_what_counting_anew_finds(world):
    counted = await sums()
    async with db.transaction():
        await counting.recount_all_by_id()
    assert await sums() == counted and counted


async def test_an_award_that_is_revoked_counts_no_more(world):
    before = await sums()
    award_id = await db.value("select max(id) from award where micro_credential_id is not null")
    async with db.transaction():
        await db.run("update award set state = 'revoked', revoked_at = :at, reason = 'in_error' where id = :id",
                     id=award_id, at=clock.now())  # fmt: skip
        await counting.recount_by_id(await counting.whose_by_id([], [award_id]))
        after = await sums()
        await db.run("update award set state = 'in_force', revoked_at = null, reason = '' where id = :id", id=award_id)
        await counting.recount_by_id(await counting.whose_by_id([], [award_id]))
    fewer = sum(row["awards"] for row in before) - sum(row["awards"] for row in after)
    assert fewer == 3, "one there, one above, one above that"
    assert await sums() == before


async def test_who_closes_their_account_stays_in_the_sums_alone(world):
    before, gone = await sums(), await db.value("select max(person_id) from first_attempt")
    await erased(gone)
    assert not await db.value("select count(*) from first_attempt where person_id = :id", id=gone)
    await follow()
    assert await sums() == before


async def test_it_asks_the_same_however_many_cohorts_there_are(world, monkeypatch):
    with questions_counted(monkeypatch) as one:
        await world.reads(world.organizer, world.local)
    with questions_counted(monkeypatch) as more:
        await world.reads(world.above, world.state)
    assert sum(more.values()) <= sum(one.values())
