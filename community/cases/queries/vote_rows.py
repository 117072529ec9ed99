"""Who of the committee may vote, and how they do."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.review.conflicts import ANY

# Whom it concerns stands in the place of an earner, who sits on the committee in that of a reviewer: the causes that
# keep somebody from reading keep them from voting too (R52), and so does having opened the case, or the one that it
# appeals, or judged the attempt, also the one that the award in question came of.
ENTITLED = f"""
select distinct reviewer.person_id, reviewer.name
from case_file
join lateral (
    select desk.person_id, person.name from desk join person on person.id = desk.person_id
    where desk.issuer_id = case_file.issuer_id and desk.kind = 'committee_member' and desk.ended_at is null
) as reviewer on true
cross join lateral (select case_file.person_id) as application (person_id)
cross join lateral (
    select coalesce(case_file.submission_id, (
        select submission.id from award join submission on submission.number = award.submission_number
        where award.id = case_file.award_id
    ))
) as judged (submission_id)
where case_file.id = :case_id
  and reviewer.person_id is distinct from case_file.person_id
  and reviewer.person_id is distinct from case_file.opened_by
  and not exists (
      select from case_file as former
      where former.id = case_file.appeal_of and former.opened_by = reviewer.person_id)
  and not exists (
      select from case_conflict
      where case_conflict.case_id = case_file.id and case_conflict.person_id = reviewer.person_id)
  and not exists (
      select from recommendation
      where recommendation.submission_id = judged.submission_id and recommendation.person_id = reviewer.person_id)
  and not exists (
      select from decision
      where decision.submission_id = judged.submission_id and decision.person_id = reviewer.person_id)
  and (case_file.person_id is null or not {ANY})
order by reviewer.name, reviewer.person_id limit 100
"""  # noqa: S608


@dataclass(frozen=True)
class Vote:
    """One vote, as it stands now."""

    person_id: int | None
    name: str
    yes: bool
    reasons: str
    at: datetime
    counted: bool


async def entitled_by_id(case_id: int) -> dict[int, str]:
    """Who may vote on it now: {person: name}."""
    rows = await db.many(dict, ENTITLED, case_id=case_id)
    return {row["person_id"]: row["name"] for row in rows}


async def votes_by_id(case_id: int) -> list[Vote]:
    return await db.many(
        Vote,
        """
        select case_vote.person_id, coalesce(person.name, '') as name, case_vote.yes, case_vote.reasons, case_vote.at,
               case_vote.counted
        from case_vote left join person on person.id = case_vote.person_id
        where case_vote.case_id = :case_id order by case_vote.id limit 100
        """,
        case_id=case_id,
    )


async def set_vote_by_id(case_id: int, person_id: int, yes: bool, reasons: str, at: datetime) -> bool:
    """Whether it is this person's first one in this case."""
    return await db.value(
        """
        insert into case_vote (case_id, person_id, yes, reasons, at)
        values (:case_id, :person_id, :yes, :reasons, :at)
        on conflict (case_id, person_id) do update set yes = excluded.yes, reasons = excluded.reasons, at = excluded.at
        returning xmax = 0
        """,
        case_id=case_id,
        person_id=person_id,
        yes=yes,
        reasons=reasons,
        at=at,
    )


async def count_by_id(case_id: int, people: list[int]) -> None:
    """These votes made the decision."""
    await db.run(
        "update case_vote set counted = true where case_id = :case_id and person_id = any(:people)",
        case_id=case_id,
        people=people,
    )


async def state_conflict_by_id(case_id: int, person_id: int, at: datetime) -> bool:
    """Whether this person had not said so before."""
    done = await db.run(
        """
        insert into case_conflict (case_id, person_id, at) values (:case_id, :person_id, :at) on conflict do nothing
        """,
        case_id=case_id,
        person_id=person_id,
        at=at,
    )
    return done == 1
