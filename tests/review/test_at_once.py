"""The same reader in two tabs, an approver in two: what is sent at the same instant counts once (R53, R56, R57)."""

from community import db
from community.review.judging import queries as begun
from tests.support.evidence import events_about
from tests.support.people import form_in, signed_in_client
from tests.support.reviewing import a_reviewer
from tests.support.reviews import all_at, an_attempt, claims_it, finds_complete, recommends, state_of
from tests.support.same_instant import at_once


async def test_r53_a_claim_from_two_tabs_is_one_and_both_hear_that_it_is_theirs(app, vera, definition):
    submission, rita = await an_attempt(definition), await a_reviewer(vera.desk, definition)
    there = f"/reviews/{submission.number}/claims"
    async with signed_in_client(app, rita) as tab, signed_in_client(app, rita) as other:
        forms = [form_in((await one.get("/reviews")).text, there) for one in (tab, other)]
        posts = [one.post(there, data=fields) for one, fields in zip((tab, other), forms, strict=True)]
        told = await at_once("person", rita.id, *posts)
    assert [(one.status_code, one.headers["location"]) for one in told] == [(303, f"/reviews/{submission.number}")] * 2
    (held,) = await db.many(
        dict,
        "select id, person_id, reader, ending from review_claim where submission_id = :id order by id limit 5",
        id=submission.id,
    )
    assert (held["person_id"], held["reader"], held["ending"]) == (rita.id, 1, "")
    assert [one.by for one in await events_about("review.claimed", held["id"])] == [rita.id]


async def test_a_recommendation_from_two_tabs_is_sent_once_and_neither_hears_that_it_is_gone(app, vera, definition):
    submission, rita = await an_attempt(definition), await a_reviewer(vera.desk, definition)
    await finds_complete(rita, await claims_it(rita, submission))
    here = f"/reviews/{submission.number}"
    async with signed_in_client(app, rita) as tab, signed_in_client(app, rita) as other:
        fields = form_in((await tab.get(here)).text, f"{here}/draft")
        fields |= {f"level-{one.criterion_key}": "meets" for one in all_at(definition)}
        posts = [one.post(f"{here}/recommendation", data=fields) for one in (tab, other)]
        told = await at_once("submission", submission.id, *posts)
    assert [(one.status_code, one.headers["location"]) for one in told] == [(303, "/reviews?done=sent")] * 2
    (sent,) = await begun.sent_by_id(submission.id)
    assert sent.reader == 1 and len(await events_about("review.recommended", submission.id)) == 1
    assert await state_of(submission) == "submitted", "one reader alone decides nothing"


async def test_r57_two_overrides_at_the_same_instant_are_one_decision(app, vera, definition):
    submission = await an_attempt(definition)
    criterion = all_at(definition)[0].criterion_key
    for name in ("Rita First", "Otto Second"):
        reader = await a_reviewer(vera.desk, definition, name)
        await recommends(reader, submission, all_at(definition, **{criterion: "not_yet"}))
    here = f"/approvals/{submission.number}"
    async with signed_in_client(app, vera.person) as other:
        fields = [form_in((await tab.get(here)).text, f"{here}/override") for tab in (vera, other)]
        posts = [
            tab.post(f"{here}/override", data=hidden | {"outcome": outcome, "reason": f"Because I say {outcome}"})
            for tab, hidden, outcome in zip((vera, other), fields, ("earned", "not_yet"), strict=True)
        ]
        told = await at_once("submission", submission.id, *posts)
    assert sorted(one.status_code for one in told) == [303, 409]
    (won,) = [outcome for outcome, one in zip(("earned", "not_yet"), told, strict=True) if one.status_code == 303]
    decided = await db.many(
        dict, "select outcome, reason from decision where submission_id = :id order by 1 limit 2", id=submission.id
    )
    assert decided == [{"outcome": won, "reason": f"Because I say {won}"}]
    assert await state_of(submission) == won
    for kind in ("review.overridden", "review.decided"):
        assert len(await events_about(kind, submission.id)) == 1, kind
