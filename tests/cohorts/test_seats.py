"""Seats: taken by a code, never more than there are, left, ended."""

import asyncio
from datetime import timedelta

import pytest

from community import clock, db, events
from community.affiliates import actions as affiliates
from community.affiliates import queries as affiliate_queries
from community.cohorts import actions, queries
from community.cohorts.seats import actions as seats
from community.cohorts.seats.actions import NoSeat
from community.errors import Conflict, Invalid, NotFound
from tests.support.cohorts import Member, a_cohort
from tests.support.failing import whole_or_nothing
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
        pairs = {(one.person.id, cohort.id) for one in (ana, ben, cohort.facilitator)} | {
            (stranger.id, cohort.id),
            (ana.person.id, 0),
        }
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


async def test_r12_a_reset_makes_the_old_code_dead_at_once(database):
    async with a_cohort(None) as cohort:
        old = cohort.cohort.join_code
        await actions.reset_code(await queries.place(cohort.facilitator.person, cohort.id), uses=5)
        with pytest.raises(Invalid):
            await actions.take_seat(await make_person("Ana Torres"), old)
        new = await cohort.fresh()
        assert (new.join_code != old, new.join_uses_left) == (True, 5)
        await actions.take_seat(await make_person("Ben Kim"), new.join_code)


async def test_r14_a_seat_that_was_left_is_free_again_and_facilitators_do_not_count(database):
    async with a_cohort(None, "Ana", capacity=1) as cohort:
        ana = await cohort.seats("Ana")
        await db.run("update cohort set join_uses_left = 9 where id = :id", id=cohort.id)
        with pytest.raises(NoSeat):
            await cohort.joins("Ben")
        await seats.leave(ana.person, ana.seat, cohort.cohort)
        await cohort.joins("Ben")
        with pytest.raises(NoSeat):
            await actions.take_seat(ana.person, cohort.cohort.join_code)
        place = await queries.place(cohort.organizer, cohort.id)
        guide = await make_person("Gus Guide")
        await seats.invite(place, guide, "facilitator")
        assert (await seats.accept(guide, cohort.id)).is_facilitator, "full for participants only"


async def test_who_left_comes_back_to_the_same_seat(database):
    async with a_cohort(None, "Ana") as cohort:
        ana = await cohort.seats("Ana")
        await seats.leave(ana.person, ana.seat, cohort.cohort)
        with pytest.raises(NotFound):
            await queries.seat(ana.person, cohort.id)
        again = await actions.take_seat(ana.person, cohort.cohort.join_code)
        assert (again.id, again.state) == (ana.seat.id, "active")


async def test_who_was_removed_comes_back_by_a_new_invitation_only(database):
    async with a_cohort(None, "Ana") as cohort:
        ana = await cohort.seats("Ana")
        place = await queries.place(cohort.facilitator.person, cohort.id)
        await seats.remove(place, await queries.member_at(place, ana.seat.id))
        assert await queries.audiences_by_id({(ana.person.id, cohort.id)}) == {}, "she hears nothing more"
        with pytest.raises(NoSeat) as refused:
            await actions.take_seat(ana.person, cohort.cohort.join_code)
        assert "removed" in refused.value.why
        await seats.invite(place, ana.person, "participant")
        assert (await actions.take_seat(ana.person, cohort.cohort.join_code)).state == "active"


async def test_r14_who_leads_takes_a_seat_of_hers_again_only_where_one_is_free(app):
    async with a_cohort(app, "Ana", capacity=2) as cohort:
        await db.run("update cohort set join_uses_left = 9 where id = :id", id=cohort.id)
        seat = await actions.take_seat(cohort.organizer, cohort.cohort.join_code)
        desk = Member(cohort.organizer, seat, await cohort.browser(cohort.organizer))
        await seats.leave(desk.person, seat, cohort.cohort)
        ben, again = await cohort.joins("Ben"), f"/cohorts/{cohort.id}/members/{seat.id}/invitation"
        refused = await desk.posts(again)
        assert (refused.status_code, "All 2 seats are taken" in refused.text) == (409, True)
        assert await queries.count_by_id(cohort.id, "participant") == 2
        assert (await queries.seat_of(desk.person, cohort.id)).state == "left"
        await seats.leave(ben.person, ben.seat, cohort.cohort)
        assert (await desk.posts(again)).status_code == 303
        assert (await queries.seat_of(desk.person, cohort.id)).state == "active"


