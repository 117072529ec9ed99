"""Files as rows: one's own, and those of a colleague that may be shown to others."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from community import db
from community.errors import NotFound
from community.evidence.artifacts import rules
from community.evidence.artifacts.rules import KINDS, Group, Kind
from community.evidence.queries import Work
from community.people.queries import Person

ARTIFACT = """
select artifact.id, artifact.number, artifact.work_id, artifact.name, artifact.sent_as, artifact.kind, artifact.state,
       artifact.why, artifact.size, artifact.received, artifact.sha256, artifact.file, artifact.copy,
       artifact.copy_size, artifact.alt, artifact.decorative, artifact.with_students, artifact.released,
       artifact.metadata, artifact.added_at, artifact.expires_at, work.person_id, work.micro_credential_id,
       work.requirement_key, micro_credential.code,
       (select count(*) from artifact_page where artifact_page.artifact_id = artifact.id) as pages
from artifact join work on work.id = artifact.work_id
join micro_credential on micro_credential.id = work.micro_credential_id
"""
SHOWN = """
where work.id = :work_id and work.person_id = :person_id
  and artifact.state = 'ready' and (artifact.released or not artifact.with_students)
"""


@dataclass(frozen=True)
class Artifact:
    """A file. `file` and `copy` are names in the store; `copy` "" where others see it as it was sent, or not at all."""

    id: int
    number: str
    work_id: int
    name: str
    sent_as: str
    kind: str
    state: str
    why: str
    size: int
    received: int
    sha256: str = field(repr=False)
    file: str = field(repr=False)
    copy: str = field(repr=False)
    copy_size: int
    alt: str
    decorative: bool
    with_students: bool
    released: bool
    metadata: Mapping[str, Any] = field(repr=False)
    added_at: datetime
    expires_at: datetime | None
    person_id: int
    micro_credential_id: int
    requirement_key: str
    code: str
    pages: int

    @property
    def of_kind(self) -> Kind:
        return KINDS[self.kind]

    @property
    def group(self) -> Group:
        return self.of_kind.group

    @property
    def address(self) -> str:
        """Its own page, for its owner."""
        return f"/work/{self.code}/{self.requirement_key}/files/{self.number}"

    @property
    def weight(self) -> str:
        return rules.in_words(self.size)

    @property
    def done_weight(self) -> str:
        return rules.in_words(self.received)

    @property
    def may_be_shown(self) -> bool:
        return rules.may_be_shown(self.state, self.with_students, self.released)

    @property
    def needs_words(self) -> bool:
        return rules.needs_words(self.group, self.alt, self.decorative)


@dataclass(frozen=True)
class Page:
    """One page of a document as a picture in the store, with its text."""

    number: int
    file: str = field(repr=False)
    text: str


@dataclass(frozen=True)
class Said:
    """What its owner says of a file."""

    name: str
    alt: str = ""
    decorative: bool = False
    with_students: bool = False
    released: bool = False


async def artifacts(person: Person, work: Work) -> list[Artifact]:
    """One's own files for a requirement, in the order in which they came."""
    sql = ARTIFACT + "where work.id = :work_id and work.person_id = :person_id order by artifact.id limit 100"
    return await db.many(Artifact, sql, work_id=work.id, person_id=person.id)


async def artifacts_of(person: Person, works: Sequence[Work]) -> dict[int, list[Artifact]]:
    """The same for several requirements, by work."""
    sql = ARTIFACT + "where work.id = any(:ids) and work.person_id = :person_id order by artifact.id limit 2000"
    found: dict[int, list[Artifact]] = {}
    for each in await db.many(Artifact, sql, ids=[work.id for work in works], person_id=person.id):
        found.setdefault(each.work_id, []).append(each)
    return found


async def artifact(person: Person, code: str, key: str, number: str) -> Artifact:
    """One's own file at this address. NotFound for anybody else's."""
    found = await db.one(
        Artifact,
        ARTIFACT
        + """
        where artifact.number = :number and work.person_id = :person_id and work.requirement_key = :key
          and micro_credential.code = :code
        """,
        number=number, person_id=person.id, key=key, code=code,
    )
    if found is None:
        raise NotFound
    return found


async def shown(author: Person, work_id: int) -> list[Artifact]:
    """The files of this author's work that others may open, once a slice above has found that they may read the work.

    Ready, and what shows students only when its release was ticked (R32). Others get the copy, never the original.
    """
    sql = ARTIFACT + SHOWN + " order by artifact.id limit 100"
    return await db.many(Artifact, sql, work_id=work_id, person_id=author.id)


async def shown_artifact(author: Person, work_id: int, number: str) -> Artifact:
    """One of `shown`; NotFound for any other."""
    sql = ARTIFACT + SHOWN + " and artifact.number = :number"
    found = await db.one(Artifact, sql, number=number, work_id=work_id, person_id=author.id)
    if found is None:
        raise NotFound
    return found


async def held_back(author: Person, work_id: int) -> list[Artifact]:
    """Files that show students and have no release yet: peers cannot open them (R32)."""
    sql = """
        where work.id = :work_id and work.person_id = :person_id and artifact.with_students and not artifact.released
        order by artifact.id limit 100
    """
    return await db.many(Artifact, ARTIFACT + sql, work_id=work_id, person_id=author.id)


async def artifacts_by_id(ids: list[int]) -> dict[int, Artifact]:
    found = await db.many(Artifact, ARTIFACT + "where artifact.id = any(:ids) order by artifact.id limit 1000", ids=ids)
    return {artifact.id: artifact for artifact in found}


async def pages(person: Person, artifact: Artifact) -> list[Page]:
    """Of a file that this person may see: the slice that calls has found that out."""
    return await db.many(
        Page,
        "select number, file, text from artifact_page where artifact_id = :id order by number limit 500",
        id=artifact.id,
    )


async def describe(person: Person, artifact: Artifact, said: Said) -> int:
    """What its owner says of it."""
    return await db.run(
        """
        update artifact set name = :name, alt = :alt, decorative = :decorative, with_students = :with_students,
               released = :released
        from work where artifact.id = :id and work.id = artifact.work_id and work.person_id = :person_id
        """,
        id=artifact.id, person_id=person.id, **asdict(said),
    )


async def remove(person: Person, artifact: Artifact) -> int:
    """Gone from here; a trigger notes what the store still holds of it."""
    return await db.run(
        """
        delete from artifact using work
        where artifact.id = :id and work.id = artifact.work_id and work.person_id = :person_id
        """,
        id=artifact.id, person_id=person.id,
    )
