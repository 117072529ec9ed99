"""What a cohort asks at joining: read by its author and the facilitator, and looked at again at the end."""

import re

import pytest

from community import db
from community.cohorts import queries as cohorts
from community.cohorts.questions import queries
from tests.support.cohorts import Member, a_cohort
from tests.support.opening import answers, place_of
from tests.support.people import signed_in_client

HOPE = "To hear every child speak once a day."


async def asked(cohort_id: int) -> dict[int, queries.Question]:
    return {question.place: question for question in await queries.questions_by_id(cohort_id)}


async def says(member, cohort_id: int, *texts: str):
    """Answer the questions in their order."""
    questions = (await asked(cohort_id)).values()
    fields = {f"answer_{question.id}": text for question, text in zip(questions, texts, strict=False)}
    return await member.posts(f"/cohorts/{cohort_id}/answers", **fields)


async def test_whoever_joins_is_asked_for_a_goal_until_it_is_answered(app):
    async with a_cohort(app, "Ana") as cohort:
        ana = cohort.members["Ana"]
        page = (await ana.opens(f"/cohorts/{cohort.id}?done=joined")).text
        assert "What do you want to have reached" in page
        assert "What do you want to have reached" not in (await cohort.facilitator.opens(f"/cohorts/{cohort.id}")).text
        assert (await says(ana, cohort.id, HOPE)).status_code == 303
        assert 'id="answering"' not in (await ana.opens(f"/cohorts/{cohort.id}")).text, "asked once"
        assert HOPE in (await ana.opens(f"/cohorts/{cohort.id}/answers")).text
        await says(ana, cohort.id, "")
        assert (await queries.own(ana.seat))[0].text == "", "an empty answer is taken back"


async def test_an_answer_is_read_by_its_author_and_the_facilitator_only(app):
    async with a_cohort(app, "Ana", "Ben") as cohort, signed_in_client(app, cohort.organizer) as desk:
        ana, ben, gloria = cohort.members["Ana"], cohort.members["Ben"], cohort.facilitator
        olga = Member(cohort.organizer, None, desk)
        await says(ana, cohort.id, HOPE)
        assert HOPE in (await gloria.opens(f"/cohorts/{cohort.id}/goals")).text
        for reader in (ben, olga):
            assert (await reader.opens(f"/cohorts/{cohort.id}/goals")).status_code == 403
            for door in ("", "/members", "/answers", "/questions", "/settings"):
                assert HOPE not in (await reader.opens(f"/cohorts/{cohort.id}{door}")).text, door
        told = await db.value("select count(*) from event where detail::text like '%child%'")
        assert told == 0, "the log holds no answers"


async def test_the_facilitator_notes_that_all_were_read_and_a_changed_one_is_new_again(app):
    async with a_cohort(app, "Ana") as cohort:
        ana, gloria = cohort.members["Ana"], cohort.facilitator
        await says(ana, cohort.id, HOPE)
        assert "I have read them" in (await gloria.opens(f"/cohorts/{cohort.id}/goals")).text
        for _twice in range(2):
            await gloria.posts(f"/cohorts/{cohort.id}/goals/readings")
        assert "I have read them" not in (await gloria.opens(f"/cohorts/{cohort.id}/goals")).text
        assert await db.value("select count(*) from event where kind = 'goals.read'") == 1
        await says(ana, cohort.id, HOPE)
        assert (await queries.own(ana.seat))[0].read_at, "the same answer once more is no new one"
        await says(ana, cohort.id, "Something else.")
        assert (await queries.own(ana.seat))[0].read_at is None


async def test_at_the_end_both_say_whether_the_goal_was_met(app):
    async with a_cohort(app, "Ana") as cohort:
        ana, gloria = cohort.members["Ana"], cohort.facilitator
        await says(ana, cohort.id, HOPE)
        goal = (await asked(cohort.id))[1].id
        door = f"/cohorts/{cohort.id}/goals/{ana.seat.id}"
        assert (await gloria.posts(door, question=goal, met="partly")).status_code == 409, "not before the end"
        await db.run("update cohort set state = 'finishing' where id = :id", id=cohort.id)
        assert "Was it met?" in (await ana.opens(f"/cohorts/{cohort.id}/answers")).text
        await ana.posts(f"/cohorts/{cohort.id}/answers", **{f"met_{goal}": "yes"})
        assert (await gloria.posts(door, question=goal, met="partly")).status_code == 303
        (mine,) = await queries.own(ana.seat)
        assert (mine.text, mine.met_by_self, mine.met_by_facilitator) == (HOPE, "yes", "partly")
        assert "Met, they say: yes" in (await gloria.opens(f"/cohorts/{cohort.id}/goals")).text


