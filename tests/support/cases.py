"""A committee, cases, and a clock that is moved, for tests."""

from contextlib import contextmanager
from datetime import timedelta

from community import clock, db
from community.affiliates import actions as affiliates
from community.affiliates import queries as issuers
from community.awards.queries import Award
from community.awards.rules import Reason
from community.cases import opening, queries, timing, voting
from community.cases.queries import Case
from community.people.queries import Person
from community.review import desks
from community.review.approving import queries as approving
from community.review.desks import Desk
from community.submissions.queries import Submission
from tests.support.people import make_person
from tests.support.reviewing import ISSUER

WHY = "Two texts are word for word those of another attempt."


async def a_committee(*names: str, slug: str = ISSUER) -> list[Person]:
    """These alone sit on it."""
    issuer = await issuers.public_issuer(slug)
    ends = "update desk set ended_at = :at where issuer_id = :id and kind = 'committee_member' and ended_at is null"
    await db.run(ends, at=clock.now(), id=issuer.id)
    people = [await make_person(name) for name in names]
    for person in people:
        await affiliates.give_desk(person, desks.COMMITTEE, issuer)
    return people


async def a_case_about(desk: Desk, thing: Submission | Award, holds: bool = False) -> Case:
    """The desk opens it."""
    if isinstance(thing, Award):
        return await opening.about_award(desk, thing, Reason.NOT_OWN, WHY, holds)
    office = approving.Office(desk.person_id, (desk.issuer_id,))
    return await opening.about_submission(desk, await approving.attempt(office, thing.number), WHY)


async def votes(person: Person, case: Case, yes: bool, reasons: str = "") -> None:
    desk = await queries.office(person)
    reasons = reasons or ("I see it" if yes else "I do not")
    await voting.vote(desk, await queries.one_at(desk, case.number), yes, reasons)


async def now(case: Case) -> Case:
    return await queries.case_by_id(case.id)


async def log_of(case: Case) -> list[str]:
    return [line.kind for line in await queries.lines_by_id(case.id)]


@contextmanager
def later(**by: int):
    """The clock stands so much later inside."""
    step = timedelta(**by)
    clock.move(step)
    try:
        yield
    finally:
        clock.move(-step)


async def the_clock_looks() -> None:
    """The job that ends steps and reminds."""
    await timing.advance({})


async def is_voting(case: Case) -> Case:
    """The time to answer is over."""
    await db.run("update case_file set state = 'voting' where id = :id and state like 'answering%'", id=case.id)
    return await now(case)
