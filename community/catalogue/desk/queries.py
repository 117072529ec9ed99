"""What an issuer's catalogue editor sees; to everybody else none of it is there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community import db
from community.errors import NotFound
from community.people.queries import Person


@dataclass(frozen=True)
class Desk:
    """A catalogue editor's desk with an issuer."""

    person_id: int
    issuer_id: int
    slug: str
    issuer: str

    @property
    def topic(self) -> str:
        return f"issuer:{self.issuer_id}"


@dataclass(frozen=True)
class Own:
    """A micro-credential of this issuer; `versions` are the published ones, newest first; none: its title alone."""

    code: str
    title: str
    versions: list[int]
    published_at: datetime | None
    retired_at: datetime | None


@dataclass(frozen=True)
class Text:
    """A published version's whole text."""

    code: str
    version: int
    content: dict[str, Any]


async def desk(person: Person, slug: str) -> Desk:
    """This person's desk with the issuer of that name; NotFound for everybody who edits no catalogue of it."""
    found = await db.one(
        Desk,
        """
        select desk.person_id, issuer.id as issuer_id, issuer.slug, issuer.name as issuer
        from desk join issuer on issuer.id = desk.issuer_id
        where desk.person_id = :person_id and desk.kind = 'catalogue_editor' and desk.ended_at is null
          and issuer.slug = :slug
        """,
        person_id=person.id,
        slug=slug,
    )
    if found is None:
        raise NotFound
    return found


async def desks(person: Person) -> list[Desk]:
    """All issuers whose catalogue this person edits."""
    return await db.many(
        Desk,
        """
        select desk.person_id, issuer.id as issuer_id, issuer.slug, issuer.name as issuer
        from desk join issuer on issuer.id = desk.issuer_id
        where desk.person_id = :person_id and desk.kind = 'catalogue_editor' and desk.ended_at is null
        order by issuer.name, issuer.id limit 20
        """,
        person_id=person.id,
    )


async def own(desk: Desk) -> list[Own]:
    """All micro-credentials of this issuer, by code."""
    return await db.many(
        Own,
        """
        select micro_credential.code, micro_credential.title, micro_credential.retired_at,
               array(
                   select version from definition_version
                   where micro_credential_id = micro_credential.id and published_at is not null order by version desc
               ) as versions,
               (
                   select max(published_at) from definition_version where micro_credential_id = micro_credential.id
               ) as published_at
        from micro_credential where issuer_id = :issuer_id order by micro_credential.code limit 1000
        """,
        issuer_id=desk.issuer_id,
    )


async def text(desk: Desk, code: str, version: int | None = None) -> Text | None:
    """A published version of this issuer's, the newest where no number is given."""
    return await db.one(
        Text,
        """
        select micro_credential.code, definition_version.version, definition_version.content
        from definition_version join micro_credential on micro_credential.id = micro_credential_id
        where issuer_id = :issuer_id and code = :code and published_at is not null
          and version = coalesce(cast(:version as integer), version)
        order by version desc limit 1
        """,
        issuer_id=desk.issuer_id,
        code=code,
        version=version,
    )


async def open_applications(desk: Desk, code: str) -> int:
    """How many have pressed Start on any version of this and have no decision yet: each stays on its own (R3)."""
    return await db.value(
        """
        select count(*) from application join micro_credential on micro_credential.id = application.micro_credential_id
        where issuer_id = :issuer_id and code = :code and application.state in ('open', 'submitted')
        """,
        issuer_id=desk.issuer_id,
        code=code,
    )


async def set_retired(desk: Desk, code: str, was: bool, at: datetime | None) -> int | None:
    """The id of what is retired at this moment (or, with None, is there again); None where it was not as said."""
    return await db.value(
        """
        update micro_credential set retired_at = :at
        where issuer_id = :issuer_id and code = :code and (retired_at is not null) = :was returning id
        """,
        issuer_id=desk.issuer_id,
        code=code,
        was=was,
        at=at,
    )


async def is_own(desk: Desk, code: str) -> bool:
    return await db.value(
        "select exists (select 1 from micro_credential where issuer_id = :issuer_id and code = :code)",
        issuer_id=desk.issuer_id,
        code=code,
    )
