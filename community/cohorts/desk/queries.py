"""Counts alone: who reads names of members need not know who sits in which cohort."""

from community import db
from community.affiliates.queries import Desk


async def open_cohorts(desk: Desk) -> tuple[int, int]:
    """(how many cohorts of the desk's own affiliate take people now, how many seats are left in them together)."""
    (row,) = await db.many(
        dict,
        """
        select count(*) as cohorts, cast(coalesce(sum(greatest(0, capacity - (
                   select count(*) from seat
                   where seat.cohort_id = cohort.id and seat.state = 'active' and seat.role = 'participant'
               ))), 0) as bigint) as seats
        from cohort where affiliate_id = :affiliate_id and state in ('open', 'running') and sign_up_open
        """,
        affiliate_id=desk.affiliate_id,
    )
    return row["cohorts"], row["seats"]
