"""A case that was opened in error: the desk drops it, in words, and all goes on where it stood (R61)."""

import pytest

from community.awards import queries as awards
from community.awards.rules import State
from community.cases import dropping, opening, queries
from community.errors import Conflict, Forbidden
from tests.cases.test_misconduct import queued
from tests.notifications.test_notices import everybody_is_told
from tests.support.awards import signed_award
from tests.support.cases import a_case_about, is_voting, log_of, now, votes
from tests.support.people import signed_in_client
from tests.support.reviewing import a_reviewer
from tests.support.reviews import all_at, an_attempt, presses, recommends, state_of

WHY = "Its number was mistaken for another one's."


async def test_r61_a_case_opened_in_error_is_dropped_in_words_logged_and_told(app, vera, committee, hers, definition):
    award = await signed_award(hers.person, definition)
    case = await is_voting(await a_case_about(vera.desk, award, holds=True))
    await votes(committee[0], case, True, "I see it")
    desk, here = f"/committee/{case.number}", f"/cases/{case.number}"
    empty = await presses(vera, desk, f"{desk}/end", because=" ")
    assert empty.status_code == 422 and "because-error" in empty.text
    dropped = await presses(vera, desk, f"{desk}/end", because=WHY)
    assert (dropped.status_code, dropped.headers["location"]) == (303, f"{desk}?done=dropped")
    assert (await log_of(case))[-3:] == ["dropped", "restored", "closed"]
    assert (await awards.award_by_id(award.number)).state is State.IN_FORCE
    page, file = (await hers.get(here)).text, (await vera.get(desk)).text
    for text in (page, file):
        assert "The case was dropped: it was opened in error." in text and "mistaken for another" in text
        assert "Misconduct" not in text.split('id="decision')[1].split("</section>")[0], "nobody was found guilty"
    assert "I see it" not in page and "Your vote" not in file
    (letter,) = [one for one in await queued("case_dropped") if one["person_id"] == hers.person.id]
    assert letter["about"]["effects"] == ["restored"]
    await everybody_is_told()
    assert "was opened in error, and is dropped" in (await hers.get("/inbox")).text
    for member in committee:
        async with signed_in_client(app, member) as client:
            assert "no vote is wanted any more" in (await client.get("/inbox")).text
    await a_case_about(vera.desk, await awards.award_by_id(award.number))  # the right one can be opened


async def test_an_attempt_goes_on_to_its_result(vera, committee, ana, definition):
    submission = await an_attempt(definition, ana)
    case = await a_case_about(vera.desk, submission)
    for name in ("Rita First", "Otto Second"):
        await recommends(await a_reviewer(vera.desk, definition, name), submission, all_at(definition))
    assert await state_of(submission) == "submitted", "the premise: it is held"
    await dropping.drop(await queries.office(vera.person), case, WHY)
    assert await state_of(submission) == "earned"
    found = await now(case)
    assert found.is_open is False and found.upheld is False and found.appeal_by is None


async def test_an_appeal_and_what_is_decided_are_not_dropped(app, vera, committee, ana, definition):
    award = await signed_award(ana, definition)
    case = await is_voting(await a_case_about(vera.desk, award))
    with pytest.raises(Forbidden):
        await dropping.drop(await queries.office(committee[0]), case, WHY)
    for member in committee:
        await votes(member, case, True)
    office = await queries.office(vera.person)
    with pytest.raises(Conflict):
        await dropping.drop(office, case, WHY)
    appeal = await opening.appeal_revocation(ana, await awards.award_by_id(award.number), "Look again, please.")
    with pytest.raises(Conflict):
        await dropping.drop(office, appeal, WHY)
    async with signed_in_client(app, vera.person) as client:
        assert f"{appeal.desk_address}/end" not in (await client.get(appeal.desk_address)).text
