"""Asking to be let in: with a reason, answered by who leads, visible when it has waited too long."""

from datetime import timedelta

import pytest

from community import clock, db, events
from community.cohorts import queries
from community.cohorts.joining.asking import NoSeat
from community.cohorts.requests import actions as requests
from community.cohorts.requests.rules import is_late
from community.cohorts.seats import actions as seats
from community.errors import Conflict
from tests.support.cohorts import Made, Member, a_cohort
from tests.support.failing import whole_or_nothing
from tests.support.people import mail_to, make_person, nobody_sleeps, signed_in_client

WHY = "I teach the same grade and would like company."


async def shut(cohort: Made, **changed) -> None:
    """Nobody takes a seat here by themselves."""
    values = {"sign_up_open": False} | changed
    sets = ", ".join(f"{name} = :{name}" for name in values)
    await db.run(f"update cohort set {sets} where id = :id", id=cohort.id, **values)


async def leads(cohort: Made):
    return await queries.place(cohort.facilitator.person, cohort.id)


def test_a_request_is_late_after_72_hours():
    at = clock.now()
    assert not is_late(at - timedelta(hours=72), at)
    assert is_late(at - timedelta(hours=72, seconds=1), at)


@pytest.mark.parametrize(
    "barrier", [{"sign_up_open": False}, {"who_may_join": "local"}, {"who_may_join": "members"}], ids=str
)
async def test_r16_whom_a_cohort_does_not_take_is_told_why_and_may_ask(database, barrier):
    async with a_cohort(None) as cohort:
        await shut(cohort, **{"sign_up_open": True, "refusal_text": "We are nine friends."} | barrier)
        nora = await make_person("Nora New")
        with pytest.raises(NoSeat) as refused:
            await seats.take_seat(nora, cohort.cohort.join_code)
        assert "ask" in refused.value.ways
        assert "We are nine friends." in refused.value.why
        seat = await requests.ask(nora, cohort.cohort.join_code, WHY)
        assert seat.state == "requested"
        assert await requests.ask(nora, cohort.cohort.join_code, "again") == seat, "asked twice, the first one stands"
        assert await requests.admit(await leads(cohort), seat) == await queries.seat(nora, cohort.id)


async def test_one_asks_only_where_one_cannot_take_a_seat_or_wait(database):
    async with a_cohort(None, "Ana", capacity=2) as cohort:
        nora = await make_person("Nora New")
        with pytest.raises(Conflict, match="free seat"):
            await requests.ask(nora, cohort.cohort.join_code, WHY)
        await cohort.joins("Ben")
        with pytest.raises(NoSeat) as refused:
            await requests.ask(nora, cohort.cohort.join_code, WHY)
        assert refused.value.ways == ("wait",)
        ana = await cohort.seats("Ana")
        assert await requests.ask(ana.person, cohort.cohort.join_code, WHY) == ana.seat


async def test_r14_a_yes_where_all_seats_are_taken_is_a_place_in_line_as_of_asking(database):
    async with a_cohort(None, capacity=1) as cohort:
        await shut(cohort)
        nora, olga = await make_person("Nora New"), await make_person("Olga New")
        asked = [await requests.ask(one, cohort.cohort.join_code, WHY) for one in (nora, olga)]
        place = await leads(cohort)
        assert (await requests.admit(place, asked[1])).state == "active"
        late = await requests.admit(place, asked[0])
        assert (late.state, late.joined_at) == ("waitlisted", asked[0].joined_at)
        with pytest.raises(Conflict):
            await requests.admit(place, asked[0])
        with pytest.raises(Conflict):
            await requests.refuse(place, asked[0], "No")


