"""What was signed, as rows: credentials, and status lists with the bits that they are made of."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.people.queries import Person


@dataclass(frozen=True)
class Signed:
    """One credential in its two forms, as it was signed."""

    content: bytes = b""
    jwt: str = ""


@dataclass(frozen=True)
class StatusList:
    """`content` is what was signed last, None before the first time; it is out of date while `stale`."""

    id: int
    issuer_id: int
    issuer_slug: str
    number: int
    changes: int
    content: bytes | None
    stale: bool


LIST = """
select status_list.id, status_list.issuer_id, issuer.slug as issuer_slug, status_list.number, status_list.changes,
       status_list.content, status_list.changes is distinct from status_list.signed_changes as stale
from status_list join issuer on issuer.id = status_list.issuer_id
"""


async def keep_by_id(award_id: int, key_id: int, content: bytes, jwt: str, at: datetime) -> bool:
    """What was signed first stays. False where the key was replaced meanwhile."""
    key = "select id from issuer_key where id = :key_id and replaced_at is null for share"
    if await db.value(key, key_id=key_id) is None:
        return False
    await db.run(
        """
        insert into credential (award_id, issuer_key_id, content, jwt, signed_at)
        values (:award_id, :key_id, :content, :jwt, :at) on conflict do nothing
        """,
        award_id=award_id,
        key_id=key_id,
        content=content,
        jwt=jwt,
        at=at,
    )
    return True


async def public_credential(number: str) -> Signed | None:
    """Of a published award (R60)."""
    return await db.one(
        Signed,
        """
        select credential.content, credential.jwt from credential join award on award.id = credential.award_id
        where award.number = :number and award.published_at is not null
        """,
        number=number,
    )


async def own_credential(person: Person, number: str) -> Signed | None:
    """Of one's own award."""
    return await db.one(
        Signed,
        """
        select credential.content, credential.jwt from credential join award on award.id = credential.award_id
        where award.number = :number and award.person_id = :person_id
        """,
        number=number,
        person_id=person.id,
    )


async def public_list(issuer: str, number: int) -> StatusList | None:
    return await db.one(
        StatusList, LIST + "where issuer.slug = :issuer and status_list.number = :number", issuer=issuer, number=number
    )


async def list_by_id(id: int) -> StatusList | None:
    return await db.one(StatusList, LIST + "where status_list.id = :id", id=id)


async def revoked_by_id(status_list_id: int) -> list[int]:
    """The places of a list that are set: of what was revoked, also while an appeal is looked at, or signed anew."""
    rows = await db.many(
        dict,
        """
        select status_index from award where status_list_id = :id and revoked_at is not null
        union select status_index from former_credential where status_list_id = :id
        order by status_index limit 131072
        """,
        id=status_list_id,
    )
    return [row["status_index"] for row in rows]


async def keep_list_by_id(id: int, changes: int, key_id: int, content: bytes, at: datetime) -> None:
    """Unless a newer one is kept by now."""
    await db.run(
        """
        update status_list set content = :content, signed_changes = :changes, signed_with = :key_id, signed_at = :at
        where id = :id and (signed_changes is null or signed_changes < :changes)
          and exists (select from issuer_key where issuer_key.id = :key_id and replaced_at is null)
        """,
        id=id,
        changes=changes,
        key_id=key_id,
        content=content,
        at=at,
    )
