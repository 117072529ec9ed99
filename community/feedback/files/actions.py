"""Which files of a draft its readers see now, and what the others wait for."""

from dataclasses import dataclass

from community.errors import NotFound
from community.evidence import queries as works
from community.evidence.artifacts import queries as artifacts
from community.evidence.artifacts.queries import Artifact
from community.evidence.scrub import actions as scrub
from community.feedback.files import queries
from community.people import queries as people
from community.people.queries import Person
from community.uploads.kinds import State

COMING = (State.WAITING, State.UPLOADING, State.CHECKING)


@dataclass(frozen=True)
class Waiting:
    """A file that readers do not see yet: it is not looked at, or `names` in it or its release wait for an answer."""

    file: Artifact
    names: int

    @property
    def is_coming(self) -> bool:
        return self.file.state in COMING

    @property
    def needs_release(self) -> bool:
        return self.file.with_students and not self.file.released


async def shown(author: Person, work_id: int) -> list[Artifact]:
    """Looked at, released where it shows students, and without a possible name that waits for its author (R31, R32).

    The caller has found that whoever asks may read the draft.
    """
    files = await artifacts.shown(author, work_id)
    if not files:
        return []
    work = (await works.works_by_id([work_id]))[work_id]
    found = await scrub.check_files(author, work, files)
    return [file for file in files if not found[file.id]]


async def shown_file(author: Person, work_id: int, number: str) -> Artifact:
    """One of `shown`; NotFound for any other."""
    for file in await shown(author, work_id):
        if file.number == number:
            return file
    raise NotFound


async def waiting(author: Person, work: works.Work) -> list[Waiting]:
    """One's own files that readers do not see yet."""
    files = [file for file in await artifacts.artifacts(author, work) if file.state != State.REFUSED]
    found = await scrub.check_files(author, work, files)
    every = [Waiting(file, len(found[file.id])) for file in files]
    return [one for one in every if one.is_coming or one.names or one.needs_release]


async def to_answer_by_id(file_ids: list[int]) -> dict[int, list[int]]:
    """For notices: {file: its author} where the draft is being read and names in the file wait for an answer."""
    told: dict[int, list[int]] = {}
    for file in (await queries.asked_about_by_id(file_ids)).values():
        work = (await works.works_by_id([file.work_id]))[file.work_id]
        author = (await people.people_by_id([file.person_id]))[file.person_id]
        if (await scrub.check_files(author, work, [file]))[file.id]:
            told[file.id] = [file.person_id]
    return told
