"""Who asks whom for feedback in the sample, what is given, and what becomes of it: a request in every state."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from community import clock
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort
from community.demo.script import Script, moment
from community.evidence import anchors
from community.evidence import queries as works
from community.evidence.queries import Work
from community.evidence.scrub import actions as scrub
from community.feedback import content
from community.feedback.notes import actions as notes
from community.feedback.notes import queries as note_rows
from community.feedback.notes.rules import WHOLE, Place
from community.feedback.readings import actions as readings
from community.feedback.readings import queries as given
from community.feedback.requests import actions as asking
from community.feedback.requests import queries as requests
from community.feedback.requests import rules
from community.feedback.requests.actions import Asking
from community.feedback.requests.queries import Request
from community.feedback.requests.rules import Asks
from community.feedback.uptakes import actions as uptakes
from community.people.queries import Person

QUESTIONS = content.asking()["focus_question"]["good"]
OFF_LIMITS = content.asking()["off_limits"]["examples"]
THANKS = "Your question about the second half made me see what was missing."
UPTAKES = [
    ("used", "I say it in the second line now."),
    ("adapted", "You were right about the place, so I gave one example instead."),
    ("not_used", "I kept it because my students knew the word already."),
]


def write(script: Script, cohort: Cohort, people: Sequence[Person], first_day: date, zone: str, days: int) -> None:
    """Put it into the script: one that waits, one that is read, one answered, one dealt with, one asked by name."""
    if len(people) < 6 or days < 8:
        return
    for number, author in enumerate(people[:5]):
        at = moment(first_day, days - 6 + number, "17:30", zone)
        named = (people[0],) if number == 4 else ()
        script.at(at, partial(_ask, cohort, author, QUESTIONS[number], OFF_LIMITS[number % 3], named))
    for giver, author, day in ((people[1], people[0], days - 5), (people[0], people[2], days - 3)):
        script.at(moment(first_day, day, "20:05", zone), partial(_give, cohort, giver, author))
    script.at(moment(first_day, days - 4, "19:20", zone), partial(_deal_with, people[0], cohort))
    script.at(moment(first_day, days - 1, "21:10", zone), partial(_take, cohort, people[5], people[3]))


async def _ask(cohort: Cohort, author: Person, focus: str, off_limits: str, named: Sequence[Person]) -> None:
    work = await draft_to_ask_about(author, cohort, focus, off_limits)
    if work is None:
        return
    until = clock.now().date() + timedelta(days=10)
    asks = Asks.NAMED if named else Asks.COHORT
    form = Asking(focus, off_limits, "tag", 2, until, asks, tuple(one.id for one in named))
    await asking.ask(author, await cohorts.seat(author, cohort.id), cohort.code, work.requirement_key, form)


async def draft_to_ask_about(author: Person, cohort: Cohort, focus: str, off_limits: str) -> Work | None:
    """The longest text that can be asked about, checked for names."""
    mine = await works.works(author, cohort.micro_credential_id)
    able = [work for work in mine.values() if rules.can_ask(work.state) and work.text.strip()]
    work = max(able, key=lambda work: work.words, default=None)
    if work is not None:
        for finding in await asking.to_answer(author, work, focus, off_limits):
            await scrub.answer(author, work, finding.key)
    return work


async def _take(cohort: Cohort, reader: Person, author: Person) -> Request | None:
    """Take what this author asks, and open the draft."""
    seat = await cohorts.seat(reader, cohort.id)
    open_ones = [one for one in await requests.asking(seat, clock.now()) if one.person_id == author.id]
    if not open_ones:
        return None
    await readings.take(reader, seat, open_ones[0])
    await readings.opened(reader, open_ones[0])
    return open_ones[0]


async def _give(cohort: Cohort, reader: Person, author: Person) -> None:
    """One note of each kind, each at a paragraph or on the whole, and sent."""
    request = await _take(cohort, reader, author)
    mine = await given.given(reader, request) if request else None
    if request is None or mine is None:
        return
    text = await given.asked_text(reader, request)
    first = anchors.paragraphs(text)[0]
    remarks = next(iter(content.practice().values()))["notes"]
    for kind in ("warm", "question", "cool"):
        said = next(one["text"] for one in remarks if one["kind"] == kind)
        end = min(first.end, first.start + 90)
        place = WHOLE if kind == "cool" else Place(start=first.start, end=end)
        await notes.pin(reader, mine, text, kind, " ".join(said.split()), place)
    await readings.send(reader, request, mine)


async def _deal_with(author: Person, cohort: Cohort) -> None:
    """Say what became of each note, thank, and close the draft again."""
    for work in (await works.works(author, cohort.micro_credential_id)).values():
        for request in await requests.requests_of_work(author, work):
            for one in await given.readers(author, [request]):
                received = [note for note in await note_rows.received(author, work.id) if note.feedback_id == one.id]
                for note, (uptake, reason) in zip(received, UPTAKES, strict=False):
                    await uptakes.take_up(author, request, one, note.id, uptake, reason)
                if received:
                    await uptakes.thank(author, request, one, THANKS)
                    await asking.end(author, request)
