"""What came of somebody's attempts, for tests that count: written as their actions leave it, and told to the log."""

import asyncio
from datetime import timedelta

from community import clock, db, jobs, numbers
from community.awards import actions as awards
from community.events import record
from community.insights import routes as insights
from tests.support.awards import a_result


async def takes(person, definition, *results: str) -> None:
    """A Start, an attempt for each result (with none one that is with the reviewers), the award where it was earned."""
    now = clock.now()
    application = await db.value(
        """
        insert into application (person_id, micro_credential_id, definition_version_id, time_zone, started_at)
        values (:person_id, :id, :version, 'UTC', :at) returning id
        """,
        person_id=person.id,
        id=definition.micro_credential_id,
        version=definition.id,
        at=now,
    )
    for attempt, state in enumerate(results or ("submitted",), 1):
        async with db.transaction():
            submission = await an_attempt(application, definition, attempt, state)
            record("submission.sent", person.topic, about=submission, by=person.id)
            if results:
                record("submission.decided", person.topic, about=submission)
            if state == "earned":
                await awards.issue(person.id, a_result(definition), now)


async def an_attempt(application: int, definition, attempt: int, state: str) -> int:
    """Its number; what is decided is told at once."""
    now = clock.now()
    return await db.value(
        """
        insert into submission (number, application_id, attempt, definition_version_id, definition_sha256, state,
                                promises, submitted_at, expected_on, first_due_on, ended_at, told_at)
        select :number, :application, :attempt, id, sha256, :state, array['own', 'names', 'ready'], :at, :on, :on,
               case when :state <> 'submitted' then cast(:at as timestamptz) end,
               case when :state <> 'submitted' then cast(:at as timestamptz) end
        from definition_version where id = :version returning id
        """,
        number=numbers.draw(),
        application=application,
        attempt=attempt,
        state=state,
        version=definition.id,
        at=now,
        on=now.date(),
    )


async def belongs(person, affiliate) -> None:
    await db.run(
        """
        insert into membership (person_id, affiliate_id, status, starts_on)
        values (:person_id, :affiliate_id, 'active', :on)
        """,
        person_id=person.id,
        affiliate_id=affiliate.id,
        on=(clock.now() - timedelta(days=400)).date(),
    )


async def follow() -> None:
    """The follower reads on to the end of the log."""
    follower = insights.followers["insights"]
    await db.run(
        "insert into log_mark (name, xact, id) values ('insights', cast('0' as xid8), 0) on conflict do nothing"
    )
    behind = """
        select exists (
            select from event join log_mark on log_mark.name = 'insights'
            where (event.xact, event.id) > (log_mark.xact, log_mark.id)
        )
    """
    async with asyncio.timeout(60):  # a transaction of another test may hold it up for a moment
        while await db.value(behind):
            await jobs.read_on("insights", follower)
