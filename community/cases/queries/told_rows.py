"""Whom what happens in a case is told to."""

from community import db
from community.cases.queries.vote_rows import entitled_by_id, votes_by_id


async def concerned_by_id(ids: list[int]) -> dict[int, list[int]]:
    """Whom it concerns."""
    rows = await db.many(
        dict,
        "select id, person_id from case_file where id = any(:ids) and person_id is not null order by id limit 1000",
        ids=ids,
    )
    return {row["id"]: [row["person_id"]] for row in rows}


async def approvers_by_id(ids: list[int]) -> dict[int, list[int]]:
    """The desk: the issuer's approvers, but never whom it concerns."""
    rows = await db.many(
        dict,
        """
        select distinct case_file.id, desk.person_id from case_file
        join desk on desk.issuer_id = case_file.issuer_id and desk.kind = 'approver' and desk.ended_at is null
        where case_file.id = any(:ids) and desk.person_id is distinct from case_file.person_id
        order by case_file.id, desk.person_id limit 1000
        """,
        ids=ids,
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row["id"], []).append(row["person_id"])
    return found


async def entitled_people_by_id(ids: list[int]) -> dict[int, list[int]]:
    """Who may vote on it now."""
    return {case_id: list(await entitled_by_id(case_id)) for case_id in ids}


async def missing_by_id(ids: list[int]) -> dict[int, list[int]]:
    """Who may vote and has not."""
    found = {}
    for case_id in ids:
        given = {vote.person_id for vote in await votes_by_id(case_id)}
        found[case_id] = [one for one in await entitled_by_id(case_id) if one not in given]
    return found
