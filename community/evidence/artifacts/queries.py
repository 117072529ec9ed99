"""Files as rows: one's own, and those of a colleague that may be shown to others."""

from collections.abc import Mapping
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


async def sizes(person: Person, work: Work) -> list[int]:
    """In bytes, of one's own files for a requirement: as they will be in the end."""
    rows = await db.many(
        dict,
        """
        select artifact.size from artifact join work on work.id = artifact.work_id
        where work.id = :work_id and work.person_id = :person_id order by artifact.id limit 1000
        """,
        work_id=work.id, person_id=person.id,
    )
    return [row["size"] for row in rows]


async def add_artifact(
    person: Person, work: Work, number: str, name: str, kind: str, size: int, at: datetime, until: datetime
) -> int:
    """A file that waits for its bytes, so long; its id."""
    return await db.value(
        """
        insert into artifact (number, work_id, name, sent_as, kind, state, size, added_at, expires_at)
        select :number, work.id, :name, :name, :kind, 'waiting', :size, :at, :until from work
        where work.id = :work_id and work.person_id = :person_id returning id
        """,
        number=number, work_id=work.id, person_id=person.id, name=name, kind=kind, size=size, at=at, until=until,
    )


async def set_file_by_id(artifact_id: int, file: str, sha256: str, size: int) -> int:
    """All of it is in the store: 1, or 0 when it was there already."""
    return await db.run(
        """
        update artifact set file = :file, sha256 = :sha256, size = :size, received = :size, state = 'checking',
               expires_at = null
        where id = :id and state in ('waiting', 'uploading')
        """,
        id=artifact_id, file=file, sha256=sha256, size=size,
    )


async def add_piece_by_id(artifact_id: int, start: int, end: int, file: str, until: datetime) -> bool:
    """The next piece, exactly where the last one ended; False when that is elsewhere by now."""
    moved = await db.run(
        """
        update artifact set received = :end, state = 'uploading', expires_at = :until
        where id = :id and received = :start and size >= :end and state in ('waiting', 'uploading')
        """,
        id=artifact_id, start=start, end=end, until=until,
    )
    if moved:
        await db.run(
            "insert into artifact_piece (artifact_id, start, size, file) values (:id, :start, :size, :file)",
            id=artifact_id, start=start, size=end - start, file=file,
        )
    return bool(moved)


async def pieces_by_id(artifact_id: int) -> list[str]:
    """Names in the store, in their order; a file has a few hundred."""
    sql = "select file from artifact_piece where artifact_id = :id order by start limit 500000"
    return [row["file"] for row in await db.many(dict, sql, id=artifact_id)]


async def forget_pieces_by_id(artifact_id: int) -> None:
    await db.run("delete from artifact_piece where artifact_id = :id", id=artifact_id)


async def expired_by_id(at: datetime, limit: int) -> list[Artifact]:
    """Files that did not become whole in their time."""
    late = "where artifact.expires_at < :at and artifact.received < artifact.size order by artifact.id limit :limit"
    return await db.many(Artifact, ARTIFACT + late, at=at, limit=limit)


async def expire_by_id(artifact_id: int, at: datetime) -> int:
    """Gone, unless a piece came meanwhile."""
    return await db.run("delete from artifact where id = :id and expires_at < :at", id=artifact_id, at=at)


async def set_ready_by_id(artifact_id: int, kind: str, copy: str, copy_size: int, metadata: Mapping[str, Any]) -> int:
    """It was looked at: 1, or 0 when that was done already."""
    return await db.run(
        """
        update artifact set state = 'ready', kind = :kind, copy = :copy, copy_size = :copy_size,
               metadata = cast(:metadata as jsonb)
        where id = :id and state = 'checking'
        """,
        id=artifact_id, kind=kind, copy=copy, copy_size=copy_size, metadata=dict(metadata),
    )


async def refuse_by_id(artifact_id: int, why: str) -> int:
    """What is refused is not kept: the store lets go of it, a trigger notes what."""
    return await db.run(
        """
        update artifact set state = 'refused', why = :why, file = '', sha256 = '', copy = '', expires_at = null
        where id = :id and state in ('waiting', 'uploading', 'checking')
        """,
        id=artifact_id, why=why,
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


async def stray_files_by_id(limit: int) -> list[str]:
    """Names in the store that no row has any more."""
    rows = await db.many(dict, "select file from stray_file order by file limit :limit", limit=limit)
    return [row["file"] for row in rows]


async def forget_stray_by_id(file: str) -> None:
    await db.run("delete from stray_file where file = :file", file=file)
