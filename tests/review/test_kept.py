"""Nothing that is typed at the desk is lost: kept sentences put in without a script, a reason typed too late."""

from datetime import timedelta
from html import unescape

import pytest

from community import clock, db
from community.review.deciding.rules import Said
from community.review.judging import bank, queries, rules
from tests.support.people import form_in, make_person
from tests.support.reviewing import a_reviewer
from tests.support.reviews import (
    WORDS,
    a_reading,
    all_at,
    an_attempt,
    claims_it,
    finds_complete,
    presses,
    recommends,
    state_of,
)

SENTENCE = "Say for each student what you would see on the day when the support is no longer needed."


async def test_a_kept_sentence_is_put_in_without_a_script_and_all_that_was_typed_stays(app, vera, definition):
    async with a_reading(app, vera.desk, definition) as rita:
        submission = await an_attempt(definition)
        await finds_complete(rita.person, await claims_it(rita.person, submission))
        await bank.keep(rita.person, SENTENCE)
        (one,) = await bank.kept(rita.person)
        here, door = f"/reviews/{submission.number}", f"/reviews/{submission.number}/comments/insertion"
        page = (await rita.get(here)).text
        assert f'formaction="{door}" name="put" value="{one.id}"' in page and 'id="into"' in page
        typed = {"saw-support": "One sheet for all.", "would-support": "Begin with the level.", "to_approver": "A word"}
        fields = form_in(page, f"{here}/draft") | typed | {"level-support": "not_yet"}
        answer = await rita.post(door, data=fields | {"put": one.id, "into": "would-support"})
        assert answer.status_code == 303 and answer.headers["location"].endswith("#criterion-support")
        draft = await queries.draft(rita.person, submission.id)
        said = draft.said["support"]
        assert said.would_meet == f"Begin with the level.\n{SENTENCE}"
        assert (said.level, said.saw, draft.to_approver) == ("not_yet", "One sheet for all.", "A word")
        assert SENTENCE in unescape((await rita.get(answer.headers["location"])).text)

        long = fields | {"would-support": "x" * rules.MOST_TEXT, "put": one.id, "into": "would-support"}
        full = await rita.post(door, data=long)
        assert full.status_code == 422 and "no room for this sentence" in full.text
        assert (await queries.draft(rita.person, submission.id)).said["support"].would_meet == "x" * rules.MOST_TEXT
        assert (await rita.post(door, data=fields | {"put": one.id, "into": "level-support"})).status_code == 422


async def test_of_what_is_kept_nothing_is_cut(app, vera, definition):
    async with a_reading(app, vera.desk, definition) as rita:
        submission = await an_attempt(definition)
        await finds_complete(rita.person, await claims_it(rita.person, submission))
        here = f"/reviews/{submission.number}"
        fields = form_in((await rita.get(here)).text, f"{here}/draft") | {"keep": "saw-support"}
        long = await rita.post(f"{here}/comments", data=fields | {"saw-support": "x" * (rules.MOST_WORD + 1)})
        assert long.status_code == 422 and "Shorten this to 2000 characters." in long.text
        assert await bank.kept(rita.person) == []
        lines = "x\r\n" * (rules.MOST_WORD // 2 - 1) + "yz"
        kept = await rita.post(f"{here}/comments", data=fields | {"saw-support": lines, "to_approver": lines})
        assert kept.status_code == 303
        draft = await queries.draft(rita.person, submission.id)
        plain = lines.replace("\r\n", "\n")
        assert [plain] == [one.text for one in await bank.kept(rita.person)] and draft.to_approver == plain


async def test_nobody_puts_in_what_another_has_kept(app, vera, definition):
    await bank.keep(await make_person("Otto Vogt"), SENTENCE)
    async with a_reading(app, vera.desk, definition) as rita:
        submission = await an_attempt(definition)
        await finds_complete(rita.person, await claims_it(rita.person, submission))
        here = f"/reviews/{submission.number}"
        fields = form_in((await rita.get(here)).text, f"{here}/draft") | {"into": "would-support"}
        theirs = await db.value("select max(id) from kept_comment")
        for put, told in ((theirs, 404), ("x", 422), ("", 422)):
            assert (await rita.post(f"{here}/comments/insertion", data=fields | {"put": put})).status_code == told


def test_a_sentence_goes_behind_what_stands_there_and_nowhere_else():
    said = [Said("a", "meets"), Said("b", "not_yet", "Seen.", "Do this.")]
    assert rules.into(said, "saw-a", "Kept.") == [Said("a", "meets", "Kept."), said[1]]
    assert rules.into(said, "would-b", "Kept.")[1].would_meet == "Do this.\nKept."
    assert rules.into(said, "saw-b", "x" * rules.MOST_TEXT) is None
    for field in ("level-a", "saw-c", "saw", ""):
        with pytest.raises(ValueError, match="remark"):
            rules.into(said, field, "Kept.")


async def test_r57_a_reason_that_was_typed_too_late_is_there_again_after_the_code(vera, definition):
    submission, criterion = await an_attempt(definition), all_at(definition)[0].criterion_key
    for name in ("Rita First", "Otto Second"):
        reader = await a_reviewer(vera.desk, definition, name)
        await recommends(reader, submission, all_at(definition, **{criterion: "not_yet"}))
    here, reason = f"/approvals/{submission.number}", "The rubric asked for what the licence forbids"
    page = (await vera.get(here)).text
    fields = form_in(page, f"{here}/override") | {"outcome": "earned", "reason": reason}
    await _factor_shown(vera, clock.now() - timedelta(minutes=16))
    late = await vera.post(f"{here}/override", data=fields)
    assert late.status_code == 303 and late.headers["location"].startswith("/factor")
    assert await state_of(submission) == "submitted", "nothing is decided"
    await _factor_shown(vera, clock.now())
    page = (await vera.get(here)).text
    assert reason in page and "What you typed is kept" in page and 'value="earned" checked' in page
    assert WORDS in unescape(page), "the premise: all of the page is there"
    answer = await presses(vera, here, f"{here}/override", outcome="earned", reason=reason)
    assert answer.status_code == 303 and await state_of(submission) == "earned"
    assert await db.value("select count(*) from override_draft where submission_id = :id", id=submission.id) == 0


async def _factor_shown(vera, at) -> None:
    await db.run("update session set factor_at = :at where person_id = :id", at=at, id=vera.person.id)
