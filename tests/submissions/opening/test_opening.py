"""An earner opens what fell short to people of her cohort until her day, and sees each look at it (R49, R64)."""

from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from community import clock, db
from community.cohorts.seats import actions as seats
from community.feedback.willing import queries as willing
from community.submissions import queries as submissions
from community.submissions.opening import actions, queries
from tests.notifications.test_notices import everybody_is_told, sentences
from tests.submissions.resubmitting.test_resubmitting import BETTER
from tests.support.attempts import CODE, SAW, comes_back_incomplete, earns, falls_short, has_submitted
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.evidence import writes
from tests.support.opened import comes_back, ends_it, form_of, newest, opens_it
from tests.support.people import make_person, signed_in_client

OPEN = "The plan names supports"  # of what the readers wrote


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cy") as made:
        yield made


@pytest_asyncio.fixture
async def submission(cohort):
    return await comes_back(await cohort.seats("Ana"))


async def address_of(cohort, submission) -> str:
    return (await newest(cohort.members["Ana"], submission)).address


async def test_r64_a_result_is_read_only_by_whom_its_earner_opens_it_to(cohort, submission):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    for other in (ben, cohort.facilitator):
        assert (await other.opens(f"{submission.address}/result")).status_code == 404
        assert (await other.opens(f"{form_of(submission)}/new")).status_code == 404
    assert (await opens_it(ana, submission, cohort.facilitator)).status_code == 303
    address = await address_of(cohort, submission)
    page = (await cohort.facilitator.opens(address)).text
    assert page.count(SAW) == 2 and "Reader 1" in page and "What would meet it" in page
    for other in (ben, cy):
        assert (await other.opens(address)).status_code == 404
        assert (await other.posts(f"{address}/notes", text="Hello", post_key=str(uuid4()))).status_code == 404
    assert (await cohort.facilitator.opens(f"{submission.address}/result")).status_code == 404, "only what she opened"


async def test_r64_only_what_she_ticks_is_opened(cohort, submission):
    ana, ben = await cohort.seats("Ana", "Ben")
    form = (await ana.opens(f"{form_of(submission)}/new")).text
    assert form.count(" checked") == 1, "what fell short is ticked, and nothing else"
    await opens_it(ana, submission, ben)
    page = (await ben.opens(await address_of(cohort, submission))).text
    assert page.count('class="criterion"') == 1 and 'id="met-h"' not in page
    for private in ("Reader 3", "SHA-256", submission.number, "talking talking"):
        assert private not in page
    nothing = await ana.posts(form_of(submission), until=today(), post_key=str(uuid4()))
    assert nothing.status_code == 422
    assert "Tick at least one row." in nothing.text and "Choose at least one person." in nothing.text


def today() -> str:
    return clock.now().date().isoformat()


