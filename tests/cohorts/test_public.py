"""Cohorts as anybody may know them."""

from dataclasses import asdict
from datetime import date, time, timedelta

from community import clock, db
from community.affiliates import actions as affiliates
from community.cohorts import queries
from tests.support.cohorts import a_cohort, a_local
from tests.support.people import make_person


async def change(cohort, **values) -> None:
    """Set columns of the cohort's row."""
    sets = ", ".join(f"{name} = :{name}" for name in values)
    await db.run(f"update cohort set {sets} where id = :id", id=cohort.id, **values)


async def test_what_is_open_or_runs_is_offered_with_its_seats_and_nothing_private(database):
    async with a_cohort(None, "Ana", "Ben", capacity=3, starts_on=date(2027, 1, 12)) as cohort:
        await change(cohort, weekday=1, meets_at=time(16, 30), meeting_weeks=[1, 2, 4])
        await change(cohort, link="https://meet.example/secret", mode="both")
        (found,) = await queries.public_open_cohorts([cohort.local.id])
        assert (found.name, found.code, found.free, found.guides) == (cohort.cohort.name, "EL-02", 1, [])
        assert (found.mode, found.weekday, found.meets_at) == ("both", 1, time(16, 30))
        assert found.next_planned(date(2027, 1, 20)) == date(2027, 2, 2)
        assert found.next_planned(date(2027, 2, 3)) is None
        assert "secret" not in str(asdict(found))
        assert await queries.public_cohort(found.slug) == found

        await db.run("update seat set named = true where id = :id", id=cohort.facilitator.seat.id)
        assert (await queries.public_cohort(found.slug)).guides == ["Gloria"], "she wishes to be named"


async def test_drafts_and_what_is_over_are_nobodys_business(database):
    async with a_cohort(None, publish=False) as cohort:
        for state, shown in (("draft", 0), ("open", 1), ("running", 1), ("finishing", 0), ("closed", 0)):
            await change(cohort, state=state)
            assert len(await queries.public_open_cohorts([cohort.local.id])) == shown, state
            assert bool(await queries.public_cohort(cohort.cohort.slug)) == bool(shown), state
        await change(cohort, state="open", sign_up_open=False)
        assert await queries.public_open_cohorts([cohort.local.id]) == []
        assert not (await queries.public_cohort(cohort.cohort.slug)).sign_up_open


async def test_the_next_to_begin_comes_first_and_one_pages_by_key(database):
    local = await a_local()
    async with (
        a_cohort(None, local=local, starts_on=date(2027, 3, 1)) as march,
        a_cohort(None, local=local, starts_on=date(2027, 2, 1)) as february,
        a_cohort(None, local=local, starts_on=date(2026, 11, 1)) as running,
    ):
        await change(running, state="running")
        ids = [one.id for one in await queries.public_open_cohorts([local.id])]
        assert ids == [february.id, march.id, running.id]
        assert [one.id for one in await queries.public_open_cohorts([local.id], after=ids[0], most=1)] == [ids[1]]


async def test_r16_a_member_of_the_affiliate_or_one_below_is_local(database):
    today = clock.now().date()
    local = await a_local()
    ana = await make_person("Ana Torres")
    assert await queries.stands_at(ana, local.id, today) == (False, False)
    await affiliates.enrol(ana, local, today)
    assert await queries.stands_at(ana, local.id, today) == (True, True)
    assert await queries.stands_at(ana, local.parent_id, today) == (True, True), "below the state"
    assert await queries.stands_at(ana, (await a_local("Elm Ridge")).id, today) == (False, True)
    assert await queries.stands_at(ana, local.id, today - timedelta(days=1)) == (False, False), "not yet"
