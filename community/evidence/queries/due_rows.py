"""Windows as rows for the clock: which have ended, which ends are near, and what is put away at an end (R24, R25)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from community import db
from community.evidence.queries.application_rows import Application
from community.evidence.queries.work_rows import WORK, Work


@dataclass(frozen=True)
class Due:
    """An open application whose turn has come; `warning` is the threshold in days, 0 at the end itself."""

    id: int
    expires_at: datetime
    warning: int = 0


async def ended_by_id(at: datetime, after: Due | None, most: int) -> list[Due]:
    """Open applications whose window has ended, the longest ended first, from behind `after` on."""
    return await db.many(
        Due,
        """
        select id, expires_at from application
        where state = 'open' and expires_at <= :at and (expires_at, id) > (:expires_at, :id)
        order by expires_at, id limit :most
        """,
        at=at,
        most=most,
        **_key(after),
    )


async def near_by_id(at: datetime, warnings: Mapping[int, timedelta], after: Due | None, most: int) -> list[Due]:
    """Open applications for which a warning is due: of several the one nearest to the end, none from before Start.

    `warnings` says for each threshold in days how long before the end it is due.
    """
    return await db.many(
        Due,
        """
        select application.id, application.expires_at, due.days as warning
        from application
        cross join lateral (
            select min(warning.days) as days
            from unnest(cast(:days as int[]), cast(:seconds as int[])) as warning(days, seconds)
            where application.expires_at - make_interval(secs => warning.seconds) <= :at
              and application.expires_at - make_interval(secs => warning.seconds) > application.started_at
        ) as due
        where application.state = 'open' and application.expires_at > :at and application.expires_at <= :furthest
          and due.days < coalesce(application.warned_days, :days_at_most)
          and (application.expires_at, application.id) > (:expires_at, :id)
        order by application.expires_at, application.id limit :most
        """,
        at=at,
        days=list(warnings),
        seconds=[int(early.total_seconds()) for early in warnings.values()],
        days_at_most=max(warnings) + 1,
        furthest=at + max(warnings.values()),
        most=most,
        **_key(after),
    )


def _key(after: Due | None) -> dict:
    first = datetime(1970, 1, 1, tzinfo=UTC)
    return {"expires_at": after.expires_at, "id": after.id} if after else {"expires_at": first, "id": 0}


async def end_by_id(application_id: int, at: datetime) -> Application | None:
    """The guarded write open → expired; None if it is not due, or somebody is at it now: then the next turn sees it."""
    return await db.one(
        Application,
        """
        update application set state = 'expired', ended_at = :at
        where id = (
            select id from application where id = :id and state = 'open' and expires_at <= :at
            for update skip locked
        )
        returning id, person_id, micro_credential_id, definition_version_id, state, time_zone, started_at, expires_at,
                  result, reworks
        """,
        id=application_id,
        at=at,
    )


async def warned_by_id(due: Due, at: datetime) -> Application | None:
    """Note that this warning goes out now; None if it went already, or the application is open no more."""
    return await db.one(
        Application,
        """
        update application set warned_days = cast(:days as int)
        where id = (
            select id from application
            where id = :id and state = 'open' and expires_at > :at and coalesce(warned_days, 61) > cast(:days as int)
            for update skip locked
        )
        returning id, person_id, micro_credential_id, definition_version_id, state, time_zone, started_at, expires_at,
                  result, reworks
        """,
        id=due.id,
        days=due.warning,
        at=at,
    )


async def lock_begun_by_id(person_id: int, micro_credential_id: int) -> list[Work]:
    """What this person has begun there and not met, held until the transaction ends: a save waits its turn."""
    return await db.many(
        Work,
        WORK
        + """
        where person_id = :person_id and micro_credential_id = :id and state not in ('not_started', 'met')
        order by work.id limit 1000 for update
        """,
        person_id=person_id,
        id=micro_credential_id,
    )


async def put_away_by_id(work_id: int, at: datetime) -> int:
    """The text goes to the versions, where it stays for good, and the draft is empty (R24); 0 if it was so already."""
    return await db.run(
        """
        with away as (
            select id, revision from work where id = :id and text <> ''
        ), kept as (
            update revision set kept = true from away
            where revision.work_id = away.id and revision.number = away.revision
        ), emptied as (
            insert into revision (work_id, number, based_on, text, words, saved_at)
            select away.id, 1 + (select max(number) from revision where work_id = away.id), away.revision, '', 0, :at
            from away
            returning work_id, number
        )
        update work set text = '', revision = emptied.number, saved_at = null
        from emptied where work.id = emptied.work_id
        """,
        id=work_id,
        at=at,
    )


async def code_by_id(micro_credential_id: int) -> str:
    return await db.value("select code from micro_credential where id = :id", id=micro_credential_id)
