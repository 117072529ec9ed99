"""Asking: a colleague reads a draft only by its author's request, until a date; each opening is seen (R40, R49)."""

from datetime import timedelta

import pytest

from community import clock, db
from community.cohorts.seats import actions as seats
from community.evidence import actions as evidence
from community.evidence import queries as works
from community.feedback.requests import actions, rules
from community.people import queries as people
from tests.support.artifacts import a_pdf, attaches
from tests.support.cohorts import a_cohort
from tests.support.feedback import (
    KEY,
    asking,
    asks,
    definition_of,
    drafts,
    gives,
    in_days,
    newest_request,
    takes,
    words_of,
)

DRAFT = "Students say, ask and revise."


@pytest.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cy") as made:
        yield made


async def state_of(cohort, member, key=KEY):
    return (await works.work(member.person, cohort.cohort.code, key)).state


async def test_r40_a_peer_reads_a_draft_only_while_its_author_asks(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    await drafts(cohort, ana)
    assert "No one asks" in (await ben.opens(f"/cohorts/{cohort.id}/board")).text, "the premise: nobody asks yet"
    request = await asks(cohort, ana, until=in_days(7))
    assert DRAFT not in (await ben.opens(request.address)).text, "who has not taken it sees what is asked, no draft"
    await takes(ben, request)
    assert DRAFT in (await ben.opens(request.address)).text
    with moved(days=8):
        closed = await ben.opens(request.address)
        assert closed.status_code == 403 and DRAFT not in closed.text
        assert "has passed" in closed.text
    await ana.posts(f"/feedback/{request.id}/ending")
    closed = await ben.opens(request.address)
    assert closed.status_code == 403 and "ended this request" in closed.text and DRAFT not in closed.text


async def test_r40_access_ends_when_either_leaves_the_cohort(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    request = await asks(cohort, ana)
    for one in (ben, cy):
        await takes(one, request)
    await seats.leave(ben.person, ben.seat, cohort.cohort)
    assert (await ben.opens(request.address)).status_code == 404
    assert (await cy.opens(request.address)).status_code == 200
    await seats.leave(ana.person, ana.seat, cohort.cohort)
    assert (await cy.opens(request.address)).status_code == 403


async def test_r40_readers_see_the_draft_as_it_was_asked_with(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    await takes(ben, request)
    await drafts(cohort, ana, "Quite another text, of the next morning.")
    seen = (await ben.opens(request.address)).text
    assert DRAFT in seen and "another text" not in seen
    later = clock.now() + timedelta(days=3)
    await db.run("update revision set saved_at = :at", at=later - timedelta(days=20))
    with moved(days=3):
        await evidence.thin_revisions({})
        assert DRAFT in (await ben.opens(request.address)).text, "it is kept when older versions are thinned"


async def test_r40_it_ends_by_itself_at_its_date_and_the_work_is_drafted_on(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    assert await state_of(cohort, ana) == "asking"
    await actions.end_what_is_over({})
    assert await state_of(cohort, ana) == "asking", "not before its date"
    with moved(days=8):
        await actions.end_what_is_over({})
    assert await state_of(cohort, ana) == "drafting"
    assert (await newest_request(cohort, ana)).ending == "date"
    assert (await takes(ben, request)).status_code == 403


async def test_a_request_with_open_notes_stays_answered_when_it_ends(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    await gives(ben, request)
    assert await state_of(cohort, ana) == "answered"
    await ana.posts(f"/feedback/{request.id}/ending")
    assert await state_of(cohort, ana) == "answered"
    again = await asks(cohort, ana, text="A third draft.")
    assert again.id != request.id and await state_of(cohort, ana) == "answered"


async def test_people_who_are_asked_by_name_and_nobody_else_read_it(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    guide = cohort.facilitator
    request = await asks(cohort, ana, asks="named", **{f"reader_{ben.seat.id}": "yes"})
    assert (await cy.opens(request.address)).status_code == 403
    assert (await takes(cy, request)).status_code == 403
    assert (await guide.opens(request.address)).status_code == 403
    assert (await ben.opens(request.address)).status_code == 200
    assert (await takes(ben, request)).status_code == 303
    assert DRAFT in (await ben.opens(request.address)).text


async def test_a_facilitator_reads_a_draft_only_when_asked_by_name(cohort):
    ana, guide = await cohort.seats("Ana"), cohort.facilitator
    request = await asks(cohort, ana)
    seen = await guide.opens(request.address)
    assert seen.status_code == 200 and DRAFT not in seen.text and "only when its author asks" in words_of(seen)
    assert (await takes(guide, request)).status_code == 403
    await ana.posts(f"/feedback/{request.id}/ending")
    named = await asks(cohort, ana, asks="named", **{f"reader_{guide.seat.id}": "yes"})
    await takes(guide, named)
    assert DRAFT in (await guide.opens(named.address)).text


async def test_r42_nobody_serves_themself(cohort):
    ana = await cohort.seats("Ana")
    request = await asks(cohort, ana)
    assert (await takes(ana, request)).status_code == 404
    assert (await ana.opens(request.address)).headers["location"] == request.ledger


async def test_r49_opening_a_draft_is_logged_and_its_author_sees_by_whom_and_when(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    assert "Nobody has opened it yet" in (await ana.opens(request.ledger)).text
    await ben.opens(request.address)
    assert "Nobody has opened it yet" in (await ana.opens(request.ledger)).text, "the offer is no opening"
    await takes(ben, request)
    for _ in range(3):
        await ben.opens(request.address)
    page = words_of(await ana.opens(request.ledger))
    assert "Opened 1 time" in page and ben.person.name in page
    with moved(hours=2):
        await ben.opens(request.address)
        assert "Opened 2 times" in words_of(await ana.opens(request.ledger))


async def test_r49_what_was_met_is_shown_to_nobody_who_still_works_on_it(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    await takes(ben, request)
    await db.run("update work set state = 'met' where id = :id", id=request.work_id)
    assert (await ben.opens(request.address)).status_code == 403
    await actions.end_what_is_over({})
    answer = await ana.posts(f"/work/{cohort.cohort.code}/{KEY}/requests", **asking())
    assert answer.status_code == 409 and "shown to nobody" in answer.text


async def test_asking_twice_with_one_key_asks_once_and_a_second_request_waits_for_the_first(cohort):
    ana = await cohort.seats("Ana")
    await drafts(cohort, ana)
    typed, where = asking(), f"/work/{cohort.cohort.code}/{KEY}/requests"
    assert [(await ana.posts(where, **typed)).status_code for _ in range(2)] == [303, 303]
    answer = await ana.posts(where, **asking())
    assert answer.status_code == 409 and "asking for feedback on this already" in answer.text


async def test_what_is_missing_is_said_and_what_was_typed_is_kept(cohort):
    ana = await cohort.seats("Ana")
    await drafts(cohort, ana)
    where = f"/work/{cohort.cohort.code}/{KEY}/requests"
    wrong = {
        "focus": {"focus": "  "}, "until": {"until": in_days(90)}, "protocol": {"protocol": "tuning"},
        "asks": {"asks": "named"},
    }
    for name, fields in wrong.items():
        answer = await ana.posts(where, **asking(off_limits="Kept in the field", **fields))
        assert answer.status_code == 422, name
        assert f'href="#{name}"' in answer.text and "Kept in the field" in answer.text
    assert await state_of(cohort, ana) == "drafting"


async def test_nothing_can_be_asked_of_an_empty_page_or_alone(cohort, app):
    ana = await cohort.seats("Ana")
    where = f"/work/{cohort.cohort.code}/{KEY}/requests"
    assert "Write something first" in (await ana.opens(where + "/new")).text
    assert (await ana.posts(where, **asking())).status_code == 409
    alone = f"/work/{cohort.cohort.code}/{KEY}"
    async with a_cohort(app, "Dee") as other:
        dee = await other.seats("Dee")
        await drafts(other, dee)
        await seats.leave(dee.person, dee.seat, other.cohort)
        assert (await dee.posts(alone + "/requests", **asking())).status_code == 409
        assert "given inside a cohort" in (await dee.opens(alone + "/requests/new")).text


async def test_r32_asking_waits_until_each_possible_name_is_answered(cohort):
    ana = await cohort.seats("Ana")
    where = f"/work/{cohort.cohort.code}/{KEY}"
    await drafts(cohort, ana, "I asked Marisol Quintero to begin, and then the others.")
    page = await ana.opens(where + "/requests/new")
    assert "may be a name" in page.text and f'href="{where}/names"' in page.text
    answer = await ana.posts(where + "/requests", **asking())
    assert answer.status_code == 409 and f'href="{where}/names"' in answer.text
    assert await state_of(cohort, ana) == "drafting", "nobody is asked"
    await drafts(cohort, ana, "I asked one student to begin, and then the others.")
    answer = await ana.posts(where + "/requests", **asking(focus="Did Marisol Quintero speak enough?"))
    assert answer.status_code == 409 and "Did Marisol Quintero speak enough?" in answer.text, "nor in the question"
    assert (await ana.posts(where + "/requests", **asking())).status_code == 303


async def test_r32_asking_waits_for_what_is_written_inside_a_file_too(cohort):
    ana = await cohort.seats("Ana")
    where = f"/work/{cohort.cohort.code}/{KEY}"
    work = await drafts(cohort, ana)
    await attaches(ana.person, await definition_of(cohort), KEY, "card.pdf", a_pdf(author="Marisol Quintero"))
    answer = await ana.posts(where + "/requests", **asking())
    assert answer.status_code == 409 and f'href="{where}/names"' in answer.text
    (finding,) = await actions.to_answer(ana.person, work)
    await ana.posts(where + "/names/answers", key=finding.key)
    assert (await ana.posts(where + "/requests", **asking())).status_code == 303


async def test_r32_a_file_that_shows_students_goes_along_only_with_its_release_and_until_the_date(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    key, definition = "talk_record", await definition_of(cohort)
    await drafts(cohort, ana, DRAFT, key)
    plain = await attaches(ana.person, definition, key, "Two talks.txt", b"A and B speak, one after the other.")
    faces = await attaches(ana.person, definition, key, "Faces.txt", b"What was seen in the room.")
    await db.run("update upload set state = 'ready' where id in (:one, :two)", one=plain.id, two=faces.id)
    await db.run("update upload set with_students = true where id = :id", id=faces.id)
    request = await asks(cohort, ana, key)
    await takes(ben, request)

    async def opens(member, file):
        return (await member.opens(f"{request.address}/files/{file.number}/copy/content")).status_code

    page = (await ben.opens(request.address)).text
    assert "Two talks.txt" in page and "Faces.txt" not in page
    assert (await opens(ben, plain), await opens(ben, faces)) == (200, 404)
    await db.run("update upload set released = true where id = :id", id=faces.id)
    assert await opens(ben, faces) == 200
    assert await opens(await cohort.seats("Cy"), plain) == 403, "who has not taken it"
    assert await opens(cohort.facilitator, plain) == 403, "who was not asked"
    with moved(days=8):
        assert await opens(ben, plain) == 403
    await seats.leave(ben.person, ben.seat, cohort.cohort)
    assert await opens(ben, plain) == 404


def moved(**by):
    import contextlib

    @contextlib.contextmanager
    def later():
        clock.move(timedelta(**by))
        try:
            yield
        finally:
            clock.move(-timedelta(**by))

    return later()


def test_minutes_are_reading_and_answering():
    from community.feedback import content

    tag, short = content.protocols()["tag"], content.protocols()["one_good_question"]
    assert rules.minutes(612, tag) == 11
    assert rules.minutes(20, tag) == 10
    assert rules.minutes(612, short) == 6


async def test_who_was_asked_and_who_reads_are_told(cohort):
    from tests.notifications.test_notices import everybody_is_told, sentences

    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    await asks(cohort, ana, asks="named", **{f"reader_{ben.seat.id}": "yes"})
    await everybody_is_told()
    name = ana.person.name
    assert sentences((await ben.opens("/inbox")).text)[0] == f"{name} asks you to read Artifact 1."
    assert not any("asks" in one for one in sentences((await cy.opens("/inbox")).text))
    request = await newest_request(cohort, ana)
    await gives(ben, request)
    await everybody_is_told()
    assert sentences((await ana.opens("/inbox")).text)[:2] == [
        f"{ben.person.name} has left notes on your Artifact 1.", f"{ben.person.name} is reading your Artifact 1."
    ]
    assert await people.people_by_id([ben.person.id])
