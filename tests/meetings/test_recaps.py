"""The recap of a meeting: drafted from what is known, made one's own, announced once."""

import asyncio
import re
from html import unescape
from uuid import uuid4

import pytest_asyncio

from community import db
from tests.board.live import open_page, served
from tests.meetings.test_attending import marks
from tests.meetings.test_live import marks_of, squeezed
from tests.support.cohorts import a_cohort
from tests.support.meetings import cancels, meets


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cem") as made:
        yield made


async def draft_of(cohort, meeting) -> str:
    page = (await cohort.facilitator.opens(f"{meeting.address}/recap")).text
    return unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1])


async def announces(member, meeting, text: str = "We decided to meet again.", key: str = ""):
    return await member.posts(f"{meeting.address}/recap", text=text, post_key=key or str(uuid4()))


async def test_it_is_drafted_from_agenda_attendance_and_the_next_meeting(cohort):
    meeting, gloria = await meets(cohort.facilitator, "Begin", -1), cohort.facilitator
    off = await meets(gloria, "Off", 3)
    await cancels(gloria, off)
    await meets(gloria, "Swap", 6)
    await gloria.posts(f"{meeting.address}/agenda", version="0", lines="5 Names\n10 Rubric", says="Be kind.")
    for name, mark in (("Ana", "there"), ("Ben", "late"), ("Cem", "not_there")):
        await marks(cohort, meeting, name, mark)
    draft = await draft_of(cohort, meeting)
    assert draft.strip().startswith("Recap: Begin") and "- Names\n- Rubric" in draft and "2 of us were there." in draft
    assert re.search(r"Next: Swap, .*4:30 PM P[SD]T\.", draft) and "Be kind." not in draft
    assert not any(member.person.name in draft for member in cohort.members.values()), "attendance is a number"


async def test_it_becomes_an_announcement_to_which_the_meeting_leads(cohort):
    meeting, ana = await meets(cohort.facilitator, "Begin", -1), cohort.members["Ana"]
    assert "The recap comes as an announcement." in (await ana.opens(meeting.address)).text
    answer = await announces(cohort.facilitator, meeting)
    where = answer.headers["location"]
    assert where.startswith(f"/cohorts/{cohort.id}/messages/")
    assert f'href="{where}"' in (await ana.opens(meeting.address)).text
    assert "We decided to meet again." in (await ana.opens(f"/cohorts/{cohort.id}/channels/announcements")).text


async def test_it_is_posted_once_whoever_presses_and_however_often(cohort):
    meeting, gloria, key = await meets(cohort.facilitator, "Begin", -1), cohort.facilitator, str(uuid4())
    first, again = [await announces(gloria, meeting, key=key) for _ in range(2)]
    assert first.headers["location"] == again.headers["location"]
    other = await announces(gloria, meeting, "Another text")
    assert other.status_code == 409 and "Another text" in other.text
    second = await meets(gloria, "Second", -1)
    told = await asyncio.gather(*(announces(gloria, second) for _ in range(4)))
    assert sorted(answer.status_code for answer in told) == [303, 409, 409, 409]
    messages = "select count(*) from message join channel on channel.id = channel_id where cohort_id = :id"
    assert await db.value(messages, id=cohort.id) == 2


async def test_not_before_it_has_begun_nor_by_others_nor_without_words(cohort):
    gloria, begin = cohort.facilitator, await meets(cohort.facilitator, "Begin", -1)
    swap = await meets(gloria, "Swap", 5)
    assert (await announces(gloria, swap)).status_code == 409
    assert (await gloria.opens(f"{swap.address}/recap")).status_code == 409
    assert (await announces(cohort.members["Ana"], begin)).status_code == 403
    assert (await announces(gloria, begin, "  ")).status_code == 422
    assert await db.value("select count(*) from recap where meeting_id = any(:ids)", ids=[begin.id, swap.id]) == 0


async def test_its_readers_see_it_live(app, cohort):
    meeting, ana = await meets(cohort.facilitator, "Begin", -1), cohort.members["Ana"]
    async with served(app) as address, open_page(address, ana, meeting.address, marks_of) as page:
        await announces(cohort.facilitator, meeting)
        await page.catches_up()
        assert "Read the recap" in page.html
        assert squeezed(page.html, f"recap-{meeting.id}") == squeezed(await page.reloaded(), f"recap-{meeting.id}")
