"""A case about misconduct: opened, told, answered, voted, decided with reasons, and what follows (R61)."""

import asyncio
import contextvars
import re
from pathlib import Path

import pytest

from community import db
from community.affiliates import actions as affiliates
from community.affiliates import queries as issuers
from community.awards import queries as awards
from community.awards.rules import Reason, State
from community.cases import queries
from community.errors import Conflict, Forbidden
from community.review.approving import actions as approving
from community.review.approving import queries as approvals
from community.review.deciding.rules import Outcome
from community.submissions import queries as submissions
from tests.support.awards import publishes, signed_award
from tests.support.cases import WHY, a_case_about, a_committee, is_voting, later, log_of, now, the_clock_looks, votes
from tests.support.people import signed_in_client
from tests.support.reviewing import a_reviewer, an_approver
from tests.support.reviews import all_at, an_attempt, presses, recommends, state_of

ROOT = Path(__file__).parents[2]


async def queued(letter: str) -> list[dict]:
    mails = "select payload from job where name = 'mail' and payload ->> 'letter' = :letter order by id limit 100"
    rows = await db.many(dict, mails, letter=letter)
    return [row["payload"] for row in rows]


async def stands(award) -> tuple[State, Reason | None]:
    found = await awards.award_by_id(award.number)
    return found.state, found.reason


async def test_r61_an_award_is_revoked_by_a_case_with_notice_answer_vote_reasons_and_every_step_dated(
    app, vera, committee, hers, definition
):
    award = await signed_award(hers.person, definition)
    await publishes(award)
    opened = await presses(
        vera, f"/issuers/{vera.desk.slug}/cases/new", f"/issuers/{vera.desk.slug}/cases",
        about="award", number=award.spoken, description=WHY, reason="not_own",
    )  # fmt: skip
    assert opened.status_code == 303, opened.text
    number = opened.headers["location"].split("/")[-1].split("?")[0]
    (case,) = await queries.own(hers.person)
    assert case.number == number and await log_of(case) == ["opened", "notified"]
    (letter,) = [one for one in await queued("case_opened") if one["person_id"] == hers.person.id]
    assert letter["about"]["answer_until"] and letter["about"]["description"] == WHY

    here = f"/cases/{number}"
    page = (await hers.get(here)).text
    assert WHY in page and "Answer until" in page and "Los Angeles" in page
    assert (await presses(hers, here, f"{here}/answer", text="I wrote it with Ben.")).status_code == 303
    assert (await presses(hers, here, f"{here}/answer", text="I wrote it myself.")).status_code == 303
    assert "I wrote it myself." in (await hers.get(here)).text

    desk = f"/committee/{number}"
    async with signed_in_client(app, committee[0]) as cora:
        file = (await cora.get(desk)).text
        assert WHY in file and "I wrote it myself." in file and "Your reasons" not in file, "no vote before its time"
        assert award.spoken not in file and award.number not in file, "published, it leads to her"
        assert award.spoken not in (await cora.get("/committee")).text and award.spoken in (await vera.get(desk)).text
        assert hers.person.name not in file and "Zimmerwald" not in file and hers.person.email not in file
        early = await cora.post(f"{desk}/votes", data={"csrf": _csrf(file), "vote": "yes", "reasons": "Same"})
        assert early.status_code == 409
        with later(days=15):
            await the_clock_looks()
            assert (await now(case)).state == "voting"
            async with signed_in_client(app, committee[0]) as again:
                file = (await again.get(desk)).text
                data = {"csrf": _csrf(file), "vote": "yes", "reasons": "The second text is copied."}
                assert (await again.post(f"{desk}/votes", data=data)).status_code == 303
                assert "The second text is copied." in (await again.get(desk)).text, "her own, to change"
            await votes(committee[1], case, False, "It may be chance.")
            assert (await stands(award))[0] is State.IN_FORCE, "the last vote is missing"
            await votes(committee[2], case, True, "No chance explains it.")
    decided = await now(case)
    assert (decided.state, decided.upheld) == ("decided", True) and decided.appeal_by is not None
    assert await stands(award) == (State.REVOKED, Reason.NOT_OWN)
    page = (await hers.get(here)).text
    assert "The second text is copied." in page and "No chance explains it." in page
    assert "It may be chance." not in page and not any(one.name in page for one in committee)
    assert "Appeal" in page
    found = await db.many(dict, "select at from case_line where case_id = :id order by id limit 50", id=case.id)
    assert await log_of(case) == [
        *("opened", "notified", "answered", "answer_changed", "answers_closed", "voting"),
        *("voted", "voted", "voted", "upheld", "revoked"),
    ]
    assert all(row["at"] for row in found)
    async with signed_in_client(app, committee[1]) as carl:
        file = (await carl.get(desk)).text
        assert "It may be chance." in file and "Cora One" in file, "the committee reads all of it"
    told = (await vera.get(f"/verify?award={award.number}")).text
    assert "revoked" in told and "not the holder’s own" in told


