"""From what a new cohort is filled in: a plan that comes along, an affiliate's template, an earlier cohort."""

from dataclasses import dataclass, replace
from datetime import date

from community import numbers, words
from community.catalogue import queries as catalogue
from community.cohorts import plans, queries, rhythm
from community.cohorts.opening import rules as opening
from community.cohorts.opening.rules import Answers, Terms
from community.cohorts.plans import Plan
from community.errors import NotFound
from community.people.queries import Person


@dataclass(frozen=True)
class Start:
    """What the form begins with; `key` names it in the list: a plan's key, "own-12" or "cohort-7"."""

    key: str
    terms: Terms
    answers: Answers
    plan: Plan | None
    copied_from: int | None = None


async def start(person: Person, key: str, today: date, time_zone: str) -> Start:
    """What this key stands for; NotFound for what this person may not use (R11)."""
    kind, _, typed = key.partition("-")
    number = numbers.row(typed)
    answers = Answers(starts_on=opening.first_day(today))
    if key in plans.plans():
        plan = plans.plans()[key]
        found = Start(key, opening.terms_of_plan(plan, time_zone), answers, plan)
    elif kind == "own" and number is not None:
        found = await _own(person, key, number, answers)
    elif kind == "cohort" and number is not None:
        found = await _copy(person, key, number, answers)
    else:
        raise NotFound
    return found


async def languages(reads: str, *further: str) -> list[tuple[str, str]]:
    """In which a cohort may talk: ours, those of the catalogue, and what it has."""
    known = {one.language for one in await catalogue.public_catalogue()}
    return opening.languages([*words.LANGUAGES, *known, *further], reads)


async def _own(person: Person, key: str, number: int, answers: Answers) -> Start:
    template = next((one for one in await queries.templates(person) if one.id == number), None)
    if template is None:
        raise NotFound
    return Start(key, opening.terms_kept(template.settings), answers, plans.plans().get(template.plan))


async def _copy(person: Person, key: str, number: int, answers: Answers) -> Start:
    """The settings of a cohort that this person organizes, without its days, its name and its people (F32)."""
    place = await queries.place(person, number)
    if place.desk is None:
        raise NotFound
    cohort = place.cohort
    terms = replace(opening.terms_of_cohort(cohort), name="", ends_on="")
    asked = replace(answers, definition=f"stack:{cohort.stack_code}" if cohort.stack_code else cohort.code)
    if cohort.weekday is not None and cohort.meets_at is not None:
        first = rhythm.first_meeting(answers.starts_on, cohort.weekday)
        asked = replace(asked, starts_on=first, meets_at=f"{cohort.meets_at:%H:%M}")
    return Start(key, terms, asked, plans.plans().get(cohort.template), copied_from=cohort.id)
