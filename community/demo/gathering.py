"""When the cohorts of the sample meet: once a week after school, on video; one meeting was moved."""

from datetime import date, datetime, time, timedelta
from functools import partial

from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort
from community.demo.script import Script, moment
from community.meetings import actions, queries
from community.meetings.actions import Wanted
from community.people.queries import Person

TITLES = (
    *("Begin", "Setting and date", "Design the evidence", "Artifact swap"),
    *("What came out", "What it means", "Rehearsal", "Submit, and what comes next"),
)
HOUR = time(16, 30)
MOVED = 6  # the meeting of the seventh week, by a day


def write(script: Script, cohort: Cohort, facilitator: Person, first_day: date) -> None:
    """The facilitator plans all of them before the first day, and moves one in the fourth week."""
    script.at(moment(first_day, -13, "19:00", cohort.time_zone), partial(_plan, cohort, facilitator, first_day))
    script.at(moment(first_day, 23, "20:10", cohort.time_zone), partial(_move, cohort, facilitator))


async def _plan(cohort: Cohort, facilitator: Person, first_day: date) -> None:
    place = await cohorts.place(facilitator, cohort.id)
    for week, title in enumerate(TITLES):
        local = datetime.combine(first_day + timedelta(weeks=week), HOUR)
        room = f"https://video.example/{cohort.slug}"
        minutes = 60 if week else 75
        await actions.add(place, Wanted(title, local, cohort.time_zone, minutes, "On video", room))


async def _move(cohort: Cohort, facilitator: Person) -> None:
    place = await cohorts.place(facilitator, cohort.id)
    meeting = (await queries.plan(place, cohort)).meetings[MOVED]
    later = meeting.starts_local + timedelta(days=1)
    await actions.change(
        place, meeting, Wanted(meeting.title, later, meeting.time_zone, meeting.minutes, meeting.place, meeting.link)
    )
