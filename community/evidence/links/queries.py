"""Links as rows: those of a text, and what was found at each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from community import db
from community.evidence.links.rules import Result
from community.evidence.queries import Work
from community.people.queries import Person

LINK = """
select link.id, link.work_id, link.address, link.result, link.checked_at
from link
"""


@dataclass(frozen=True)
class Link:
    """`checked_at` None while it waits to be looked at."""

    id: int
    work_id: int
    address: str
    result: str
    checked_at: datetime | None


@dataclass(frozen=True)
class Links:
    """All links of one requirement's text, as its author sees them."""

    work_id: int
    key: str
    code: str
    links: Sequence[Link]

    @property
    def place(self) -> str:
        """The requirement's own address."""
        return f"/work/{self.code}/{self.key}"


async def links(person: Person, work: Work) -> list[Link]:
    """Of one's own text, in the order in which they came."""
    sql = LINK + """
        join work on work.id = link.work_id where work.id = :work_id and work.person_id = :person_id
        order by link.id limit 100
    """
    return await db.many(Link, sql, work_id=work.id, person_id=person.id)


async def add_links(person: Person, work: Work, addresses: Sequence[str], at: datetime) -> int:
    """Those that are new; how many."""
    return await db.run(
        """
        insert into link (work_id, address, in_text, added_at)
        select work.id, address, true, :at
        from work, unnest(cast(:addresses as text[])) with ordinality as new (address, place)
        where work.id = :work_id and work.person_id = :person_id order by place
        on conflict do nothing
        """,
        work_id=work.id, person_id=person.id, addresses=list(addresses), at=at,
    )


async def forget_links(person: Person, work: Work, kept: Sequence[str]) -> int:
    """Those that are in the text no more; how many."""
    return await db.run(
        """
        delete from link using work
        where link.work_id = :work_id and work.id = link.work_id and work.person_id = :person_id
          and link.in_text and link.address <> all(cast(:kept as text[]))
        """,
        work_id=work.id, person_id=person.id, kept=list(kept),
    )


async def wait_again(person: Person, work: Work) -> int:
    """All of them are looked at anew; how many."""
    return await db.run(
        """
        update link set result = 'waiting', checked_at = null from work
        where link.work_id = :work_id and work.id = link.work_id and work.person_id = :person_id
        """,
        work_id=work.id, person_id=person.id,
    )


async def waiting_by_id(work_id: int) -> list[Link]:
    sql = LINK + "where work_id = :work_id and result = 'waiting' order by id limit 100"
    return await db.many(Link, sql, work_id=work_id)


async def set_result_by_id(link_id: int, result: Result, at: datetime) -> int:
    return await db.run(
        "update link set result = :result, checked_at = :at where id = :id", id=link_id, result=result, at=at
    )


async def links_by_id(work_ids: list[int]) -> dict[int, Links]:
    """What a page shows of each piece of work."""
    works = await db.many(
        dict,
        """
        select work.id, work.requirement_key as key, micro_credential.code
        from work join micro_credential on micro_credential.id = work.micro_credential_id
        where work.id = any(:ids) order by work.id limit 1000
        """,
        ids=work_ids,
    )
    found = await db.many(Link, LINK + "where work_id = any(:ids) order by work_id, id limit 5000", ids=work_ids)
    return {
        row["id"]: Links(row["id"], row["key"], row["code"], [link for link in found if link.work_id == row["id"]])
        for row in works
    }


async def owner_by_id(work_id: int) -> tuple[int, int] | None:
    """Whose work it is, and for which micro-credential."""
    rows = await db.many(
        dict, "select person_id, micro_credential_id from work where id = :id order by id limit 1", id=work_id
    )
    return (rows[0]["person_id"], rows[0]["micro_credential_id"]) if rows else None
