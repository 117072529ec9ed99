"""What is put away, and all that somebody wrote, as rows for the one whose they are."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.evidence.lengths import count_words
from community.people.queries import Person


@dataclass(frozen=True)
class Kept:
    """What a window's end put away: a text with its version's `number`, files, or both.

    `text` "" and `number` 0 where there were files alone.
    """

    code: str
    work_id: int
    requirement_key: str
    number: int
    text: str
    saved_at: datetime

    @property
    def words(self) -> int:
        return count_words(self.text)


@dataclass(frozen=True)
class Piece:
    """One piece of work to take along; a text that was put away stands in it as the text."""

    id: int
    code: str
    requirement_key: str
    text: str
    changed_at: datetime | None


@dataclass(frozen=True)
class Version:
    """One saved text to take along."""

    number: int
    text: str
    saved_at: datetime


# A window's end leaves an empty version that is based on the one it put away.
KEPT = """
select micro_credential.code, work.id as work_id, work.requirement_key, coalesce(kept.number, 0) as number,
       coalesce(kept.text, '') as text, coalesce(kept.saved_at, files.added_at) as saved_at
from work
join micro_credential on micro_credential.id = work.micro_credential_id
left join revision as empty on empty.work_id = work.id and empty.number = work.revision and work.text = ''
left join revision as kept on kept.work_id = work.id and kept.number = empty.based_on and kept.text <> ''
left join lateral (
    select max(upload.added_at) as added_at from upload
    where upload.work_id = work.id and upload.state in ('checking', 'ready')
) as files on true
"""
PIECE = """
select work.id, micro_credential.code, work.requirement_key, coalesce(kept.text, work.text) as text, work.changed_at
from work
join micro_credential on micro_credential.id = work.micro_credential_id
left join revision as empty on empty.work_id = work.id and empty.number = work.revision and work.text = ''
left join revision as kept on kept.work_id = work.id and kept.number = empty.based_on and work.state = 'not_started'
"""


async def kept(person: Person, code: str = "") -> list[Kept]:
    """One's own that was put away and not begun anew; of one micro-credential, or ("") of all."""
    return await db.many(
        Kept,
        KEPT
        + """
        where work.person_id = :person_id and work.state = 'not_started' and :code in ('', micro_credential.code)
          and coalesce(kept.saved_at, files.added_at) is not null
        order by micro_credential.code, work.requirement_key limit 500
        """,
        person_id=person.id,
        code=code,
    )


async def pieces(person: Person, after: int, most: int = 20) -> list[Piece]:
    """All one's own work by id from behind `after` on, begun or put away."""
    return await db.many(
        Piece,
        PIECE
        + """
        where work.person_id = :person_id and work.id > :after order by work.id limit :most
        """,
        person_id=person.id,
        after=after,
        most=most,
    )


async def versions(person: Person, work_id: int, after: int, most: int = 20) -> list[Version]:
    """What was saved of one's own work by number from behind `after` on."""
    return await db.many(
        Version,
        """
        select revision.number, revision.text, revision.saved_at
        from revision join work on work.id = revision.work_id and work.person_id = :person_id
        where revision.work_id = :work_id and revision.number > :after and revision.text <> ''
        order by revision.number limit :most
        """,
        person_id=person.id,
        work_id=work_id,
        after=after,
        most=most,
    )
