"""The sample of windows: one that has ended, one whose earner asks for more time."""

from dataclasses import replace
from datetime import date
from functools import partial

from community.affiliates import actions as affiliates
from community.affiliates import queries as offices
from community.catalogue import queries as definitions
from community.demo.script import Script, moment
from community.demo.working import sentences, the_definition
from community.evidence import actions as evidence
from community.evidence import due
from community.evidence import queries as works
from community.evidence.extending import actions as extending
from community.people.queries import Person

ISSUER, CODE = "ironbrook-history-league", "CIV-03"
SENTENCE = "The two lessons that I still need come after the state tests, and those were moved by three weeks."


def write(script: Script, person: Person, begun: date) -> None:
    """An issuer tries windows of one month for a day; whose window that is does not submit, and it ends (R24)."""
    script.at(moment(begun, 2, "09:00", "UTC"), partial(_open_windows_for, 1))
    script.at(moment(begun, 2, "18:00", "UTC"), partial(_begin, person))
    script.at(moment(begun, 3, "09:00", "UTC"), partial(_open_windows_for, 6))
    script.at(moment(begun, 36, "09:00", "UTC"), partial(due.expire, {}))


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
