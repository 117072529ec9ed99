"""Who was there, marked by who leads, read by each of themself; nobody is counted up or compared (R65)."""

import re
from datetime import timedelta

import pytest
import pytest_asyncio

from community import clock, db
from community.meetings.attending import rules
from tests.meetings.test_coming import own, says, text_of
from tests.support.cohorts import a_cohort
from tests.support.evidence import clock_at
from tests.support.meetings import cancels, meets


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cem") as made:
        yield made


async def marks(cohort, meeting, name: str, mark: str, by=None):
    seat_id = cohort.members[name].seat.id
    return await (by or cohort.facilitator).posts(f"{meeting.address}/attendance/{seat_id}", mark=mark)


def pressed(html: str) -> list[str]:
    """Which marks are pressed, one after another."""
    return re.findall(r'value="(\w+)"[^>]*aria-pressed="true"', html)


async def test_who_leads_marks_each_by_name_and_each_reads_their_own(cohort):
    meeting = await meets(cohort.facilitator, "Begin", -1)
    for name, mark in (("Ana", "there"), ("Ben", "late"), ("Cem", "not_there")):
        answer = await marks(cohort, meeting, name, mark)
        assert answer.headers["location"].startswith(f"{meeting.address}#guest-{meeting.id}-")
    page = (await cohort.facilitator.opens(meeting.address)).text
    assert pressed(page) == ["there", "late", "not_there"]
    ana, ben, cem = [await own(cohort.members[name], meeting) for name in ("Ana", "Ben", "Cem")]
    assert "You were there." in ana and "You came later" in ben and "You were not there." in cem
    page = (await cohort.members["Ana"].opens(meeting.address)).text
    assert "attendance" not in page and cohort.members["Ben"].person.name not in page.split("<main")[1]


async def test_a_mark_is_changed_and_taken_back_and_told_once(cohort):
    meeting = await meets(cohort.facilitator, "Begin", -1)
    for mark in ("there", "there", "late"):
        await marks(cohort, meeting, "Ana", mark)
    assert "You came later" in await own(cohort.members["Ana"], meeting)
    told = "select count(*) from event where kind = 'attendance.marked' and topic = :topic"
    assert await db.value(told, topic=f"meeting:{meeting.id}") == 2
    await marks(cohort, meeting, "Ana", "unmarked")
    assert await own(cohort.members["Ana"], meeting) == ""
    assert pressed((await cohort.facilitator.opens(meeting.address)).text) == []


async def test_by_script_only_the_row_comes_back(cohort):
    meeting, ana = await meets(cohort.facilitator, "Begin", -1), cohort.members["Ana"]
    where = f"{meeting.address}/attendance/{ana.seat.id}"
    row = await cohort.facilitator.posts_by_itself(where, mark="there")
    assert row.text.strip().startswith("<li") and pressed(row.text) == ["there"]


async def test_only_who_leads_marks_and_only_who_is_expected(cohort):
    meeting = await meets(cohort.facilitator, "Begin", -1)
    assert (await marks(cohort, meeting, "Ben", "there", by=cohort.members["Ana"])).status_code == 403
    assert (await marks(cohort, meeting, "Gloria", "there")).status_code == 404, "who leads is not marked"
    assert (await marks(cohort, meeting, "Ana", "brilliant")).status_code == 422
    assert await db.value("select count(*) from attendance where meeting_id = :id", id=meeting.id) == 0


async def test_from_a_quarter_of_an_hour_before_the_meeting_and_not_of_a_cancelled_one(cohort):
    meeting, off = await meets(cohort.facilitator, "Swap", 2), await meets(cohort.facilitator, "Off", 2)
    await cancels(cohort.facilitator, off)
    page = (await cohort.facilitator.opens(meeting.address)).text
    assert 'class="items unmarked"' in page, "its buttons are hidden"
    assert (await marks(cohort, meeting, "Ana", "there")).status_code == 409
    with clock_at((meeting.starts_at - timedelta(hours=1)).isoformat()):
        page = (await cohort.facilitator.opens(meeting.address)).text
        assert "load delay:2700s" in page, "then they come by themselves"
    with clock_at((meeting.starts_at - rules.EARLY).isoformat()):
        assert (await marks(cohort, meeting, "Ana", "there")).status_code == 303
        assert (await marks(cohort, off, "Ana", "there")).status_code == 409
        assert 'class="items"' in (await cohort.facilitator.opens(meeting.address)).text


async def test_r65_nobody_is_put_in_an_order_by_it_nor_counted_up(cohort):
    first, second = await meets(cohort.facilitator, "Begin", -9), await meets(cohort.facilitator, "Swap", -2)
    for meeting, name, mark in (
        (first, "Cem", "there"), (second, "Cem", "there"), (first, "Ana", "not_there"), (second, "Ana", "not_there"),
    ):  # fmt: skip
        await marks(cohort, meeting, name, mark)
    for meeting in (first, second):
        page = (await cohort.facilitator.opens(meeting.address)).text
        rows = re.findall(rf'id="guest-{meeting.id}-(\d+)"', page)
        assert rows == [str(cohort.members[name].seat.id) for name in ("Ana", "Ben", "Cem")], "by name"
        for name in ("Ana", "Cem"):
            row = text_of(page, f"guest-{meeting.id}-{cohort.members[name].seat.id}")
            assert not re.search(r"\d", row), "no number stands beside a name"


@pytest.mark.parametrize(("minutes", "may"), [(-16, False), (-15, True), (30, True), (6000, True)])
def test_when_it_may_be_marked(minutes, may):
    class Meeting:
        is_cancelled, starts_at = False, clock.datetime(2026, 11, 1, 12, tzinfo=clock.UTC)

    now = Meeting.starts_at + timedelta(minutes=minutes)
    assert rules.can_mark(Meeting, now, is_closed=False) is may
    assert not rules.can_mark(Meeting, now, is_closed=True)


async def test_who_left_stays_in_the_list_of_a_meeting_they_were_at(cohort):
    meeting = await meets(cohort.facilitator, "Begin", -1)
    await says(cohort.members["Ana"], meeting, "comes")
    await marks(cohort, meeting, "Ana", "there")
    await db.run(
        "update seat set state = 'left', ended_at = :at where id = any(:ids)",
        ids=[cohort.members[name].seat.id for name in ("Ana", "Ben")],
        at=clock.now(),
    )
    page = (await cohort.facilitator.opens(meeting.address)).text
    found = {name: f'id="guest-{meeting.id}-{cohort.members[name].seat.id}"' in page for name in ("Ana", "Ben", "Cem")}
    assert found == {"Ana": True, "Ben": False, "Cem": True}
