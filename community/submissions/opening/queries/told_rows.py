"""Opened results for the feed and the job, by number."""

from collections.abc import Iterable
from datetime import datetime

from community import db
from community.submissions.opening import rules
from community.submissions.opening.queries.opened_rows import OPENED, Opened, filled_by_id, opened_by_id


async def over_by_id(at: datetime) -> list[Opened]:
    """For the job: what is over by its day, or because its earner has left or has earned it."""
    found = await db.many(
        Opened,
        OPENED
        + """
        where opened_result.ended_at is null
          and (opened_result.until_at <= :at or seat.state <> 'active' or seat.joined_at > opened_result.opened_at
               or cohort.state = 'closed'
               or exists (
                   select from application as other
                   where other.person_id = seat.person_id and other.micro_credential_id = micro_credential.id
                     and other.state = 'earned'
               ))
        order by opened_result.id limit 200
        """,
        at=at,
    )
    return await filled_by_id(found)


async def audiences_by_id(pairs: Iterable[tuple[int, int]], at: datetime) -> dict[tuple[int, int], str]:
    """Who may follow opened:ID: its earner, and whom she chose as long as they may read it (R64)."""
    wanted = sorted(pairs)
    found = await opened_by_id(sorted({number for _person, number in wanted}))
    told = {}
    for person_id, number in wanted:
        one = found.get(number)
        chosen = next((c for c in one.chosen if c.person_id == person_id), None) if one else None
        if one and one.person_id == person_id:
            told[person_id, number] = "author"
        elif one and rules.can_read(one, chosen, at):
            told[person_id, number] = "reader"
    return told