async def test_another_cohorts_answers_are_at_no_door(app):
    async with a_cohort(app, "Ana") as here, a_cohort(app, "Ben") as there:
        await says(there.members["Ben"], there.id, HOPE)
        goal, seat = (await asked(there.id))[1].id, there.members["Ben"].seat.id
        for cohort in (here, there):
            await db.run("update cohort set state = 'finishing' where id = :id", id=cohort.id)
        door = f"/cohorts/{here.id}/goals/{seat}"
        assert (await here.facilitator.posts(door, question=goal, met="yes")).status_code == 404
        ana = here.members["Ana"]
        await ana.posts(f"/cohorts/{here.id}/answers", **{f"answer_{goal}": "Mine there", f"met_{goal}": "yes"})
        assert await db.value("select count(*) from sign_up_answer where person_id = :id", id=ana.person.id) == 0


async def test_who_leads_asks_up_to_five_and_answers_to_former_questions_are_kept(app):
    async with a_cohort(app, "Ana") as cohort:
        ana, gloria = cohort.members["Ana"], cohort.facilitator
        await says(ana, cohort.id, HOPE)
        form = {f"question_{number}": f"Question number {number}?" for number in range(1, 6)}
        assert (await gloria.posts(f"/cohorts/{cohort.id}/questions", **form)).status_code == 303
        now = await asked(cohort.id)
        assert [(question.kind, question.text) for question in now.values()] == [
            ("goal" if number == 1 else "text", f"Question number {number}?") for number in range(1, 6)
        ]
        assert HOPE in (await ana.opens(f"/cohorts/{cohort.id}/answers")).text, "to a question that is asked no more"
        await gloria.posts(f"/cohorts/{cohort.id}/questions", **form)
        assert await asked(cohort.id) == now, "the same once more changes nothing"
        short = await gloria.posts(f"/cohorts/{cohort.id}/questions", **form | {"question_3": "?"})
        assert (short.status_code, "question_3-error" in short.text, 'value="?"' in short.text) == (422, True, True)
        await gloria.posts(f"/cohorts/{cohort.id}/questions")
        assert await asked(cohort.id) == {}, "a cohort may ask nothing"


async def test_a_long_answer_is_kept_and_said_to_be_too_long(app):
    async with a_cohort(app, "Ana") as cohort:
        answer = await says(cohort.members["Ana"], cohort.id, "word " * 500)
        assert answer.status_code == 422
        assert "Shorten this to 2000" in answer.text
        assert "word word" in answer.text


async def test_a_copy_asks_what_the_earlier_one_asks(olga):
    first = place_of(await olga.posts("/cohorts", **await answers(olga.local)))
    await olga.posts(f"/cohorts/{first}/questions", question_2="Which days suit you?")
    form = await answers(olga.local, copied_from=first, post_key="7f4df7ee-5f43-4f3c-9d5b-0c6a7f0fd7d1")
    copy = place_of(await olga.posts("/cohorts", **form))
    assert {number: question.text for number, question in (await asked(copy)).items()} == {2: "Which days suit you?"}


@pytest.mark.parametrize("deed", ["questions", "answers", "goals/readings"])
async def test_r22_a_closed_cohort_asks_and_takes_nothing(app, deed):
    async with a_cohort(app, "Ana") as cohort:
        await says(cohort.members["Ana"], cohort.id, HOPE)
        goal = (await asked(cohort.id))[1].id
        await db.run("update cohort set state = 'closed' where id = :id", id=cohort.id)
        who = cohort.members["Ana"] if deed == "answers" else cohort.facilitator
        fields = {f"answer_{goal}": "Later", "question_1": "Another one?"}
        answer = await who.posts(f"/cohorts/{cohort.id}/{deed}", **fields)
        assert answer.status_code == (303 if deed == "goals/readings" else 409), "that one has read them is no change"
        assert (await queries.own(cohort.members["Ana"].seat))[0].text == HOPE
        page = (await cohort.members["Ana"].opens(f"/cohorts/{cohort.id}/answers")).text
        assert HOPE in re.sub(r"\s+", " ", page)


async def test_who_has_left_is_not_read_any_more(app):
    async with a_cohort(app, "Ana") as cohort:
        ana = cohort.members["Ana"]
        await says(ana, cohort.id, HOPE)
        await ana.posts(f"/cohorts/{cohort.id}/leaving")
        assert HOPE not in (await cohort.facilitator.opens(f"/cohorts/{cohort.id}/goals")).text
        place = await cohorts.place(cohort.facilitator.person, cohort.id)
        assert await queries.of_members(place.seat) == []
