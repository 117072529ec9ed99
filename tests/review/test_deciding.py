"""From recommendations to a decision: alone, together, with a third one, with an approver's sentence (R54 to R58)."""

import asyncio
import contextvars
from html import unescape

import pytest
import pytest_asyncio

from community import db
from community.catalogue import rules as catalogue
from community.errors import Conflict
from community.notifications import telling
from community.people.queries import people_by_id
from community.review.approving import actions as approving
from community.review.approving import queries as approvals
from community.review.claims import actions as claiming
from community.review.claims import queries as claims
from community.review.deciding import queries as decisions
from community.review.deciding.rules import Outcome
from community.review.judging import actions as judging
from community.review.judging import queries as begun
from community.submissions import settling
from community.submissions.rules import Missing
from tests.support.catalogue import a_definition
from tests.support.evidence import events_about
from tests.support.people import form_in, make_person, signed_in_client
from tests.support.reviewing import a_reviewer, an_approver
from tests.support.reviews import WORDS, all_at, an_attempt, claims_it, presses, recommends, state_of


@pytest_asyncio.fixture
async def readers(vera, definition):
    """Three who may read it."""
    return [await a_reviewer(vera.desk, definition, name) for name in ("Rita First", "Otto Second", "Tina Third")]


@pytest.fixture
def criterion(definition):
    """The key of one criterion."""
    return all_at(definition)[0].criterion_key


async def verdicts(submission) -> dict[str, dict]:
    sql = "select criterion_key, met, level, follow from submission_verdict where submission_id = :id order by place"
    return {row["criterion_key"]: row for row in await db.many(dict, sql, id=submission.id)}


async def remarks(submission) -> list[tuple[int, str]]:
    sql = "select reader, criterion_key from submission_remark where submission_id = :id order by reader, criterion_key"
    return [(row["reader"], row["criterion_key"]) for row in await db.many(dict, sql, id=submission.id)]


async def attempt_of(vera, submission):
    office = await approvals.office(vera.person)
    return office, await approvals.attempt(office, submission.number)


async def test_r56_two_who_find_all_met_decide_it_is_earned(readers, definition):
    submission = await an_attempt(definition)
    await recommends(readers[0], submission, all_at(definition))
    assert await state_of(submission) == "submitted", "one alone decides nothing"
    await recommends(readers[1], submission, all_at(definition))
    assert await state_of(submission) == "earned"
    assert all(one["met"] for one in (await verdicts(submission)).values())


async def test_r56_an_issuer_may_want_one_reader(vera, readers, definition):
    answer = await presses(vera, "/approvals", "/issuers/hazelbrook-institute/readers", readers="1")
    assert answer.status_code == 303
    try:
        submission = await an_attempt(definition)
        await recommends(readers[0], submission, all_at(definition))
        assert await state_of(submission) == "earned"
    finally:
        await presses(vera, "/approvals", "/issuers/hazelbrook-institute/readers", readers="2")
    wrong = await presses(vera, "/approvals", "/issuers/hazelbrook-institute/readers", readers="7")
    theirs = await presses(vera, "/approvals", "/issuers/hazelbrook-institute/readers")
    assert (wrong.status_code, theirs.status_code) == (422, 422)


async def test_r56_where_one_reader_is_enough_from_now_on_what_was_read_is_decided(
    vera, readers, definition, criterion
):
    once, differing, unread = [await an_attempt(definition) for _one in range(3)]
    await recommends(readers[0], once, all_at(definition))
    held = await claims_it(readers[1], once)
    await recommends(readers[0], differing, all_at(definition))
    await recommends(readers[1], differing, all_at(definition, **{criterion: "not_yet"}))
    wanted = await events_about("review.third_wanted", differing.id)
    await presses(vera, "/approvals", "/issuers/hazelbrook-institute/readers", readers="1")
    try:
        assert [await state_of(one) for one in (once, differing, unread)] == ["earned", "submitted", "submitted"]
        assert (await claims.claim(readers[1], held.number)).ending == "settled", "nobody reads for nothing"
        assert await events_about("review.third_wanted", differing.id) == wanted, "it is not asked for again"
        await recommends(readers[2], differing, all_at(definition))
        assert await state_of(differing) == "earned", "the third one decides, whatever the issuer asks for now"
    finally:
        await presses(vera, "/approvals", "/issuers/hazelbrook-institute/readers", readers="2")