def _csrf(html: str) -> str:
    return html.split('name="csrf" value="', 1)[1].split('"', 1)[0]


async def test_r61_with_the_interim_it_is_under_review_and_in_force_again_where_nothing_was_found(
    vera, committee, ana, definition
):
    award = await signed_award(ana, definition)
    case = await a_case_about(vera.desk, award, holds=True)
    assert (await stands(award))[0] is State.UNDER_REVIEW
    await is_voting(case)
    await votes(committee[0], case, True)
    await votes(committee[1], case, False)
    await votes(committee[2], case, False)
    assert (await stands(award)) == (State.IN_FORCE, None)
    assert (await now(case)).state == "closed" and (await log_of(case))[-3:] == ["not_upheld", "restored", "closed"]


async def test_r61_nothing_is_decided_of_an_attempt_while_a_case_about_it_is_open_and_then_its_readers_decide(
    vera, committee, ana, definition
):
    submission = await an_attempt(definition, ana)
    first, second = [await a_reviewer(vera.desk, definition, name) for name in ("Rita First", "Otto Second")]
    await recommends(first, submission, all_at(definition))
    case = await a_case_about(vera.desk, submission)
    await recommends(second, submission, all_at(definition))
    assert await state_of(submission) == "submitted", "the committee first"
    office = await approvals.office(vera.person)
    with pytest.raises(Conflict):
        attempt = await approvals.attempt(office, submission.number)
        await approving.override(office, attempt, Outcome.EARNED, "It is fine")
    with pytest.raises(Conflict):
        await a_case_about(vera.desk, submission)
    await is_voting(case)
    for person in committee:
        await votes(person, case, False)
    assert await state_of(submission) == "earned", "what was sent meanwhile decides"


async def test_r61_a_submission_is_denied_by_the_committee_alone(vera, committee, ana, definition):
    submission = await an_attempt(definition, ana)
    case = await is_voting(await a_case_about(vera.desk, submission))
    (mine,) = await submissions.submissions(ana)
    assert not mine.can_be_taken_back(mine.submitted_at) and not mine.can_be_withdrawn(mine.submitted_at)
    for person in committee:
        await votes(person, case, True)
    assert await state_of(submission) == "denied" and "denied" in await log_of(case)


def test_r61_no_award_is_revoked_but_by_a_case():
    """Nothing else calls what changes how an award stands."""
    callers = {
        file.relative_to(ROOT).parts[1]
        for file in (ROOT / "community").rglob("*.py")
        if re.search(r"standing\.(revoke|restore|hold_for_appeal)\(", file.read_text("utf-8"))
    }
    assert callers == {"cases"}


async def test_two_votes_at_the_same_instant_decide_once(vera, committee, ana, definition):
    award = await signed_award(ana, definition)
    case = await is_voting(await a_case_about(vera.desk, award))
    await votes(committee[0], case, True)
    await asyncio.gather(
        *(
            asyncio.get_running_loop().create_task(votes(person, case, True), context=contextvars.Context())
            for person in committee[1:]
        )
    )
    assert (await log_of(case)).count("upheld") == 1 and (await stands(award))[0] is State.REVOKED
    sql = "select count(*) from event where kind = 'case.decided' and subject_id = :id"
    assert await db.value(sql, id=case.id) == 1
    with pytest.raises(Conflict):
        await votes(committee[0], case, False)


async def test_a_vote_is_changed_until_the_last_one_and_a_conflict_takes_it_out(app, vera, ana, definition):
    cora, carl, cleo, cyd = await a_committee("Cora One", "Carl Two", "Cleo Three", "Cyd Four")
    award = await signed_award(ana, definition)
    case = await is_voting(await a_case_about(vera.desk, award))
    await votes(cora, case, False)
    await votes(cora, case, True)
    await votes(carl, case, True)
    here = f"/committee/{case.number}"
    async with signed_in_client(app, cyd) as client:
        assert (await presses(client, here, f"{here}/conflict")).status_code == 303
        page = (await client.get(here)).text
        assert "You do not vote on this case." in page and 'action="' + here + '/votes"' not in page
    with pytest.raises(Forbidden):
        await votes(cyd, case, False)
    await votes(cleo, case, False)
    assert (await stands(award))[0] is State.REVOKED, "two of the three who may vote said yes"
    assert "vote_changed" in await log_of(case) and "conflict" in await log_of(case)


