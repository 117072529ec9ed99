"""The sample of windows: one that has ended; those whose earners ask for more time, were given it, and were not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from community.affiliates import actions as affiliates
from community.affiliates import queries as offices
from community.affiliates.queries import Desk
from community.catalogue import queries as definitions
from community.demo.script import Script, moment
from community.demo.working import sentences, the_definition
from community.evidence import actions as evidence
from community.evidence import due
from community.evidence import queries as works
from community.evidence.extending import actions as extending
from community.evidence.extending import queries as windows
from community.evidence.extending.queries import Running
from community.people.queries import Person

ISSUER, CODE = "ironbrook-history-league", "CIV-03"
OURS = "FA-01"  # of the issuer whose desk answers
GIVEN = "The tests were moved for everybody in the state. Take the month."
REFUSED = "Your window is still five months long. Ask again when the tests are over and something is left."
SENTENCE = "The two lessons that I still need come after the state tests, and those were moved by three weeks."


def write(script: Script, person: Person, begun: date) -> None:
    """An issuer tries windows of one month for a day; whose window that is does not submit, and it ends (R24)."""
    script.at(moment(begun, 2, "09:00", "UTC"), partial(_open_windows_for, 1))
    script.at(moment(begun, 2, "18:00", "UTC"), partial(_begin, person))
    script.at(moment(begun, 3, "09:00", "UTC"), partial(_open_windows_for, 6))
    script.at(moment(begun, 36, "09:00", "UTC"), partial(due.expire, {}))


def write_answers(script: Script, desk: Desk, people: Sequence[Person], begun: date) -> None:
    """Two ask the desk for more time: the first is given a month, the second is told why not (F89)."""
    for person, answer in zip(people, (_give, _refuse), strict=True):
        script.at(moment(begun, 20, "18:00", "UTC"), partial(_start, person))
        script.at(moment(begun, 40, "18:00", "UTC"), partial(ask_for_time, person, OURS))
        script.at(moment(begun, 42, "09:00", "UTC"), partial(answer, desk, person))


async def ask_for_time(person: Person, code: str) -> None:
    """One sentence to the desk of the issuer, which answers it (F89)."""
    window = await works.application(person, (await the_definition(code)).micro_credential_id)
    assert window is not None, "who asks has started"
    await extending.ask(person, window, SENTENCE)


async def _open_windows_for(months: int) -> None:
    issuer = await offices.public_issuer(ISSUER)
    assert issuer is not None, "the examples come with their issuers"
    await affiliates.set_terms(issuer, issuer.terms, replace(issuer.terms, window_months=months))


async def _begin(person: Person) -> None:
    definition = await the_definition(CODE)
    await evidence.start(person, definition)
    first = (await definitions.public_requirements(definition.id))[0]
    work = await works.work(person, CODE, first.key)
    await evidence.draft(person, definition, first, " ".join(sentences()[:6]), work.revision, "Safari, macOS")


async def _start(person: Person) -> None:
    await evidence.start(person, await the_definition(OURS))


async def _give(desk: Desk, person: Person) -> None:
    window = await _asked(desk, person)
    await extending.give(desk, window, window.last_day + timedelta(days=30), GIVEN)


async def _refuse(desk: Desk, person: Person) -> None:
    await extending.refuse(desk, await _asked(desk, person), REFUSED)


async def _asked(desk: Desk, person: Person) -> Running:
    return next(one for one in await windows.asked(desk) if one.person_id == person.id)
