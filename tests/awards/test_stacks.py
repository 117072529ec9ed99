"""A stack's badge comes by itself, once, and stands as what it is made of stands (R59)."""

import asyncio
import json

import jsonschema
import pytest
import pytest_asyncio

from community import clock, db
from community.awards import actions, queries, standing
from community.awards.rules import Reason, State
from community.awards.signing import actions as signing
from community.awards.signing import queries as signed
from community.errors import Conflict
from tests.awards.test_signing import SCHEMA
from tests.support.awards import a_result, earns
from tests.support.catalogue import a_definition, a_stack


@pytest_asyncio.fixture(scope="module")
async def parts(app):
    """EL-02 and FAM-02, which a stack requires; FA-01, which it only has; and a stack that requires nothing."""
    definitions = [await a_definition(code) for code in ("EL-02", "FAM-02", "FA-01")]
    await db.run("delete from stack_place where true")
    await a_stack("FULL", definitions[:2], definitions[2:])
    await a_stack("EMPTY", (), definitions)
    return definitions


async def badges(person) -> list[tuple[str, State]]:
    return [(one.code, one.state) for one in await queries.awards(person) if one.stack_id]


async def test_r59_a_stack_s_badge_follows_the_last_required_one(ana, parts):
    first, second, beside = parts
    await earns(ana, beside)
    await earns(ana, first)
    assert await badges(ana) == []
    await earns(ana, second)
    assert await badges(ana) == [("FULL", State.IN_FORCE)], "and none for a stack that requires nothing"
    (badge,) = [one for one in await queries.awards(ana) if one.stack_id]
    assert [part.code for part in await queries.parts_by_id(badge.id)] == ["EL-02", "FAM-02"]


async def test_r59_both_at_the_same_instant_complete_it_once(ana, parts):
    at = clock.now()
    await asyncio.gather(*(actions.issue(ana.id, a_result(part), at) for part in parts[:2] for _ in range(4)))
    assert await badges(ana) == [("FULL", State.IN_FORCE)]


async def test_its_credential_names_its_parts_in_the_published_form(ana, parts):
    for part in parts[:2]:
        await earns(ana, part)
    (badge,) = [one for one in await queries.awards(ana) if one.stack_id]
    await signing.sign({"award": badge.number})
    document = json.loads((await signed.own_credential(ana, badge.number)).content)
    schema = jsonschema.Draft201909Validator(json.loads(SCHEMA.read_text("utf-8")))
    assert [error.message for error in schema.iter_errors(document)] == []
    achievement = document["credentialSubject"]["achievement"]
    assert [one["name"] for one in achievement["resultDescription"]] == [part.title for part in parts[:2]]
    assert {one["status"] for one in document["credentialSubject"]["result"]} == {"Completed"}


async def test_it_stands_as_what_it_is_made_of(ana, parts):
    first, second = [await earns(ana, part) for part in parts[:2]]
    at = clock.now()
    await standing.revoke(first.number, Reason.NOT_OWN, at)
    assert await badges(ana) == [("FULL", State.REVOKED)]
    (badge,) = [one for one in await queries.awards(ana) if one.stack_id]
    assert (badge.reason, badge.revoked_at) == (Reason.PART, at)
    await standing.hold_for_appeal(first.number, at)
    assert await badges(ana) == [("FULL", State.UNDER_REVIEW)]
    await standing.restore(first.number, at)
    assert await badges(ana) == [("FULL", State.IN_FORCE)]
    await standing.hold_for_appeal(second.number, at)
    assert await badges(ana) == [("FULL", State.UNDER_REVIEW)]


async def test_one_revoked_for_a_reason_of_its_own_stays_so(ana, parts):
    first, _second = [await earns(ana, part) for part in parts[:2]]
    (badge,) = [one for one in await queries.awards(ana) if one.stack_id]
    await standing.revoke(badge.number, Reason.IN_ERROR, clock.now())
    await standing.hold_for_appeal(first.number, clock.now())
    await standing.restore(first.number, clock.now())
    assert await badges(ana) == [("FULL", State.REVOKED)]


async def test_what_is_earned_anew_brings_it_back(ana, parts):
    first, _second = [await earns(ana, part) for part in parts[:2]]
    await standing.revoke(first.number, Reason.NOT_OWN, clock.now())
    again = await earns(ana, parts[0])
    assert again.number != first.number and await badges(ana) == [("FULL", State.IN_FORCE)]
    await standing.hold_for_appeal(first.number, clock.now())
    with pytest.raises(Conflict):
        await standing.restore(first.number, clock.now())
