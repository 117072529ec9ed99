"""A cohort's life by the calendar, and that somebody always leads it."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace as Thing

import pytest

from community import clock, db
from community.affiliates import actions as affiliates
from community.affiliates import queries as affiliate_rows
from community.cohorts import queries
from community.cohorts.life import actions as life
from community.cohorts.life import leading, rules
from community.cohorts.life import queries as led
from community.errors import Conflict
from tests.board.live import open_page, served
from tests.cohorts.test_live import members_of
from tests.support.cohorts import Member, a_cohort
from tests.support.people import make_person, signed_in_client

TODAY = date(2027, 1, 12)
NOON = datetime(2027, 1, 12, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def standing(state: str, starts_on=TODAY, ends_on=TODAY, finished_at=None, zone="UTC") -> Thing:
    return Thing(state=state, starts_on=starts_on, ends_on=ends_on, finished_at=finished_at, time_zone=zone)


@pytest.mark.parametrize(
    ("cohort", "move"),
    [
        (standing("draft"), None),
        (standing("open", starts_on=TODAY + DAY), None),
        (standing("open"), "begin"),
        (standing("running"), None),
        (standing("running", ends_on=TODAY - DAY), "finish"),
        (standing("finishing", finished_at=NOON - timedelta(days=365)), None),
        (standing("finishing", finished_at=NOON - timedelta(days=366)), "close"),
        (standing("finishing", ends_on=TODAY - timedelta(days=366)), "close"),
        (standing("closed", ends_on=TODAY - timedelta(days=900)), None),
    ],
)
def test_r22_the_calendar_begins_finishes_and_closes_and_moves_nothing_back(cohort, move):
    assert rules.due(cohort, NOON) == move


def test_r22_a_day_is_a_day_where_the_cohort_is():
    late = datetime(2027, 1, 12, 7, tzinfo=UTC)  # still the eleventh in Los Angeles
    assert rules.due(standing("open", zone="America/Los_Angeles"), late) is None
    assert rules.due(standing("open", zone="America/Los_Angeles"), late + timedelta(hours=1)) == "begin"


async def state_of(made) -> str:
    return (await made.fresh()).state


async def test_r22_it_lives_its_life_by_itself_and_each_move_is_told_once(database):
    today = clock.now().date()
    async with a_cohort(None, "Ana", starts_on=today - 2 * DAY) as made:
        for _twice in range(2):
            await life.move_on({})
            assert await state_of(made) == "running"
        await db.run("update cohort set ends_on = :day where id = :id", id=made.id, day=today - 2 * DAY)
        await life.move_on({})
        assert await state_of(made) == "finishing"
        year_ago = clock.now() - timedelta(days=368)
        await db.run("update cohort set finished_at = :at where id = :id", id=made.id, at=year_ago)
        await life.move_on({})
        await life.move_on({})
        assert await state_of(made) == "closed"
        became = "select detail->>'became' as became from event where kind = 'cohort.moved' and topic = :topic"
        told = await db.many(dict, f"{became} order by seq limit 9", topic=f"cohort:{made.id}")
        assert [one["became"] for one in told] == ["running", "finishing", "closed"]


async def test_r22_what_was_moved_by_hand_stays(app):
    first = clock.now().date() + 20 * DAY
    async with a_cohort(app, starts_on=first) as made:
        assert (await made.facilitator.posts(f"/cohorts/{made.id}/moves", move="begin")).status_code == 303
        await life.move_on({})
        assert await state_of(made) == "running", "begun before its first day, because somebody said so"


class TestWhoLeads:
    async def test_r13_a_member_becomes_facilitator_without_leaving_and_back(self, app):
        async with a_cohort(app, "Ana", capacity=1) as made:
            ana, gloria = made.members["Ana"], made.facilitator
            door = f"/cohorts/{made.id}/members/{ana.seat.id}/role"
            assert "Make Ana a facilitator?" in (await gloria.opens(door)).text
            assert (await gloria.posts(door, role="facilitator")).status_code == 303
            seat = await queries.seat(ana.person, made.id)
            assert (seat.id, seat.is_facilitator) == (ana.seat.id, True)
            assert "Join code" in (await ana.opens(f"/cohorts/{made.id}/members")).text
            await gloria.posts(f"/cohorts/{made.id}/codes", uses=1)
            made.cohort = await made.fresh()
            ben = await made.joins("Ben")
            assert ben.seat.is_participant, "her seat was free"
            full = await ana.posts(door, role="participant")
            assert (full.status_code, "The one seat is taken" in full.text) == (409, True)

    async def test_r13_the_last_facilitator_does_not_become_a_member(self, app):
        async with a_cohort(app, "Ana") as made:
            gloria = made.facilitator
            refused = await gloria.posts(f"/cohorts/{made.id}/members/{gloria.seat.id}/role", role="participant")
            assert (refused.status_code, "Nobody else facilitates" in refused.text) == (409, True)

    async def test_who_may_change_whose_role(self, app):
        async with a_cohort(app, "Ana", "Ben") as made, signed_in_client(app, made.organizer) as desk:
            ana, ben, gloria = made.members["Ana"], made.members["Ben"], made.facilitator
            olga = Member(made.organizer, None, desk)
            door = f"/cohorts/{made.id}/members/{{}}/role".format
            assert (await ana.posts(door(ben.seat.id), role="facilitator")).status_code == 403
            assert (await gloria.posts(door(ana.seat.id), role="facilitator")).status_code == 303
            assert (await ana.posts(door(gloria.seat.id), role="participant")).status_code == 403, "not each other"
            assert (await olga.posts(door(gloria.seat.id), role="participant")).status_code == 303
            assert (await queries.seat(gloria.person, made.id)).is_participant

    async def test_two_who_step_back_at_once_leave_one(self, database):
        async with a_cohort(None, "Ana") as made:
            place = await queries.place(made.organizer, made.id)
            member = await queries.member_at(place, made.members["Ana"].seat.id)
            await leading.change_role(place, member, "facilitator")
            with pytest.raises(Conflict):
                await leading.change_role(place, member, "facilitator")
            guides = [made.facilitator.seat.id, member.seat_id]
            await leading.change_role(place, await queries.member_at(place, guides[0]), "participant")
            with pytest.raises(Conflict, match="Nobody else facilitates"):
                await leading.change_role(place, await queries.member_at(place, guides[1]), "participant")

    @pytest.mark.parametrize("who", ["Ben", "Gloria"])
    async def test_a_new_role_is_seen_live_as_a_reload_shows_it(self, app, who):
        async with (
            served(app) as address,
            a_cohort(app, "Ana", "Ben") as made,
            open_page(address, made.members[who], f"/cohorts/{made.id}/members") as page,
        ):
            before = members_of(page.html)
            ana = made.members["Ana"].seat.id
            await made.facilitator.posts(f"/cohorts/{made.id}/members/{ana}/role", role="facilitator")
            await page.catches_up()
            assert members_of(page.html) == members_of(await page.reloaded())
            assert members_of(page.html) != before

    async def test_r13_the_last_one_hands_over_and_the_organizer_stands_in_and_is_told(self, app):
        async with a_cohort(app, "Ana") as made:
            gloria = made.facilitator
            await gloria.posts(f"/cohorts/{made.id}/moves", move="begin")
            blocked = await gloria.posts(f"/cohorts/{made.id}/leaving")
            assert (blocked.status_code, f"/cohorts/{made.id}/handover" in blocked.text) == (409, True)
            wrong = await gloria.posts(f"/cohorts/{made.id}/handover", successor="gus@nowhere")
            assert (wrong.status_code, 'value="gus@nowhere"' in wrong.text) == (422, True)
            left = await gloria.posts(f"/cohorts/{made.id}/handover", successor="gus@example.org")
            assert left.headers["location"] == "/cohorts?done=left"
            assert (await gloria.opens(f"/cohorts/{made.id}")).status_code == 404
            assert (await made.fresh()).unled_since is not None
            assert await db.value("select count(*) from event where kind = 'cohort.unled'") == 2, "two topics, once"
            assert await led.organizers_by_id([made.id]) == {made.id: [made.organizer.id]}
            async with signed_in_client(app, made.organizer) as desk:
                page = await Member(made.organizer, None, desk).opens(f"/cohorts/{made.id}/members")
                assert "Nobody facilitates this cohort now" in page.text
                assert "gus@example.org" in page.text

    async def test_r13_before_it_begins_a_successor_is_named(self, app):
        async with a_cohort(app, starts_on=clock.now().date() + 9 * DAY) as made:
            refused = await made.facilitator.posts(f"/cohorts/{made.id}/handover")
            assert (refused.status_code, "It has not begun yet" in refused.text) == (422, True)
            own = await made.facilitator.posts(f"/cohorts/{made.id}/handover", successor=made.facilitator.person.email)
            assert (own.status_code, "your own address" in own.text) == (422, True)
            named = await made.facilitator.posts(f"/cohorts/{made.id}/handover", successor="gus@example.org")
            assert named.status_code == 303

    async def test_r13_however_it_lost_its_last_one_the_organizer_hears_once(self, database):
        async with a_cohort(None, "Ana") as made:
            await life.move_on({})
            assert (await made.fresh()).unled_since is None
            await db.run("delete from seat where id = :id", id=made.facilitator.seat.id)  # as an erased account does
            for _twice in range(2):
                await life.move_on({})
            assert (await made.fresh()).unled_since is not None
            count = "select count(*) from event where kind = 'cohort.unled' and topic = :topic"
            assert await db.value(count, topic=f"cohort:{made.id}") == 1
            place = await queries.place(made.organizer, made.id)
            member = await queries.member_at(place, made.members["Ana"].seat.id)
            await leading.change_role(place, member, "facilitator")
            await life.move_on({})
            assert (await made.fresh()).unled_since is None

    async def test_who_organizes_above_is_told_where_the_local_has_nobody(self, database):
        async with a_cohort(None) as made:
            await affiliates.end_desk(made.organizer, made.desk)
            nora = await make_person("Nora Lind")
            above = await affiliate_rows.affiliates_by_id([made.local.parent_id])
            await affiliates.give_desk(nora, "organizer", above[made.local.parent_id])
            assert await led.organizers_by_id([made.id]) == {made.id: [nora.id]}
