"""The lists over HTTP: boxes follow the data, who leads ticks the others, data's boxes nobody ticks (R22)."""

import asyncio
import re
from datetime import timedelta
from html import unescape

import pytest
import pytest_asyncio

from community import clock, db
from community.checklists import content, queries
from community.checklists.conditions import CONDITIONS, LATER, SAID
from community.cohorts import actions as cohorts
from community.cohorts import rhythm
from community.cohorts.seats import actions as seats
from community.evidence import actions as evidence
from tests.support.catalogue import a_definition
from tests.support.cohorts import Member, a_cohort
from tests.support.discussion import says
from tests.support.evidence import joins_a_local
from tests.support.meetings import cancels, meets, place_of
from tests.support.people import signed_in_client
from tests.support.questions import questions_counted


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben") as made:
        yield made


async def done(cohort) -> set[str]:
    """The boxes that stand ticked."""
    lists = (await queries.checklist(await place_of(cohort.facilitator))).lists
    return {box.item.key for one in lists for box in one.boxes if box.is_done}


async def page_of(member, cohort) -> str:
    answer = await member.opens(f"/cohorts/{cohort.id}/checklist")
    assert answer.status_code == 200, answer.text[:300]
    return answer.text


def line(html: str, key: str) -> str:
    """What the page says of one box."""
    found = re.search(rf'<li id="item-{key}".*?</li>', html, re.S)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found)).split())


async def ticks(member, cohort, key: str, say: str = "yes"):
    return await member.posts(f"/cohorts/{cohort.id}/checklist/{key}", done=say)


