"""An appeal, of a revocation and of a result (R61)."""

import pytest

from community import db
from community.affiliates import actions as affiliates
from community.affiliates import queries as issuers
from community.awards import queries as awards
from community.awards.rules import Reason, State
from community.cases import opening, queries
from community.errors import Conflict, NotFound
from community.evidence import queries as evidence
from community.review.approving import actions as approving
from community.review.approving import queries as approvals
from community.submissions import queries as submissions
from tests.support.awards import signed_award
from tests.support.cases import a_case_about, is_voting, later, log_of, now, the_clock_looks, votes
from tests.support.people import signed_in_client
from tests.support.reviewing import a_reviewer
from tests.support.reviews import all_at, an_attempt, claims_it, presses, recommends, state_of

PLEA = "I wrote it on two evenings, and the drafts show it."


async def all_vote(committee, case, yes: bool) -> None:
    for person in committee:
        await votes(person, case, yes)


async def a_revoked_award(vera, committee, person, definition):
    award = await signed_award(person, definition)
    case = await is_voting(await a_case_about(vera.desk, award))
    await all_vote(committee, case, True)
    return award, case


async def of(award):
    return await awards.award_by_id(award.number)


@pytest.mark.parametrize("upheld", [True, False])
async def test_r61_during_the_appeal_of_a_revocation_it_verifies_as_under_review_and_then_as_decided(
    vera, committee, hers, definition, upheld
):
    award, former = await a_revoked_award(vera, committee, hers.person, definition)
    was = (await of(award)).revoked_at
    assert f"/awards/{award.number}/appeal" in (await hers.get("/awards")).text
    page = f"/awards/{award.number}/appeal"
    sent = await presses(hers, page, page, text=PLEA)
    assert sent.status_code == 303, sent.text
    appeal = (await queries.own(hers.person))[0]
    assert (appeal.kind, appeal.state, appeal.appeal_of) == ("revocation", "voting", former.id)
    assert (await now(former)).state == "closed" and (await log_of(former))[-2:] == ["appealed", "closed"]
    assert (await of(award)).state is State.UNDER_REVIEW
    assert "You have appealed this." in (await hers.get(page)).text
    again = await hers.post(page, data={"csrf": _csrf(await hers.get("/cases")), "post_key": KEY, "text": PLEA})
    assert again.status_code == 409
    await all_vote(committee, appeal, upheld)
    left = await of(award)
    if upheld:
        assert (left.state, left.reason, left.revoked_at) == (State.IN_FORCE, None, None)
    else:
        assert (left.state, left.reason, left.revoked_at) == (State.REVOKED, Reason.NOT_OWN, was), "as it was"
    assert (await now(appeal)).state == "closed", "nobody appeals an appeal"


KEY = "0b7e5a52-5e54-4b5c-9d2a-0d7fd6a9a001"


def _csrf(answer) -> str:
    return answer.text.split('name="csrf" value="', 1)[1].split('"', 1)[0]


async def test_r61_after_its_days_nobody_appeals_a_revocation(vera, committee, ana, definition):
    award, case = await a_revoked_award(vera, committee, ana, definition)
    with later(days=32):
        await the_clock_looks()
        assert (await now(case)).state == "closed" and (await log_of(case))[-2:] == ["appeal_lapsed", "closed"]
        with pytest.raises(Conflict):
            await opening.appeal_revocation(ana, await of(award), PLEA)
    assert (await of(award)).state is State.REVOKED


async def test_what_is_in_force_or_somebody_elses_is_appealed_by_nobody(vera, committee, ana, hers, definition):
    award = await signed_award(ana, definition)
    with pytest.raises(NotFound):
        await opening.appeal_revocation(ana, award, PLEA)
    assert (await vera.get(f"/awards/{award.number}/appeal")).status_code == 404


async def a_not_yet(vera, person, definition):
    """By two readers, and told."""
    submission = await an_attempt(definition, person)
    key = all_at(definition)[0].criterion_key
    await db.run("update submission set at_once = true where id = :id", id=submission.id)
    readers = [await a_reviewer(vera.desk, definition, name) for name in ("Rita First", "Otto Second")]
    for reader in readers:
        await recommends(reader, submission, all_at(definition, **{key: "not_yet"}))
    office = await approvals.office(vera.person)
    if await state_of(submission) == "submitted":
        await approving.follow(office, await approvals.attempt(office, submission.number), {key: ""})
    (told,) = [one for one in await submissions.submissions(person) if one.id == submission.id]
    assert told.state == "not_yet", "the premise"
    return told, readers


