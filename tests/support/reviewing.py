"""Who reviews, for tests: approvers, and reviewers who were asked, said yes and calibrated."""

from contextlib import asynccontextmanager
from datetime import date

from community.affiliates import actions as affiliates
from community.affiliates import queries as issuers
from community.catalogue.queries import Definition
from community.people import queries as people
from community.people.queries import Person
from community.review import desks
from community.review.calibrating import actions as calibrating
from community.review.calibrating import sheets
from community.review.calibrating.actions import Draft
from community.review.calibrating.queries import Reference
from community.review.certifying import actions, queries
from community.review.certifying.queries import Certification, Offered
from community.review.desks import Desk
from tests.support.people import make_person, signed_in_client

ISSUER = "hazelbrook-institute"


async def an_approver(slug: str = ISSUER, name: str = "Vera Holm") -> Desk:
    person = await make_person(name)
    await affiliates.give_desk(person, desks.APPROVER, await issuers.public_issuer(slug))
    return await desks.desk(person, slug, desks.APPROVER)


@asynccontextmanager
async def an_approver_signed_in(app):
    """Her browser, with her `desk` and her `person`."""
    desk = await an_approver()
    person = (await people.people_by_id([desk.person_id]))[desk.person_id]
    async with signed_in_client(app, person) as client:
        client.desk, client.person = desk, person
        yield client


def a_draft(definition: Definition, title: str = "Set A", **levels: str) -> Draft:
    """A set whose every criterion is right at the highest level, but for those named here."""
    parts = sheets.parts(definition)
    reference = [
        Reference(
            row.criterion.requirement_key,
            row.criterion.key,
            levels.get(row.criterion.key, row.levels[0][0].key),
            f"Because of {row.criterion.key}",
        )
        for row in sheets.rows(parts)
    ]
    return Draft(title, "invented", "", "", {part.key: f"Invented text of {part.key}" for part in parts}, reference)


async def a_set(desk: Desk, definition: Definition, title: str = "Set A", **levels: str) -> int:
    return await calibrating.make_set(desk, definition, a_draft(definition, title, **levels))


async def asks_to_review(
    desk: Desk, person: Person, definition: Definition, ends_on: date | None = None
) -> Certification:
    """The offer as it waits for its person."""
    one = Offered(definition.micro_credential_id, definition.code, definition.title)
    await actions.ask(desk, one, person.email, "expert", "Wrote the rubric", ends_on, "en")
    return (await queries.offers(person))[-1]


async def names_a_reviewer(
    desk: Desk, definition: Definition, name: str = "Rita Vogt", ends_on: date | None = None
) -> Person:
    """Asked and willing, not calibrated yet."""
    person = await make_person(name)
    await actions.take(person, (await asks_to_review(desk, person, definition, ends_on)).id)
    return person


async def a_reviewer(
    desk: Desk, definition: Definition, name: str = "Rita Vogt", ends_on: date | None = None
) -> Person:
    """In force: may review this micro-credential now."""
    person = await names_a_reviewer(desk, definition, name, ends_on)
    assert await actions.calibrated(person, definition.micro_credential_id), "the premise"
    return person
