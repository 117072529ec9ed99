"""The queue, read without a person, an affiliate or a cohort: who is excluded is decided inside (R50, R52)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from community import db
from community.people.queries import Person
from community.review import rules
from community.review.conflicts import ANY
from community.review.entering import ReviewDesk
from community.review.paging import A_PAGE, Mark
from community.review.rules import LEASE, AtTheDesk

# A place, 1 to 3, that is free on this submission; null where none is. A third reader comes in where two differ (R56).
FREE = """
(
    select min(place) from generate_series(1, case when (
        select count(distinct outcome) from recommendation where recommendation.submission_id = submission.id
    ) = 2 then 3 else issuer.readers end) as place
    where not exists (
        select from review_claim where review_claim.submission_id = submission.id and review_claim.reader = place
          and (review_claim.ending = 'sent' or review_claim.ending = '' and review_claim.active_at > :fresh)
    )
)
"""
ROW = """
select submission.id, submission.number, submission.attempt, submission.expected_on, submission.first_due_on,
       definition_version.title, definition_version.language, issuer.readers,
"""
AROUND = """
from submission
join application on application.id = submission.application_id
join definition_version on definition_version.id = submission.definition_version_id
join micro_credential on micro_credential.id = definition_version.micro_credential_id
join issuer on issuer.id = micro_credential.issuer_id
cross join (select cast(:person_id as bigint) as person_id) as reviewer
"""
# Who approves for an issuer sees what its readers found, so that no reading of theirs would be independent (R56).
MAY_READ = f"""
where submission.state = 'submitted'
  and micro_credential.id = any(:micro_credentials) and definition_version.language = any(:languages)
  and not exists (
      select from recommendation
      where recommendation.submission_id = submission.id and recommendation.person_id = reviewer.person_id
  )
  and not exists (
      select from desk
      where desk.issuer_id = issuer.id and desk.kind = 'approver' and desk.ended_at is null
        and desk.person_id = reviewer.person_id
  )
  and not {ANY}
"""  # noqa: S608


@dataclass(frozen=True)
class Waiting(AtTheDesk):
    """One attempt in the queue. `reader` is the place that would be taken, or is held; `until`: how long it is held.

    `of`: how many wait with it.
    """

    id: int
    number: str
    attempt: int
    expected_on: date
    first_due_on: date
    title: str
    language: str
    readers: int
    reader: int
    active_at: datetime | None = None
    of: int = 1

    @property
    def due_on(self) -> date:
        return rules.due_on(self.expected_on, self.first_due_on, self.readers, self.reader)

    @property
    def mark(self) -> Mark:
        return Mark(self.due_on, self.number)

    @property
    def until(self) -> datetime | None:
        return rules.lapses_at(self.active_at) if self.active_at else None


async def waiting(
    desk: ReviewDesk, at: datetime, after: Mark | None = None, most: int = A_PAGE + 1
) -> list[Waiting]:
    """What one may claim now; what is due first stands first, so that the overdue is on top (R58)."""
    return await db.many(
        Waiting,
        f"""
        with open as ({ROW} {FREE} as reader, submission.submitted_at {AROUND} {MAY_READ}
          and not exists (
              select from review_claim
              where review_claim.submission_id = submission.id and review_claim.person_id = reviewer.person_id
                and review_claim.ending = '' and review_claim.active_at > :fresh
          )),
        free as (
            select id, number, attempt, submitted_at, expected_on, first_due_on, title, language, readers, reader,
                   count(*) over () as of,
                   case when readers = 2 and reader < 3 then first_due_on else expected_on end as due
            from open where reader is not null
        ),
        last as (select cast(:day as date) as due, submitted_at, id from submission where number = :number)
        select id, number, attempt, expected_on, first_due_on, title, language, readers, reader, of
        from free
        where cast(:day as date) is null
           or (due, submitted_at, id) > (select last.due, last.submitted_at, last.id from last)
        order by due, submitted_at, id limit :most
        """,  # noqa: S608
        **_asking(desk, at),
        day=after.day if after else None,
        number=after.number if after else "",
        most=most,
    )


async def one_waiting(desk: ReviewDesk, number: str, at: datetime) -> Waiting | None:
    """This one, if one may claim it now."""
    return await db.one(
        Waiting,
        f"""
        with open as ({ROW} {FREE} as reader {AROUND} {MAY_READ} and submission.number = :number)
        select id, number, attempt, expected_on, first_due_on, title, language, readers, reader
        from open where reader is not null
        """,  # noqa: S608
        **_asking(desk, at),
        number=number,
    )


async def held(desk: ReviewDesk, at: datetime) -> list[Waiting]:
    """What one has claimed, what is due first first."""
    return await db.many(
        Waiting,
        ROW
        + """
        review_claim.reader, review_claim.active_at
        from review_claim join submission on submission.id = review_claim.submission_id
        join definition_version on definition_version.id = submission.definition_version_id
        join micro_credential on micro_credential.id = definition_version.micro_credential_id
        join issuer on issuer.id = micro_credential.issuer_id
        where review_claim.person_id = :person_id and review_claim.ending = '' and review_claim.active_at > :fresh
          and submission.state = 'submitted'
        order by submission.expected_on, submission.id limit 50
        """,
        person_id=desk.person_id,
        fresh=at - LEASE,
    )


async def written_in(desk: ReviewDesk) -> list[str]:
    """The languages of what one may read."""
    rows = await db.many(
        dict,
        """
        select distinct language from definition_version
        where micro_credential_id = any(:ids) and published_at is not null order by language limit 50
        """,
        ids=list(desk.micro_credentials),
    )
    return [row["language"] for row in rows]


async def set_languages(person: Person, languages: Sequence[str]) -> None:
    """These, beside the language of one's pages."""
    await db.run(
        "delete from reading_language where person_id = :person_id and not language = any(:languages)",
        person_id=person.id,
        languages=list(languages),
    )
    await db.run(
        """
        insert into reading_language (person_id, language)
        select :person_id, language from unnest(cast(:languages as text[])) as new (language) on conflict do nothing
        """,
        person_id=person.id,
        languages=list(languages),
    )


def _asking(desk: ReviewDesk, at: datetime) -> dict:
    return {
        "person_id": desk.person_id,
        "micro_credentials": list(desk.micro_credentials),
        "languages": list(desk.languages),
        "fresh": at - LEASE,
    }
