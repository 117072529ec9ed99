"""The line before a full cohort: nobody is passed over, nobody is forgotten, never one seat too many."""

import asyncio
import random
from datetime import timedelta
from functools import partial

import pytest

from community import clock, db, events
from community.cohorts import actions, queries
from community.cohorts.joining.asking import NoSeat
from community.cohorts.seats import actions as seats
from community.cohorts.waiting import line
from community.cohorts.waiting import queries as waiting
from community.cohorts.waiting.actions import stand_in_line
from community.errors import Conflict, Invalid, NotFound
from tests.support.cohorts import Made, a_cohort
from tests.support.failing import persistent, whole_or_nothing
from tests.support.people import make_person

DAY = timedelta(days=1)


async def queue(cohort: Made, *names: str) -> list:
    """New people of these names stand in line, in this order."""
    people = [await make_person(f"{name} Waiter") for name in names]
    for person in people:
        await stand_in_line(person, cohort.cohort.join_code)
    return people


async def state_of(person, cohort: Made) -> str:
    seat = await queries.seat_of(person, cohort.id)
    return "offered" if seat and seat.offered_until else seat.state if seat else ""


async def count(cohort: Made, state: str = "active") -> int:
    sql = "select count(*) from seat where cohort_id = :id and state = :state and role = 'participant'"
    return await db.value(sql, id=cohort.id, state=state)


async def lapse(cohort: Made) -> None:
    """The time of all offers is over; nobody has looked yet."""
    sql = "update seat set offered_until = :at where cohort_id = :id and offered_until is not null"
    await db.run(sql, at=clock.now(), id=cohort.id)


async def test_r15_who_waits_longest_is_offered_the_seat_and_the_next_when_they_do_not_answer(database):
    async with a_cohort(None, "Ana", capacity=1, starts_on=clock.now().date() + 30 * DAY) as cohort:
        ana = await cohort.seats("Ana")
        wes, una, tom = await queue(cohort, "Wes", "Una", "Tom")
        assert [(one.ahead, one.offered_until) for one in await waiting.standings(tom)] == [(2, None)]
        await seats.leave(ana.person, ana.seat, cohort.cohort)
        (mine,) = await waiting.standings(wes)
        kept = mine.offered_until - clock.now()
        assert timedelta(hours=71, minutes=59) < kept <= timedelta(hours=72)
        assert [await state_of(one, cohort) for one in (una, tom)] == ["waitlisted"] * 2
        await lapse(cohort)
        await line.move_on({})
        assert [await state_of(one, cohort) for one in (wes, una, tom)] == ["left", "offered", "waitlisted"]
        await line.move_on({})
        assert [await state_of(one, cohort) for one in (wes, una, tom)] == ["left", "offered", "waitlisted"], (
            "done twice it is the same"
        )
        assert (await seats.accept(una, cohort.id)).state == "active"
        assert await count(cohort) == 1
        told = [one.kind for one in await events.since({wes.topic: 0})]
        assert told == ["seat.waiting", "seat.offered", "seat.lapsed"]
        (ending,) = await queries.endings(wes, clock.now() - DAY)
        assert ending.ending == "lapsed"


async def test_r15_in_the_last_four_days_an_offer_is_short(database):
    async with a_cohort(None, "Ana", capacity=1, starts_on=clock.now().date() + 3 * DAY) as cohort:
        ana = await cohort.seats("Ana")
        (wes,) = await queue(cohort, "Wes")
        await seats.leave(ana.person, ana.seat, cohort.cohort)
        (mine,) = await waiting.standings(wes)
        assert mine.offered_until - clock.now() <= timedelta(hours=12)


async def test_r15_an_offer_is_mailed_with_the_way_to_answer_it(database):
    async with a_cohort(None, "Ana", capacity=1) as cohort:
        ana = await cohort.seats("Ana")
        (wes,) = await queue(cohort, "Wes")
        place = await queries.place(cohort.facilitator.person, cohort.id)
        await seats.remove(place, await queries.member_at(place, ana.seat.id))
        await lapse(cohort)
        await line.move_on({})
        jobs = await db.many(
            dict,
            """
            select payload ->> 'letter' as letter, payload -> 'about' as about from job
            where name = 'mail' and payload ->> 'person_id' = :id order by id limit 9
            """,
            id=str(wes.id),
        )
        assert [one["letter"] for one in jobs] == ["seat_offered", "seat_offer_ended"]
        assert jobs[0]["about"]["cohort"] == cohort.cohort.name
        assert "UTC" in jobs[0]["about"]["until"], "with its zone"


