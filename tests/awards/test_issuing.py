"""An award is issued once, with what it was for, when, and what was judged (R59)."""

import asyncio
from datetime import timedelta

import pytest

from community import clock, db
from community.awards import actions, queries
from community.people.closing import actions as closing
from tests.support.awards import a_result, earns
from tests.support.people import make_person


async def of_micro_credentials(person):
    """Without the badges of stacks that they complete."""
    return [award for award in await queries.awards(person) if not award.stack_id]


async def test_r59_an_award_has_its_version_its_day_and_its_results(ana, definition):
    result, at = a_result(definition), clock.now()
    number = await actions.issue(ana.id, result, at)
    award = await queries.award(ana, number)
    assert (award.code, award.version, award.definition_version_id) == ("FA-01", 1, definition.id)
    assert (award.submission_number, award.awarded_at) == (result.submission_number, at)
    assert await queries.levels_by_id(award.id) == list(result.levels), "in the order of the rubric"
    assert award.published_at is None and await queries.public_award(number) is None, "nothing is public yet (R60)"
    assert await queries.holds(ana, definition.micro_credential_id) == award
    told = await db.value("select count(*) from event where kind = 'award.issued' and subject_id = :id", id=award.id)
    key = f"award {number}"
    waiting = await db.value("select count(*) from job where name = 'awards.sign' and key = :key", key=key)
    assert (told, waiting) == (1, 1)


async def test_r59_a_second_result_answers_with_the_first_award(ana, definition):
    first = await earns(ana, definition)
    assert await actions.issue(ana.id, a_result(definition), clock.now()) == first.number
    assert [one.number for one in await of_micro_credentials(ana)] == [first.number]


async def test_r59_twenty_at_the_same_instant_make_one(ana, definition):
    results, inside = [a_result(definition) for _ in range(20)], asyncio.Barrier(10)

    async def one(number, result):
        async with db.transaction():
            await db.value("select 1")
            if number < 10:  # as many as one pool gives: all of these are in their transaction before any goes on
                await inside.wait()
            return await actions.issue(ana.id, result, clock.now())

    told = await asyncio.gather(*(one(number, result) for number, result in enumerate(results)))
    assert len(set(told)) == 1
    awards = await of_micro_credentials(ana)
    assert [award.number for award in awards] == [told[0]]
    assert len(await queries.levels_by_id(awards[0].id)) == len(results[0].levels)
    told = "select count(*) from event where kind = 'award.issued' and subject_id = :id"
    assert await db.value(told, id=awards[0].id) == 1


async def test_what_fails_afterwards_leaves_no_award(ana, definition):
    with pytest.raises(ZeroDivisionError):
        async with db.transaction():
            await actions.issue(ana.id, a_result(definition), clock.now())
            raise ZeroDivisionError
    assert await queries.awards(ana) == []


async def test_places_in_the_list_tell_no_order_and_numbers_nothing(definition):
    awards = [await earns(await make_person(f"Person {n}"), definition) for n in range(12)]
    places = [award.status_index for award in awards]
    assert len(set(places)) == 12 and places != sorted(places)
    assert len({award.status_list_id for award in awards}) == 1
    assert len({award.subject for award in awards} | {award.salt for award in awards}) == 24


async def test_a_list_that_is_half_full_gets_a_successor(ana, definition, monkeypatch):
    first = await earns(await make_person("Ben Okafor"), definition)
    monkeypatch.setattr("community.awards.queries.issuing_rows.LIST_FULL", 1)
    second = await earns(ana, definition)
    assert (first.issuer_id, first.list_number + 1) == (second.issuer_id, second.list_number)


async def test_who_closes_the_account_leaves_a_number_that_leads_nowhere(app, ana, definition):
    award = await earns(ana, definition)
    await closing.ask(ana)
    await db.run("update person set closes_at = :at where id = :id", at=clock.now() - timedelta(days=1), id=ana.id)
    await closing.close(ana.id)
    left = await queries.award_by_id(award.number)
    assert (left.person_id, left.salt) == (None, "0" * 32)
    assert await db.value("select count(*) from credential where award_id = :id", id=award.id) == 0


