"""A case is added, moves by guarded writes, and is due by the clock."""

from datetime import datetime

from community import db
from community.awards.rules import Reason
from community.cases.queries.case_rows import Case
from community.cases.rules import REMIND, Dates, Kind, Plan, State


async def add_by_id(
    *, number: str, issuer_id: int, kind: Kind, person_id: int | None, opened_by: int | None,
    submission_id: int | None, award_id: int | None, appeal_of: int | None, reason: Reason | None, description: str,
    holds: bool, zone: str, plan: Plan, dates: Dates, state: State, at: datetime,
) -> int | None:  # fmt: skip
    """Its id; None where one about the same thing is open, or was appealed before."""
    return await db.value(
        """
        insert into case_file (number, issuer_id, kind, person_id, opened_by, submission_id, award_id, appeal_of,
                               reason, description, holds, time_zone, answer_days, second_days, vote_days, appeal_days,
                               quorum, state, opened_at, answer_by, second_by, vote_by)
        values (:number, :issuer_id, :kind, :person_id, :opened_by, :submission_id, :award_id, :appeal_of,
                :reason, :description, :holds, :zone, :answer_days, :second_days, :vote_days, :appeal_days,
                :quorum, :state, :at, :answer_by, :second_by, :vote_by)
        on conflict do nothing returning id
        """,
        number=number,
        issuer_id=issuer_id,
        kind=kind.value,
        person_id=person_id,
        opened_by=opened_by,
        submission_id=submission_id,
        award_id=award_id,
        appeal_of=appeal_of,
        reason=reason.value if reason else "",
        description=description,
        holds=holds,
        zone=zone,
        **vars(plan),
        state=state.value,
        at=at,
        **vars(dates),
    )


async def move_by_id(
    case: Case, became: State, at: datetime, upheld: bool | None = None, appeal_by: datetime | None = None
) -> bool:
    """The guarded write; `upheld` and `appeal_by` where it is decided with it."""
    done = await db.run(
        """
        update case_file set state = :became,
            upheld = coalesce(cast(:upheld as boolean), upheld),
            decided_at = case when cast(:upheld as boolean) is null then decided_at else cast(:at as timestamptz) end,
            appeal_by = coalesce(cast(:appeal_by as timestamptz), appeal_by),
            closed_at = case when :became = 'closed' then cast(:at as timestamptz) end
        where id = :id and state = :was
        """,
        id=case.id,
        was=case.state.value,
        became=became.value,
        at=at,
        upheld=upheld,
        appeal_by=appeal_by,
    )
    return done == 1


async def drop_by_id(case: Case, because: str, at: datetime) -> None:
    """The caller holds its lock, and has looked how it stands."""
    await db.run(
        """
        update case_file set state = 'closed', upheld = false, decided_at = :at, closed_at = :at,
                             dropped_because = :because
        where id = :id
        """,
        id=case.id,
        because=because,
        at=at,
    )


async def due_by_id(at: datetime) -> list[int]:
    """Cases whose step is over by the clock, the longest over first."""
    rows = await db.many(
        dict,
        """
        select id from case_file
        where state <> 'closed' and case state when 'answering' then answer_by when 'answering_again' then second_by
            when 'voting' then vote_by else appeal_by end <= :at
        order by id limit 200
        """,
        at=at,
    )
    return [row["id"] for row in rows]


async def to_remind_by_id(at: datetime) -> list[int]:
    """Cases whose step ends within three days, and of which nobody was reminded in this step."""
    rows = await db.many(
        dict,
        """
        select id from case_file
        where state in ('answering', 'answering_again', 'voting') and reminded_for <> state
          and case state when 'answering' then answer_by when 'answering_again' then second_by else vote_by end
              between :at and :soon
        order by id limit 200
        """,
        at=at,
        soon=at + REMIND,
    )
    return [row["id"] for row in rows]


async def note_reminder_by_id(case: Case) -> bool:
    """Whether this step was not reminded of before."""
    done = await db.run(
        "update case_file set reminded_for = state where id = :id and state = :state and reminded_for <> state",
        id=case.id,
        state=case.state.value,
    )
    return done == 1
