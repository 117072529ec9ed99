"""Drift in one query: of some certifications the last readings that are decided, against the outcome and the others."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from community import db
from community.catalogue import rules as catalogue
from community.people.queries import Person
from community.review.certifying.queries import Certification
from community.review.desks import Desk
from community.review.drifting.rules import LAST, Agreed, Criterion, Drift

# A row for each certification and criterion; `key` is "" where no other has read the same. `content`, once for each
# certification, is that of the newest attempt among them.
DRIFT = """
with judged as (
    select certification.id, recommendation.id as recommendation_id, recommendation.submission_id,
           submission.definition_version_id, recommendation.outcome = decision.outcome as agreed,
           row_number() over (
               partition by certification.id order by decision.decided_at desc, recommendation.id desc
           ) as turn
    from certification
    join definition_version on definition_version.micro_credential_id = certification.micro_credential_id
    join submission on submission.definition_version_id = definition_version.id
    join recommendation on recommendation.submission_id = submission.id
                       and recommendation.person_id = certification.person_id
    join decision on decision.submission_id = submission.id
    join micro_credential on micro_credential.id = certification.micro_credential_id
    where certification.id = any(:ids) and {whose}
), counted as (
    select id, count(*) filter (where turn <= :last) as of,
           count(*) filter (where turn <= :last and agreed) as agreed,
           count(*) filter (where turn > :last) as of_before,
           count(*) filter (where turn > :last and agreed) as agreed_before,
           (array_agg(definition_version_id order by turn))[1] as definition_version_id
    from judged where turn <= 2 * :last group by id
), seen as (
    select judged.id, own.criterion_key, judged.submission_id, bool_and(theirs.meets = own.meets) as same
    from judged
    join recommended_level as own on own.recommendation_id = judged.recommendation_id
    join recommendation as other on other.submission_id = judged.submission_id
                                and other.id <> judged.recommendation_id
    join recommended_level as theirs on theirs.recommendation_id = other.id
                                    and theirs.criterion_key = own.criterion_key
    where judged.turn <= :last
    group by judged.id, own.criterion_key, judged.submission_id
), by_criterion as (
    select id, criterion_key, count(*) as of, count(*) filter (where same) as same from seen group by id, criterion_key
)
select counted.id, counted.of, agreed, of_before, agreed_before, coalesce(criterion_key, '') as key,
       coalesce(by_criterion.of, 0) as seen, coalesce(same, 0) as same,
       case when row_number() over (partition by counted.id order by criterion_key) = 1 then content end as content
from counted join definition_version on definition_version.id = counted.definition_version_id
left join by_criterion on by_criterion.id = counted.id
order by counted.id, criterion_key limit 5000
"""


async def drift(desk: Desk, shown: Sequence[Certification]) -> dict[int, Drift]:
    """Of these of the issuer's, by certification; who has no reading that is decided is missing."""
    return await _drift(shown, "micro_credential.issuer_id = :issuer_id", issuer_id=desk.issuer_id)


async def own_drift(person: Person, mine: Sequence[Certification]) -> dict[int, Drift]:
    """One's own, by certification."""
    return await _drift(mine, "certification.person_id = :person_id", person_id=person.id)


async def _drift(shown: Sequence[Certification], whose: str, **who: int) -> dict[int, Drift]:
    rows = await db.many(dict, DRIFT.replace("{whose}", whose), ids=[one.id for one in shown], last=LAST, **who)
    return {id: _read(list(found)) for id, found in groupby(rows, lambda row: row["id"])}


def _read(rows: Sequence[Mapping[str, Any]]) -> Drift:
    first, same = rows[0], {row["key"]: Agreed(row["same"], row["seen"]) for row in rows}
    read = [one for one in catalogue.criteria(first["content"]) if one.key in same]
    return Drift(
        Agreed(first["agreed"], first["of"]),
        Agreed(first["agreed_before"], first["of_before"]),
        [Criterion(one.key, one.title, same[one.key]) for one in read],
    )
