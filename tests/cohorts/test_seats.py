"""Seats: taken by a code, never more than there are, left, ended."""

import asyncio

import pytest

from community import db
from community.cohorts import actions, queries
from community.cohorts.seats.actions import NoSeat
from community.errors import Invalid, NotFound
from tests.support.cohorts import a_cohort
from tests.support.people import make_person


async def test_a_seat_opens_the_cohort_and_only_to_those_who_sit_in_it(database):
    async with a_cohort(None, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        assert (await queries.seat(ana.person, cohort.id)).id == ana.seat.id
        assert [one.called for one in await queries.members(ana.seat)] == ["Gloria", "Ana", "Ben"]
        assert {one.email for one in await queries.members(ana.seat)} == {""}, "names only for those who do not lead"
        stranger = await make_person("Stu Stranger")
        with pytest.raises(NotFound):
            await queries.seat(stranger, cohort.id)
        pairs = {(one.person.id, cohort.id) for one in (ana, ben, cohort.facilitator)} | {(stranger.id, cohort.id), (ana.person.id, 0)}
        assert await queries.audiences_by_id(pairs) == {
            (ana.person.id, cohort.id): "peer",
            (ben.person.id, cohort.id): "peer",
            (cohort.facilitator.person.id, cohort.id): "facilitator",
        }
        assert await queries.seat_audiences_by_id({(ana.person.id, ana.seat.id), (ben.person.id, ana.seat.id)}) == {
            (ana.person.id, ana.seat.id): "self"
        }


async def test_r12_a_code_has_a_use_limit(database):
    async with a_cohort(None, "Ana") as cohort:
        await db.run("update cohort set join_uses_left = 1 where id = :id", id=cohort.id)
        await cohort.joins("Ben")
        with pytest.raises(Invalid):
            await cohort.joins("Cy")
        assert (await cohort.fresh()).join_uses_left == 0


async def test_r12_a_code_is_read_as_people_write_it(database):
    async with a_cohort(None) as cohort:
        person = await make_person("Ana Torres")
        spoken = cohort.cohort.spoken_code.lower().replace("0", "o").replace("1", "l")
        seat = await actions.take_seat(person, f" {spoken} ")
        assert seat.cohort_id == cohort.id
        assert await actions.take_seat(person, spoken) == seat, "who sits there already keeps that seat"


async def test_r14_fifty_who_come_at_once_find_no_more_seats_than_there_are(database):
    async with a_cohort(None, capacity=8) as cohort:
        await db.run("update cohort set join_uses_left = 100 where id = :id", id=cohort.id)
        people = [await make_person(f"Person{number} Test") for number in range(50)]
        outcomes = await asyncio.gather(
            *(actions.take_seat(person, cohort.cohort.join_code) for person in people), return_exceptions=True
        )
        seated = [one for one in outcomes if isinstance(one, queries.Seat)]
        refused = [one for one in outcomes if isinstance(one, NoSeat)]
        assert (len(seated), len(refused)) == (8, 42), outcomes
        assert "All 8 seats are taken" in refused[0].why
        assert (await cohort.fresh()).join_uses_left == 92, "a refusal spends nothing"
