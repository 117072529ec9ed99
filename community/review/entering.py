"""Who comes in as a reviewer: a desk with an issuer, and what they may read of it (R51)."""

from dataclasses import dataclass

from starlette.requests import Request

from community import db, words
from community.errors import NotFound
from community.pages import signed_in
from community.people.factors import asking
from community.people.queries import Person
from community.review import desks
from community.review.certifying import queries as certifying


@dataclass(frozen=True)
class ReviewDesk:
    """A reviewer: the micro-credentials they may read, of issuers at whose desk they sit, and their languages."""

    person_id: int
    micro_credentials: tuple[int, ...]
    languages: tuple[str, ...]


async def reviewer(request: Request) -> ReviewDesk:
    """Who asks, as a reviewer. NotFound for who holds no reviewer's desk, FactorFirst without a second factor (A57)."""
    found = await review_desk(signed_in(request))
    asking.shown(request)
    return found


async def review_desk(person: Person) -> ReviewDesk:
    """This person's. NotFound without a reviewer's desk."""
    held = await desks.desks(person, desks.REVIEWER)
    if not held:
        raise NotFound
    certified = await certifying.certified_for(person)
    own = await db.many(
        dict,
        "select id from micro_credential where id = any(:ids) and issuer_id = any(:issuers) order by id limit 1000",
        ids=sorted(certified),
        issuers=[desk.issuer_id for desk in held],
    )
    return ReviewDesk(person.id, tuple(row["id"] for row in own), await languages(person))


async def languages(person: Person) -> tuple[str, ...]:
    """What this person reads: the language of their pages, and what they say."""
    rows = await db.many(
        dict,
        "select language from reading_language where person_id = :person_id order by language limit 50",
        person_id=person.id,
    )
    return tuple(sorted({words.known(person.language)} | {row["language"] for row in rows}))
