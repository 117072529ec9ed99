"""Who says that they come: one press on the page or by a mail's link, seen by who leads, void after a move."""

import re
from datetime import timedelta

import pytest_asyncio

from community import clock, db, words
from community.meetings.coming import links, rules
from tests.support.cohorts import a_cohort
from tests.support.evidence import clock_at
from tests.support.meetings import cancels, in_days, meets, moves
from tests.support.people import signed_in_client
from tests.support.servers import browser_like


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cem") as made:
        yield made


async def says(member, meeting, answer: str):
    return await member.posts(f"{meeting.address}/rsvp", answer=answer)


def text_of(html: str, id: str) -> str:
    """The words of the element, and no marks."""
    found = re.search(rf'<(\w+)[^>]* id="{id}".*?</\1>', html, re.S)
    return " ".join(re.sub(r"<[^>]+>", "", found[0]).split()) if found else ""


async def own(member, meeting) -> str:
    return text_of((await member.opens(meeting.address)).text, f"own-meeting-{meeting.id}")


async def counted(cohort, meeting) -> str:
    return text_of((await cohort.facilitator.opens(meeting.address)).text, f"coming-{meeting.id}")


async def test_one_press_says_it_and_another_changes_it(cohort):
    ana, meeting = cohort.members["Ana"], await meets(cohort.facilitator, "Swap")
    page = (await ana.opens(f"/cohorts/{cohort.id}/meetings")).text
    assert page.count(f'formaction="{meeting.address}/rsvp"') == 3 and 'form id="rsvp"' in page
    answer = await says(ana, meeting, "comes")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{meeting.address}?done=said")
    assert await own(ana, meeting) == "Swap " + words.moment(meeting.starts_at, "zoned") + " You said that you come."
    await says(ana, meeting, "cannot")
    assert "You said that you cannot come." in await own(ana, meeting)
    assert await own(cohort.members["Ben"], meeting) == "", "nobody else reads it"


async def test_said_twice_it_is_told_once(cohort):
    ana, meeting = cohort.members["Ana"], await meets(cohort.facilitator, "Swap")
    for _ in range(3):
        assert (await says(ana, meeting, "comes")).status_code == 303
    topics = await db.many(
        dict, "select topic from event where kind = 'rsvp.given' order by topic limit 9"
    )
    mine = [f"meeting:{meeting.id}", f"roster:{cohort.id}", ana.seat.topic]
    assert [row["topic"] for row in topics if row["topic"] in mine] == mine


async def test_who_leads_sees_how_many_come_and_who(cohort):
    meeting = await meets(cohort.facilitator, "Swap")
    for name, answer in (("Ana", "comes"), ("Ben", "not_sure")):
        await says(cohort.members[name], meeting, answer)
    assert await counted(cohort, meeting) == "1 comes, 0 cannot, 1 is not sure, 1 has not said"
    page = (await cohort.facilitator.opens(meeting.address)).text
    rows = [text_of(page, f"guest-{meeting.id}-{cohort.members[name].seat.id}") for name in ("Ana", "Ben", "Cem")]
    for row, said in zip(rows, ("Comes", "Is not sure", "Has not said"), strict=True):
        assert said in row
    listed = (await cohort.facilitator.opens(f"/cohorts/{cohort.id}/meetings")).text
    assert text_of(listed, f"coming-{meeting.id}") == await counted(cohort, meeting)
    for path in (meeting.address, f"/cohorts/{cohort.id}/meetings"):
        told = (await cohort.members["Ana"].opens(path)).text
        assert f"coming-{meeting.id}" not in told and cohort.members["Ben"].person.name not in told.split("<main")[1]


async def test_after_a_move_it_says_nothing_any_more(cohort):
    ana, meeting = cohort.members["Ana"], await meets(cohort.facilitator, "Swap", 5)
    await says(ana, meeting, "comes")
    moved = await moves(cohort.facilitator, meeting, in_days(8))
    assert "It was moved after you answered. Please say again" in await own(ana, moved)
    assert await counted(cohort, moved) == "0 come, 0 cannot, 0 are not sure, 3 have not said"
    await says(ana, moved, "comes")
    assert "You said that you come." in await own(ana, moved)


