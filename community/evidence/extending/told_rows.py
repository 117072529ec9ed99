"""Extensions for notices, by number."""

from dataclasses import dataclass, field
from datetime import date

from community import db
from community.evidence import rules


@dataclass(frozen=True)
class Told:
    """What a notice says of an extension: for its earner the day in her zone, for the desk who asks."""

    id: int
    name: str
    code: str
    title: str
    slug: str
    application_id: int
    reason: str = field(repr=False)
    last_day: date | None

    @property
    def at_desk(self) -> str:
        return f"/issuers/{self.slug}/applications/{self.application_id}"

    @property
    def own(self) -> str:
        return f"/work/{self.code}/extensions"


async def told_by_id(ids: list[int]) -> dict[int, Told]:
    rows = await db.many(
        dict,
        """
        select extension.id, person.name, micro_credential.code, definition_version.title, issuer.slug,
               application.id as application_id, extension.reason, extension.until_at, application.time_zone
        from extension
        join application on application.id = extension.application_id
        join person on person.id = application.person_id
        join micro_credential on micro_credential.id = application.micro_credential_id
        join issuer on issuer.id = micro_credential.issuer_id
        join definition_version on definition_version.id = application.definition_version_id
        where extension.id = any(:ids) order by extension.id limit 1000
        """,
        ids=ids,
    )
    found = {}
    for row in rows:
        until_at, zone = row.pop("until_at"), row.pop("time_zone")
        found[row["id"]] = Told(**row, last_day=rules.last_day(until_at, zone) if until_at else None)
    return found


async def earners_by_id(ids: list[int]) -> dict[int, list[int]]:
    rows = await db.many(
        dict,
        """
        select extension.id, application.person_id
        from extension join application on application.id = extension.application_id
        where extension.id = any(:ids) order by extension.id limit 1000
        """,
        ids=ids,
    )
    return {row["id"]: [row["person_id"]] for row in rows}


async def keepers_by_id(ids: list[int]) -> dict[int, list[int]]:
    """The issuer's catalogue editors, but who asks."""
    rows = await db.many(
        dict,
        """
        select distinct extension.id, desk.person_id
        from extension
        join application on application.id = extension.application_id
        join micro_credential on micro_credential.id = application.micro_credential_id
        join desk on desk.issuer_id = micro_credential.issuer_id and desk.kind = 'catalogue_editor'
                 and desk.ended_at is null and desk.person_id <> application.person_id
        where extension.id = any(:ids) order by extension.id, desk.person_id limit 5000
        """,
        ids=ids,
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row["id"], []).append(row["person_id"])
    return found
