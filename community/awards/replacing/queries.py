"""Keys that count no more and what they signed, as rows."""

from dataclasses import dataclass
from datetime import datetime

from community import db

BATCH = 20  # credentials in one transaction; each takes some 30 ms


@dataclass(frozen=True)
class Begun:
    """When keys were replaced for a reason."""

    replaced_at: datetime


async def one_at_a_time_by_id(issuer_id: int) -> None:
    """Until the transaction ends nobody else replaces anything of this issuer's."""
    await db.value("select id from issuer where id = :id for no key update", id=issuer_id)


async def begun_by_id(issuer_id: int, because: str) -> Begun | None:
    """The last time that it was begun with these words."""
    return await db.one(
        Begun,
        """
        select replaced_at from issuer_key where issuer_id = :id and because = :because
        order by replaced_at desc limit 1
        """,
        id=issuer_id,
        because=because,
    )


async def take_out_by_id(issuer_id: int, but: str, because: str, at: datetime) -> int:
    """All keys of this issuer but the one with this name; how many."""
    return await db.run(
        """
        update issuer_key set replaced_at = :at, because = :because
        where issuer_id = :id and name <> :but and replaced_at is null
        """,
        id=issuer_id,
        but=but,
        because=because,
        at=at,
    )


async def waiting_by_id(issuer_id: int) -> list[str]:
    """The numbers of the next awards whose credential counts no more."""
    rows = await db.many(
        dict,
        """
        select award.number from credential
        join issuer_key on issuer_key.id = credential.issuer_key_id and issuer_key.replaced_at is not null
        join award on award.id = credential.award_id
        where issuer_key.issuer_id = :id and award.person_id is not null
        order by award.id limit :most for update of award
        """,
        id=issuer_id,
        most=BATCH,
    )
    return [row["number"] for row in rows]


async def is_first_by_id(award_id: int) -> bool:
    """Whether nothing else of its holder's was signed anew since this issuer's keys were last replaced."""
    return await db.value(
        """
        select not exists (
            select from award as other join former_credential on former_credential.award_id = other.id
            where other.person_id = award.person_id and other.issuer_id = award.issuer_id
              and former_credential.replaced_at >= (
                  select max(issuer_key.replaced_at) from issuer_key where issuer_key.issuer_id = award.issuer_id))
        from award where award.id = :id
        """,
        id=award_id,
    )


async def put_away_by_id(award_id: int, at: datetime) -> None:
    """Its credential is kept for the record, with its place in the list, and counts no more."""
    await db.run(
        """
        insert into former_credential
            (award_id, issuer_key_id, content, jwt, signed_at, status_list_id, status_index, replaced_at)
        select award.id, credential.issuer_key_id, credential.content, credential.jwt, credential.signed_at,
               award.status_list_id, award.status_index, :at
        from credential join award on award.id = credential.award_id where award.id = :id
        """,
        id=award_id,
        at=at,
    )
    await db.run("delete from credential where award_id = :id", id=award_id)


async def move_by_id(award_id: int, status_list_id: int, status_index: int) -> bool:
    """Another place in a list for what is signed anew; False where it is taken."""
    done = await db.run(
        """
        update award set status_list_id = :list, status_index = :index, signed_anew = signed_anew + 1
        where id = :id
          and not exists (select from award where status_list_id = :list and status_index = :index)
          and not exists (select from former_credential where status_list_id = :list and status_index = :index)
        """,
        id=award_id,
        list=status_list_id,
        index=status_index,
    )
    return done == 1
