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
from community.demo import helping
from community.demo.script import Script, moment
from community.evidence.rules import State
from community.meetings import queries as meetings
from community.meetings.coming import actions as coming
from community.meetings.coming.rules import Answer
from community.meetings.pairs import actions as pairs
from community.meetings.pairs import proposals
from community.meetings.pairs import rules as pairing
from community.meetings.queries import Meeting
from community.overview import queries as overview
from community.overview.letters import actions as writing
from community.overview.letters import rules as letters
from community.people.queries import Person
from community.support.desk import actions as answering
from community.support.desk import queries as desks
from community.support.rules import Route
from community.support.tickets import actions as tickets
from community.support.tickets import queries as asked

SAID = (*[Answer.COMES] * 4, Answer.CANNOT, Answer.COMES, Answer.NOT_SURE, Answer.COMES)
TECHNICAL = "My recording stops at 40 percent on the school's network. At home it goes through. Is there a limit?"
CONTENT = "Does a sorting of tickets count when I did it on paper and took a picture?"
LETTER = (
    "You have not begun your reflection yet, and that is all right. Bring one ticket of this week to our meeting, "
    "on paper if you like. We begin with it, and you leave with your first paragraph."
)
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
    """The facilitator says what is expected when; by now some have said whether they come next time.

    And they are put in pairs for it, one has opened a draft to hers, and a letter waits for its day.
    """
    script.at(moment(first_day, -12, "19:20", cohort.time_zone), partial(_expect, cohort, facilitator))
    for number, (person, said) in enumerate(zip(people, SAID, strict=False)):
        at = moment(first_day, days - 1, f"17:{number:02}", cohort.time_zone)
        script.at(at, partial(_answer, cohort, person, said))
    script.at(moment(first_day, days - 1, "18:10", cohort.time_zone), partial(_pair, cohort, facilitator, people[6]))
    script.at(moment(first_day, days - 1, "18:25", cohort.time_zone), partial(_write_to_several, cohort, facilitator))


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
    await coming.answer(seat, await cohorts.cohort(seat), await _following(cohort, person), said)


async def _following(cohort: Cohort, person: Person) -> Meeting:
    plan = await meetings.plan(await cohorts.place(person, cohort.id), cohort)
    return next(one for one in plan.meetings if one.starts_at > clock.now() + timedelta(hours=1))


async def _pair(cohort: Cohort, facilitator: Person, opens: Person) -> None:
    """As it was proposed; for the meetings after the next one nothing is agreed, and a proposal is shown."""
    place, seat = await cohorts.place(facilitator, cohort.id), await cohorts.seat(facilitator, cohort.id)
    meeting = await _following(cohort, facilitator)
    proposed = await proposals.proposal(place, seat, meeting)
    await pairs.agree(place, seat, meeting, pairing.grouped(proposed.numbers), proposed.version)
    focus = helping.QUESTIONS[1]
    work = await helping.draft_to_ask_about(opens, cohort, focus, "")
    if work is not None:
        theirs = await cohorts.seat(opens, cohort.id)
        await pairs.open_draft(opens, theirs, cohort, meeting, work.requirement_key, focus)


async def _write_to_several(cohort: Cohort, facilitator: Person) -> None:
    """To those who have not begun the last requirement, in three days; until then it can be changed."""
    place, seat = await cohorts.place(facilitator, cohort.id), await cohorts.seat(facilitator, cohort.id)
    standings = await overview.standings(seat, place.cohort)
    last = (await definitions.public_requirements(cohort.definition_version_id))[-1].key
    waiting = tuple(one.row.seat_id for one in standings if letters.is_in(one, State.NOT_STARTED, last))
    await writing.plan(seat, LETTER, clock.now() + timedelta(days=3), waiting, uuid5(NAMESPACE_URL, LETTER))


async def _ask(person: Person, route: Route, text: str, cohort: Cohort) -> None:
    what = await tickets.carried(person, f"/cohorts/{cohort.id}/board")
    await tickets.add(person, route, text, uuid5(NAMESPACE_URL, text), what, "")


async def _reply(at_desk: Person, asker: Person) -> None:
    desk, (ticket, *_others) = await desks.desk(at_desk), await asked.tickets(asker)
    (entry,) = await asked.entries_by_id(ticket.id)
    await answering.answer(desk, ticket, ANSWER, uuid5(NAMESPACE_URL, ANSWER), entry.id)
    await answering.keep(desk, ticket.desk, "Pictures of what is on paper", ANSWER, uuid5(NAMESPACE_URL, "kept"))
