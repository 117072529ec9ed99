"""Files that come: room for them, their pieces, what was found in them, and what the store is to let go of."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from community import db
from community.evidence.artifacts.queries.artifact_rows import ARTIFACT, Artifact
from community.evidence.queries import Work
from community.people.queries import Person


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


async def set_ready_by_id(artifact_id: int, copy: str, copy_size: int, metadata: Mapping[str, Any]) -> int:
    """It was looked at: 1, or 0 when that was done already."""
    return await db.run(
        """
        update artifact set state = 'ready', copy = :copy, copy_size = :copy_size,
               metadata = cast(:metadata as jsonb)
        where id = :id and state = 'checking'
        """,
        id=artifact_id, copy=copy, copy_size=copy_size, metadata=dict(metadata),
    )


async def set_pages_by_id(artifact_id: int, pages: Sequence[tuple[str, str]]) -> None:
    """Each page's picture in the store, and its text."""
    await db.run(
        """
        insert into artifact_page (artifact_id, number, file, text)
        select :id, number, file, text
        from unnest(cast(:files as text[]), cast(:texts as text[])) with ordinality as page (file, text, number)
        """,
        id=artifact_id, files=[file for file, _text in pages], texts=[text for _file, text in pages],
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


async def stray_files_by_id(limit: int) -> list[str]:
    """Names in the store that no row has any more."""
    rows = await db.many(dict, "select file from stray_file order by file limit :limit", limit=limit)
    return [row["file"] for row in rows]


async def forget_stray_by_id(file: str) -> None:
    await db.run("delete from stray_file where file = :file", file=file)