async def test_r61_an_upheld_appeal_of_a_result_lets_others_read_it_anew_as_it_was_sent(
    app, vera, committee, hers, definition
):
    submission, readers = await a_not_yet(vera, hers.person, definition)
    page = f"{submission.address}/appeal"
    assert page in (await hers.get(f"{submission.address}/result")).text
    assert (await presses(hers, page, page, text=PLEA)).status_code == 303
    (appeal,) = await queries.own(hers.person)
    assert (appeal.kind, appeal.state) == ("result", "voting")
    async with signed_in_client(app, committee[0]) as cora:
        file = (await cora.get(f"/committee/{appeal.number}")).text
        assert PLEA in file and hers.person.name not in file
    await all_vote(committee, appeal, True)
    assert "reread" in await log_of(appeal)
    anew, former = await submissions.submissions(hers.person)
    assert (former.id, former.state, anew.state, anew.attempt) == (submission.id, "not_yet", "submitted", 1)
    texts = "select requirement_key, sha256, text from submitted_work where submission_id = :id order by place limit 50"
    assert await db.many(dict, texts, id=anew.id) == await db.many(dict, texts, id=former.id)
    assert (await evidence.own_application(hers.person, anew.application_id)).state == "submitted"
    with pytest.raises(NotFound):
        await claims_it(readers[0], anew)
    for name in ("Tina Fresh", "Theo Fresh"):
        await recommends(await a_reviewer(vera.desk, definition, name), anew, all_at(definition))
    assert await state_of(anew) == "earned"


async def test_r61_a_denial_is_appealed_and_read_anew(vera, committee, ana, definition):
    submission = await an_attempt(definition, ana)
    await db.run("update submission set at_once = true where id = :id", id=submission.id)
    case = await is_voting(await a_case_about(vera.desk, submission))
    await all_vote(committee, case, True)
    (denied,) = await submissions.submissions(ana)
    assert denied.state == "denied", "the premise: she has heard"
    appeal = await opening.appeal_result(ana, denied, PLEA)
    assert (await now(case)).state == "closed" and appeal.appeal_of == case.id
    await all_vote(committee, appeal, True)
    assert (await submissions.submissions(ana))[0].state == "submitted"


async def test_who_opened_the_case_does_not_vote_on_its_appeal(vera, committee, ana, definition):
    award, case = await a_revoked_award(vera, committee, ana, definition)
    await affiliates.give_desk(vera.person, "committee_member", await issuers.public_issuer(vera.desk.slug))
    await opening.appeal_revocation(ana, await of(award), PLEA)
    (appeal,) = [one for one in await queries.own(ana) if one.appeal_of == case.id]
    assert set(await queries.entitled_by_id(appeal.id)) == {one.id for one in committee}


async def test_an_appeal_that_is_not_upheld_changes_nothing(vera, committee, ana, definition):
    submission, _readers = await a_not_yet(vera, ana, definition)
    appeal = await opening.appeal_result(ana, submission, PLEA)
    await all_vote(committee, appeal, False)
    assert [one.state for one in await submissions.submissions(ana)] == ["not_yet"]
    assert (await now(appeal)).upheld is False
    with pytest.raises(Conflict):
        await opening.appeal_result(ana, submission, PLEA)


async def test_what_she_has_submitted_meanwhile_is_read_instead(vera, committee, ana, definition):
    submission, _readers = await a_not_yet(vera, ana, definition)
    appeal = await opening.appeal_result(ana, submission, PLEA)
    await db.run("update application set state = 'submitted' where id = :id", id=submission.application_id)
    await all_vote(committee, appeal, True)
    assert "superseded" in await log_of(appeal)
    assert len(await submissions.submissions(ana)) == 1


async def test_after_its_days_and_by_others_no_result_is_appealed(vera, committee, ana, definition):
    submission, _readers = await a_not_yet(vera, ana, definition)
    assert (await vera.get(f"{submission.address}/appeal")).status_code == 404
    with later(days=32), pytest.raises(Conflict):
        await opening.appeal_result(ana, submission, PLEA)