async def test_nothing_is_said_of_a_meeting_that_is_over_or_cancelled_nor_from_a_desk(cohort):
    gloria, ana = cohort.facilitator, cohort.members["Ana"]
    over, off, swap = await meets(gloria, "Begin", -2), await meets(gloria, "Off", 3), await meets(gloria, "Swap", 4)
    await cancels(gloria, off)
    for meeting in (over, off):
        answer = await says(ana, meeting, "comes")
        assert answer.status_code == 409 and "nothing to say of it any more" in answer.text
        assert f'formaction="{meeting.address}/rsvp"' not in (await ana.opens(meeting.address)).text
    assert (await says(ana, swap, "perhaps")).status_code == 422
    async with signed_in_client(cohort.app, cohort.organizer) as desk:
        token = (await desk.get("/profile")).text.split('name="csrf" value="', 1)[1].split('"', 1)[0]
        answer = await desk.post(f"{swap.address}/rsvp", data={"csrf": token, "answer": "comes"})
        assert answer.status_code == 403
    assert await db.value("select count(*) from rsvp where meeting_id = any(:ids)", ids=[over.id, off.id, swap.id]) == 0


def test_it_may_be_said_until_the_meetings_end():
    class Meeting:
        is_cancelled, ends_at = False, clock.datetime(2026, 11, 1, 12, tzinfo=clock.UTC)

    just_before = Meeting.ends_at - timedelta(seconds=1)
    assert rules.can_answer(Meeting, just_before, is_closed=False)
    assert not rules.can_answer(Meeting, Meeting.ends_at, is_closed=False)
    assert not rules.can_answer(Meeting, just_before, is_closed=True), "R22"


class TestTheLink:
    """Of a mail: it opens a page with one button, without a sign-in."""

    @pytest_asyncio.fixture
    async def visitor(self, app):
        async with browser_like(app) as client:
            yield client

    async def test_looking_changes_nothing_and_the_button_says_it(self, cohort, visitor):
        ana, meeting = cohort.members["Ana"], await meets(cohort.facilitator, "Swap")
        where = path(links.link(ana.person.id, meeting.id, "comes"))
        page = await visitor.get(where)
        assert page.status_code == 200 and page.text.count('name="answer"') == 1
        assert await own(ana, meeting) == "", "a scanner of mail has looked"
        said = await visitor.post(where, data={"csrf": token_of(page.text), "answer": "comes"})
        assert said.status_code == 200 and "You said that you come." in said.text
        assert "You said that you come." in await own(ana, meeting)

    async def test_without_an_answer_it_asks_for_one_of_three(self, cohort, visitor):
        meeting = await meets(cohort.facilitator, "Swap")
        page = await visitor.get(path(links.link(cohort.members["Ana"].person.id, meeting.id)))
        assert page.text.count('name="answer"') == 3

    async def test_another_text_opens_nothing_nor_the_link_of_who_left(self, cohort, visitor):
        ana, meeting = cohort.members["Ana"], await meets(cohort.facilitator, "Swap")
        where = path(links.link(ana.person.id, meeting.id))
        assert (await visitor.get(where[:-2] + "xx")).status_code == 404
        assert (await visitor.get("/meetings/link/abc")).status_code == 404
        await db.run("update seat set state = 'left', ended_at = :at where id = :id", id=ana.seat.id, at=clock.now())
        assert (await visitor.get(where)).status_code == 404

    async def test_of_a_meeting_that_is_over_it_says_so(self, cohort, visitor):
        ana, meeting = cohort.members["Ana"], await meets(cohort.facilitator, "Swap", 1)
        where = path(links.link(ana.person.id, meeting.id, "comes"))
        token = token_of((await visitor.get(where)).text)
        with clock_at(meeting.ends_at.isoformat()):
            page = await visitor.get(where)
            assert 'name="answer"' not in page.text and "over" in page.text
            assert (await visitor.post(where, data={"csrf": token, "answer": "comes"})).status_code == 409


def path(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def token_of(html: str) -> str:
    return html.split('name="csrf" value="', 1)[1].split('"', 1)[0]