class TestWhatDataSay:
    async def test_a_draft_has_what_it_has_and_publishing_ticks_the_rest(self, app):
        async with a_cohort(app, publish=False) as cohort:
            before = await done(cohort)
            assert {"choose_micro_credential", "find_facilitator", "capacity", "who_may_join"} <= before
            assert not {"publish", "code", "answer_requests", "five_seats"} & before
            await cohorts.move(await place_of(cohort.facilitator), "publish")
            assert await done(cohort) - before == {"publish", "code", "answer_requests"}

    async def test_meetings_tick_dates_and_places(self, cohort):
        gloria = cohort.facilitator
        await has_three_weeks(cohort)
        assert not {"template_and_dates", "place_and_link"} & await done(cohort)
        for place in ("Library", ""):
            meeting = await meets(gloria, place=place)
        assert not {"template_and_dates", "place_and_link"} & await done(cohort), "two of three, one of them nowhere"
        await meets(gloria, link="https://video.example/x")
        assert "template_and_dates" in await done(cohort)
        await cancels(gloria, meeting)
        assert {"template_and_dates", "place_and_link"} & await done(cohort) == {"place_and_link"}

    @pytest.mark.parametrize("weekday", range(7))
    async def test_a_check_in_is_a_meeting_after_the_last_planned_day(self, cohort, weekday):
        await has_three_weeks(cohort, weekday)
        days = rhythm.meeting_days(cohort.cohort.starts_on, weekday, [1, 2, 5])
        ahead = (days[-1] - clock.now().date()).days
        await meets(cohort.facilitator, days=ahead)
        assert "check_in_dated" not in await done(cohort), "the last one itself is none"
        await meets(cohort.facilitator, days=ahead + 1)
        assert "check_in_dated" in await done(cohort)

    async def test_seats_tick_five_a_helper_and_a_full_house(self, cohort):
        await cohort.seats("Cem", "Dora")
        assert not {"five_seats", "earned_before", "last_seats_mail"} & await done(cohort)
        ema = await cohort.seats("Ema")
        assert "five_seats" in await done(cohort)
        await db.run("update cohort set capacity = 5 where id = :id", id=cohort.id)
        assert "last_seats_mail" in await done(cohort)
        await db.run("update seat set role = 'helper' where id = :id", id=ema.seat.id)
        assert {"five_seats", "earned_before", "last_seats_mail"} & await done(cohort) == {"earned_before"}

    async def test_who_may_join_asks_members_only_for_a_text(self, cohort):
        await db.run("update cohort set who_may_join = 'members' where id = :id", id=cohort.id)
        assert "who_may_join" not in await done(cohort)
        await db.run("update cohort set refusal_text = 'Join first, then come.' where id = :id", id=cohort.id)
        assert "who_may_join" in await done(cohort)

    async def test_a_request_that_waits_for_three_days_takes_the_tick_away(self, cohort):
        assert "answer_requests" in await done(cohort)
        asked = clock.now() - timedelta(hours=73)
        await db.run("update seat set state = 'requested', joined_at = :at where id = :id", id=seat(cohort), at=asked)
        assert "answer_requests" not in await done(cohort)

    async def test_a_welcome_is_a_facilitators_announcement_before_the_first_meeting(self, cohort):
        gloria = cohort.facilitator
        await says(gloria, "Good evening, in the wrong place")
        assert "welcome" not in await done(cohort)
        await says(gloria, "Welcome", spot="announcements")
        assert "welcome" in await done(cohort)
        await meets(gloria, days=-3)
        assert "welcome" not in await done(cohort), "that was after the first meeting"

    async def test_goals_are_read_when_each_that_was_written_was_opened(self, cohort):
        assert "goals_read" not in await done(cohort), "nobody wrote one"
        question = await db.value(
            "select id from sign_up_question where cohort_id = :id and kind = 'goal' and place = 1", id=cohort.id
        )
        for name in ("Ana", "Ben"):
            await db.run(
                """
                insert into sign_up_answer (question_id, person_id, text, answered_at)
                values (:question, :person, 'Calm', :at)
                """,
                question=question,
                person=cohort.members[name].person.id,
                at=clock.now(),
            )
        for name, so_far in (("Ana", False), ("Ben", True)):
            read = "update sign_up_answer set read_at = :at where person_id = :id"
            await db.run(read, at=clock.now(), id=cohort.members[name].person.id)
            assert ("goals_read" in await done(cohort)) == so_far

    async def test_accounts_work_when_everybody_was_there_since(self, cohort):
        later = clock.now() + timedelta(minutes=1)
        await db.run("update session set seen_at = created_at - interval '1 hour'")  # before they took their seats
        for name in ("Ana", "Ben"):
            assert "accounts_work" not in await done(cohort)
            person_id = cohort.members[name].person.id
            await db.run("update session set seen_at = :at where person_id = :id", at=later, id=person_id)
        assert "accounts_work" in await done(cohort)

    async def test_start_is_understood_when_everybody_has_pressed_it(self, cohort):
        for name in ("Ana", "Ben"):
            assert "start_understood" not in await done(cohort)
            person = cohort.members[name].person
            await joins_a_local(person)
            await evidence.start(person, await a_definition())
        assert "start_understood" in await done(cohort)

    async def test_a_copy_is_the_next_one_and_students_are_asked_for(self, cohort):
        assert not {"next_one", "check_needs"} & await done(cohort)
        async with a_cohort(None, code="EL-02", publish=False) as copy:
            await db.run("update cohort set copied_from = :one where id = :id", one=cohort.id, id=copy.id)
            assert "next_one" in await done(cohort)
            needs = "select needs_students and not in_school_breaks from definition_version where id = :id"
            assert await db.value(needs, id=cohort.cohort.definition_version_id), "the premise: it needs students"
            asks_for_none = "select id from definition_version where not needs_students or in_school_breaks limit 1"
            if other := await db.value(asks_for_none):
                await db.run("update cohort set definition_version_id = :v where id = :id", v=other, id=cohort.id)
                assert "check_needs" in await done(cohort)


def seat(cohort) -> int:
    return cohort.members["Ben"].seat.id


async def has_three_weeks(cohort, weekday: int = 1) -> None:
    await db.run(
        "update cohort set weekday = :day, meets_at = '16:30', meeting_weeks = '{1,2,5}' where id = :id",
        day=weekday,
        id=cohort.id,
    )


