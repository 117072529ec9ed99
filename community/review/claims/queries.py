"""Claims as rows, by who holds them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from community import db
from community.people.queries import Person
from community.review import rules
from community.review.rules import AtTheDesk

CLAIM = """
select review_claim.id, review_claim.submission_id, submission.number, review_claim.reader, review_claim.claimed_at,
       review_claim.active_at, review_claim.ended_at, review_claim.ending, submission.state
from review_claim join submission on submission.id = review_claim.submission_id
"""


@dataclass(frozen=True)
class Claim(AtTheDesk):
    """A reader's place at one attempt. `ending` "" while it is held; `state` is the attempt's."""

    id: int
    submission_id: int
    number: str
    reader: int
    claimed_at: datetime
    active_at: datetime
    ended_at: datetime | None
    ending: str
    state: str

    @property
    def until(self) -> datetime:
        return rules.lapses_at(self.active_at)

    def is_held(self, at: datetime) -> bool:
        return self.ending == "" and not rules.is_lapsed(self.active_at, at)


async def claim(person: Person, number: str) -> Claim | None:
    """One's newest at this attempt, however it stands."""
    return await db.one(
        Claim,
        CLAIM
        + """
        where submission.number = :number and review_claim.person_id = :person_id
        order by review_claim.id desc limit 1
        """,
        number=number,
        person_id=person.id,
    )


async def lock(person: Person) -> None:
    """One person's claims are counted one after the other."""
    await db.run("select from person where id = :person_id for no key update", person_id=person.id)


async def lock_submission_by_id(submission_id: int) -> None:
    """What is claimed, sent and decided at one attempt happens one after the other."""
    await db.run("select from submission where id = :id for no key update", id=submission_id)


async def count_held(person: Person, fresh: datetime) -> int:
    return await db.value(
        """
        select count(*) from review_claim join submission on submission.id = review_claim.submission_id
        where review_claim.person_id = :person_id and ending = '' and active_at > :fresh
          and submission.state = 'submitted'
        """,
        person_id=person.id,
        fresh=fresh,
    )


async def add(person: Person, submission_id: int, reader: int, at: datetime) -> int:
    return await db.value(
        """
        insert into review_claim (submission_id, person_id, reader, claimed_at, active_at)
        values (:submission_id, :person_id, :reader, :at, :at) returning id
        """,
        submission_id=submission_id,
        person_id=person.id,
        reader=reader,
        at=at,
    )


async def touch(person: Person, claim_id: int, at: datetime, fresh: datetime) -> int:
    """Something was saved: 1, or 0 when it is held no more."""
    return await db.run(
        """
        update review_claim set active_at = greatest(active_at, :at)
        where id = :id and person_id = :person_id and ending = '' and active_at > :fresh
        """,
        id=claim_id,
        person_id=person.id,
        at=at,
        fresh=fresh,
    )


async def end(person: Person, claim_id: int, ending: str, at: datetime, fresh: datetime) -> int:
    """Given back, or sent: 1, or 0 when it is held no more."""
    return await db.run(
        """
        update review_claim set ending = :ending, ended_at = :at
        where id = :id and person_id = :person_id and ending = '' and active_at > :fresh
        """,
        id=claim_id,
        person_id=person.id,
        ending=ending,
        at=at,
        fresh=fresh,
    )


async def expire_by_id(fresh: datetime, at: datetime, submission_id: int | None = None) -> list[Claim]:
    """Those whose eight hours are over, at all attempts or at one."""
    rows = await db.many(
        dict,
        """
        update review_claim set ending = 'expired', ended_at = :at
        where id in (
            select id from review_claim where ending = '' and active_at <= :fresh
              and (cast(:submission_id as bigint) is null or submission_id = :submission_id)
            order by id limit 500 for update skip locked
        )
        returning id
        """,
        fresh=fresh,
        at=at,
        submission_id=submission_id,
    )
    return list((await claims_by_id([row["id"] for row in rows])).values())


async def settle_by_id(submission_id: int, at: datetime) -> None:
    """Nobody reads it any more."""
    await db.run(
        "update review_claim set ending = 'settled', ended_at = :at where submission_id = :id and ending = ''",
        id=submission_id,
        at=at,
    )


async def claims_by_id(ids: list[int]) -> dict[int, Claim]:
    """For what is shown live."""
    found = await db.many(
        Claim, CLAIM + "where review_claim.id = any(:ids) order by review_claim.id limit 1000", ids=ids
    )
    return {one.id: one for one in found}


async def audiences_by_id(pairs: Iterable[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """Who may follow submission:NUMBER: who has, or had, a claim there; {(person, number): audience}."""
    ordered = sorted(pairs)
    rows = await db.many(
        dict,
        """
        select distinct review_claim.person_id, submission.number
        from unnest(cast(:people as bigint[]), cast(:numbers as text[])) as wanted (person_id, number)
        join submission on submission.number = wanted.number
        join review_claim on review_claim.submission_id = submission.id and review_claim.person_id = wanted.person_id
        order by review_claim.person_id, submission.number limit 100000
        """,
        people=[person for person, _number in ordered],
        numbers=[str(number) for _person, number in ordered],
    )
    return {(row["person_id"], row["number"]): "reader" for row in rows}


async def ended_by_withdrawal_by_id(submission_ids: list[int]) -> dict[int, list[int]]:
    """For notices: who was reading what was withdrawn, or had sent their recommendation."""
    rows = await db.many(
        dict,
        """
        select distinct review_claim.submission_id, review_claim.person_id
        from review_claim join submission on submission.id = review_claim.submission_id
        where submission.id = any(:ids) and submission.state = 'withdrawn' and review_claim.person_id is not null
          and (review_claim.ending = 'sent' or review_claim.ending = 'settled')
        order by review_claim.submission_id, review_claim.person_id limit 1000
        """,
        ids=submission_ids,
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row["submission_id"], []).append(row["person_id"])
    return found
