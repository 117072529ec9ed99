"""When the cohorts of the sample meet: once a week after school, on video; one meeting was moved."""

from datetime import date, datetime, time, timedelta
from functools import partial

from community import clock
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort
from community.demo.script import Script, moment
from community.meetings import actions, queries
from community.meetings.actions import Wanted
from community.meetings.attending import actions as marking
from community.meetings.attending import queries as guests
from community.meetings.attending import rules as attending
from community.meetings.attending.rules import Mark
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


def write_attendance(script: Script, cohort: Cohort, facilitator: Person, first_day: date, days: int) -> None:
    """Two hours after each meeting that has been, the facilitator has marked who was there."""
    for week in range(min(len(TITLES), days // 7)):
        script.at(moment(first_day, week * 7, "18:30", cohort.time_zone), partial(_mark, cohort, facilitator, week))


async def _mark(cohort: Cohort, facilitator: Person, week: int) -> None:
    """Most were; a few came later or not, others each time."""
    place = await cohorts.place(facilitator, cohort.id)
    meeting = (await queries.plan(place, cohort)).meetings[week]
    if attending.can_mark(meeting, clock.now(), False):
        for number, guest in enumerate(await guests.guests(place, meeting)):
            mark = {0: Mark.NOT_THERE, 1: Mark.LATE}.get((number * 3 + week * 5) % 8, Mark.THERE)
            await marking.mark(place, meeting, guest, mark)


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