class TestByHand:
    async def test_who_leads_ticks_and_takes_back_and_it_is_said_who_and_when(self, cohort):
        gloria = cohort.facilitator
        assert "Yours to tick" in line(await page_of(gloria, cohort), "read_it_all")
        answer = await ticks(gloria, cohort, "read_it_all")
        assert (answer.status_code, answer.headers["location"]) == (
            303,
            f"/cohorts/{cohort.id}/checklist#item-read_it_all",
        )
        said = line(await page_of(gloria, cohort), "read_it_all")
        assert f"Ticked by {gloria.person.name}, {clock.now():%A, %B %-d}" in said and "Take it back" in said
        await ticks(gloria, cohort, "read_it_all", "no")
        assert "Yours to tick" in line(await page_of(gloria, cohort), "read_it_all")

    async def test_the_organizer_does_so_too_and_twice_is_once(self, cohort):
        async with signed_in_client(cohort.app, cohort.organizer) as desk:
            olga = Member(cohort.organizer, None, desk)
            await asyncio.gather(*(ticks(member, cohort, "reps") for member in (olga, cohort.facilitator)))
            assert "reps" in await done(cohort)
            assert await db.value("select count(*) from checklist_tick where cohort_id = :id", id=cohort.id) == 1
            told = "select count(*) from event where kind = 'checklist.ticked' and subject_id = :id"
            assert await db.value(told, id=cohort.id) == 1, "what was ticked already is told once"

    @pytest.mark.parametrize("key", sorted((CONDITIONS.keys() | LATER) - SAID))
    async def test_r22_a_box_backed_by_data_cannot_be_ticked_by_hand(self, cohort, key):
        before = await done(cohort)
        refused = await ticks(cohort.facilitator, cohort, key)
        assert refused.status_code == 409
        why = "not yet measured here" if key in LATER else content.items()[key].true_when
        assert why in " ".join(unescape(refused.text).split()), "the reason is said"
        assert await done(cohort) == before
        assert await db.value("select count(*) from checklist_tick where cohort_id = :id", id=cohort.id) == 0
        assert f'checklist/{key}"' not in await page_of(cohort.facilitator, cohort), "nor is there a button"

    @pytest.mark.parametrize("key", sorted(SAID))
    async def test_what_data_cannot_know_is_said_by_who_leads(self, cohort, key):
        assert (await ticks(cohort.facilitator, cohort, key)).status_code == 303
        said = line(await page_of(cohort.facilitator, cohort), key)
        assert key in await done(cohort) and f"Ticked by {cohort.facilitator.person.name}" in said

    async def test_what_is_not_measured_says_so_and_is_not_ticked(self, cohort):
        page = await page_of(cohort.facilitator, cohort)
        for key in LATER - SAID:
            assert "Not yet measured here" in line(page, key) and "data-done" not in line(page, key)
        assert not LATER & await done(cohort)

    async def test_another_answer_and_another_box_are_none(self, cohort):
        assert (await ticks(cohort.facilitator, cohort, "read_it_all", "perhaps")).status_code == 422
        assert (await ticks(cohort.facilitator, cohort, "no_such_box")).status_code == 404

    async def test_r22_a_closed_cohorts_lists_are_read_only(self, cohort):
        for step in ("begin", "finish", "close"):
            await cohorts.move(await place_of(cohort.facilitator), step)
        assert (await ticks(cohort.facilitator, cohort, "read_it_all")).status_code == 409
        assert "formaction" not in await page_of(cohort.facilitator, cohort)


async def test_lists_are_a_cohorts_own(app):
    async with a_cohort(app) as one, a_cohort(app) as other:
        await ticks(one.facilitator, one, "read_it_all")
        assert "read_it_all" in await done(one) and "read_it_all" not in await done(other)


async def test_the_strip_on_the_cohorts_page_is_for_who_leads(cohort):
    strip = f'hx-get="/cohorts/{cohort.id}/checklist/strip"'
    assert strip in (await cohort.facilitator.opens(f"/cohorts/{cohort.id}")).text
    assert strip not in (await cohort.members["Ana"].opens(f"/cohorts/{cohort.id}")).text
    counted = len(await done(cohort) & {item.key for item in content.phases()[0].items})
    page = (await cohort.facilitator.opens(f"/cohorts/{cohort.id}/checklist/strip")).text
    assert f"{counted} of 15" in page and f"{counted} of 15" in await page_of(cohort.facilitator, cohort)


async def test_all_conditions_are_one_question(cohort, monkeypatch):
    place = await place_of(cohort.facilitator)
    with questions_counted(monkeypatch) as asked:
        await queries.checklist(place)
    assert asked.total() == 3, asked
    with questions_counted(monkeypatch) as asked:
        await page_of(cohort.facilitator, cohort)
    assert asked.total() <= 16, asked


async def test_who_left_keeps_no_name_on_a_tick(cohort):
    await ticks(cohort.facilitator, cohort, "read_it_all")
    await db.run("update checklist_tick set person_id = null")
    assert "Ticked by a former member" in line(await page_of(cohort.facilitator, cohort), "read_it_all")
    await seats.leave(cohort.members["Ana"].person, cohort.members["Ana"].seat, cohort.cohort)