async def test_one_active_seat_for_one_micro_credential(database):
    async with a_cohort(None, "Ana") as first, a_cohort(None) as second, a_cohort(None, code="FA-01") as other:
        ana = await first.seats("Ana")
        with pytest.raises(NoSeat) as refused:
            await actions.take_seat(ana.person, second.cohort.join_code)
        assert first.cohort.name in refused.value.why
        await actions.take_seat(ana.person, other.cohort.join_code)
        both = await make_person("Bo Both")
        outcomes = await asyncio.gather(
            *(actions.take_seat(both, made.cohort.join_code) for made in (first, second)), return_exceptions=True
        )
        assert [isinstance(one, NoSeat) for one in outcomes].count(True) == 1, "also when both are asked at once"


@pytest.mark.parametrize("state", ["paused", "waitlisted", "requested"])
async def test_r21_who_is_asked_loses_no_place_that_is_kept(app, state):
    async with a_cohort(app, "Ana") as cohort:
        ana, leads = cohort.members["Ana"], cohort.facilitator
        await db.run(
            "update seat set state = :state, returns_on = :day where id = :id",
            state=state,
            day=cohort.cohort.ends_on if state == "paused" else None,
            id=ana.seat.id,
        )
        before = await queries.seat_of(ana.person, cohort.id)
        asked = await leads.posts(f"/cohorts/{cohort.id}/facilitators", email=ana.person.email)
        again = await leads.posts(f"/cohorts/{cohort.id}/members/{ana.seat.id}/invitation")
        assert (asked.status_code, again.status_code) == (422, 409)
        assert all("Ana has a place here already" in page.text for page in (asked, again))
        assert await queries.seat_of(ana.person, cohort.id) == before


async def test_r13_a_cohort_does_not_lose_its_last_facilitator(database):
    async with a_cohort(None) as cohort:
        gloria = cohort.facilitator
        desk = await queries.place(cohort.organizer, cohort.id)
        with pytest.raises(Conflict) as refused:
            await seats.leave(gloria.person, gloria.seat, cohort.cohort)
        assert "take it over" in refused.value.why
        with pytest.raises(Conflict):
            await seats.remove(desk, await queries.member_at(desk, gloria.seat.id))
        gus = await make_person("Gus Guide")
        await seats.invite(await queries.place(gloria.person, cohort.id), gus, "facilitator")
        with pytest.raises(Conflict):
            await seats.leave(gloria.person, gloria.seat, cohort.cohort)  # invited is not yet there
        seat = await seats.accept(gus, cohort.id)
        outcomes = await asyncio.gather(
            seats.leave(gloria.person, gloria.seat, cohort.cohort),
            seats.leave(gus, seat, cohort.cohort),
            return_exceptions=True,
        )
        assert [isinstance(one, Conflict) for one in outcomes].count(True) == 1, "two who go at once: one stays"


async def test_r13_a_cohort_is_published_with_a_facilitator_only(database):
    async with a_cohort(None, publish=False) as cohort:
        place = await queries.place(cohort.organizer, cohort.id)
        await db.run("update seat set state = 'left', ended_at = joined_at where cohort_id = :id", id=cohort.id)
        with pytest.raises(Conflict):
            await actions.move(place, "publish")
        await seats.invite(place, await make_person("Gus Guide"), "facilitator")
        await actions.move(place, "publish")
        assert (await cohort.fresh()).state == "open"
        with pytest.raises(Conflict):
            await actions.move(place, "publish")  # the page was read before