async def test_r56_neither_sees_the_others_before_giving_their_own(app, readers, definition, criterion):
    submission, here = await an_attempt(definition), ""
    await recommends(readers[0], submission, all_at(definition, **{criterion: "not_yet"}))
    await claims_it(readers[1], submission)
    here = f"/reviews/{submission.number}"
    async with signed_in_client(app, readers[1]) as client:
        assert "I saw little" not in (await client.get(here)).text
    async with signed_in_client(app, readers[0]) as client:
        page = (await client.get(here)).text
        assert "Your recommendation is sent" in page and "What others found, you see once it is decided" in page


async def test_r56_where_outcomes_differ_a_third_reader_decides(app, readers, definition, criterion):
    submission = await an_attempt(definition)
    first, second, third = readers
    await recommends(first, submission, all_at(definition))
    await recommends(second, submission, all_at(definition, **{criterion: "not_yet"}))
    assert await state_of(submission) == "submitted"
    claim = await claims_it(third, submission)
    assert claim.reader == 3
    await judging.send(third, claim, all_at(definition, **{criterion: "developing"}), "")
    assert await state_of(submission) == "not_yet"
    found = await verdicts(submission)
    assert [key for key, one in found.items() if not one["met"]] == [criterion]
    assert found[criterion]["level"] == "developing", "the third one's decides"
    assert await remarks(submission) == [(2, criterion), (3, criterion)], "every comment on it is read"
    async with signed_in_client(app, first) as client:
        page = (await client.get(f"/reviews/{submission.number}")).text
        assert "Outcome: Not Yet" in page and "Reader 2" in page and "Reader 3" in page and "What you found" in page
        assert not any(person.name in page for person in (second, third))


async def test_r56_remarks_that_contradict_go_to_an_approver_who_writes_a_sentence(app, vera, readers, definition):
    submission, keys = await an_attempt(definition), [one.criterion_key for one in all_at(definition)][:2]
    await recommends(readers[0], submission, all_at(definition, **{keys[0]: "not_yet"}))
    await recommends(readers[1], submission, all_at(definition, **{key: "developing" for key in keys}))
    assert await state_of(submission) == "submitted", "it waits for a sentence"
    here = f"/approvals/{submission.number}"
    assert "Wants a sentence" in (await vera.get("/approvals")).text
    page = (await vera.get(here)).text
    assert f'name="follow-{keys[0]}"' in page and f'name="follow-{keys[1]}"' in page
    assert "Wilhelmina" not in page and readers[0].name not in page.split("Who does not read it")[0]
    half = await presses(vera, here, f"{here}/sentences", **{f"follow-{keys[0]}": "Follow reader 2."})
    assert half.status_code == 422 and "Follow reader 2." in half.text and "Write one sentence" in half.text
    assert await state_of(submission) == "submitted"
    whole = {f"follow-{keys[0]}": "Follow reader 2.", f"agree-{keys[1]}": "yes"}
    answer = await presses(vera, here, f"{here}/sentences", **whole)
    assert answer.status_code == 303 and await state_of(submission) == "not_yet"
    found = await verdicts(submission)
    assert found[keys[0]]["follow"] == "Follow reader 2." and found[keys[1]]["follow"] == ""
    assert await remarks(submission) == [(1, keys[0]), *((2, key) for key in sorted(keys))]


async def test_an_approver_says_at_one_press_that_nothing_contradicts(vera, readers, definition, criterion):
    submission = await an_attempt(definition)
    for person in readers[:2]:
        await recommends(person, submission, all_at(definition, **{criterion: "not_yet"}))
    here = f"/approvals/{submission.number}"
    answer = await presses(vera, here, f"{here}/sentences", agree="all")
    assert answer.status_code == 303 and await state_of(submission) == "not_yet"


async def test_two_approvers_at_once_make_one_decision(vera, readers, definition, criterion):
    submission = await an_attempt(definition)
    for person in readers[:2]:
        await recommends(person, submission, all_at(definition, **{criterion: "not_yet"}))
    office, attempt = await attempt_of(vera, submission)
    said = await at_once(*(approving.follow(office, attempt, {criterion: f"Sentence {n}"}) for n in range(2)))
    assert sorted(type(one).__name__ for one in said) == ["Conflict", "NoneType"]
    assert len(await events_about("review.decided", submission.id)) == 1


async def at_once(*deeds):
    """Each on a connection of its own; what each answered or raised."""
    loop = asyncio.get_running_loop()
    tasks = [loop.create_task(deed, context=contextvars.Context()) for deed in deeds]
    return await asyncio.gather(*tasks, return_exceptions=True)


