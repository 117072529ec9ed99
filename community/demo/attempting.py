"""How the sample people submit: all that is asked for, checked for names, frozen; taken back, withdrawn, sent again."""

import random
from collections.abc import AsyncIterator
from functools import lru_cache
from itertools import cycle, islice
from uuid import uuid4

from ruamel.yaml import YAML

from community.catalogue import queries as definitions
from community.catalogue.queries import Definition, Requirement
from community.demo.places import DATA
from community.demo.working import sentences, the_definition
from community.evidence import actions as evidence
from community.evidence import queries as works
from community.evidence.artifacts import actions as filing
from community.evidence.artifacts import queries as files
from community.evidence.artifacts.queries import Said
from community.evidence.lengths import count_words
from community.evidence.scrub import actions as scrub
from community.people.queries import Person
from community.submissions import actions as submitting
from community.submissions import queries as submissions
from community.submissions.rules import Promise
from community.uploads import looking

NOTE = (
    "I followed one worksheet from the printer to the shredder and put the five hands it goes through into the map. "
    "The binder now lies in the drawer, and the two points that worry me most are others than before."
)
ADDED = (
    "The worksheet: I print it, it lies in the tray for the first period, where two classes walk by; I fetch it, a "
    "helper hands it out, the rest lies on the shelf. Now it is printed when I stand there, and shredded at noon."
)


@lru_cache
def content() -> dict:
    """data/attempts.yaml."""
    return YAML(typ="safe").load((DATA / "attempts.yaml").read_text("utf-8"))


async def submit(person: Person, code: str, tells: str = "") -> str:
    """The number of the attempt. `tells`: which of the written texts it carries, beside those that are put together."""
    definition, own = await the_definition(code), content()["texts"].get(code, {}).get(tells, {})
    for requirement in await definitions.public_requirements(definition.id):
        await _write(person, definition, requirement, own.get(requirement.key) or _text(requirement))
        await _attach(person, definition, requirement)
    await evidence.start(person, definition)
    return await submitting.submit(person, code, list(Promise), at_once=True)


async def take_back(person: Person, number: str) -> None:
    await submitting.take_back(person, await submissions.submission(person, number))


async def withdraw(person: Person, number: str) -> None:
    await submitting.withdraw(person, await submissions.submission(person, number))


async def submit_again(person: Person, code: str, key: str) -> str:
    """The number of the next attempt, with more to say for one requirement."""
    definition = await the_definition(code)
    for requirement in await definitions.public_requirements(definition.id):
        work = await works.work(person, code, requirement.key)
        if requirement.key == key:
            await _write(person, definition, requirement, f"{work.text}\n\n{ADDED}")
        elif work.state == "not_yet":
            await _write(person, definition, requirement, f"{work.text} I looked at it again.")
    return await submitting.submit(person, code, list(Promise), at_once=True, note=NOTE)


async def _write(person: Person, definition: Definition, requirement: Requirement, text: str) -> None:
    work = await works.work(person, definition.code, requirement.key)
    await evidence.draft(person, definition, requirement, text, work.revision, "Firefox, Linux")
    for finding in await scrub.check(person, await works.work(person, definition.code, requirement.key)):
        await scrub.answer(person, await works.work(person, definition.code, requirement.key), finding.key)


def _text(requirement: Requirement) -> str:
    """As long as is asked for."""
    text = ""
    for sentence in islice(cycle(sentences()), requirement.place * 3, None):
        text = f"{text} {sentence}".strip()
        if count_words(text) >= (requirement.min_words or 60):
            return text
    return text


async def _attach(person: Person, definition: Definition, requirement: Requirement) -> None:
    """The file that goes with this requirement, where there is one, looked at as the worker would."""
    for kind, make in (("counts", _count), ("pictures", _picture)):
        for about in content()[kind].get(definition.code, []):
            if about["requirement"] == requirement.key:
                standing = await works.standing(person, definition.code)
                await filing.take_in(person, standing, requirement, about["name"], make(person, about), uuid4())
                (file,) = await files.artifacts(person, await works.work(person, definition.code, requirement.key))
                await looking.look_at_file(filing.KEEPER, {"upload": file.id})
                await filing.describe(person, file, Said(file.name, alt=about.get("alt", "")))


async def _count(person: Person, about: dict) -> AsyncIterator[bytes]:
    """How many turns each of the students had on each day; another count for each person."""
    chance = random.Random(person.id)  # noqa: S311 - the same world each time
    lines = [",".join(["", *about["days"]])]
    lines += [",".join([one, *(str(chance.randint(1, 6)) for _day in about["days"])]) for one in about["students"]]
    yield "\n".join([*lines, ""]).encode()


async def _picture(_person: Person, about: dict) -> AsyncIterator[bytes]:
    """A message as families had it on their phones."""
    yield (DATA / about["name"]).read_bytes()
