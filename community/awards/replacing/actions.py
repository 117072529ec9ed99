"""An issuer's keys are replaced: new ones, the old ones taken out, and every credential signed anew (STANDARDS.md 1.6).

It may stop at any instant: said again with the same reason it goes on where it stopped. Each holder is told once,
however many awards of theirs it is about.
"""

from dataclasses import dataclass
from datetime import datetime

from community import chance, clock, db
from community.awards import queries as awards
from community.awards import rules
from community.awards.keys import actions as keys
from community.awards.keys import given
from community.awards.keys.queries import Signer
from community.awards.making import MOST_DRAWS
from community.awards.replacing import queries
from community.awards.signing import actions as signing
from community.config import CannotStart
from community.events import record


@dataclass(frozen=True)
class Replaced:
    """What was done: the name of the key that signs now, whether it was made now, how many were signed anew."""

    name: str
    is_new: bool
    signed: int


async def replace(signer: Signer, because: str) -> Replaced:
    """Nothing that the former keys signed counts any more. CannotStart for keys that come from the environment."""
    if given.pairs(signer.slug):
        raise CannotStart(
            f"The keys of {signer.slug} come from {given.VARIABLE}. Take them out there first and say this again: "
            "a new one is then made in a file, and signs all badges anew."
        )
    is_new = await queries.begun_by_id(signer.id, because) is None
    name = await _take_out(signer, because) if is_new else (await keys.pair_of(signer))[0].name
    signed = 0
    while done := await _sign_some_anew(signer):
        signed += done
    return Replaced(name, is_new, signed)


async def _take_out(signer: Signer, because: str) -> str:
    name = await keys.rotate(signer)
    async with db.transaction():
        await queries.one_at_a_time_by_id(signer.id)
        await queries.take_out_by_id(signer.id, name, because, clock.now())
    return name


async def _sign_some_anew(signer: Signer) -> int:
    """One batch, whole or not at all; how many there were."""
    at = clock.now()
    async with db.transaction():
        await queries.one_at_a_time_by_id(signer.id)
        numbers = await queries.waiting_by_id(signer.id)
        lists = set()
        for number in numbers:
            lists |= await _sign_anew(number, at)
        for list_id in sorted(lists):
            await awards.list_changed_by_id(list_id)
    return len(numbers)


async def _sign_anew(number: str, at: datetime) -> set[int]:
    """The lists in which something of it changed."""
    award = await awards.award_by_id(number)
    assert award is not None
    if await queries.is_first_by_id(award.id):
        record("award.signed_anew", f"person:{award.person_id}", about=award.id)
    await queries.put_away_by_id(award.id, at)
    status_list_id = await awards.open_list_by_id(award.issuer_id)
    for _draw in range(MOST_DRAWS):
        if await queries.move_by_id(award.id, status_list_id, chance.below(rules.LIST_SIZE)):
            await signing.sign({"award": number})
            return {award.status_list_id, status_list_id}
    raise RuntimeError("no free place in the status list")