async def test_a_no_is_read_by_who_asked_and_told(database):
    async with a_cohort(None) as cohort:
        await shut(cohort)
        nora = await make_person("Nora New")
        seat = await requests.ask(nora, cohort.cohort.join_code, WHY)
        assert (await queries.leaders_by_id([seat.id]))[seat.id] == [cohort.facilitator.person.id]
        await requests.refuse(await leads(cohort), seat, "We are full of plans. Try the next one.")
        (ending,) = await queries.endings(nora, clock.now() - timedelta(days=1))
        assert (ending.ending, ending.reason) == ("refused", "We are full of plans. Try the next one.")
        assert [one.kind for one in await events.since({nora.topic: 0})] == ["seat.requested", "seat.refused"]
        details = [one.detail for one in await events.since({cohort.cohort.line_topic: 0})]
        assert "plans" not in str(details) and WHY not in str(details), "no text stands in the log"


async def test_without_a_facilitator_the_organizer_hears_of_a_request(database):
    async with a_cohort(None) as cohort:
        await shut(cohort)
        await db.run("update seat set state = 'left', ended_at = joined_at where cohort_id = :id", id=cohort.id)
        seat = await requests.ask(await make_person("Nora New"), cohort.cohort.join_code, WHY)
        assert (await queries.leaders_by_id([seat.id]))[seat.id] == [cohort.organizer.id]


async def test_the_whole_way_over_http(app, postman):
    async with a_cohort(app, "Ana") as cohort:
        await shut(cohort)
        nora = await make_person("Nora New")
        await nobody_sleeps()
        guide, code = cohort.facilitator, cohort.cohort.spoken_code
        async with signed_in_client(app, nora) as client:
            asker = Member(nora, None, client)
            refused = await asker.posts("/join", code=code)
            assert (refused.status_code, f"/join/{cohort.cohort.join_code}/requests" in refused.text) == (409, True)
            assert "Ask to join" in (await asker.opens(f"/join/{code}")).text
            short = await asker.posts(f"/join/{code}/requests", words="a")
            assert (short.status_code, "at least 3 characters" in short.text) == (422, True)
            sent = await asker.posts(f"/join/{code}/requests", words=WHY)
            assert sent.headers["location"] == "/cohorts?done=asking"
            assert "You have asked for a seat" in (await asker.opens("/cohorts")).text
            page = (await guide.opens(f"/cohorts/{cohort.id}/members")).text
            seat = await queries.seat_of(nora, cohort.id)
            assert "asks for a seat" in page and "over 3 days" not in page
            await db.run(
                "update seat set joined_at = :at where id = :id", at=clock.now() - timedelta(hours=73), id=seat.id
            )
            assert "over 3 days" in (await guide.opens(f"/cohorts/{cohort.id}/members")).text
            where = f"/cohorts/{cohort.id}/requests/{seat.id}"
            assert WHY in (await guide.opens(where)).text
            assert (await cohort.members["Ana"].opens(where)).status_code == 403
            done = await guide.posts(f"{where}/admission")
            assert done.headers["location"] == f"/cohorts/{cohort.id}/members?done=admitted"
            assert (await guide.posts(f"{where}/admission")).status_code == 409
            assert (await asker.opens(f"/cohorts/{cohort.id}")).status_code == 200
            assert "/cohorts" in (await mail_to(nora.email, "You have a seat")).text


@pytest.mark.parametrize("deed", ["ask", "admit", "refuse"])
async def test_each_deed_is_whole_or_not_at_all(database, deed):
    async def prepare():
        async with a_cohort(None) as cohort:
            await shut(cohort)
            nora = await make_person("Nora New")
            seat = None if deed == "ask" else await requests.ask(nora, cohort.cohort.join_code, WHY)
            return cohort, nora, seat, await leads(cohort)

    async def act(subject):
        cohort, nora, seat, place = subject
        await {
            "ask": lambda: requests.ask(nora, cohort.cohort.join_code, WHY),
            "admit": lambda: requests.admit(place, seat),
            "refuse": lambda: requests.refuse(place, seat, "Not now"),
        }[deed]()

    async def state(subject):
        cohort = subject[0]
        rows = await db.many(
            dict, "select state, reason from seat where cohort_id = :id order by id limit 9", id=cohort.id
        )
        return rows, [one.kind for one in await events.since({cohort.cohort.line_topic: 0})]

    assert await whole_or_nothing(prepare, act, state) >= 4
