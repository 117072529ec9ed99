"""Letters say what it is about and until when, notices go to who is wanted, and what is open shows how it stands."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from community import clock, db, mail, words
from community.awards import queries as awards
from community.cases import answering, dropping, opening, queries, routes
from community.cases.rules import PLANS, Kind, Plan
from community.people import letters
from tests.board.live import open_page, served
from tests.notifications.test_notices import everybody_is_told, heard
from tests.review.test_live import Member, words_of
from tests.support.awards import signed_award
from tests.support.cases import WHY, a_case_about, is_voting, later, now, the_clock_looks, votes
from tests.support.catalogue import a_definition


async def letters_to(person) -> dict[str, str]:
    """What waits for this person is delivered: {subject: text}, the newest last."""
    theirs = "name = 'mail' and cast(payload ->> 'person_id' as bigint) = :id"
    sql = f"select payload from job where {theirs} order by id limit 99"
    before = len(mail.kept())
    for row in await db.many(dict, sql, id=person.id):
        await letters.deliver(row["payload"])
    await db.run(f"delete from job where {theirs}", id=person.id)
    kept = mail.kept()
    return {letter.subject: letter.text for letter in reversed(kept[: len(kept) - before])}


async def test_r61_the_notice_by_mail_says_what_it_is_about_and_each_date_where_she_lives(
    vera, committee, ana, definition
):
    award = await signed_award(ana, definition)
    await letters_to(ana)
    case = await a_case_about(vera.desk, award)
    ((subject, text),) = (await letters_to(ana)).items()
    assert subject == f"Case {case.spoken}: Misconduct about an award"
    assert WHY in text and "Nothing is decided." in text and "America/Los Angeles" in text
    assert f"/cases/{case.number}" in text
    here = clock.now().astimezone(ZoneInfo("America/Los_Angeles")).date()
    for days in (14, 28):
        assert f"until {_day(here, days)}" in text


def _day(here, days: int) -> str:
    return words.day(here + timedelta(days=days), "en")


async def test_r61_the_decision_is_told_by_mail_with_what_follows_and_until_when_it_is_appealed(
    vera, committee, ana, definition
):
    award = await signed_award(ana, definition)
    case = await is_voting(await a_case_about(vera.desk, award))
    await letters_to(ana)
    for person in committee:
        await votes(person, case, True)
    ((subject, text),) = (await letters_to(ana)).items()
    assert subject == f"Case {case.spoken} is decided" and "found misconduct" in text
    assert "The award is revoked" in text and "You can appeal until" in text
    appeal = await opening.appeal_revocation(ana, await _award(award), "It is mine.")
    ((subject, text),) = (await letters_to(ana)).items()
    assert "Appeal of a revocation" in subject and "It is mine." in text and "You can answer" not in text
    for person in committee:
        await votes(person, appeal, True)
    ((subject, text),) = (await letters_to(ana)).items()
    assert "is upheld" in text and "The award is in force." in text and "You can appeal" not in text


async def _award(award):
    return await awards.award_by_id(award.number)


async def kinds_told(person, case) -> set[str]:
    """Of this case."""
    sql = "select kind from notice where person_id = :id and subject_id = :case_id and kind like 'case.%' limit 100"
    told = {row["kind"] for row in await db.many(dict, sql, id=person.id, case_id=case.id)}
    assert told <= set(await heard(person)), "each stands in their inbox, in words"
    return told


async def test_who_is_wanted_hears_of_it(vera, committee, ana, definition):
    cora, carl, _cleo = committee
    case = await a_case_about(vera.desk, await signed_award(ana, definition))
    await answering.answer(ana, case, "Mine")
    await everybody_is_told()
    assert "case.opened" in await kinds_told(ana, case) and "case.answered" in await kinds_told(vera.person, case)
    with later(days=12):
        await the_clock_looks()
    with later(days=15):
        await the_clock_looks()
        await votes(cora, case, True)
    with later(days=27):
        await the_clock_looks()
    await everybody_is_told()
    assert "case.answer_due" in await kinds_told(ana, case)
    assert "case.voting" in await kinds_told(cora, case) and "case.voting" not in await kinds_told(vera.person, case)
    assert "case.vote_due" in await kinds_told(carl, case)
    assert "case.vote_due" not in await kinds_told(cora, case), "she has voted"
    with later(days=29):
        await the_clock_looks()
    await everybody_is_told()
    assert "case.decided" in await kinds_told(ana, case) and "case.settled" in await kinds_told(vera.person, case)


@pytest.fixture
async def address(app):
    async with served(app) as address:
        yield address


@pytest.mark.parametrize("path", ["/cases", "/cases/{number}"])
async def test_how_her_case_stands_is_shown_live_as_a_reload_shows_it(
    vera, committee, hers, definition, address, path
):
    case = await a_case_about(vera.desk, await signed_award(hers.person, definition))
    id = f"case-{case.id}-stands"
    async with open_page(address, Member(hers.person, hers), path.format(number=case.number)) as page:
        assert words_of(page.html, id) == "Waits for an answer"
        with later(days=15):
            await the_clock_looks()
        await page.catches_up()
        assert words_of(page.html, id) == words_of(await page.reloaded(), id) == "The committee votes"
        for person in committee:
            await votes(person, await now(case), True)
        await page.catches_up()
        assert words_of(page.html, id) == words_of(await page.reloaded(), id) == "Decided, can be appealed"
    assert {kind for kind, _topic in routes.live} <= {*routes.notices, "case.closed"}


async def test_a_second_asking_an_appeal_and_an_end_in_words_are_shown_live_as_a_reload_shows_them(
    vera, committee, hers, definition, address
):
    others = [await a_definition(code) for code in ("FAM-02", "PAR-06")]
    award, revoked, mistaken = [await signed_award(hers.person, each) for each in (definition, *others)]
    try:
        await queries.set_plan(vera.desk, Kind.AWARD, Plan(14, 5, 14, 30, 3))
        case, other = await a_case_about(vera.desk, award), await is_voting(await a_case_about(vera.desk, revoked))
        third = await a_case_about(vera.desk, mistaken)
    finally:
        await queries.set_plan(vera.desk, Kind.AWARD, PLANS[Kind.AWARD])
    for person in committee:
        await votes(person, other, True)
    async with open_page(address, Member(hers.person, hers), "/cases") as page:
        before = [words_of(page.html, f"case-{one.id}-stands") for one in (case, other, third)]
        await dropping.drop(await queries.office(vera.person), third, "It was mistaken for another.")
        with later(days=15):
            await the_clock_looks()
        await opening.appeal_revocation(hers.person, await awards.award_by_id(revoked.number), "I wrote it myself.")
        await page.catches_up()
        again = await page.reloaded()
        for one, was in zip((case, other, third), before, strict=True):
            id = f"case-{one.id}-stands"
            assert words_of(page.html, id) == words_of(again, id) != was