async def test_who_opened_it_or_read_it_or_shares_a_local_does_not_vote(vera, ana, definition):
    people = await a_committee("Cora One", "Carl Two", "Cleo Three", "Cyd Four")
    submission = await an_attempt(definition, ana)
    reader = await a_reviewer(vera.desk, definition, "Rita First")
    await recommends(reader, submission, all_at(definition))
    issuer_id = vera.desk.issuer_id
    sit = """
    insert into desk (person_id, kind, issuer_id, since) values (:person_id, 'committee_member', :issuer_id, :at)
    """
    for person_id in (vera.person.id, reader.id, ana.id):
        await db.run(sit, person_id=person_id, issuer_id=issuer_id, at=submission.submitted_at)
    case = await a_case_about(vera.desk, submission)
    assert set(await queries.entitled_by_id(case.id)) == {one.id for one in people}


async def test_who_judged_the_attempt_that_an_award_came_of_does_not_vote_on_it(vera, ana, definition):
    people = await a_committee("Cora One", "Carl Two", "Cleo Three")
    submission = await an_attempt(definition, ana)
    reader = await a_reviewer(vera.desk, definition, "Rita First")
    await recommends(reader, submission, all_at(definition))
    await affiliates.give_desk(reader, "committee_member", await issuers.public_issuer(vera.desk.slug))
    office = await approvals.office(vera.person)
    attempt = await approvals.attempt(office, submission.number)
    await approving.override(office, attempt, Outcome.EARNED, "It is all there.")
    (award,) = [one for one in await awards.awards(ana) if one.submission_number == submission.number]
    case = await a_case_about(await an_approver(name="Vito Second"), await awards.award_by_id(award.number))
    assert set(await queries.entitled_by_id(case.id)) == {one.id for one in people}


async def test_no_case_is_opened_where_too_few_may_vote(vera, ana, definition):
    await a_committee("Cora One", "Carl Two")
    award = await signed_award(ana, definition)
    with pytest.raises(Conflict, match="at least 3"):
        await a_case_about(vera.desk, award)
    assert await queries.own(ana) == []


async def test_what_is_no_award_of_this_issuer_and_what_is_not_filled_in_is_said_beside_its_field(vera, committee):
    form = f"/issuers/{vera.desk.slug}/cases"
    wrong = await presses(vera, f"{form}/new", form, about="award", number="000000000000", description=WHY)
    assert wrong.status_code == 422 and "no such number" in wrong.text and WHY in wrong.text
    empty = await presses(vera, f"{form}/new", form, about="award", number="", description="")
    assert empty.status_code == 422 and 'id="number-error"' in empty.text and 'id="description-error"' in empty.text


async def test_a_text_in_the_file_is_for_the_desk_and_the_committee_alone(app, vera, committee, hers, definition):
    case = await a_case_about(vera.desk, await signed_award(hers.person, definition))
    here = f"/committee/{case.number}"
    made = await presses(vera, here, f"{here}/attachments", title="The two texts", text="Side by side, line for line.")
    assert made.status_code == 303 and "Side by side" in (await vera.get(here)).text
    async with signed_in_client(app, committee[0]) as cora:
        page = (await cora.get(here)).text
        assert "Side by side" in page and "/attachments" not in page
        asked = await cora.post(f"{here}/attachments", data={"csrf": _csrf(page)})
        assert asked.status_code == 403
    assert "Side by side" not in (await hers.get(f"/cases/{case.number}")).text
    assert (await hers.get(here)).status_code == 404
    assert (await vera.get(f"/cases/{case.number}")).status_code == 404


async def test_a_vote_asks_for_the_second_factor_anew(app, vera, committee, ana, definition):
    case = await is_voting(await a_case_about(vera.desk, await signed_award(ana, definition)))
    here = f"/committee/{case.number}"
    async with signed_in_client(app, committee[0], factor=False) as cora:
        assert "/factor" in (await cora.get("/committee")).headers["location"]
    async with signed_in_client(app, committee[0]) as cora:
        page = (await cora.get(here)).text
        with later(minutes=20):
            answer = await cora.post(f"{here}/votes", data={"csrf": _csrf(page), "vote": "yes", "reasons": "Same"})
    assert answer.status_code == 303 and "/factor" in answer.headers["location"]
    assert await queries.votes_by_id(case.id) == []
