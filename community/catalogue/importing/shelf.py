"""The import's own SQL. It runs for the keeper of the machine, so nobody asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community import db
from community.catalogue import rules
from community.migrations import LOCK

REQUIREMENTS = """
insert into requirement
    (definition_version_id, key, place, part, kind, title, min_words, max_words, limit_kind, optional)
select :version_id, key, place, part, kind, title, min_words, max_words, limit_kind, optional
from jsonb_to_recordset(cast(:rows as jsonb)) as asked (
    key text, place integer, part integer, kind text, title text, min_words integer, max_words integer, limit_kind text,
    optional boolean
)
order by place
"""


@dataclass(frozen=True)
class Kept:
    """A version that is here already."""

    id: int
    version: int
    sha256: str
    published_at: datetime | None


async def alone() -> None:
    """Two imports at once wait for each other, until the end of the transaction at hand."""
    await db.value("select pg_advisory_xact_lock(cast(:lock as integer), 4)", lock=LOCK)


async def issuers() -> dict[str, int]:
    """{slug: id} of all issuers."""
    rows = await db.many(dict, "select slug, id from issuer order by slug limit 10000")
    return {row["slug"]: row["id"] for row in rows}


async def micro_credential(code: str) -> dict[str, Any] | None:
    """Its id and issuer_id."""
    return await db.one(dict, "select id, issuer_id from micro_credential where code = :code", code=code)


async def versions(code: str) -> list[Kept]:
    """All versions of this code, drafts included, the newest first."""
    return await db.many(
        Kept,
        """
        select definition_version.id, version, sha256, published_at
        from definition_version join micro_credential on micro_credential.id = micro_credential_id
        where code = :code order by version desc limit 1000
        """,
        code=code,
    )


async def add_micro_credential(code: str, title: str, issuer_id: int) -> int:
    return await db.value(
        "insert into micro_credential (code, title, issuer_id) values (:code, :title, :issuer_id) returning id",
        code=code,
        title=title,
        issuer_id=issuer_id,
    )


async def add_version(micro_credential_id: int, content: dict[str, Any], sha256: str) -> int:
    """A draft with its requirements; the id of the version."""
    needs = content["needs"]
    values = {
        "micro_credential_id": micro_credential_id,
        "hours_min": content["hours"]["min"],
        "hours_max": content["hours"]["max"],
        "tags": content.get("tags", []),
        "needs_students": needs["students"],
        "in_school_breaks": needs["possible_in_school_breaks"],
        "waiting_period_days": needs.get("waiting_period_days", 0),
        "audience": content.get("audience", []),
        "content": content,
        "sha256": sha256,
    }
    values |= {
        name: content[name]
        for name in ("version", "title", "language", "competency", "evidence_types", "licence", "credit_line")
    }
    version_id = await db.value(_insert("definition_version", values) + " returning id", **values)
    rows = [
        {
            "key": asked["key"],
            "place": place,
            "part": part,
            "kind": kind,
            "title": asked.get("title", ""),
            "min_words": asked.get("min_words"),
            "max_words": asked.get("max_words"),
            "limit_kind": asked.get("limit_kind"),
            "optional": asked.get("optional", False),
        }
        for place, (part, kind, asked) in enumerate(rules.requirements(content), 1)
    ]
    await db.run(REQUIREMENTS, version_id=version_id, rows=rows)
    return version_id


async def publish(version_id: int, at: datetime) -> bool:
    """Whether it was a draft until now."""
    return (
        await db.run(
            "update definition_version set published_at = :at where id = :id and published_at is null",
            id=version_id,
            at=at,
        )
        == 1
    )


async def set_title(micro_credential_id: int, title: str) -> None:
    await db.run("update micro_credential set title = :title where id = :id", id=micro_credential_id, title=title)


async def list_version(version_id: int) -> None:
    """Show and find the micro-credential in the catalogue as this version says."""
    await db.value("select list_version(:id)", id=version_id)


async def set_stacks(micro_credential_id: int, places: list[dict[str, Any]], titles: dict[str, str]) -> None:
    """Where it stands from now on (R4); a stack is made when first named, titled by `titles` or else by its code.

    A state's own stacks are left alone: what stands in them is not the issuer's to say.
    """
    await db.run(
        """
        delete from stack_place
        where micro_credential_id = :id and stack_id in (select id from stack where state_code = '')
        """,
        id=micro_credential_id,
    )
    for place in places:
        code = place["code"]
        await db.run(
            "insert into stack (code, title) values (:code, :title) on conflict (code) do nothing",
            code=code,
            title=titles.get(code, code),
        )
        await db.run(
            """
            insert into stack_place (stack_id, micro_credential_id, place, required)
            select id, :micro_credential_id, :place, :required from stack where code = :code
            on conflict (stack_id, micro_credential_id) do nothing
            """,
            code=code,
            micro_credential_id=micro_credential_id,
            place=place["position"],
            required=place.get("required", True),
        )


def _insert(table: str, values: dict[str, Any]) -> str:
    """An insert of these columns; the names are ours, never given from outside."""
    return f"insert into {table} ({', '.join(values)}) values ({', '.join(':' + name for name in values)})"  # noqa: S608
