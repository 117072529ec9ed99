"""A stack's badge comes by itself, and stands as what it is made of stands (R59)."""

from dataclasses import dataclass
from datetime import datetime

from community.awards import making, queries, rules
from community.awards.making import For
from community.awards.queries import Award
from community.awards.rules import Reason, State


@dataclass(frozen=True)
class Follows:
    """A stack's badge that stands otherwise now."""

    award: Award
    state: State


async def complete(person_id: int, micro_credential_id: int, at: datetime) -> None:
    """The badge of each stack that this award completes, never of an empty one; once."""
    for stack in await queries.completed_by_id(person_id, micro_credential_id):
        number, award_id = await making.make(For(person_id, stack.issuer_id, stack_id=stack.stack_id), at)
        if award_id is not None:
            await queries.add_parts_by_id(award_id, stack.parts)
            await making.begin(award_id, number, person_id)


async def following(award: Award) -> list[Follows]:
    """The stack badges of which this award is a part and that do not stand any more as their parts do.

    One that was revoked for a reason of its own stays so.
    """
    changed = []
    if award.person_id is not None and award.micro_credential_id is not None:
        for one in await queries.made_of_by_id(award.person_id, award.micro_credential_id):
            state = rules.of_its_parts([State(part) for part in await queries.states_of_parts_by_id(one)])
            if one.state is not state and one.reason in (None, Reason.PART):
                changed.append(Follows(one, state))
    return changed
