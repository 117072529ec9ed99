"""Attempts of people who work alone, and the desk that reads them: one decided, one half read, two that wait."""

from datetime import date
from functools import partial
from itertools import cycle, islice

from community import clock
from community.affiliates import actions as affiliates
from community.affiliates import queries as offices
from community.affiliates.queries import Affiliate
from community.catalogue import queries as definitions
from community.catalogue import rules as catalogue
from community.catalogue.queries import Definition, Requirement
from community.demo.places import Cast
from community.demo.script import Script, moment
from community.demo.working import sentences, the_definition
from community.evidence import actions as evidence
from community.evidence import queries as works
from community.evidence.lengths import count_words
from community.evidence.scrub import actions as scrub
from community.people.factors import actions as factors
from community.people.queries import Person
from community.review import desks, entering
from community.review.certifying import actions as certifying
from community.review.certifying import queries as certifications
from community.review.certifying.queries import Offered
from community.review.claims import actions as claiming
from community.review.deciding.rules import Said
from community.review.judging import actions as judging
from community.review.queue import queries as queue
from community.submissions import actions as submitting
from community.submissions.rules import Promise

ISSUER, CODE = "hazelbrook-institute", "PAR-06"
SAW = "The map names who sees what in your own room. It does not say who else can open the folder."
WOULD_MEET = (
    "Follow one paper from the moment it is printed to the moment it is gone, and name at each step who holds it, who "
    "could, and what you changed."
)


async def sit_down(cast: Cast, local: Affiliate, joined: date) -> tuple[Person, Person, Person]:
    """An approver, and two reviewers whom they name."""
    approver = await cast.draw(local, joined)
    readers = [await cast.draw(local, joined) for _reader in range(2)]
    issuer = await offices.public_issuer(ISSUER)
    await affiliates.give_desk(approver, desks.APPROVER, issuer)
    desk = await desks.desk(approver, ISSUER, desks.APPROVER)
    definition = await the_definition(CODE)
    one = Offered(definition.micro_credential_id, CODE, definition.title)
    for reader in readers:
        await certifying.ask(desk, one, reader.email, "expert", "Has done this for years", None, "en")
        await certifying.take(reader, (await certifications.offers(reader))[0].id)
        await certifying.calibrated(reader, definition.micro_credential_id)
    for person in (approver, *readers):
        await factors.set_up(person)
    return approver, readers[0], readers[1]


def write(script: Script, earners: list[Person], readers: list[Person], begun: date) -> None:
    """Four people submit, one after the other; the first attempt is read by both, the second by one."""
    for number, person in enumerate(earners):
        script.at(moment(begun, 48 + number, "18:00", "UTC"), partial(_submit, person))
    script.at(moment(begun, 53, "17:00", "UTC"), partial(_read, readers[0], short=False))
    script.at(moment(begun, 54, "17:00", "UTC"), partial(_read, readers[1], short=False))
    script.at(moment(begun, 55, "17:00", "UTC"), partial(_read, readers[1], short=True))


async def _submit(person: Person) -> None:
    """All that is asked for, checked for names, and frozen."""
    definition = await the_definition(CODE)
    for requirement in await definitions.public_requirements(definition.id):
        work = await works.work(person, CODE, requirement.key)
        await evidence.draft(person, definition, requirement, _text(requirement), work.revision, "Firefox, Linux")
        for finding in await scrub.check(person, await works.work(person, CODE, requirement.key)):
            await scrub.answer(person, await works.work(person, CODE, requirement.key), finding.key)
    await evidence.start(person, definition)
    await submitting.submit(person, CODE, list(Promise))


def _text(requirement: Requirement) -> str:
    """As long as is asked for."""
    text = ""
    for sentence in islice(cycle(sentences()), requirement.place * 3, None):
        text = f"{text} {sentence}".strip()
        if count_words(text) >= (requirement.min_words or 60):
            return text
    return text


async def _read(reader: Person, short: bool) -> None:
    """The first that waits: all is met, or the first criterion is not."""
    desk, definition = await entering.review_desk(reader), await the_definition(CODE)
    found = await queue.waiting(desk, clock.now())
    if found:
        claim = await claiming.claim(reader, desk, found[0].number)
        if found[0].reader == 1:
            await judging.check(reader, claim, [])
        await judging.send(reader, claim, _said(definition, short), "")


def _said(definition: Definition, short: bool) -> list[Said]:
    meets, below = _levels(definition)
    criteria = catalogue.criteria(definition.content)
    said = [Said(one.key, meets) for one in criteria]
    return [Said(criteria[0].key, below, SAW, WOULD_MEET, "evidence"), *said[1:]] if short else said


def _levels(definition: Definition) -> tuple[str, str]:
    """The one that meets, and the one right below it."""
    levels = catalogue.levels(definition.content)
    return (
        next(level.key for level in reversed(levels) if level.meets),
        next(level.key for level in levels if not level.meets),
    )
