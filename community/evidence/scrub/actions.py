"""Evidence is looked through for names; each is answered, or edited by its author. Nothing is taken out for them."""

from collections.abc import Collection, Mapping, Sequence

from community import clock, db
from community.errors import Invalid
from community.events import record
from community.evidence.artifacts import actions as artifact_actions
from community.evidence.artifacts import queries as artifacts
from community.evidence.artifacts.queries import Artifact
from community.evidence.queries import Work
from community.evidence.scrub import queries, rules
from community.evidence.scrub.file_names import find_in_file_name
from community.evidence.scrub.inside import find_inside
from community.evidence.scrub.places import Finding, at_file, together
from community.evidence.scrub.rules import Names
from community.pages import _
from community.people.queries import Person


async def check(person: Person, work: Work, text: str | None = None) -> list[Finding]:
    """What in this work may be a name and is not answered yet; empty when nothing stands in the way (R31, R32).

    The same check before sharing and before submitting: the text, the names of its files, what is said of them and
    what is written inside them (F90).
    `text`: what goes along with the work, such as a question to its readers, alone; it has the same answers.
    """
    files = await artifacts.artifacts(person, work) if text is None and work.id else []
    looked_at = work.text if text is None else text
    if not looked_at.strip() and not files:
        return []
    names = await queries.names(person, work.micro_credential_id)
    subject = await queries.public_subject(work.micro_credential_id)
    answered = {answer.key for answer in await queries.answers(person, work)}
    return _found(looked_at, files, names, subject, answered)


async def check_all(person: Person, kept: Mapping[Work, str]) -> dict[int, list[Finding]]:
    """The same at once for several of one micro-credential, by work: with the texts of now, or those put away (R24)."""
    if not kept:
        return {}
    micro_credential_id = next(iter(kept)).micro_credential_id
    names = await queries.names(person, micro_credential_id)
    subject = await queries.public_subject(micro_credential_id)
    answered = await queries.answered(person, list(kept))
    files = await artifacts.artifacts_of(person, list(kept))
    return {
        work.id: _found(text, files.get(work.id, []), names, subject, answered.get(work.id, set()))
        for work, text in kept.items()
    }


async def check_files(person: Person, work: Work, files: Sequence[Artifact]) -> dict[int, list[Finding]]:
    """The same of each of these files of theirs alone, by the file's id: empty for one that others may see."""
    if not files:
        return {}
    names = await queries.names(person, work.micro_credential_id)
    subject = await queries.public_subject(work.micro_credential_id)
    answered = {answer.key for answer in await queries.answers(person, work)}
    return {
        file.id: rules.still_open(together(_in_file(file, names, subject)), answered) for file in files
    }


def _found(
    text: str, files: Sequence[Artifact], names: Names, subject: str, answered: Collection[str]
) -> list[Finding]:
    found = [rules.find(text, names, subject)]
    for file in files:
        found += _in_file(file, names, subject)
    return rules.still_open(together(found), answered)


def _in_file(file: Artifact, names: Names, subject: str) -> list[list[Finding]]:
    return [
        find_in_file_name(file.name, names, file.address),
        at_file(rules.find(file.alt, names, subject), file.address),
        find_inside(file.metadata, names, file.address),
    ]


async def answer(person: Person, work: Work, key: str) -> None:
    """Not a name: stored, and never asked again for this word in this work. One that stands there no more is none."""
    async with db.transaction():
        for finding in await check(person, work):
            if finding.key == key:
                await queries.answer(person, work, finding, clock.now())
                await _tell(person, work)


async def take_back(person: Person, work: Work, key: str) -> None:
    """It may be a name after all: it is asked again."""
    async with db.transaction():
        await queries.take_back(person, work, key)
        await _tell(person, work)


async def watch(person: Person, typed: str) -> None:
    """Look for these names too, one per line or with commas between. Invalid for too long or too many."""
    names = rules.typed_names(typed)
    kept = [watched.name for watched in await queries.watched_names(person)]
    problem = ""
    if not names:
        problem = _("Write at least one name.")
    elif any(len(name) > rules.LONGEST_TYPED for name in names):
        problem = _("One of these is too long. Put a comma or a new line between two.")
    elif len({*kept, *names}) > rules.MOST_TYPED:
        problem = _("These are too many. Take away some that you no longer need.")
    if problem:
        raise Invalid({"names": problem}, {"names": typed})
    async with db.transaction():
        await queries.watch(person, names, clock.now())
        await _tell_all(person)


async def unwatch(person: Person, name_id: int) -> None:
    """Look for this one no more."""
    async with db.transaction():
        await queries.unwatch(person, name_id)
        await _tell_all(person)


async def _tell(person: Person, work: Work) -> None:
    """What others see of its files may be more now, or less."""
    own = await artifact_actions.own_topics(person.id, work.micro_credential_id)
    record("names.answered", *own, artifacts.draft_topic(work.id), about=work.id, by=person.id)


async def _tell_all(person: Person) -> None:
    topics = [artifacts.draft_topic(work_id) for work_id in await artifacts.works_with_files(person)]
    record("names.watched", f"person:{person.id}", *topics, about=person.id, by=person.id)
