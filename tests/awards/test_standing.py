"""An award is revoked, looked at again, restored: it stays, and whoever verifies it is told at once (R61)."""

import base64
import gzip

import pytest

from community import clock, db
from community.awards import queries, standing
from community.awards.rules import Reason, State
from community.errors import Conflict, NotFound
from tests.support.awards import earns, signed_award


async def bit_of(client, award) -> int:
    document = (await client.get(f"/issuers/{award.issuer_slug}/status/{award.list_number}")).json()
    bits = gzip.decompress(base64.urlsafe_b64decode(document["credentialSubject"]["encodedList"][1:] + "=="))
    return bits[award.status_index // 8] >> (7 - award.status_index % 8) & 1


async def now(award):
    return await queries.award_by_id(award.number)


async def test_r61_a_revoked_award_stays_with_reason_and_date_and_the_list_says_so_at_once(client, ana, definition):
    award, at = await signed_award(ana, definition), clock.now()
    assert await bit_of(client, award) == 0, "the premise: a list that was signed before"
    await standing.revoke(award.number, Reason.NOT_OWN, at)
    left = await now(award)
    assert (left.state, left.reason, left.revoked_at) == (State.REVOKED, Reason.NOT_OWN, at)
    assert await bit_of(client, award) == 1
    assert left in await queries.awards(ana), "its earner sees it"
    assert await queries.holds(ana, definition.micro_credential_id) is None
    assert left.signed_at == award.signed_at, "what was signed stays"


async def test_r61_during_an_appeal_it_is_under_review_and_then_restored_or_revoked(client, ana, definition):
    award, at = await signed_award(ana, definition), clock.now()
    await standing.revoke(award.number, Reason.IN_ERROR, at)
    await standing.hold_for_appeal(award.number, at)
    held = await now(award)
    assert (held.state, held.revoked_at, held.reviewed_since) == (State.UNDER_REVIEW, at, at)
    assert await bit_of(client, award) == 1, "for others it stays revoked until it is restored"
    await standing.restore(award.number, at)
    restored = await now(award)
    assert (restored.state, restored.reason, restored.revoked_at) == (State.IN_FORCE, None, None)
    assert await bit_of(client, award) == 0
    await standing.hold_for_appeal(award.number, at)
    assert await bit_of(client, award) == 0 and (await now(award)).revoked_at is None
    await standing.revoke(award.number, Reason.NOT_OWN, at)
    assert (await now(award)).state is State.REVOKED and await bit_of(client, award) == 1


@pytest.mark.parametrize(
    ("before", "move"),
    [((), "restore"), (("revoke",), "revoke"), (("revoke",), "restore"), (("hold",), "hold")],
)
async def test_a_move_that_does_not_fit_is_refused(ana, definition, before, move):
    award, at = await earns(ana, definition), clock.now()
    moves = {
        "revoke": lambda: standing.revoke(award.number, Reason.NOT_OWN, at),
        "hold": lambda: standing.hold_for_appeal(award.number, at),
        "restore": lambda: standing.restore(award.number, at),
    }
    for one in before:
        await moves[one]()
    with pytest.raises(Conflict):
        await moves[move]()


async def test_what_is_no_award_is_not_found(definition):
    with pytest.raises(NotFound):
        await standing.revoke("000000000000", Reason.NOT_OWN, clock.now())


async def test_the_case_that_fails_leaves_it_in_force(client, ana, definition):
    award = await signed_award(ana, definition)
    with pytest.raises(ZeroDivisionError):
        async with db.transaction():
            await standing.revoke(award.number, Reason.NOT_OWN, clock.now())
            raise ZeroDivisionError
    assert (await now(award)).state is State.IN_FORCE and await bit_of(client, award) == 0


async def test_of_whom_has_gone_it_is_revoked_all_the_same(client, ana, definition):
    award = await signed_award(ana, definition)
    await db.run("update award set person_id = null where id = :id", id=award.id)
    await standing.revoke(award.number, Reason.NOT_OWN, clock.now())
    assert await bit_of(client, award) == 1
