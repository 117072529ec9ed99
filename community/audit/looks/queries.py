"""Openings of one's own drafts and results as rows (R49, R64)."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.people.queries import Person

KINDS = ("draft", "let_in", "result")


@dataclass(frozen=True)
class Look:
    """`kind`: a draft that one asked a reading of, one that a facilitator was let into, a result that one opened.

    `who` is "" for who has erased their account since. `leads` is where one decides about it.
    """

    kind: str
    id: int
    at: datetime
    who: str
    code: str
    title: str
    leads: str


async def looks(person: Person, before: datetime | None, most: int) -> list[Look]:
    """At what is this person's own, the newest first; older than `before`. Nobody's name but who looked."""
    return await db.many(
        Look,
        """
        with mine as (
            (select 'draft' as kind, draft_opening.id, draft_opening.opened_at as at, draft_opening.person_id,
                    work.micro_credential_id, '/work/' || micro_credential.code || '/' || work.requirement_key as leads
             from work join micro_credential on micro_credential.id = work.micro_credential_id
             join feedback_request on feedback_request.work_id = work.id
             join draft_opening on draft_opening.request_id = feedback_request.id
             where work.person_id = :id and (cast(:before as timestamptz) is null or draft_opening.opened_at < :before)
             order by draft_opening.opened_at desc limit :most)
            union all
            (select 'let_in', let_in.id, let_in_opening.at, let_in.person_id, version.micro_credential_id,
                    '/work/' || micro_credential.code || '/' || let_in.requirement_key
             from seat join let_in on let_in.seat_id = seat.id join let_in_opening on let_in_id = let_in.id
             join cohort on cohort.id = seat.cohort_id
             join definition_version as version on version.id = cohort.definition_version_id
             join micro_credential on micro_credential.id = version.micro_credential_id
             where seat.person_id = :id and (cast(:before as timestamptz) is null or let_in_opening.at < :before)
             order by let_in_opening.at desc limit :most)
            union all
            (select 'result', result_look.id, result_look.at, result_look.person_id, application.micro_credential_id,
                    '/submissions/' || submission.number || '/result'
             from application join submission on submission.application_id = application.id
             join opened_result on opened_result.submission_id = submission.id
             join result_look on result_look.opened_result_id = opened_result.id
             where application.person_id = :id and (cast(:before as timestamptz) is null or result_look.at < :before)
             order by result_look.at desc limit :most)
        )
        select mine.kind, mine.id, mine.at, coalesce(person.name, '') as who, micro_credential.code,
               coalesce(definition.title, micro_credential.title) as title, mine.leads
        from mine join micro_credential on micro_credential.id = mine.micro_credential_id
        left join person on person.id = mine.person_id
        left join lateral (
            select title from definition_version
            where definition_version.micro_credential_id = mine.micro_credential_id and published_at is not null
            order by definition_version.id desc limit 1
        ) as definition on true
        order by mine.at desc, mine.kind, mine.id limit :most
        """,
        id=person.id, before=before, most=most,
    )  # fmt: skip
