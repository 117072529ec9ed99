"""Not now: a seat that is kept, remembered on its day, taken up again or given on; and what stays of who leaves."""

from datetime import date, timedelta

import pytest

from community import clock, db, events
from community.cohorts import actions, queries
from community.cohorts.joining.asking import NoSeat
from community.cohorts.pausing import actions as pausing
from community.cohorts.pausing import rules
from community.cohorts.seats import actions as seats
from community.cohorts.waiting import queries as waiting
from community.cohorts.waiting.actions import stand_in_line
from community.errors import Conflict, Invalid, NotFound
from community.evidence import queries as evidence
from tests.support.catalogue import a_definition
from tests.support.cohorts import Made, a_cohort, today
from tests.support.discussion import says
from tests.support.evidence import writes
from tests.support.people import mail_to, make_person, nobody_sleeps

DAY = timedelta(days=1)


async def goes_away(cohort: Made, name: str, days: int = 20):
    member = await cohort.seats(name)
    await pausing.pause(member.person, member.seat, cohort.cohort, today() + days * DAY)
    return member


def test_r21_a_day_of_return_lies_ahead_and_within_the_cohorts_days():
    first = date(2027, 1, 4)
    assert not rules.may_return_on(first, first, first + 30 * DAY)
    assert rules.may_return_on(first + DAY, first, first + 30 * DAY)
    assert rules.may_return_on(first + 30 * DAY, first, first + 30 * DAY)
    assert not rules.may_return_on(first + 31 * DAY, first, first + 30 * DAY)
    assert not rules.may_return_on(first + 121 * DAY, first, first + 300 * DAY)


async def test_r21_a_paused_seat_reads_nothing_and_is_kept(database):
    async with a_cohort(None, "Ana", capacity=1) as cohort:
        nora = await make_person("Nora Waiter")
        await stand_in_line(nora, cohort.cohort.join_code)
        ana = await goes_away(cohort, "Ana")
        with pytest.raises(NotFound):
            await queries.seat(ana.person, cohort.id)
        assert await queries.audiences_by_id({(ana.person.id, cohort.id)}) == {}
        assert [one.kind for one in await events.since({ana.person.topic: 0})][-1] == "seat.paused"
        assert (await queries.seat_of(nora, cohort.id)).offered_until is None, "what is kept is nobody else's"
        (mine,) = await waiting.standings(ana.person)
        assert (mine.state, mine.returns_on) == ("paused", today() + 20 * DAY)
        back = await pausing.come_back(ana.person, cohort.id)
        assert (back.id, back.joined_at, back.returns_on) == (ana.seat.id, ana.seat.joined_at, None)
        assert await pausing.come_back(ana.person, cohort.id) == back


async def test_r21_the_code_leads_back_too_and_spends_nothing(database):
    async with a_cohort(None, "Ana", capacity=1) as cohort:
        ana = await goes_away(cohort, "Ana")
        assert (await actions.take_seat(ana.person, cohort.cohort.join_code)).state == "active"


async def test_r14_nobody_comes_back_to_a_seat_that_is_no_more(database):
    async with a_cohort(None, "Ana", "Ben", capacity=2) as cohort:
        ana = await goes_away(cohort, "Ana")
        await db.run("update cohort set capacity = 1 where id = :id", id=cohort.id)
        with pytest.raises(NoSeat, match="seat is taken"):
            await pausing.come_back(ana.person, cohort.id)


async def test_r21_who_has_begun_elsewhere_meanwhile_comes_back_only_from_there(database):
    async with a_cohort(None, "Ana") as cohort, a_cohort(None) as other:
        ana = await goes_away(cohort, "Ana")
        await actions.take_seat(ana.person, other.cohort.join_code)
        with pytest.raises(NoSeat, match=other.cohort.name):
            await pausing.come_back(ana.person, cohort.id)


async def test_r21_on_the_day_of_return_one_is_told_once_and_a_week_later_the_seat_is_given_on(database):
    async with a_cohort(None, "Ana", capacity=1) as cohort:
        nora = await make_person("Nora Waiter")
        await stand_in_line(nora, cohort.cohort.join_code)
        ana = await goes_away(cohort, "Ana")
        await pausing.remind({})

        async def told() -> list[str]:
            return [one.kind for one in await events.since({ana.person.topic: 0})][1:]

        assert await told() == [], "not before its day"
        await db.run("update seat set returns_on = :day where id = :id", day=today() - 2 * DAY, id=ana.seat.id)
        await pausing.remind({})
        await pausing.remind({})
        assert await told() == ["seat.reminded"]
        await db.run("update seat set returns_on = :day where id = :id", day=today() - 10 * DAY, id=ana.seat.id)
        await pausing.remind({})
        await pausing.remind({})
        assert await told() == ["seat.reminded", "seat.left"]
        assert (await queries.seat_of(nora, cohort.id)).offered_until is not None, "now it is the next one's turn"
        letters = await db.many(
            dict,
            "select payload ->> 'letter' as letter from job where payload ->> 'person_id' = :id order by id limit 9",
            id=str(ana.person.id),
        )
        assert [one["letter"] for one in letters] == ["seat_waits", "seat_given_back"]