@pytest.mark.parametrize("ends", ["says no", "leaves the line"])
async def test_who_says_no_makes_way_for_the_next_at_once(database, ends):
    async with a_cohort(None, "Ana", capacity=1) as cohort:
        ana = await cohort.seats("Ana")
        wes, una = await queue(cohort, "Wes", "Una")
        if ends == "leaves the line":
            await seats.decline(wes, cohort.id)
        await seats.leave(ana.person, ana.seat, cohort.cohort)
        if ends == "says no":
            assert await state_of(wes, cohort) == "offered"
            await seats.decline(wes, cohort.id)
        assert [await state_of(one, cohort) for one in (wes, una)] == ["left", "offered"]
        again = await stand_in_line(wes, cohort.cohort.join_code)
        assert again.state == "waitlisted", "and may stand in line again, at its end"
        assert [one.ahead for one in await waiting.standings(wes)] == [1]


async def test_r15_a_larger_capacity_offers_too_and_a_closed_sign_up_offers_nothing(database):
    async with a_cohort(None, "Ana", capacity=1) as cohort:
        wes, una, tom = await queue(cohort, "Wes", "Una", "Tom")
        await db.run("update cohort set capacity = 3, sign_up_open = false where id = :id", id=cohort.id)
        await line.move_on({})
        assert await state_of(wes, cohort) == "waitlisted"
        await db.run("update cohort set sign_up_open = true where id = :id", id=cohort.id)
        await line.move_on({})
        assert [await state_of(one, cohort) for one in (wes, una, tom)] == ["offered", "offered", "waitlisted"]


async def test_r14_a_free_seat_belongs_to_who_waits_and_not_to_who_comes_by(database):
    async with a_cohort(None, "Ana", capacity=1) as cohort:
        (wes,) = await queue(cohort, "Wes")
        await db.run("update cohort set capacity = 2, join_uses_left = 9 where id = :id", id=cohort.id)
        with pytest.raises(NoSeat) as refused:
            await cohort.joins("Nora")  # before any job has looked
        assert refused.value.ways == ("wait",)
        await line.move_on({})
        assert await state_of(wes, cohort) == "offered"
        seat = await actions.take_seat(wes, cohort.cohort.join_code)
        assert seat.state == "active", "the code takes the offer, too"


async def test_one_waits_only_where_one_might_sit(database):
    async with a_cohort(None, "Ana", capacity=2) as cohort, a_cohort(None, "Eli") as other:
        nora = await make_person("Nora Waiter")
        with pytest.raises(Conflict, match="free seat"):
            await stand_in_line(nora, cohort.cohort.join_code)
        with pytest.raises(Invalid):
            await stand_in_line(nora, "0000-0000-0000")
        ben = await cohort.seats("Ben")
        place = await queries.place(cohort.organizer, cohort.id)
        await seats.remove(place, await queries.member_at(place, ben.seat.id))
        await db.run("update cohort set join_uses_left = 9 where id = :id", id=cohort.id)
        await cohort.joins("Cy")
        for person, why in ((ben.person, "removed"), ((await other.seats("Eli")).person, other.cohort.name)):
            with pytest.raises(NoSeat, match=why):
                await stand_in_line(person, cohort.cohort.join_code)
        with pytest.raises(NotFound):
            await seats.accept(nora, cohort.id)
        seat = await stand_in_line(nora, cohort.cohort.join_code)
        assert await stand_in_line(nora, cohort.cohort.join_code) == seat, "once in line, one keeps the place"
        with pytest.raises(Conflict, match="in line"):
            await seats.accept(nora, cohort.id)


async def test_r12_a_code_that_is_used_up_leads_to_the_line_only(database):
    async with a_cohort(None, "Ana", capacity=1) as cohort:
        assert (await cohort.fresh()).join_uses_left == 0, "the premise"
        nora = await make_person("Nora Waiter")
        with pytest.raises(NoSeat):
            await actions.take_seat(nora, cohort.cohort.join_code)
        await stand_in_line(nora, cohort.cohort.join_code)
        await db.run("update cohort set capacity = 9 where id = :id", id=cohort.id)
        with pytest.raises(Invalid):
            await actions.take_seat(await make_person("Max Late"), cohort.cohort.join_code)
        assert (await seats.accept(nora, cohort.id)).state == "active", "it was her turn, which spends nothing"


