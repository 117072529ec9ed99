"""How far each of the sample people has come: texts that grow over the weeks, some ready, some not begun."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache, partial

from community.catalogue import queries as definitions
from community.catalogue.queries import Definition
from community.demo.script import Script, moment
from community.errors import Conflict
from community.evidence import actions as evidence
from community.evidence import queries as works
from community.feedback import content
from community.people.queries import Person

EVENINGS = ("19:05", "19:40", "20:15", "20:50", "21:25")


def write(
    script: Script,
    code: str,
    people: list[Person],
    first_day: date,
    zone: str,
    days: int,
    chance: random.Random,
    done: Sequence[Person] = (),
) -> None:
    """Put everybody's work into the script. The first are far, the last have not begun; two thirds have started.

    Those who are `done` submit, which is written elsewhere.
    """
    for number, person in enumerate(people):
        if person in done:
            continue
        pace = max(0.0, 1.15 - number / len(people) * 1.2)
        script.at(
            moment(first_day, 1, "07:00", zone),
            partial(_plan, script, code, person, pace, first_day, zone, days, chance),
        )
        if number % 3 != 2 and days > 3:
            at = moment(first_day, min(2 + number, days - 1), "18:30", zone)
            script.at(at, partial(_start, code, person))


async def _plan(script, code, person, pace, first_day, zone, days, chance) -> None:
    definition = await the_definition(code)
    requirements = await definitions.public_requirements(definition.id)
    done = min(len(requirements), pace * days / 34 * len(requirements))
    for place, requirement in enumerate(requirements):
        if place >= done + 0.6:
            break
        day = min(days, int(2 + place * days / len(requirements)))
        said = sentences()
        for part in range(1, 4):
            share = part / 3 if place < done else part / 5
            text = " ".join(said[place * 5 : place * 5 + max(2, int(len(said) * share * 0.6))])
            at = moment(first_day, min(day + part, days), chance.choice(EVENINGS), zone)
            script.at(at + timedelta(minutes=part), partial(_draft, person, definition, requirement, text))
        if place + 1 <= done:
            at = moment(first_day, min(day + 5, days), "22:10", zone)
            script.at(at + timedelta(minutes=place), partial(_ready, person, code, requirement.key))


async def the_definition(code: str) -> Definition:
    found = await definitions.public_definition(code)
    assert found is not None, "the fourteen were imported first"
    return found


async def _draft(person, definition, requirement, text) -> None:
    work = await works.work(person, definition.code, requirement.key)
    await evidence.draft(person, definition, requirement, text, work.revision, "Chrome, Windows")


async def _ready(person, code, key) -> None:
    work = await works.work(person, code, key)
    if work.state == "drafting":
        await evidence.ready(person, work)


async def _start(code, person) -> None:
    try:
        await evidence.start(person, await the_definition(code))
    except Conflict:
        return  # not a member: the fee is due first


@lru_cache
def sentences() -> list[str]:
    """The sentences of the invented drafts that ship for practice."""
    texts = [example["draft"]["text"] for example in content.practice().values()]
    return [
        sentence.strip().rstrip(".") + "."
        for text in texts
        for sentence in text.replace("\n", " ").split(". ")
        if sentence.strip()
    ]
