"""Windows, for the one whose they are: whom to tell of a date, and which dates."""

from dataclasses import dataclass
from datetime import date

from community import db
from community.evidence import rules


@dataclass(frozen=True)
class Window:
    """What a notice says of an application. No safe day where the window is too short for one."""

    code: str
    title: str
    last_day: date
    safe_day: date | None


async def applicants_by_id(application_ids: list[int]) -> dict[int, list[int]]:
    """For notices: {application: persons}."""
    rows = await db.many(
        dict, "select id, person_id from application where id = any(:ids) order by id limit 2000", ids=application_ids
    )
    return {row["id"]: [row["person_id"]] for row in rows}


async def windows_by_id(application_ids: list[int]) -> dict[int, Window]:
    """For notices."""
    rows = await db.many(
        dict,
        """
        select application.id, micro_credential.code, definition_version.title, application.expires_at,
               application.time_zone
        from application
        join micro_credential on micro_credential.id = application.micro_credential_id
        join definition_version on definition_version.id = application.definition_version_id
        where application.id = any(:ids) and application.expires_at is not null order by application.id limit 2000
        """,
        ids=application_ids,
    )
    found = {}
    for row in rows:
        last_day = rules.last_day(row["expires_at"], row["time_zone"])
        found[row["id"]] = Window(row["code"], row["title"], last_day, rules.safe_day(last_day))
    return found
