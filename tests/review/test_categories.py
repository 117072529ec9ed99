"""Why something falls short, in the readers' own few words: chosen beside a remark, kept with it, counted later."""

import re
from types import SimpleNamespace

from community import db
from community.review.deciding.rules import Category
from community.review.judging import rules
from tests.support.people import form_in, signed_in_client
from tests.support.reviewing import a_reviewer
from tests.support.reviews import WORDS, all_at, an_attempt, claims_it, finds_complete, presses, recommends, state_of


def test_what_is_no_reason_of_ours_is_left_out():
    rubric = SimpleNamespace(to_read=[SimpleNamespace(key="a"), SimpleNamespace(key="b")], level=lambda key: None)
    said = rules.typed({"why-a": "unclear", "why-b": "lazy"}, rubric)
    assert [one.category for one in said] == [Category.UNCLEAR, ""]


async def test_a_reader_says_why_it_falls_short_and_it_is_kept_with_the_remark(app, vera, definition):
    submission, (first, *rest) = await an_attempt(definition), all_at(definition)
    rita, otto = [await a_reviewer(vera.desk, definition, name) for name in ("Rita First", "Otto Second")]
    await finds_complete(rita, await claims_it(rita, submission))
    here, key = f"/reviews/{submission.number}", first.criterion_key
    said = {f"level-{one.criterion_key}": one.level for one in rest}
    said |= {f"level-{key}": "not_yet", f"saw-{key}": "One lesson of five.", f"would-{key}": WORDS}
    said[f"why-{key}"] = "evidence"
    async with signed_in_client(app, rita) as client:
        hidden = form_in((await client.get(here)).text, f"{here}/draft")
        await client.post(f"{here}/draft", data=hidden | said)
        page = (await client.get(here)).text
        chosen = re.search(rf'<select id="why-{key}".*?</select>', page, re.S)[0]
        assert set(re.findall(r'<option value="(\w+)"', chosen)) == set(Category), "the same few for everybody"
        assert re.findall(r'<option value="(\w+)" selected', chosen) == ["evidence"]
        assert (await client.post(f"{here}/recommendation", data=hidden | said)).status_code == 303
    await recommends(otto, submission, all_at(definition, **{key: "not_yet"}))
    desk = f"/approvals/{submission.number}"
    await presses(vera, desk, f"{desk}/sentences", **{f"follow-{key}": "Both remarks name the same thing."})
    assert await state_of(submission) == "not_yet"
    sql = "select reader, category from submission_remark where submission_id = :id order by reader"
    kept = [tuple(row.values()) for row in await db.many(dict, sql, id=submission.id)]
    assert kept == [(1, "evidence"), (2, "")], "a reader may leave it out"