async def test_r14_fifty_join_while_seats_come_and_go_and_never_one_too_many(database):
    """Joins, acceptances, refusals, leavings and the job, all at once; the seats promised and taken stay within."""
    async with a_cohort(None, "Ana", "Ben", "Cy", capacity=3) as cohort:
        await db.run("update cohort set join_uses_left = 1000 where id = :id", id=cohort.id)
        line_up = await queue(cohort, *(f"Wes{n}" for n in range(8)))
        members = await cohort.seats("Ana", "Ben", "Cy")
        new = [await make_person(f"New{n} Comer") for n in range(20)]
        most = 0

        async def watch() -> None:
            nonlocal most
            for _ in range(20):
                most = max(most, await count(cohort))

        async def accept(person) -> None:
            for _ in range(6):
                try:
                    await seats.accept(person, cohort.id)
                    return
                except Conflict:
                    await line.move_on({})

        deeds = [
            *(persistent(partial(actions.take_seat, person, cohort.cohort.join_code)) for person in new),
            *(persistent(partial(accept, person)) for person in line_up[:6]),
            *(persistent(partial(seats.decline, person, cohort.id)) for person in line_up[6:]),
            *(persistent(partial(seats.leave, one.person, one.seat, cohort.cohort)) for one in members[:2]),
            *(persistent(partial(line.move_on, {})) for _ in range(18)),
            *(watch() for _ in range(2)),
        ]
        assert len(deeds) == 50
        random.shuffle(deeds)
        outcomes = await asyncio.gather(*deeds, return_exceptions=True)
        odd = [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Conflict)]
        assert odd == []
        await line.move_on({})
        promised = await db.value(
            "select count(*) from seat where cohort_id = :id and offered_until is not null", id=cohort.id
        )
        assert most <= 3
        assert await count(cohort) + promised == 3, "exactly the limit: nothing is lost while somebody waits"
        assert all(not isinstance(one, queries.Seat) or one.person_id not in {p.id for p in new} for one in outcomes), (
            "nobody who came later was given what belongs to the line"
        )


async def test_r14_fifty_who_wait_and_accept_at_once_find_exactly_the_limit(database):
    async with a_cohort(None, capacity=5) as cohort:
        await db.run("update cohort set capacity = 1, join_uses_left = 100 where id = :id", id=cohort.id)
        await cohort.joins("Ana")
        line_up = await queue(cohort, *(f"Wes{n}" for n in range(50)))
        await db.run("update cohort set capacity = 5 where id = :id", id=cohort.id)
        deeds = (persistent(partial(seats.accept, person, cohort.id)) for person in line_up)
        await asyncio.gather(*deeds, return_exceptions=True)
        assert await count(cohort) == 5
        assert [await state_of(one, cohort) for one in line_up[:5]] == [*["active"] * 4, "waitlisted"], "the first four"


@pytest.mark.parametrize("deed", ["wait", "leave", "job", "decline"])
async def test_each_deed_of_the_line_is_whole_or_not_at_all(database, deed):
    async def prepare():
        async with a_cohort(None, "Ana", capacity=1) as cohort:
            people = await queue(cohort, "Wes", "Una")
            ana = await cohort.seats("Ana")
            if deed in ("job", "decline"):
                await seats.leave(ana.person, ana.seat, cohort.cohort)
            if deed == "job":
                await lapse(cohort)
            return cohort, people, ana, await make_person("Nora Waiter")

    async def act(subject):
        cohort, people, ana, nora = subject
        await {
            "wait": lambda: stand_in_line(nora, cohort.cohort.join_code),
            "leave": lambda: seats.leave(ana.person, ana.seat, cohort.cohort),
            "job": lambda: line.move_on({}),
            "decline": lambda: seats.decline(people[0], cohort.id),
        }[deed]()

    async def state(subject):
        cohort = subject[0]
        rows = await db.many(
            dict,
            "select state, offered_until is null as waits from seat where cohort_id = :id order by id limit 9",
            id=cohort.id,
        )
        told = [one.kind for one in await events.since({cohort.cohort.line_topic: 0})]
        mails = await db.value(
            "select count(*) from job where payload -> 'about' ->> 'cohort' = :name", name=cohort.cohort.name
        )
        return rows, told, mails

    assert await whole_or_nothing(prepare, act, state) >= 4
