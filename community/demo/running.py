"""How a cohort is run, and what the support desk of the sample is asked."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import NAMESPACE_URL, uuid5

from community import clock
from community.catalogue import queries as definitions
from community.cohorts import queries as cohorts
from community.cohorts.expecting import actions as expecting
from community.cohorts.expecting import queries as expected
from community.cohorts.queries import Cohort
from community.demo.script import Script, moment
from community.meetings import queries as meetings
from community.meetings.coming import actions as coming
from community.meetings.coming.rules import Answer
from community.people.queries import Person
from community.support.desk import actions as answering
from community.support.desk import queries as desks
from community.support.rules import Route
from community.support.tickets import actions as tickets
from community.support.tickets import queries as asked

SAID = (*[Answer.COMES] * 4, Answer.CANNOT, Answer.COMES, Answer.NOT_SURE, Answer.COMES)
TECHNICAL = "My recording stops at 40 percent on the school's network. At home it goes through. Is there a limit?"
CONTENT = "Does a sorting of tickets count when I did it on paper and took a picture?"
ANSWER = "It does. The picture is the evidence; say beside it how you sorted. Cover the names before you take it."


@dataclass(frozen=True)
class Asking:
    """Two members of a cohort that began on `first_day`, `days` ago."""

    first: Person
    second: Person
    cohort: Cohort
    first_day: date
    days: int


def write(
    script: Script, cohort: Cohort, facilitator: Person, people: list[Person], first_day: date, days: int
) -> None:
    """The facilitator says what is expected when; by now some have said whether they come next time."""
    script.at(moment(first_day, -12, "19:20", cohort.time_zone), partial(_expect, cohort, facilitator))
    for number, (person, said) in enumerate(zip(people, SAID, strict=False)):
        at = moment(first_day, days - 1, f"17:{number:02}", cohort.time_zone)
        script.at(at, partial(_answer, cohort, person, said))


def ask(script: Script, at_desk: Person, who: Asking) -> None:
    """One question waits, one is answered and its answer kept."""
    content = partial(_ask, who.first, Route.CONTENT_SUPPORT, CONTENT, who.cohort)
    technical = partial(_ask, who.second, Route.TECHNICAL_ASSISTANCE, TECHNICAL, who.cohort)
    script.at(moment(who.first_day, who.days - 2, "20:15", "UTC"), content)
    script.at(moment(who.first_day, who.days - 1, "09:30", "UTC"), partial(_reply, at_desk, who.first))
    script.at(moment(who.first_day, who.days - 1, "12:05", "UTC"), technical)


async def _expect(cohort: Cohort, facilitator: Person) -> None:
    place = await cohorts.place(facilitator, cohort.id)
    requirements = await definitions.public_requirements(cohort.definition_version_id)
    was = await expected.expected(place, place.cohort, requirements)
    apart = (cohort.ends_on - cohort.starts_on) / (len(requirements) + 1)
    days = {one.key: cohort.starts_on + apart * number for number, one in enumerate(requirements, 1)}
    await expecting.expect(place, was, days)


async def _answer(cohort: Cohort, person: Person, said: Answer) -> None:
    seat = await cohorts.seat(person, cohort.id)
    here = await cohorts.cohort(seat)
    plan = await meetings.plan(await cohorts.place(person, cohort.id), here)
    following = [one for one in plan.meetings if one.starts_at > clock.now() + timedelta(hours=1)]
    await coming.answer(seat, here, following[0], said)


async def _ask(person: Person, route: Route, text: str, cohort: Cohort) -> None:
    what = await tickets.carried(person, f"/cohorts/{cohort.id}/board")
    await tickets.add(person, route, text, uuid5(NAMESPACE_URL, text), what, "")


async def _reply(at_desk: Person, asker: Person) -> None:
    desk, (ticket, *_others) = await desks.desk(at_desk), await asked.tickets(asker)
    (entry,) = await asked.entries_by_id(ticket.id)
    await answering.answer(desk, ticket, ANSWER, uuid5(NAMESPACE_URL, ANSWER), entry.id)
    await answering.keep(desk, ticket.desk, "Pictures of what is on paper", ANSWER, uuid5(NAMESPACE_URL, "kept"))
