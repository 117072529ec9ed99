"""Applications as a result finds and leaves them; for what a desk decided, which knows no person (R26)."""

from datetime import datetime

from community import db
from community.errors import NotFound
from community.evidence.queries.application_rows import APPLICATION, Application
from community.evidence.queries.work_rows import WORK, Work


async def hold_by_id(application_id: int) -> Application:
    """Held until the transaction ends; NotFound when its person is gone."""
    found = await db.one(
        Application, APPLICATION + "where application.id = :id for update of application", id=application_id
    )
    if found is None:
        raise NotFound
    return found


async def submitted_by_id(person_id: int, micro_credential_id: int) -> list[Work]:
    """The work that is with the reviewers, held until the transaction ends."""
    return await db.many(
        Work,
        WORK
        + """
        where person_id = :person_id and micro_credential_id = :id and state = 'submitted'
        order by work.id limit 100 for update
        """,
        person_id=person_id,
        id=micro_credential_id,
    )


async def met_keys_by_id(person_id: int, micro_credential_id: int) -> list[str]:
    """The requirements that this person has met."""
    rows = await db.many(
        dict,
        """
        select requirement_key from work
        where person_id = :person_id and micro_credential_id = :id and state = 'met'
        order by requirement_key limit 100
        """,
        person_id=person_id,
        id=micro_credential_id,
    )
    return [row["requirement_key"] for row in rows]


async def open_again_by_id(application: Application, result: str, at: datetime) -> int:
    """submitted → open, with what came of the attempt; 0 where it was not submitted."""
    return await db.run(
        """
        update application set state = 'open', result = :result, result_at = :at,
                               reworks = reworks or :result = 'not_yet'
        where id = :id and state = 'submitted'
        """,
        id=application.id,
        result=result,
        at=at,
    )


async def end_by_id(application: Application, outcome: str, at: datetime) -> int:
    """submitted → earned or denied; 0 where it was not submitted."""
    return await db.run(
        "update application set state = :outcome, ended_at = :at where id = :id and state = 'submitted'",
        id=application.id,
        outcome=outcome,
        at=at,
    )


async def rework_days_by_id(micro_credential_id: int) -> int:
    """How many days its issuer gives at least for what a result leaves to do (R26)."""
    return await db.value(
        """
        select issuer.rework_days from micro_credential join issuer on issuer.id = micro_credential.issuer_id
        where micro_credential.id = :id
        """,
        id=micro_credential_id,
    )


async def set_window_by_id(application_id: int, ends_at: datetime, warned_days: int | None, reworks: bool) -> int:
    """From now on it ends then; the warnings that would have gone before count as sent."""
    return await db.run(
        """
        update application set expires_at = :ends_at, warned_days = cast(:warned as smallint),
                               reworks = reworks or :reworks
        where id = :id
        """,
        id=application_id,
        ends_at=ends_at,
        warned=warned_days,
        reworks=reworks,
    )


async def works_by_id(person_id: int, micro_credential_id: int) -> list[Work]:
    """All work of this person for it, held until the transaction ends."""
    return await db.many(
        Work,
        WORK
        + """
        where person_id = :person_id and micro_credential_id = :id order by work.id limit 100 for update
        """,
        person_id=person_id,
        id=micro_credential_id,
    )


async def hand_back_by_id(application: Application) -> bool:
    """open, expired or denied → submitted; False in any other state, or while another one for the same runs."""
    done = await db.run(
        """
        update application set state = 'submitted', ended_at = null
        where id = :id and state in ('open', 'expired', 'denied') and not exists (
            select from application as other
            where other.person_id = application.person_id and other.id <> application.id
              and other.micro_credential_id = application.micro_credential_id
              and other.state in ('open', 'submitted', 'earned')
        )
        """,
        id=application.id,
    )
    return done == 1


async def issuer_by_id(micro_credential_id: int) -> int:
    """Whose it is."""
    return await db.value("select issuer_id from micro_credential where id = :id", id=micro_credential_id)