async def test_r64_what_is_missing_may_be_opened_too(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    submission = await comes_back(ana)
    again = await _again(ana)
    await comes_back_incomplete(again, "talk_plan")
    assert submission.number != again.number
    await opens_it(ana, again, ben)
    assert "The second page is empty." in (await ben.opens((await newest(ana, again)).address)).text


async def _again(member):
    """The next attempt, with the plan written anew."""
    await writes(member.person, await a_definition(CODE), "talk_plan", BETTER)
    return await has_submitted(member.person)


async def test_r49_what_is_earned_is_opened_to_nobody(cohort, submission):
    ana, ben = await cohort.seats("Ana", "Ben")
    await opens_it(ana, submission, ben)
    address = await address_of(cohort, submission)
    assert (await ben.opens(address)).status_code == 200, "the premise"
    again = await _again(ana)
    await earns(again, await a_definition(CODE))
    assert (await ben.opens(address)).status_code == 404
    for one in (submission, again):
        assert (await ana.opens(f"{form_of(one)}/new")).status_code == 404
        assert "Open it to somebody" not in (await ana.opens(f"{one.address}/result")).text
        posted = await ana.posts(form_of(one), until=today(), post_key=str(uuid4()))
        assert posted.status_code == 404


async def test_r49_its_earner_sees_who_looked_and_when(cohort, submission):
    ana, ben = await cohort.seats("Ana", "Ben")
    await opens_it(ana, submission, ben, cohort.facilitator)
    assert "Nobody has opened it yet." in (await ana.opens(f"{submission.address}/result")).text
    address = await address_of(cohort, submission)
    for _look in range(2):
        await ben.opens(address)
    page = (await ana.opens(f"{submission.address}/result")).text
    looks = page.split('aria-label="Who opened it, and when"')[1].split("</ul>")[0]
    assert looks.count("<li>") == 1 and ben.person.name in looks, "a page fetched again is one look"
    assert cohort.facilitator.person.name not in looks


async def test_r64_until_her_day_and_fourteen_days_unless_she_says(cohort, submission, later):
    ana, ben = await cohort.seats("Ana", "Ben")
    await opens_it(ana, submission, ben)
    opened = await newest(ana, submission)
    assert opened.last_day == actions.today(ana.person) + timedelta(days=14)
    too_far = await opens_it(ana, submission, ben, until=(actions.today(ana.person) + timedelta(days=61)).isoformat())
    assert too_far.status_code == 422 and "Choose a day from today to" in too_far.text
    later(timedelta(days=15))
    async with signed_in_client(cohort.app, ben.person) as ben.client:
        assert (await ben.opens(opened.address)).status_code == 404
    await actions.end_what_is_over({})
    assert (await newest(ana, submission)).ending == "date"


async def test_r64_ended_at_once_by_its_earner(cohort, submission):
    ana, ben = await cohort.seats("Ana", "Ben")
    await opens_it(ana, submission, ben)
    opened = await newest(ana, submission)
    ending = f"{form_of(submission)}/{opened.id}/ending"
    assert (await ben.posts(ending)).status_code == 404 and (await ben.opens(opened.address)).status_code == 200
    for _press in range(2):
        assert (await ana.posts(ending)).status_code == 303
    assert (await ben.opens(opened.address)).status_code == 404
    assert "You ended it:" in (await ana.opens(f"{submission.address}/result")).text


@pytest.mark.parametrize("who", ["Ana", "Ben"])
async def test_r64_it_ends_when_either_leaves_and_coming_back_opens_nothing(cohort, submission, who):
    ana, ben = await cohort.seats("Ana", "Ben")
    await opens_it(ana, submission, ben)
    address, gone = await address_of(cohort, submission), cohort.members[who]
    await seats.leave(gone.person, gone.seat, cohort.cohort)
    assert (await ben.opens(address)).status_code == 404
    await seats.take_seat(gone.person, cohort.cohort.join_code)
    assert (await ben.opens(address)).status_code == 404
    await actions.end_what_is_over({})
    assert ((await newest(ana, submission)).ending == "left") is (who == "Ana")


async def test_r42_who_is_kept_apart_is_not_among_those_she_may_choose(cohort, submission):
    ana, ben = await cohort.seats("Ana", "Ben")
    await opens_it(ana, submission, ben)
    address = await address_of(cohort, submission)
    await willing.add_pair(cohort.facilitator.seat, ana.seat.id, ben.seat.id, clock.now())
    assert (await ben.opens(address)).status_code == 404
    assert f"to_{ben.seat.id}" not in (await ana.opens(f"{form_of(submission)}/new")).text
    assert (await opens_it(ana, submission, ben)).status_code == 422


async def test_those_it_is_opened_to_hear_of_it_find_it_and_answer(cohort, submission):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    guide = cohort.facilitator
    await opens_it(ana, submission, ben, guide)
    await everybody_is_told()
    address, said = await address_of(cohort, submission), f"{ana.person.name} shows you what the readers wrote of"
    for one in (ben, guide):
        assert any(said in sentence for sentence in sentences((await one.opens("/inbox")).text))
        assert address in (await one.opens(f"/cohorts/{cohort.id}/opened-results")).text
        assert f"/cohorts/{cohort.id}/opened-results" in (await one.opens(f"/cohorts/{cohort.id}/feedback")).text
    assert address in (await guide.opens(f"/cohorts/{cohort.id}/today")).text
    assert address not in (await cy.opens(f"/cohorts/{cohort.id}/opened-results")).text
    assert not any(said in sentence for sentence in sentences((await cy.opens("/inbox")).text))
    key = str(uuid4())
    for _press in range(2):
        assert (await ben.posts(f"{address}/notes", text="Try two students.", post_key=key)).status_code == 303
    assert (await ben.posts(f"{address}/notes", text=" ", post_key=key)).status_code == 422
    assert (await ben.opens(address)).text.count("Try two students.") == 1
    assert "Try two students." not in (await guide.opens(address)).text, "it is between the two"
    page = (await ana.opens(f"{submission.address}/result")).text
    assert page.count("Try two students.") == 1
    assert f"/private-threads/new?to={ana.seat.id}" in (await ben.opens(address)).text
    await everybody_is_told()
    assert f"{ben.person.name} wrote to you about your result." in sentences((await ana.opens("/inbox")).text)


async def test_r64_a_facilitator_sees_states_and_no_remark_until_it_is_opened(cohort, submission):
    guide, ana = cohort.facilitator, cohort.members["Ana"]
    for page in ("today", f"today/{ana.seat.id}", "board", "opened-results"):
        html = (await guide.opens(f"/cohorts/{cohort.id}/{page}")).text
        assert OPEN not in html and "Reader 1" not in html, page


async def test_r50_whoever_judges_an_attempt_of_hers_cannot_reach_it_and_nobody_is_told_why(cohort, submission):
    ana, ben = await cohort.seats("Ana", "Ben")
    before = await submissions.submission(ana.person, submission.number)
    await db.run(
        """
        insert into review_claim (submission_id, person_id, reader, claimed_at, active_at, ended_at, ending)
        values (:id, :person, 1, :at, :at, :at, 'sent')
        """,
        id=before.id,
        person=ben.person.id,
        at=clock.now(),
    )
    assert f"to_{ben.seat.id}" in (await ana.opens(f"{form_of(submission)}/new")).text, "she is told nothing of it"
    assert (await opens_it(ana, submission, ben)).status_code == 303
    assert (await ben.opens(await address_of(cohort, submission))).status_code == 404
    assert await queries.audiences_by_id([(ben.person.id, (await newest(ana, submission)).id)], clock.now()) == {}


async def test_r36_after_the_third_not_yet_the_talk_and_the_opening_stand_together(cohort):
    ana, guide = cohort.members["Ana"], cohort.facilitator
    submission = await comes_back(ana)
    for _time in range(2):
        again = await _again(ana)
        await falls_short(again, await a_definition(CODE), "talk_plan")
    page = (await ana.opens(f"{again.address}/result")).text
    talk = page.split('id="talk-h"')[1].split("</section>")[0]
    assert "Write to a facilitator" in talk and f"/result/openings/new?to={guide.seat.id}" in talk
    assert submission.number not in talk
    form = (await ana.opens(f"{form_of(again)}/new?to={guide.seat.id}")).text
    assert f'name="to_{guide.seat.id}" value="yes" checked' in form


async def test_a_form_sent_twice_opens_once(cohort, submission):
    ana, ben = await cohort.seats("Ana", "Ben")
    key = str(uuid4())
    for _press in range(2):
        await opens_it(ana, submission, ben, post_key=key)
    assert len(await queries.opened_of(ana.person, submission)) == 1
    await ends_it(ana, await newest(ana, submission))


async def test_who_works_alone_is_offered_none(app, cohort):
    alone = type("Alone", (), {"person": await make_person("Alma Alone")})()
    submission = await comes_back(alone)
    async with signed_in_client(app, alone.person) as client:
        assert "Open it to somebody" not in (await client.get(f"{submission.address}/result")).text
        assert (await client.get(f"{form_of(submission)}/new")).status_code == 404