async def test_r56_two_who_send_at_the_same_instant_make_one_decision(readers, definition):
    for _time in range(3):
        submission = await an_attempt(definition)
        held = [await claims_it(person, submission) for person in readers[:2]]
        await judging.check(readers[0], held[0], [])
        pairs = zip(readers[:2], held, strict=True)
        sending = (judging.send(person, claim, all_at(definition), "") for person, claim in pairs)
        assert await at_once(*sending) == [None, None]
        assert await state_of(submission) == "earned"
        assert len(await events_about("review.decided", submission.id)) == 1


async def test_sent_twice_it_is_sent_once(app, readers, definition):
    submission = await an_attempt(definition)
    claim = await claims_it(readers[0], submission)
    await judging.check(readers[0], claim, [])
    here = f"/reviews/{submission.number}"
    async with signed_in_client(app, readers[0]) as client:
        fields = form_in((await client.get(here)).text, f"{here}/draft")
        fields |= {f"level-{one.criterion_key}": "meets" for one in all_at(definition)}
        answers = [await client.post(f"{here}/recommendation", data=fields) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(await begun.sent_by_id(submission.id)) == 1


async def test_r54_the_first_to_claim_looks_whether_all_is_there_once(app, readers, definition):
    submission = await an_attempt(definition)
    first, second = [await claims_it(person, submission) for person in readers[:2]]
    with pytest.raises(Conflict):
        await judging.check(readers[1], second, [])
    with pytest.raises(Conflict):
        await judging.send(readers[0], first, all_at(definition), "")
    here = f"/reviews/{submission.number}"
    async with signed_in_client(app, readers[1]) as client:
        assert "First: is all there?" not in (await client.get(here)).text
    async with signed_in_client(app, readers[0]) as client:
        page = (await client.get(here)).text
        assert "First: is all there?" in page
        for check in definition.content["completion_checks"]:
            assert check["text"] in unescape(page)
        assert (await presses(client, here, f"{here}/check", complete="yes")).status_code == 303
        assert "First: is all there?" not in (await client.get(here)).text
    with pytest.raises(Conflict):
        await judging.check(readers[0], first, [])


async def test_r54_incomplete_names_what_is_missing_and_is_no_attempt(app, readers, definition):
    submission = await an_attempt(definition)
    await claims_it(readers[0], submission)
    await claims_it(readers[1], submission)
    here = f"/reviews/{submission.number}"
    async with signed_in_client(app, readers[0]) as client:
        silent = await presses(client, here, f"{here}/check", **{"lacks-talk_plan": "yes"})
        assert silent.status_code == 422 and "Say what is missing" in silent.text
        says = {"lacks-talk_plan": "yes", "says-talk_plan": "The plan cannot be opened."}
        answer = await presses(client, here, f"{here}/check", **says)
    assert answer.status_code == 303 and await state_of(submission) == "returned_incomplete"
    rows = await db.many(
        dict, "select requirement_key, says from submission_missing where submission_id = :id order by place",
        id=submission.id,
    )
    assert rows == [{"requirement_key": "talk_plan", "says": "The plan cannot be opened."}]
    assert {(await claims.claim(person, submission.number)).ending for person in readers[:2]} == {"settled"}


async def test_r54_a_second_reader_who_writes_while_it_goes_back_keeps_the_text(readers, definition):
    submission = await an_attempt(definition)
    first, second = [await claims_it(person, submission) for person in readers[:2]]
    await judging.check(readers[0], first, [Missing("talk_plan", "It is empty.")])
    with pytest.raises(judging.Gone):
        await judging.save(readers[1], second, all_at(definition), "Between us")
    assert (await begun.draft(readers[1], submission.id)).to_approver == "Between us"


async def test_r55_a_level_below_needs_both_remarks_before_it_is_sent(app, readers, definition, criterion):
    submission = await an_attempt(definition)
    claim = await claims_it(readers[0], submission)
    await judging.check(readers[0], claim, [])
    here = f"/reviews/{submission.number}"
    async with signed_in_client(app, readers[0]) as client:
        fields = form_in((await client.get(here)).text, f"{here}/draft")
        fields |= {f"level-{one.criterion_key}": "meets" for one in all_at(definition)}
        fields |= {f"level-{criterion}": "not_yet", f"saw-{criterion}": "Little", f"would-{criterion}": "Show more"}
        answer = await client.post(f"{here}/recommendation", data=fields)
        assert answer.status_code == 422 and "Write at least 20 words here" in answer.text
        assert "Show more" in answer.text
        assert f'aria-describedby="would-{criterion}-hint would-{criterion}-error"' in answer.text
        answer = await client.post(f"{here}/recommendation", data=fields | {f"would-{criterion}": WORDS})
        assert answer.status_code == 303
    (sent,) = await begun.sent_by_id(submission.id)
    assert sent.outcome is Outcome.NOT_YET and sent.said[criterion].would_meet == WORDS


async def test_r57_the_outcome_of_the_rule_stands_beside_the_button(app, readers, definition, criterion):
    submission = await an_attempt(definition)
    await claims_it(readers[0], submission)
    here = f"/reviews/{submission.number}"
    async with signed_in_client(app, readers[0]) as client:
        fields = form_in((await client.get(here)).text, f"{here}/draft")
        levels = {f"level-{one.criterion_key}": "meets" for one in all_at(definition)}
        said = [await client.post(f"{here}/draft", data=fields | chosen, headers={"hx-request": "true"})
                for chosen in ({}, levels, levels | {f"level-{criterion}": "not_yet"})]  # fmt: skip
    assert "levels are still to choose" in said[0].text
    assert "Outcome by the pass rule: Earned." in said[1].text
    assert "Outcome by the pass rule: Not Yet." in said[2].text and "2 things are left to do" in said[2].text


async def test_r57_an_approver_decides_otherwise_only_with_a_reason(vera, readers, definition, criterion):
    submission = await an_attempt(definition)
    here = f"/approvals/{submission.number}"
    office, attempt = await attempt_of(vera, submission)
    with pytest.raises(Conflict):
        await approving.override(office, attempt, Outcome.EARNED, "Nobody has read it")
    for person in readers[:2]:
        await recommends(person, submission, all_at(definition, **{criterion: "not_yet"}))
    silent = await presses(vera, here, f"{here}/override", outcome="earned", reason="  ")
    assert silent.status_code == 422 and await state_of(submission) == "submitted"
    reason = "The rubric asked for what the licence forbids"
    answer = await presses(vera, here, f"{here}/override", outcome="earned", reason=reason)
    assert answer.status_code == 303 and await state_of(submission) == "earned"
    decision = await decisions.decision_by_id(submission.id)
    assert (decision.outcome, decision.computed, decision.reason) == ("earned", "not_yet", reason)
    (event,) = await events_about("review.overridden", submission.id)
    assert event.by == vera.person.id
    assert reason in (await vera.get(here)).text


async def test_r57_where_nothing_that_is_judged_was_handed_in_it_goes_back_for_that(app):
    definition, ana = await a_definition("PS-03"), await make_person("Ana Torres")
    desk = await an_approver("ironbrook-history-league")
    approver = (await people_by_id([desk.person_id]))[desk.person_id]
    readers = [await a_reviewer(desk, definition, name) for name in ("Rita First", "Otto Second")]
    judged = dict.fromkeys(one.requirement_key for one in catalogue.criteria(definition.content))
    submission = await an_attempt(definition, ana, without=tuple(judged))
    for person in readers:
        await recommends(person, submission, [])
    assert await state_of(submission) == "returned_incomplete"
    (missing,) = await db.many(
        dict, "select requirement_key, says from submission_missing where submission_id = :id", id=submission.id
    )
    assert missing["requirement_key"] == "setting" and "Hand in something that may be left out" in missing["says"]
    await settling.tell(submission.id)
    for person, here in ((approver, "/approvals/{}"), (readers[0], "/reviews/{}"), (ana, "/submissions/{}/result")):
        async with signed_in_client(app, person) as client:
            page = await client.get(here.format(submission.number))
            assert page.status_code == 200, here
    assert missing["says"] in unescape(page.text), "its author reads why"


async def test_f104_a_word_to_the_approver_and_back_reaches_nobody_else(app, vera, readers, definition):
    submission = await an_attempt(definition)
    first, second, _third = readers
    await recommends(first, submission, all_at(definition), "Between us: the recording is very quiet.")
    await claims_it(second, submission)
    here = f"/approvals/{submission.number}"
    page = (await vera.get(here)).text
    assert "the recording is very quiet" in page and "From reader 1" in page
    fields = form_in(page, f"{here}/words") | {"reader": "1", "text": "Thank you, I listened to it."}
    for _time in range(2):
        assert (await vera.post(f"{here}/words", data=fields)).status_code == 303
    assert (await vera.get(here)).text.count("Thank you, I listened to it.") == 1, "sent twice it is said once"
    async with signed_in_client(app, first) as client:
        assert "Thank you, I listened to it." in (await client.get(f"/reviews/{submission.number}")).text
    async with signed_in_client(app, second) as client:
        page = (await client.get(f"/reviews/{submission.number}")).text
        assert "I listened to it" not in page and "very quiet" not in page


async def test_f104_each_word_is_told_to_whom_it_was_written(vera, readers, definition):
    submission = await an_attempt(definition)
    held = [await claims_it(person, submission) for person in readers[:2]]
    office, attempt = await attempt_of(vera, submission)
    for claim in held:
        await approving.write(office, attempt, claim.reader, f"To reader {claim.reader}")
    rows = await db.many(dict, "select id from review_word where submission_id = :id order by id", id=submission.id)
    sent = [event for row in rows for event in await events_about("review.word_sent", row["id"])]
    assert [new.person_id for new in await telling.whom(sent)] == [person.id for person in readers[:2]]
    about = await telling.NOTICES["review.word_sent"].about([row["id"] for row in rows])
    assert {one.number for one in about.values()} == {submission.number} and len(about) == 2


async def test_f104_who_takes_a_place_later_reads_no_word_to_who_had_it(vera, readers, definition):
    submission = await an_attempt(definition)
    first, _second, later = readers
    claim = await claims_it(first, submission)
    office, attempt = await attempt_of(vera, submission)
    await approving.write(office, attempt, claim.reader, "The recording is loud enough.")
    assert await begun.words_to_reader(first, submission.id) == ["The recording is loud enough."]
    await claiming.give_back(first, claim)
    assert (await claims_it(later, submission)).reader == claim.reader, "the premise"
    assert await begun.words_to_reader(later, submission.id) == []


async def test_f92_files_that_came_with_anothers_submission_are_named_by_number(vera, definition):
    mine, theirs, alone = [await an_attempt(definition) for _one in range(3)]
    for submission, digest in ((mine, "a" * 64), (theirs, "a" * 64), (alone, "b" * 64)):
        await db.run(
            """
            insert into submitted_file (number, submission_id, requirement_key, place, name, kind, media_type, size,
                                        sha256, original_sha256, file)
            values (:number, :id, 'talk_plan', 1, 'talk-plan-1.pdf', 'pdf', 'application/pdf', 9, :digest, :digest,
                    'aa/b')
            """,
            number=submission.number, id=submission.id, digest=digest,
        )  # fmt: skip
    page = (await vera.get(f"/approvals/{mine.number}")).text
    assert theirs.spoken in page and alone.spoken not in page


async def test_kept_comments_are_ones_own(app, readers, definition):
    submission = await an_attempt(definition)
    await claims_it(readers[0], submission)
    key = all_at(definition)[0].criterion_key
    async with signed_in_client(app, readers[0]) as client, signed_in_client(app, readers[1]) as other:
        here = f"/reviews/{submission.number}"
        await presses(client, here, f"{here}/draft")
        fields = form_in((await client.get(here)).text, f"{here}/draft")
        kept = fields | {f"would-{key}": "Say when a support is taken away.", "keep": f"would-{key}"}
        assert (await client.post(f"{here}/comments", data=kept)).status_code == 303
        page = (await client.get("/reviews/comments")).text
        assert "Say when a support is taken away." in page and "Say when a support" in (await client.get(here)).text
        assert "Say when a support" not in (await other.get("/reviews/comments")).text
        (number,) = await db.many(dict, "select id from kept_comment order by id limit 5")
        away = f"/reviews/comments/{number['id']}/removal"
        theirs = {"csrf": (await other.get("/reviews/comments")).text.split('name="csrf" value="')[1].split('"')[0]}
        await other.post(away, data=theirs)
        assert "Say when a support" in (await client.get("/reviews/comments")).text
        await presses(client, "/reviews/comments", away)
        assert "Say when a support" not in (await client.get("/reviews/comments")).text


async def test_the_preview_is_what_the_earner_would_read(app, readers, definition, criterion):
    submission = await an_attempt(definition)
    claim = await claims_it(readers[0], submission)
    await judging.save(readers[0], claim, all_at(definition, **{criterion: "not_yet"}), "Between us")
    async with signed_in_client(app, readers[0]) as client:
        page = (await client.get(f"/reviews/{submission.number}/preview")).text
    assert WORDS in page and "Between us" not in page and f"Of {criterion} I saw little." in page
