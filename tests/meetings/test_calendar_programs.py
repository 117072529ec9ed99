"""Our calendars as a library of calendar programs reads them, ical.js of npm (tests/calendars): no line is ours."""

import json
import subprocess
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from community.cohorts import queries as cohorts
from community.meetings import actions, calendar, queries
from tests.meetings.test_calendars import address_of, uid
from tests.meetings.test_calendars import program as program
from tests.support import npm
from tests.support.cohorts import ZONE, a_cohort
from tests.support.evidence import clock_at
from tests.support.meetings import cancels, moves, place_of, wanted

HOME = Path(__file__).parents[1] / "calendars"
BEGUN = "2027-02-22T12:00:00+00:00"  # a Monday; in Los Angeles clocks go forward on Sunday the 14th of March
DAYS = [date(2027, 3, day) for day in (2, 9, 16, 23)]
ROOM = "https://video.example/room?a=1,2;b"


@pytest.fixture(scope="module")
def reads():
    """What the library finds in a calendar."""
    npm.install_or_give_up(HOME)

    def read(content: bytes) -> dict:
        done = subprocess.run(["node", "read.js"], cwd=HOME, input=content, capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr.decode()[-800:]
        return json.loads(done.stdout)

    return read


@pytest_asyncio.fixture
async def cohort(app):
    """Four Tuesdays at 16:30 in Los Angeles, two on either side of the night in which its clocks go forward."""
    with clock_at(BEGUN):
        async with a_cohort(app, "Ana") as made:
            place = await place_of(made.facilitator)
            for number, day in enumerate(DAYS, 1):
                local = datetime.fromisoformat(f"{day}T16:30")
                await actions.add(place, wanted(f"Meeting {number}", local, ZONE, link=ROOM, place="Room 12"))
            made.plan = (await queries.plan(place, place.cohort)).meetings
            yield made


def local(event: dict) -> datetime:
    return datetime.fromisoformat(event["begins"]).astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)


async def test_r20_a_series_over_a_change_of_clocks_is_single_events_at_the_same_local_hour(cohort, program, reads):
    found = reads((await program.get(await address_of(cohort.members["Ana"]))).content)
    assert (found["version"], found["method"]) == ("2.0", "PUBLISH")
    events = {event["uid"]: event for event in found["events"]}
    shown = [events[uid("meeting", meeting.id)] for meeting in cohort.plan]
    assert [local(event) for event in shown] == [datetime.fromisoformat(f"{day}T16:30") for day in DAYS]
    hours = [event["begins"][11:16] for event in shown]
    assert hours == ["00:30", "00:30", "23:30", "23:30"], "the premise: the instants differ by an hour"
    assert {(event["zone"], event["repeats"], event["attendees"]) for event in shown} == {("UTC", False, 0)}


async def test_a_move_and_a_cancelling_are_the_same_event_with_a_higher_number(cohort, program, reads):
    gloria, (first, second, *_others) = cohort.facilitator, cohort.plan
    where = await address_of(cohort.members["Ana"])
    await moves(gloria, first, datetime.fromisoformat("2027-03-17T17:00"))
    await cancels(gloria, second)
    events = {event["uid"]: event for event in reads((await program.get(where)).content)["events"]}
    moved, gone = (events[uid("meeting", one.id)] for one in (first, second))
    assert (moved["status"], moved["sequence"]) == ("CONFIRMED", 1)
    assert local(moved) == datetime.fromisoformat("2027-03-17T17:00")
    assert (gone["status"], gone["sequence"], gone["conference"]) == ("CANCELLED", 1, None)
    assert gone["summary"].startswith("Cancelled: ")


async def test_the_file_of_one_meeting_has_its_room_as_a_conference(cohort, reads):
    place = await cohorts.place(cohort.members["Ana"].person, cohort.id)
    meeting = await queries.meeting(place, cohort.plan[0].id)
    (event,) = reads(calendar.file(meeting))["events"]
    conference = {name: event["conference"][name] for name in ("uri", "feature", "label")}
    assert conference == {"uri": ROOM, "feature": "VIDEO", "label": "Open the room"}
    assert (event["begins"], event["ends"]) == ("2027-03-03T00:30:00.000Z", "2027-03-03T01:30:00.000Z")
