"""A letter of thanks: from who has earned it to those whose notes went into it, and who sat there to help."""

import re

import pytest

from community import clock, db
from community.awards import queries as awards
from community.awards import standing
from community.awards.rules import Reason
from community.feedback.thanking import queries
from tests.feedback.test_reading import note_ids
from tests.feedback.test_uptake import is_earned, uses
from tests.notifications.test_notices import everybody_is_told, sentences
from tests.support.cohorts import a_cohort
from tests.support.feedback import asks, gives, words_of


@pytest.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cy", "Dee") as made:
        yield made


@pytest.fixture
async def earned(cohort):
    """Ana's award: she used two of Ben's three notes and none of Cy's; Dee sat there as a helper."""
    ana, ben, cy, dee = await cohort.seats("Ana", "Ben", "Cy", "Dee")
    request = await asks(cohort, ana)
    await gives(ben, request)
    bens = note_ids((await ana.opens(request.ledger)).text)
    await gives(cy, request)
    cys = [one for one in note_ids((await ana.opens(request.ledger)).text) if one not in bens]
    for note_id in bens[:2]:
        await uses(ana, request, note_id)
    for note_id in (bens[2], *cys):
        await uses(ana, request, note_id, "not_used", "")
    await db.run("update seat set role = 'helper' where id = :id", id=dee.seat.id)
    await is_earned(cohort, ana)
    return next(one for one in await awards.awards(ana.person) if not one.stack_id)


async def sends(member, award, *to, words="You asked who still was not talking."):
    return await member.posts(f"{award.address}/thanks", words=words, **{f"to {one.person.id}": "yes" for one in to})


async def letter_of(member):
    (found,) = await queries.letters(member.person)
    return found


async def test_those_who_had_a_part_in_it_are_named_and_nobody_else(cohort, earned):
    ana, ben, cy, dee = await cohort.seats("Ana", "Ben", "Cy", "Dee")
    words = words_of(await ana.opens(f"{earned.address}/thanks"))
    assert f"{ben.person.name} 2 notes that you used" in words and f"{dee.person.name} helper in your cohort" in words
    assert cy.person.name not in words and ana.person.name not in words


async def test_each_has_a_letter_of_their_own_with_what_they_did(cohort, earned):
    ana, ben, cy, dee = await cohort.seats("Ana", "Ben", "Cy", "Dee")
    assert (await sends(ana, earned, ben, dee)).status_code == 303
    await everybody_is_told()
    for member in (ben, dee):
        told = f"{ana.person.name} thanks you with a letter for your help with {earned.title}."
        assert told in sentences((await member.opens("/inbox")).text)
        assert (await letter_of(member)).address in (await member.opens("/letters")).text
    bens, dees = [words_of(await one.opens((await letter_of(one)).address)) for one in (ben, dee)]
    assert "You gave feedback, in 3 notes." in bens and "2 of them were used or adapted." in bens
    assert "you stood beside" in bens and "You asked who still was not talking." in bens
    assert "you sat in the cohort as a helper" in dees and "You gave feedback" not in dees, "a line of zero is left out"
    for said in (bens, dees):
        assert "It grants no credit." in said and ana.person.name in said
    for other in (cy, dee):
        assert (await other.opens((await letter_of(ben)).address)).status_code == 404
    assert (await ana.opens((await letter_of(ben)).address)).status_code == 200, "who wrote it"


async def test_nobody_gets_two_and_nobody_else_gets_one(cohort, earned):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    for _again in range(2):
        assert (await sends(ana, earned, ben, cy)).status_code == 303
    assert (await letter_of(ben)).words and await queries.letters(cy.person) == []
    events = "select count(*) from event where kind = 'thanks.sent' and subject_id = :id"
    assert await db.value(events, id=(await letter_of(ben)).id) == 1
    assert (await sends(ben, earned, cy)).status_code == 404, "it is not his award"


async def test_without_anybody_chosen_what_was_typed_stays(cohort, earned):
    ana = await cohort.seats("Ana")
    answer = await sends(ana, earned, words="Half a thought")
    assert answer.status_code == 422 and "Choose somebody to thank." in answer.text and "Half a thought" in answer.text


async def test_r21_who_wishes_no_name_any_more_is_not_among_them(cohort, earned):
    ana, ben = await cohort.seats("Ana", "Ben")
    await db.run("update seat set unnamed = true where id = :id", id=ben.seat.id)
    assert ben.person.name not in words_of(await ana.opens(f"{earned.address}/thanks"))


async def test_about_a_revoked_award_no_letter_goes_out(cohort, earned):
    ana, ben = await cohort.seats("Ana", "Ben")
    await standing.revoke(earned.number, Reason.NOT_OWN, clock.now())
    assert (await sends(ana, earned, ben)).status_code == 409
    assert await queries.letters(ben.person) == []


async def test_a_letter_stays_when_its_sender_has_gone_without_the_name(cohort, earned):
    ana, ben = await cohort.seats("Ana", "Ben")
    await sends(ana, earned, ben)
    await db.run("update award set person_id = null where id = :id", id=earned.id)
    words = words_of(await ben.opens((await letter_of(ben)).address))
    assert "a former member" in words and ana.person.name not in words


async def test_a_letter_is_found_by_its_number_alone(cohort, earned):
    ana, ben = await cohort.seats("Ana", "Ben")
    await sends(ana, earned, ben)
    assert re.fullmatch(r"/letters/[0-9A-HJKMNP-TV-Z]{12}", (await letter_of(ben)).address)
    assert (await ben.opens("/letters/000000000000")).status_code == 404
