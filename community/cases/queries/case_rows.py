"""Cases themselves: read by whom they concern, at the desks, and by number."""

from dataclasses import dataclass
from datetime import date, datetime

from community import db
from community.awards.rules import Reason
from community.cases.rules import IS_OPEN, Kind, Plan, State
from community.errors import NotFound
from community.evidence.rules import last_day
from community.numbers import Numbered
from community.people.queries import Person
from community.review import desks
from community.review.desks import Desk

CASE = """
select case_file.id, case_file.number, case_file.issuer_id, issuer.slug, issuer.name as issuer, case_file.kind,
       case_file.state, case_file.person_id, case_file.opened_by, case_file.submission_id,
       coalesce(submission.number, award.submission_number, '') as submission_number, case_file.award_id,
       coalesce(award.number, '') as award_number,
       coalesce(judged.title, awarded.title, stack.title, '') as title, case_file.appeal_of, case_file.reason,
       case_file.description, case_file.holds, case_file.time_zone, case_file.answer_days, case_file.second_days,
       case_file.vote_days, case_file.appeal_days, case_file.quorum, case_file.opened_at, case_file.answer_by,
       case_file.second_by, case_file.vote_by, case_file.upheld, case_file.decided_at, case_file.appeal_by,
       case_file.closed_at, case_file.dropped_because
from case_file
join issuer on issuer.id = case_file.issuer_id
left join submission on submission.id = case_file.submission_id
left join definition_version as judged on judged.id = submission.definition_version_id
left join award on award.id = case_file.award_id
left join definition_version as awarded on awarded.id = award.definition_version_id
left join stack on stack.id = award.stack_id
"""


@dataclass(frozen=True)
class Case(Numbered):
    """One case. Nothing here names whom it concerns; `person_id` None: they have closed their account."""

    id: int
    number: str
    issuer_id: int
    slug: str
    issuer: str
    kind: Kind
    state: State
    person_id: int | None
    opened_by: int | None
    submission_id: int | None
    submission_number: str
    award_id: int | None
    award_number: str
    title: str
    appeal_of: int | None
    reason: Reason | None
    description: str
    holds: bool
    time_zone: str
    answer_days: int
    second_days: int
    vote_days: int
    appeal_days: int
    quorum: int
    opened_at: datetime
    answer_by: datetime | None
    second_by: datetime | None
    vote_by: datetime
    upheld: bool | None
    decided_at: datetime | None
    appeal_by: datetime | None
    closed_at: datetime | None
    dropped_because: str  # "" unless the desk has dropped it

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))
        object.__setattr__(self, "state", State(self.state))
        object.__setattr__(self, "reason", Reason(self.reason) if self.reason else None)

    @property
    def plan(self) -> Plan:
        return Plan(self.answer_days, self.second_days, self.vote_days, self.appeal_days, self.quorum)

    @property
    def is_open(self) -> bool:
        return self.state in IS_OPEN

    @property
    def due_at(self) -> datetime | None:
        """When the step it is in ends; None once it is closed."""
        ends = {
            State.ANSWERING: self.answer_by,
            State.ANSWERING_AGAIN: self.second_by,
            State.VOTING: self.vote_by,
            State.DECIDED: self.appeal_by,
        }
        return ends.get(self.state)

    def day(self, ends_at: datetime) -> date:
        """The last day of a step that ends at this instant, where whom it concerns lives."""
        return last_day(ends_at, self.time_zone)

    @property
    def address(self) -> str:
        """Where whom it concerns reads it."""
        return f"/cases/{self.number}"

    @property
    def desk_address(self) -> str:
        """Where the desk and the committee do."""
        return f"/committee/{self.number}"


@dataclass(frozen=True)
class Office:
    """What somebody may see of cases: the desks they hold, as approver and on the committee."""

    person_id: int
    approves: tuple[Desk, ...]
    votes: tuple[Desk, ...]

    @property
    def issuers(self) -> list[int]:
        return sorted({desk.issuer_id for desk in (*self.approves, *self.votes)})

    def runs(self, issuer_id: int) -> bool:
        """An approver opens cases and keeps the plan."""
        return any(desk.issuer_id == issuer_id for desk in self.approves)


async def office(person: Person) -> Office:
    """NotFound for who neither approves nor sits on a committee."""
    held = await desks.desks(person, desks.APPROVER, desks.COMMITTEE)
    if not held:
        raise NotFound
    approves = tuple(desk for desk in held if desk.kind == desks.APPROVER)
    return Office(person.id, approves, tuple(desk for desk in held if desk.kind == desks.COMMITTEE))


async def cases_at(desk: Office, most: int = 100) -> list[Case]:
    """Of these issuers, but never about oneself: open ones first, the next date before all; then the newest."""
    return await db.many(
        Case,
        CASE
        + """
        where case_file.issuer_id = any(:issuers) and case_file.person_id is distinct from :person_id
        order by case_file.state in ('decided', 'closed'),
                 case when case_file.state not in ('decided', 'closed') then case_file.vote_by end, case_file.id desc
        limit :most
        """,
        issuers=desk.issuers,
        person_id=desk.person_id,
        most=most,
    )


async def one_at(desk: Office, number: str) -> Case:
    """One of these issuers, and not about oneself; else NotFound."""
    found = await db.one(
        Case,
        CASE
        + """
        where case_file.number = :number and case_file.issuer_id = any(:issuers)
          and case_file.person_id is distinct from :person_id
        """,
        number=number,
        issuers=desk.issuers,
        person_id=desk.person_id,
    )
    if found is None:
        raise NotFound
    return found


async def own(person: Person) -> list[Case]:
    """Cases about oneself, the newest first."""
    return await db.many(
        Case,
        CASE + "where case_file.person_id = :person_id order by case_file.id desc limit 100",
        person_id=person.id,
    )


async def own_case(person: Person, number: str) -> Case:
    """One about oneself; else NotFound."""
    found = await db.one(
        Case,
        CASE + "where case_file.number = :number and case_file.person_id = :person_id",
        number=number,
        person_id=person.id,
    )
    if found is None:
        raise NotFound
    return found


async def case_by_id(case_id: int) -> Case:
    return (await cases_by_id([case_id]))[case_id]


async def cases_by_id(ids: list[int]) -> dict[int, Case]:
    found = await db.many(
        Case, CASE + "where case_file.id = any(:ids) order by case_file.id limit 1000", ids=ids
    )
    return {one.id: one for one in found}


async def lock_by_id(case_id: int) -> Case:
    """What is voted, answered and decided in one case happens one after the other."""
    await db.run("select from case_file where id = :id for no key update", id=case_id)
    return await case_by_id(case_id)


async def appeal_of_by_id(case_id: int) -> str | None:
    """The number of the appeal against what this case decided."""
    return await db.value("select number from case_file where appeal_of = :id", id=case_id)
