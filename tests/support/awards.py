"""Awards for tests: a result in which every criterion is met, and what it is issued for."""

from community import clock, numbers
from community.awards import actions, queries
from community.awards.rules import Achieved, Result
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
