"""What a facilitator does from her first page without leaving it: write, offer a talk, find a reader, put off, meet."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest_asyncio

from community import clock, db
from tests.notifications.test_notices import everybody_is_told, sentences
from tests.overview.test_today import cohort as cohort
from tests.overview.test_today import line, page, thread_of
from tests.support.cohorts import a_cohort, today
from tests.support.discussion import said
from tests.support.evidence import brings
from tests.support.feedback import asks, definition_of, drafts
from tests.support.meetings import meets


def deed(cohort, member, name: str) -> str:
    return f"/cohorts/{cohort.id}/today/{member.seat.id}/{name}"


async def writes_in_place(cohort, member, text: str, **fields):
    """As htmx sends the form in her row."""
    usual = {"need": "stopped", "text": text, "post_key": str(uuid4()), "deed": "letter"}
    return await cohort.facilitator.posts_by_itself(deed(cohort, member, "letter"), **usual | fields)


def opened(html: str, name: str, member) -> bool:
    return bool(re.search(rf'<details [^>]*id="{name}-{member.seat.id}" open>', html))


@pytest_asyncio.fixture
async def meeting_cohort(app):
    """Begun today, from the plan of eight weeks, with a meeting in three days."""
    async with a_cohort(app, "Ana", "Ben", "Cy") as made:
        made.meeting = await meets(made.facilitator, "Swap", 3, link="https://video.example/room")
        yield made


async def test_a_letter_from_her_row_is_drafted_and_the_answer_is_the_page_as_it_is_now(cohort):
    ana = await cohort.seats("Ana")
    html = unescape(await page(cohort))
    assert "Hello Ana, I have not seen a step of yours" in html and "Hello Ana, shall we talk" in html
    answer = await writes_in_place(cohort, ana, "May I help?")
    assert answer.status_code == 200 and "<html" not in answer.text and 'id="day"' in answer.text
    assert "Your letter is on its way." in answer.text and "You wrote lately" in line(answer.text, ana)
    assert f'id="letter-{ana.seat.id}"' not in answer.text, "not twice within two days"
    assert said((await ana.opens(await thread_of(cohort, ana))).text) == ["May I help?"]


async def test_an_offered_talk_is_such_a_letter(cohort):
    ana = await cohort.seats("Ana")
    offered = await writes_in_place(cohort, ana, "Shall we talk on Thursday?", deed="talk")
    assert "2 letters left" in line(offered.text, ana)
    assert said((await ana.opens(await thread_of(cohort, ana))).text) == ["Shall we talk on Thursday?"]


async def test_what_is_wrong_is_said_where_it_was_typed_and_the_form_stays_open(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    empty = await writes_in_place(cohort, ana, "  ")
    assert empty.status_code == 422 and opened(empty.text, "letter", ana) and not opened(empty.text, "letter", ben)
    await writes_in_place(cohort, ana, "First")
    second = await writes_in_place(cohort, ana, "A second one", deed="talk")
    assert second.status_code == 409 and opened(second.text, "talk", ana)
    assert "A second one" in second.text and "Give it two days" in second.text


async def test_a_day_she_chooses_is_kept_and_one_that_is_over_is_refused_in_place(cohort):
    ana = await cohort.seats("Ana")
    past = await cohort.facilitator.posts_by_itself(deed(cohort, ana, "later"), need="stopped", until=str(today()))
    assert past.status_code == 422 and opened(past.text, "later", ana) and 'aria-invalid="true"' in past.text
    in_a_month = str(today() + timedelta(days=30))
    kept = await cohort.facilitator.posts_by_itself(deed(cohort, ana, "later"), need="stopped", until=in_a_month)
    assert not line(kept.text, ana) and "Put off." in kept.text
    assert str(await db.value("select until from put_off where seat_id = :id", id=ana.seat.id)) == in_a_month


async def test_r44_she_asks_a_colleague_from_the_row_of_who_waits_and_nobody_who_is_kept_apart(meeting_cohort, later):
    cohort = meeting_cohort
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    await asks(cohort, ana)
    await ana.posts(f"/cohorts/{cohort.id}/feedback/pairs", one="", other=str(cy.seat.id))
    later(timedelta(hours=49))
    cohort.facilitator.client = await cohort.browser(cohort.facilitator.person)
    html = await page(cohort)
    assert "Has waited 2 days for a reader" in line(html, ana)
    able = re.search(rf'id="reader-of-{ana.seat.id}".*?</select>', html, re.S)[0]
    assert ben.person.name in able and cy.person.name not in able and ana.person.name not in able
    refused = await cohort.facilitator.posts_by_itself(deed(cohort, ana, "reader"), reader=str(cy.seat.id))
    assert refused.status_code == 422 and opened(refused.text, "reader", ana)
    asked = await cohort.facilitator.posts_by_itself(deed(cohort, ana, "reader"), reader=str(ben.seat.id))
    assert asked.status_code == 200 and "You have asked." in asked.text
    await everybody_is_told()
    ben.client = await cohort.browser(ben.person)
    assert [one for one in sentences((await ben.opens("/inbox")).text) if ana.person.name in one]
    assert (await cohort.facilitator.posts(deed(cohort, ben, "reader"), reader=str(cy.seat.id))).status_code == 409


async def test_the_meeting_is_run_from_there_agenda_what_to_say_who_comes_who_shows_and_pairs(meeting_cohort):
    cohort, meeting = meeting_cohort, meeting_cohort.meeting
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    await ana.posts(f"{meeting.address}/rsvp", answer="comes")
    await cohort.facilitator.posts(
        f"{meeting.address}/agenda", version="0", lines="5 Names\n30 Pairs read", says="Bring the plan you have."
    )
    await brings(ben.person, await definition_of(cohort), "Artifact 1", "ready")
    html = await page(cohort)
    block = unescape(html[html.index('id="meeting"') : html.index('id="others-h"')])
    for part in ("Swap", "Names", "Bring the plan you have.", "1 comes", "2 have not said", "Open the room", "Ben"):
        assert part in block, part
    assert "Pairs, proposed" in block and cy.person.name in block
    version = re.search(r'name="version" value="(\d+)"', block)[1]
    fields = dict(re.findall(r'name="(pair_of_\d+)" value="(\d+)"', block))
    used = await cohort.facilitator.posts(f"{meeting.address}/pairs", version=version, **fields, **{"from": "today"})
    assert used.headers["location"] == f"/cohorts/{cohort.id}/today?done=pairs#meeting-h"
    html = await page(cohort)
    assert "Pairs, proposed" not in html and "Use these pairs" not in html
    assert await db.value("select count(*) from pair where meeting_id = :id", id=meeting.id) == 1


async def test_during_the_meeting_who_is_there_is_marked_there_and_after_it_the_recap_is_at_hand(meeting_cohort, later):
    cohort, meeting = meeting_cohort, meeting_cohort.meeting
    ana = await cohort.seats("Ana")
    assert "Who is there" not in await page(cohort)
    later(meeting.starts_at - clock.now())
    cohort.facilitator.client = await cohort.browser(cohort.facilitator.person)
    assert f'id="guest-{meeting.id}-{ana.seat.id}"' in await page(cohort)
    later(timedelta(minutes=61))
    html = await page(cohort)
    assert "The last meeting" in html and f'href="{meeting.address}/recap"' in html
    recap = await cohort.facilitator.posts(f"{meeting.address}/recap", text="We swapped.", post_key=str(uuid4()))
    assert recap.status_code == 303 and "The last meeting" not in await page(cohort)


async def test_r64_neither_the_block_nor_the_rows_say_a_word_of_a_draft(meeting_cohort, later):
    cohort = meeting_cohort
    ana = await cohort.seats("Ana")
    await drafts(cohort, ana, "Marigolds and angles")
    await asks(cohort, ana, text="Marigolds and angles")
    later(timedelta(hours=49))
    cohort.facilitator.client = await cohort.browser(cohort.facilitator.person)
    html = await page(cohort)
    assert line(html, ana) and "Marigolds" not in html