async def test_what_happens_is_told_on_the_cohort_and_endings_to_the_person(database):
    async with a_cohort(None, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        place = await queries.place(cohort.facilitator.person, cohort.id)
        await seats.show(ana.seat, "working_done")
        await seats.show(await queries.seat(ana.person, cohort.id), "working_done")
        await seats.leave(ana.person, ana.seat, cohort.cohort)
        await seats.remove(place, await queries.member_at(place, ben.seat.id))
        told = [(one.kind, one.about) for one in await events.since({cohort.cohort.topic: 0})]
        assert told == [
            ("cohort.made", cohort.id),
            ("seat.invited", cohort.facilitator.seat.id),
            ("seat.taken", cohort.facilitator.seat.id),
            ("seat.taken", ana.seat.id),
            ("seat.taken", ben.seat.id),
            ("seat.shows", ana.seat.id),
            ("seat.left", ana.seat.id),
            ("seat.removed", ben.seat.id),
        ]
        assert [one.kind for one in await events.since({ana.person.topic: 0})][-1] == "seat.left"
        (last,) = await events.since({ben.person.topic: 0})
        assert (last.kind, last.by, last.detail["cohort_id"]) == (
            "seat.removed",
            cohort.facilitator.person.id,
            cohort.id,
        )
        assert [one.kind for one in await events.since({ana.seat.topic: 0})] == ["seat.shows"]
        (ending,) = await queries.endings(ben.person, clock.now() - timedelta(days=1))
        assert ending.name == cohort.cohort.name


@pytest.mark.parametrize("deed", ["take", "leave", "remove", "move"])
async def test_each_deed_is_whole_or_not_at_all(database, deed):
    """Whatever call to the database fails: the row and its event are both there, or neither."""

    async def prepare():
        async with a_cohort(None, "Ana") as cohort:
            place = await queries.place(cohort.facilitator.person, cohort.id)
            return (
                cohort,
                place,
                await make_person("New Nora"),
                await queries.member_at(place, (await cohort.seats("Ana")).seat.id),
            )

    async def act(subject):
        cohort, place, nora, member = subject
        ana = await cohort.seats("Ana")
        await {
            "take": lambda: actions.take_seat(nora, cohort.cohort.join_code),
            "leave": lambda: seats.leave(ana.person, ana.seat, cohort.cohort),
            "remove": lambda: seats.remove(place, member),
            "move": lambda: actions.move(place, "begin"),
        }[deed]()

    async def state(subject):
        cohort = subject[0]
        rows = await db.many(
            dict, "select role, state from seat where cohort_id = :id order by id limit 9", id=cohort.id
        )
        told = [one.kind for one in await events.since({cohort.cohort.topic: 0})]
        now = await cohort.fresh()
        return rows, told, now.state, now.join_uses_left

    assert await whole_or_nothing(prepare, act, state) >= 4


async def test_r11_the_roster_is_followed_by_who_sits_there_and_by_organizers_at_or_above(database):
    async with a_cohort(None, "Ana") as cohort, a_cohort(None, code="FA-01") as sibling:
        ana, gloria = await cohort.seats("Ana"), cohort.facilitator
        above = await make_person("Stella State")
        state = (await affiliate_queries.affiliates_by_id([cohort.local.parent_id]))[cohort.local.parent_id]
        await affiliates.give_desk(above, "organizer", state)
        people = [
            ana.person,
            gloria.person,
            cohort.organizer,
            above,
            sibling.organizer,
            await make_person("Stu Stranger"),
        ]
        found = await queries.roster_audiences_by_id({(one.id, cohort.id) for one in people})
        assert found == {
            (ana.person.id, cohort.id): "peer",
            (gloria.person.id, cohort.id): "facilitator",
            (cohort.organizer.id, cohort.id): "facilitator",
            (above.id, cohort.id): "facilitator",
        }
        assert await queries.audiences_by_id({(cohort.organizer.id, cohort.id)}) == {}, (
            "the board is not an organizer's"
        )
        await actions.take_seat(cohort.organizer, cohort.cohort.join_code)
        both = {(cohort.organizer.id, cohort.id)}
        assert set((await queries.roster_audiences_by_id(both)).values()) == {"facilitator"}, (
            "the highest of two counts"
        )
