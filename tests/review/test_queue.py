"""What a reviewer is offered: their micro-credentials, the most urgent first, nobody they know (R51, R52, R58)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from community import clock, db, words
from community.affiliates import actions as affiliates
from community.affiliates import queries as affiliate_queries
from community.cohorts.seats import actions as seats
from community.errors import NotFound
from community.overview.letting import actions as letting
from community.people.queries import people_by_id
from community.review import desks, entering
from community.review.approving import queries as approving
from community.review.certifying import actions as certifying
from community.review.conflicts import CONDITIONS, Cause
from community.review.queue import queries as queue
from community.submissions import queries as submissions
from community.submissions import rereading
from tests.support.attempts import falls_short, has_submitted
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort, a_local
from tests.support.evidence import writes
from tests.support.feedback import asks, takes, words_of
from tests.support.opened import comes_back, opens_it
from tests.support.people import make_person, signed_in_client
from tests.support.questions import questions_counted
from tests.support.reviewing import a_reviewer, an_approver, asks_to_review, names_a_reviewer
from tests.support.reviews import all_at, an_attempt, claims_it, numbers_in, recommends


@pytest_asyncio.fixture
async def rita(vera, definition):
    return await a_reviewer(vera.desk, definition)


async def offered(person) -> list[str]:
    return [one.number for one in await queue.waiting(await entering.review_desk(person), clock.now())]


async def causes(vera, definition, person, submission) -> set[str]:
    office = await approving.office(vera.person)
    attempt = await approving.attempt(office, submission.number)
    found = [one for one in await approving.excluded(office, attempt) if one.name == person.name]
    return {str(cause) for one in found for cause in one.causes}


async def test_r58_what_is_due_first_stands_first(app, rita, definition):
    now = clock.now()
    later, late, sooner = [await an_attempt(definition, at=now - timedelta(days=days)) for days in (1, 20, 5)]
    ours = {one.number for one in (later, late, sooner)}
    assert [number for number in await offered(rita) if number in ours] == [late.number, sooner.number, later.number]
    async with signed_in_client(app, rita) as client:
        page = (await client.get("/reviews")).text
        offer = (await client.get(f"/reviews/{late.number}")).text
        await claims_it(rita, late)
        reading = (await client.get(f"/reviews/{late.number}")).text
    assert [number for number in numbers_in(page) if number in ours] == [late.number, sooner.number, later.number]
    assert "Overdue since" in page and "Attempt 1" in page and definition.title in page
    came = words.day((now - timedelta(days=20)).date(), "en")
    assert not [one for one in (page, offer, reading) if came in one], "the day it came, beside the day it is due (R50)"


async def test_r51_only_what_one_is_certified_for_is_offered(app, vera, definition):
    other = await a_definition("PAR-06")
    theirs = await an_attempt(other)
    rita = await a_reviewer(vera.desk, definition)
    waiting = await names_a_reviewer(vera.desk, definition, "Nora Named")
    mine = await an_attempt(definition)
    assert mine.number in await offered(rita) and theirs.number not in await offered(rita)
    assert await offered(waiting) == [], "named, and not calibrated yet"
    async with signed_in_client(app, rita) as client:
        assert (await client.post(f"/reviews/{theirs.number}/claims", data=await csrf(client))).status_code == 404
        assert (await client.get(f"/reviews/{theirs.number}")).status_code == 404


async def csrf(client) -> dict[str, str]:
    page = (await client.get("/reviews")).text
    return {"csrf": page.split('name="csrf" value="')[1].split('"')[0]}


async def test_r51_without_a_desk_there_is_no_queue(app, rita, definition):
    await an_attempt(definition)
    async with signed_in_client(app, rita) as client:
        assert (await client.get("/reviews")).status_code == 200
        await db.run("update desk set ended_at = :at where person_id = :id", id=rita.id, at=clock.now())
        assert (await client.get("/reviews")).status_code == 404
    assert (await client_of_nobody(app)) == 404


async def client_of_nobody(app) -> int:
    async with signed_in_client(app, await make_person("Stan Weber")) as client:
        return (await client.get("/reviews")).status_code


async def test_a_language_that_one_does_not_read_is_not_offered(rita, definition):
    submission = await an_attempt(definition)
    desk = await entering.review_desk(rita)
    assert submission.number in await offered(rita)
    swede = entering.ReviewDesk(desk.person_id, desk.micro_credentials, ("sv",))
    assert submission.number not in [one.number for one in await queue.waiting(swede, clock.now())]
    await queue.set_languages(rita, ["sv"])
    assert await entering.languages(rita) == ("en", "sv"), "what one says stands beside the language of one's pages"
    await queue.set_languages(rita, [])
    assert await entering.languages(rita) == ("en",)


async def test_r52_ones_own_is_not_offered(rita, vera, definition):
    submission = await an_attempt(definition, person=rita)
    assert submission.number not in await offered(rita)
    assert await causes(vera, definition, rita, submission) == set(), "an approver does not read who made it (R50)"


async def test_r56_who_approves_for_the_issuer_is_offered_nothing_of_it_and_approves_nothing_they_read(
    rita, vera, definition
):
    read, submission = [await an_attempt(definition) for _ in range(2)]
    await claims_it(rita, read)
    assert submission.number in await offered(rita), "the premise"
    await affiliates.give_desk(rita, desks.APPROVER, await affiliate_queries.public_issuer(vera.desk.slug))
    assert await offered(rita) == []
    office = await approving.office(rita)
    assert (await approving.attempt(office, submission.number)).number == submission.number
    with pytest.raises(NotFound):
        await approving.attempt(office, read.number)


async def test_r52_the_same_local_is_kept_from_it_also_after_somebody_left(rita, vera, definition):
    ana, local = await make_person("Ana Torres"), await a_local("Cedar Valley Education Association")
    submission = await an_attempt(definition, person=ana)
    await affiliates.enrol(ana, local, date(2020, 1, 1))
    assert submission.number in await offered(rita), "the premise"
    await affiliates.enrol(rita, local, date(2019, 1, 1), "ended", ends_on=date(2020, 6, 1))
    assert submission.number not in await offered(rita)
    assert await causes(vera, definition, rita, submission) == {Cause.AFFILIATE}


async def test_r52_the_same_state_is_no_cause(rita, definition):
    ana, local = await make_person("Ana Torres"), await a_local("Cedar Valley Education Association")
    submission = await an_attempt(definition, person=ana)
    await affiliates.enrol(ana, local, date(2020, 1, 1))
    (state,) = await parents(local)
    await affiliates.enrol(rita, state, date(2020, 1, 1))
    assert submission.number in await offered(rita)


async def parents(local):
    return list((await affiliate_queries.affiliates_by_id([local.parent_id])).values())


async def test_r52_who_had_a_seat_in_the_same_cohort_is_kept_from_it_also_when_both_left(app, vera, definition):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        ben_reads = await certified(vera, definition, ben.person)
        await seats.leave(ben.person, ben.seat, cohort.cohort)
        submission = await an_attempt(definition, person=ana.person)
        assert submission.number not in await offered(ben_reads)
        assert await causes(vera, definition, ben_reads, submission) == {Cause.COHORT}


async def test_r52_a_facilitator_is_kept_from_it(app, vera, definition):
    async with a_cohort(app, "Ana") as cohort:
        ana, leader = await cohort.seats("Ana"), await certified(vera, definition, cohort.facilitator.person)
        submission = await an_attempt(definition, person=ana.person)
        assert submission.number not in await offered(leader)
        assert Cause.FACILITATOR in await causes(vera, definition, leader, submission)


async def test_r52_who_opened_a_draft_or_was_asked_for_feedback_is_kept_from_it(app, vera, definition):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        reader = await certified(vera, definition, ben.person)
        submission = await an_attempt(definition, person=ana.person)
        request = await asks(cohort, ana)
        assert (await takes(ben, request)).status_code == 303
        await db.run("delete from seat where person_id = :id", id=ben.person.id)
        assert await causes(vera, definition, reader, submission) == {Cause.ASKED}
        assert submission.number not in await offered(reader)
        await db.run("update feedback set person_id = null where person_id = :id", id=ben.person.id)
        assert submission.number in await offered(reader), "the premise of what follows"
        opening = "insert into draft_opening (request_id, person_id, opened_at) values (:id, :person_id, :at)"
        await db.run(opening, id=request.id, person_id=ben.person.id, at=clock.now())
        assert await causes(vera, definition, reader, submission) == {Cause.OPENED}
        assert submission.number not in await offered(reader)


async def test_r52_who_asked_to_be_let_in_to_a_draft_is_kept_from_it(app, vera, definition):
    async with a_cohort(app, "Ana") as cohort:
        ana = await cohort.seats("Ana")
        leader = await certified(vera, definition, cohort.facilitator.person)
        submission = await an_attempt(definition, person=ana.person)
        await writes(ana.person, definition, "talk_plan", "A plan")
        await letting.ask(cohort.facilitator.seat, cohort.cohort, ana.seat.id, "talk_plan", "May I read it?", uuid4())
        assert Cause.LET_IN in await causes(vera, definition, leader, submission)
        await db.run("delete from seat where person_id = :id", id=leader.id)
        assert await causes(vera, definition, leader, submission) == {Cause.LET_IN}
        assert submission.number not in await offered(leader)


async def test_r52_whom_a_result_was_opened_to_is_kept_from_what_follows(app, vera, definition):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        reader = await certified(vera, definition, ben.person)
        await opens_it(ana, await comes_back(ana), ben)
        await writes(ana.person, definition, "talk_plan", "talking " * 240 + "now")
        again = await has_submitted(ana.person)
        assert Cause.RESULT in await causes(vera, definition, reader, again)
        await db.run("delete from seat where person_id = :id", id=reader.id)
        assert await causes(vera, definition, reader, again) == {Cause.RESULT}
        assert again.number not in await offered(reader)


async def test_r61_who_read_it_before_an_appeal_is_kept_from_it_and_an_approver_sees_why(app, vera, definition, rita):
    ana = await make_person("Ana Torres")
    former = await an_attempt(definition, person=ana)
    await recommends(rita, former, all_at(definition))
    await db.run("update submission set at_once = true where id = :id", id=former.id)
    await falls_short(former, definition, "talk_plan")
    assert await rereading.read_anew(former.id, clock.now()), "the premise"
    anew, *_others = await submissions.submissions(ana)
    assert anew.state == "submitted" and anew.number not in await offered(rita)
    assert await causes(vera, definition, rita, anew) == {Cause.READ}
    page = words_of(await vera.get(f"/approvals/{anew.number}"))
    assert f"{rita.name} : read it before an appeal" in page


async def certified(vera, definition, person):
    """Somebody who is here already, as a reviewer."""
    await certifying.take(person, (await asks_to_review(vera.desk, person, definition)).id)
    assert await certifying.calibrated(person, definition.micro_credential_id)
    return person


async def test_r52_a_reviewer_never_learns_why(app, vera, definition):
    submission = await an_attempt(definition)
    rita = await a_reviewer(vera.desk, definition)
    local = await a_local("Cedar Valley Education Association")
    for person_id in (rita.id, submission.person_id):
        person = await people(person_id)
        await affiliates.enrol(person, local, date(2020, 1, 1))
    async with signed_in_client(app, rita) as client:
        fields = await csrf(client)
        said = [await client.get("/reviews"), await client.get(f"/reviews/{submission.number}")]
        said.append(await client.post(f"/reviews/{submission.number}/claims", data=fields))
        assert [answer.status_code for answer in said] == [200, 404, 404]
        nowhere = await client.get("/reviews/ZZZZZZZZZZZZ")
        assert nowhere.status_code == 404
        assert not any("same local" in answer.text or local.name in answer.text for answer in said)


async def people(person_id):
    return (await people_by_id([person_id]))[person_id]


async def test_r56_who_has_sent_is_not_offered_it_again(vera, definition, rita):
    submission = await an_attempt(definition)
    await recommends(rita, submission, all_at(definition))
    assert submission.number not in await offered(rita)
    other = await a_reviewer(vera.desk, definition, "Otto Second")
    assert submission.number in await offered(other), "the second place is free"


async def test_what_one_holds_stands_above_and_not_in_the_queue(app, rita, definition):
    submission = await an_attempt(definition)
    await claims_it(rita, submission)
    async with signed_in_client(app, rita) as client:
        page = (await client.get("/reviews")).text
    assert submission.number not in numbers_in(page) and f'href="/reviews/{submission.number}"' in page


async def test_the_queue_asks_the_same_few_questions_however_long_it_is(app, vera, definition, monkeypatch):
    rita = await a_reviewer(vera.desk, definition)
    asked = []
    async with signed_in_client(app, rita) as client:
        for _more in range(2):
            for _one in range(4):
                await an_attempt(definition)
            with questions_counted(monkeypatch) as questions:
                assert (await client.get("/reviews")).status_code == 200
            asked.append(questions.total())
    assert asked[0] == asked[1] <= 14


@pytest.mark.parametrize("cause", list(Cause))
def test_r52_each_cause_is_a_condition(cause):
    assert "application.person_id" in CONDITIONS[cause] and "reviewer.person_id" in CONDITIONS[cause]


async def test_an_approver_of_another_issuer_sees_nothing_of_it(app, definition):
    submission = await an_attempt(definition)
    desk = await an_approver("commonwealth-educators", "Otto Other")
    async with signed_in_client(app, await people(desk.person_id)) as client:
        assert (await client.get(f"/approvals/{submission.number}")).status_code == 404
        assert submission.number not in (await client.get("/approvals")).text
