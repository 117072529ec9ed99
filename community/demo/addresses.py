"""Where to look in a sample cohort: at its requirements, and at what was submitted there, by who may read it."""

from collections.abc import Mapping

from community import db
from community.catalogue import queries as definitions
from community.cohorts.queries import Cohort
from community.config import settings
from community.people.queries import Person


async def requirements(cohort: Cohort) -> list[str]:
    """Each requirement's workspace, in the order of the definition."""
    asked = await definitions.public_requirements(cohort.definition_version_id)
    return [f"{settings().base_url}/work/{cohort.code}/{one.key}" for one in asked]


async def submissions(cohort: Cohort, printed: Mapping[str, Person]) -> list[dict]:
    """[{"number", "address", "role"}] of what its participants submitted, by role.

    `printed`: the accounts that are printed. An attempt is its earner's, the approver's, and of who sent a reading.
    """
    rows = await db.many(
        dict,
        READERS,
        cohort=cohort.id,
        definition=cohort.definition_version_id,
        people=[person.id for person in printed.values()],
    )
    roles = {person.id: role for role, person in printed.items()}
    return [
        {
            "number": row["number"],
            "address": f"{settings().base_url}/{row['door']}/{row['number']}",
            "role": roles[row["person_id"]],
        }
        for row in rows
    ]


READERS = """
with made as (
    select submission.id, submission.number, application.person_id, micro_credential.issuer_id
    from submission
    join application on application.id = submission.application_id
    join definition_version on definition_version.id = submission.definition_version_id
    join micro_credential on micro_credential.id = definition_version.micro_credential_id
    join seat on seat.person_id = application.person_id and seat.cohort_id = :cohort and seat.role = 'participant'
    where submission.definition_version_id = :definition and submission.state <> 'taken_back'
), readers as (
    select number, person_id, 'submissions' as door from made
    union
    select number, review_claim.person_id, 'reviews' from made
    join review_claim on review_claim.submission_id = made.id and review_claim.ending = 'sent'
    union
    select number, desk.person_id, 'approvals' from made
    join desk on desk.issuer_id = made.issuer_id and desk.kind = 'approver' and desk.ended_at is null
)
select number, person_id, door from readers where person_id = any(:people)
order by door desc, person_id, number limit 1000
"""
