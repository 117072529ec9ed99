"""Room for a file that comes, and those that did not become whole."""

from datetime import datetime

from community import db
from community.evidence.artifacts.queries.artifact_rows import ARTIFACT, Artifact
from community.evidence.queries import Work
from community.people.queries import Person


async def sizes(person: Person, work: Work) -> list[int]:
    """In bytes, of one's own files for a requirement: as they will be in the end."""
    rows = await db.many(
        dict,
        """
        select upload.size from upload join work on work.id = upload.work_id
        where work.id = :work_id and work.person_id = :person_id order by upload.id limit 1000
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
        insert into upload (number, work_id, name, sent_as, kind, state, size, added_at, expires_at)
        select :number, work.id, :name, :name, :kind, 'waiting', :size, :at, :until from work
        where work.id = :work_id and work.person_id = :person_id returning id
        """,
        number=number, work_id=work.id, person_id=person.id, name=name, kind=kind, size=size, at=at, until=until,
    )


async def expired_by_id(at: datetime, limit: int) -> list[Artifact]:
    """Files that did not become whole in their time."""
    late = "where upload.expires_at < :at and upload.received < upload.size order by upload.id limit :limit"
    return await db.many(Artifact, ARTIFACT + late, at=at, limit=limit)
