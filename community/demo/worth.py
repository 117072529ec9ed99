"""What a cohort of the sample was worth: what it cost, and what an earner allows to be read of it."""

from datetime import date
from functools import partial

from community.awards import queries as awards
from community.awards.sentences import actions as sentences
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort
from community.demo.script import Script, moment
from community.insights.year import actions as costs
from community.people.queries import Person

SPENT, ON = 84_000, "A room, coffee, and a stipend for the facilitator"
SENTENCE = "I had taught this unit for nine years. With six others looking at it, I saw it for the first time."


def write(script: Script, organizer: Person, cohort: Cohort, earner: Person, begun: date) -> None:
    script.at(moment(begun, 55, "15:00", "UTC"), partial(_note, organizer, cohort))
    script.at(moment(begun, 56, "19:00", "UTC"), partial(_allow, earner))


async def _note(organizer: Person, cohort: Cohort) -> None:
    await costs.note_cost(await cohorts.place(organizer, cohort.id), SPENT, ON)


async def _allow(earner: Person) -> None:
    """Beside the first award, with the name."""
    held = [award for award in await awards.awards(earner) if award.micro_credential_id]
    await sentences.allow(earner, held[-1], SENTENCE, named=True)
