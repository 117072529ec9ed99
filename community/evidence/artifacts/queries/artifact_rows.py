"""Files as rows: one's own, and those of a colleague that may be shown to others."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from community import db
from community.errors import NotFound
from community.evidence.artifacts import rules
from community.evidence.queries import Work
from community.people.queries import Person
from community.uploads.queries import COLUMNS, Page, Upload

ARTIFACT = f"""
select {COLUMNS}, upload.work_id, upload.with_students, upload.released, work.person_id, work.micro_credential_id,
       work.requirement_key, micro_credential.code,
       (select count(*) from upload_page where upload_page.upload_id = upload.id) as pages
from upload join work on work.id = upload.work_id
join micro_credential on micro_credential.id = work.micro_credential_id
"""  # noqa: S608
SHOWN = """
where work.id = :work_id and work.person_id = :person_id
  and upload.state = 'ready' and (upload.released or not upload.with_students)
"""


def draft_topic(work_id: int) -> str:
    """Where those who may read this work hear that its files have changed."""
    return f"draft:{work_id}"


@dataclass(frozen=True)
class Artifact(Upload):
    """A file of a piece of work."""

    work_id: int
    with_students: bool
    released: bool
    person_id: int
    micro_credential_id: int
    requirement_key: str
    code: str
    pages: int

    @property
    def address(self) -> str:
        """Its own page, for its owner."""
        return f"/work/{self.code}/{self.requirement_key}/files/{self.number}"

    @property
    def may_be_shown(self) -> bool:
        return rules.may_be_shown(self.state, self.with_students, self.released)


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
    sql = ARTIFACT + "where work.id = :work_id and work.person_id = :person_id order by upload.id limit 100"
    return await db.many(Artifact, sql, work_id=work.id, person_id=person.id)


async def artifacts_of(person: Person, works: Sequence[Work]) -> dict[int, list[Artifact]]:
    """The same for several requirements, by work."""
    return await artifacts_at(person, [work.id for work in works])


async def artifacts_at(person: Person, work_ids: Sequence[int]) -> dict[int, list[Artifact]]:
    """The same by the works' ids, also of requirements that the definition has no more."""
    sql = ARTIFACT + "where work.id = any(:ids) and work.person_id = :person_id order by upload.id limit 2000"
    found: dict[int, list[Artifact]] = {}
    for each in await db.many(Artifact, sql, ids=list(work_ids), person_id=person.id):
        found.setdefault(each.work_id, []).append(each)
    return found


async def artifact(person: Person, code: str, key: str, number: str) -> Artifact:
    """One's own file at this address. NotFound for anybody else's."""
    found = await db.one(
        Artifact,
        ARTIFACT
        + """
        where upload.number = :number and work.person_id = :person_id and work.requirement_key = :key
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
    sql = ARTIFACT + SHOWN + " order by upload.id limit 100"
    return await db.many(Artifact, sql, work_id=work_id, person_id=author.id)


async def held_back(author: Person, work_id: int) -> list[Artifact]:
    """Files that show students and have no release yet: peers cannot open them (R32)."""
    sql = """
        where work.id = :work_id and work.person_id = :person_id and upload.with_students and not upload.released
        order by upload.id limit 100
    """
    return await db.many(Artifact, ARTIFACT + sql, work_id=work_id, person_id=author.id)


async def works_with_files(person: Person) -> list[int]:
    """One's own pieces of work that have files."""
    rows = await db.many(
        dict,
        """
        select work.id from work
        where work.person_id = :person_id and exists (select from upload where upload.work_id = work.id)
        order by work.id limit 60
        """,
        person_id=person.id,
    )
    return [row["id"] for row in rows]


async def are_looked_at(person: Person, work: Work) -> bool:
    """Whether a file of one's own work is here as a whole, and what is in it is not known yet."""
    return await db.value(
        """
        select exists (
            select from upload join work on work.id = upload.work_id
            where work.id = :work_id and work.person_id = :person_id
              and (upload.state = 'checking' or upload.state = 'uploading' and upload.received >= upload.size))
        """,
        work_id=work.id, person_id=person.id,
    )


async def artifacts_by_id(ids: list[int]) -> dict[int, Artifact]:
    found = await db.many(Artifact, ARTIFACT + "where upload.id = any(:ids) order by upload.id limit 1000", ids=ids)
    return {artifact.id: artifact for artifact in found}


async def pages(person: Person, artifact: Artifact) -> list[Page]:
    """Of a file that this person may see: the slice that calls has found that out."""
    return await db.many(
        Page,
        "select number, file, text from upload_page where upload_id = :id order by number limit 500",
        id=artifact.id,
    )


async def pages_of(person: Person, artifacts: Sequence[Artifact]) -> dict[int, list[Page]]:
    """{file: its pages} of files that this person may see: the slice that calls has found that out."""
    found: dict[int, list[Page]] = {artifact.id: [] for artifact in artifacts if artifact.pages}
    if not found:
        return {}
    rows = await db.many(
        dict,
        """
        select upload_id, number, file, text from upload_page
        where upload_id = any(:ids) order by upload_id, number limit 2000
        """,
        ids=list(found),
    )
    for row in rows:
        found[row["upload_id"]].append(Page(row["number"], row["file"], row["text"]))
    return found


async def describe(person: Person, artifact: Artifact, said: Said) -> int:
    """What its owner says of it."""
    return await db.run(
        """
        update upload set name = :name, alt = :alt, decorative = :decorative, with_students = :with_students,
               released = :released
        from work where upload.id = :id and work.id = upload.work_id and work.person_id = :person_id
        """,
        id=artifact.id, person_id=person.id, **asdict(said),
    )


async def remove(person: Person, artifact: Artifact) -> int:
    """Gone from here; a trigger notes what the store still holds of it."""
    return await db.run(
        """
        delete from upload using work
        where upload.id = :id and work.id = upload.work_id and work.person_id = :person_id
        """,
        id=artifact.id, person_id=person.id,
    )