async def test_only_a_member_pauses_and_with_a_day(app):
    async with a_cohort(app, "Ana") as cohort:
        ana, where = await cohort.seats("Ana"), f"/cohorts/{cohort.id}/pause"
        assert (await cohort.facilitator.opens(where)).status_code == 403
        for wrong in ("", "soon", str(today()), str(today() + 500 * DAY)):
            answer = await ana.posts(where, returns_on=wrong)
            assert (answer.status_code, 'id="returns_on-error"' in answer.text) == (422, True), wrong
        assert "Not now" in (await ana.opens(f"/cohorts/{cohort.id}/members")).text
        done = await ana.posts(where, returns_on=str(today() + 9 * DAY))
        assert done.headers["location"] == "/cohorts?done=paused"
        assert "Your seat in" in (await ana.opens("/cohorts")).text and "I am back" in (await ana.opens("/")).text
        assert (await ana.opens(f"/cohorts/{cohort.id}")).status_code == 404
        assert "away until" in (await cohort.facilitator.opens(f"/cohorts/{cohort.id}/members")).text
        back = await ana.posts(f"/cohorts/{cohort.id}/return")
        assert back.headers["location"] == f"/cohorts/{cohort.id}?done=back"
        assert (await ana.opens(f"/cohorts/{cohort.id}/board")).status_code == 200


async def test_who_is_away_may_give_the_seat_back_and_who_leads_may_end_it(database):
    async with a_cohort(None, "Ana", "Ben") as cohort:
        ana, ben = await goes_away(cohort, "Ana"), await goes_away(cohort, "Ben")
        await seats.decline(ana.person, cohort.id)
        place = await queries.place(cohort.organizer, cohort.id)
        await seats.remove(place, await queries.member_at(place, ben.seat.id), "You said you would not come back.")
        states = [(await queries.seat_of(one.person, cohort.id)).state for one in (ana, ben)]
        assert states == ["left", "removed"]
        (ending,) = await queries.endings(ben.person, clock.now() - DAY)
        assert ending.reason == "You said you would not come back."
        with pytest.raises(Conflict):
            await seats.remove(place, await queries.member_at(place, ben.seat.id))


async def test_r21_a_leaver_keeps_the_work_and_what_was_said_stays_without_a_name_if_they_wish(app):
    async with a_cohort(app, "Ana", "Ben", "Cy") as cohort:
        ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
        definition = await a_definition("EL-02")
        await writes(ana.person, definition, "talk_plan", "My own plan")
        root = await says(ana, "What I wondered")
        await says(ana, "And once more", thread=root)
        await says(ben, "What I know")
        assert (await ana.posts(f"/cohorts/{cohort.id}/leaving", unnamed="yes")).status_code == 303
        await seats.leave(ben.person, ben.seat, cohort.cohort)
        assert (await evidence.work(ana.person, "EL-02", "talk_plan")).text == "My own plan"
        assert (await ana.opens("/work/EL-02/talk_plan")).status_code == 200
        for path in ("channels/general", f"messages/{root.id}", "search?q=wondered"):
            page = (await cy.opens(f"/cohorts/{cohort.id}/{path}")).text
            assert "What I wondered" in page or "wondered" in page, path
            assert ana.person.name not in page, path
            assert f'data-author="{ana.person.id}"' not in page, path
        page = (await cy.opens(f"/cohorts/{cohort.id}/channels/general")).text
        assert ben.person.name in page, "who did not wish it keeps the name"
        assert "former member" in page
        await actions.take_seat(ana.person, cohort.cohort.join_code)
        assert ana.person.name in (await cy.opens(f"/cohorts/{cohort.id}/channels/general")).text, "and is back with it"


async def test_who_is_removed_reads_why(app):
    async with a_cohort(app, "Ana") as cohort:
        ana, guide = await cohort.seats("Ana"), cohort.facilitator
        where = f"/cohorts/{cohort.id}/members/{ana.seat.id}/removal"
        long = await guide.posts(where, reason="x" * 1001)
        assert (long.status_code, 'id="reason-error"' in long.text) == (422, True)
        await guide.posts(where, reason="Two accounts, one person: please use the other.")
        assert "please use the other" in (await ana.opens("/cohorts")).text
        assert "please use the other" not in (await guide.opens(f"/cohorts/{cohort.id}/members")).text


async def test_the_letters_lead_where_one_answers(app, postman):
    async with a_cohort(app, "Ana", capacity=1) as cohort:
        nora = await make_person("Nora Waiter")
        await nobody_sleeps()
        await stand_in_line(nora, cohort.cohort.join_code)
        ana = await cohort.seats("Ana")
        await seats.leave(ana.person, ana.seat, cohort.cohort)
        letter = await mail_to(nora.email, "A seat in")
        assert letter.text.count("http") == 1 and "/cohorts\n" in letter.text


async def test_a_day_that_is_no_day_is_refused(database):
    async with a_cohort(None, "Ana") as cohort:
        ana = await cohort.seats("Ana")
        with pytest.raises(Invalid):
            await pausing.pause(ana.person, ana.seat, cohort.cohort, today())
