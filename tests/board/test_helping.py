"""A helper's seat says how many people its person has helped here, counted from what they did."""

from community import db
from community.cohorts import queries as cohorts
from community.discussion import actions as discussion
from tests.support.cohorts import a_cohort
from tests.support.discussion import now, says
from tests.support.feedback import asks, gives, takes


async def _told(helper, cohort) -> str:
    return (await helper.opens(f"/cohorts/{cohort.id}/board")).text


async def test_people_are_counted_once_by_feedback_sent_and_answers_that_resolved(app):
    async with a_cohort(app, "Ana", "Ben", "Hana") as cohort:
        ana, ben, hana = await cohort.seats("Ana", "Ben", "Hana")
        await db.run("update seat set role = 'helper' where id = :id", id=hana.seat.id)
        assert "You help here" in await _told(hana, cohort)
        assert "You have helped" not in await _told(hana, cohort)
        request = await asks(cohort, ana)
        await takes(hana, request)
        assert "You have helped" not in await _told(hana, cohort), "what is begun is not sent"
        await gives(hana, request)
        assert "You have helped 1 person so far." in await _told(hana, cohort)
        for member in (ana, ben):
            question = await says(member, "How long a talk?")
            answer = await says(hana, "Two minutes", thread=question)
            seat = await cohorts.seat(member.person, cohort.id)
            await discussion.resolve(seat, cohort.cohort, await now(question), await now(answer), True)
        own = await says(hana, "I wonder")
        seat = await cohorts.seat(hana.person, cohort.id)
        await discussion.resolve(seat, cohort.cohort, await now(own), await says(hana, "I know", thread=own), True)
        assert "You have helped 2 people so far." in await _told(hana, cohort)
        assert "You have helped" not in await _told(ana, cohort), "it is nobody's rank"
        async with a_cohort(app, "Eve") as other:
            await cohorts.put(hana.person, other.id, "helper", "active", other.facilitator.seat.joined_at)
            assert "You have helped" not in await _told(hana, other), "of this cohort"
