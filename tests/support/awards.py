"""Awards for tests: a result in which every criterion is met, and what it is issued for."""

from community import clock, db, numbers
from community.awards import actions, queries
from community.awards.rules import Achieved, Result
from community.awards.signing import actions as signing
from community.catalogue import rules as catalogue


def a_result(definition, **levels) -> Result:
    """All criteria at the highest level, or those named here at another."""
    best = catalogue.levels(definition.content)[0].key
    achieved = tuple(
        Achieved(one.requirement_key, one.key, levels.get(one.key, best))
        for one in catalogue.criteria(definition.content)
    )
    return Result(numbers.draw(), definition.id, achieved)


async def earns(person, definition, **levels):
    """The person's award for this definition, as its row."""
    number = await actions.issue(person.id, a_result(definition, **levels), clock.now())
    return await queries.award(person, number)


async def signed_award(person, definition, **levels):
    """The same, with its credential, as the job makes it."""
    award = await earns(person, definition, **levels)
    await signing.sign({"award": award.number})
    return await queries.award(person, award.number)


async def publishes(award) -> None:
    """Its earner lets everybody see it (R60)."""
    await db.run("update award set published_at = :at where id = :id", at=clock.now(), id=award.id)
