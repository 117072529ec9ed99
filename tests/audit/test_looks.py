"""Who saw my things: each look at a draft and a result that was logged stands in one place, for its owner alone."""

from datetime import timedelta

from community import clock, db
from community.audit.looks import queries
from tests.support.cohorts import a_cohort
from tests.support.feedback import asks, newest_request, takes

LOOKS = "/profile/looks"


async def test_r49_whoever_opened_my_draft_stands_there_with_the_time_and_nobody_elses_looks(app):
    async with a_cohort(app, "Ana", "Ben", "Cleo") as cohort:
        ana, ben, cleo = await cohort.seats("Ana", "Ben", "Cleo")
        assert "Nobody has looked yet" in (await ana.client.get(LOOKS)).text
        await asks(cohort, ana)
        request = await newest_request(cohort, ana)
        await takes(ben, request)
        await ben.opens(f"/feedback/{request.id}")
        page = (await ana.client.get(LOOKS)).text
        assert ben.person.name in page and "while you asked for a reading" in page
        assert f'href="/work/{cohort.cohort.code}/' in page
        for other in (ben, cleo):
            assert "Nobody has looked yet" in (await other.client.get(LOOKS)).text
        (look,) = await queries.looks(ana.person, None, 10)
        assert await queries.looks(ana.person, look.at, 10) == [], "earlier ones only"
        await db.run("update draft_opening set person_id = null where id = :id", id=look.id)
        assert "A former member" in (await ana.client.get(LOOKS)).text, "whoever erased their account is not named"


async def test_r64_what_a_facilitator_was_let_into_stands_there_too(app):
    async with a_cohort(app, "Ana") as cohort:
        ana, guide, at = await cohort.seats("Ana"), cohort.facilitator, clock.now()
        await db.run(
            """
            with asked as (
                insert into let_in (seat_id, person_id, requirement_key, sentence, state, asked_at, answered_at, until)
                values (:seat, :guide, 'talk_plan', 'May I?', 'open', :at, :at, :day) returning id)
            insert into let_in_opening (let_in_id, at) select id, :at from asked
            """,
            seat=ana.seat.id, guide=guide.person.id, at=at, day=at.date() + timedelta(days=3),
        )  # fmt: skip
        page = (await ana.client.get(LOOKS)).text
        assert guide.person.name in page and "into which you let them" in page
        assert f'href="/work/{cohort.cohort.code}/talk_plan"' in page
        assert {look.kind for look in await queries.looks(ana.person, None, 10)} == {"let_in"} < set(queries.KINDS)
