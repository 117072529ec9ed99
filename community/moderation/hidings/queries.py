"""Hidden messages as their authors see them."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.cohorts.queries import Seat
from community.errors import NotFound

HIDING = """
select distinct on (message.id) message.id as message_id, channel.cohort_id, cohort.name as cohort,
       message.person_id as author_id, message.html, message.hidden_why, report.settled_at as at,
       report.sentence as why, coalesce(hider.name, '') as by, seat.id as seat_id, affiliate.slug as affiliate,
       report.restored_at, report.restored_why, coalesce(restorer.name, '') as restored_by
from report
join message on message.id = report.message_id
join channel on channel.id = message.channel_id
join cohort on cohort.id = channel.cohort_id
join affiliate on affiliate.id = cohort.affiliate_id
left join person as hider on hider.id = report.settled_by
left join person as restorer on restorer.id = report.restored_by
left join seat on seat.cohort_id = cohort.id and seat.person_id = report.settled_by and seat.state = 'active'
     and seat.role <> 'observer'
"""
# The one by which it is hidden now; where it stands again, the one that was restored last.
NEWEST = """
order by message.id,
         case when report.restored_at is null and report.sentence = message.hidden_why then report.settled_at end
         desc nulls last, report.restored_at desc nulls last, report.settled_at
limit 1000
"""


@dataclass(frozen=True)
class Hiding:
    """One's message that was hidden, `by` whom and `why`. `seat_id` is where one writes to them; None at the desk."""

    message_id: int
    cohort_id: int
    cohort: str
    author_id: int | None
    html: str
    hidden_why: str  # "" once it stands again
    at: datetime
    why: str
    by: str
    seat_id: int | None
    affiliate: str
    restored_at: datetime | None
    restored_why: str
    restored_by: str

    @property
    def message(self) -> str:
        return f"/cohorts/{self.cohort_id}/messages/{self.message_id}"

    @property
    def address(self) -> str:
        return f"{self.message}/hiding"

    @property
    def ask(self) -> str:
        """Where one asks who hid it: in a thread of the two, or the affiliate's desk."""
        if self.seat_id:
            return f"/cohorts/{self.cohort_id}/private-threads/new?to={self.seat_id}"
        return f"/affiliates/{self.affiliate}#ask"


async def own_hiding(seat: Seat, message_id: int) -> Hiding:
    """Of a message that this seat's person wrote; NotFound for any other, and for what nobody hid."""
    found = (await hidings_by_id([message_id])).get(message_id)
    if found is None or (found.author_id, found.cohort_id) != (seat.person_id, seat.cohort_id):
        raise NotFound
    return found


async def hidings_by_id(ids: list[int]) -> dict[int, Hiding]:
    """For notices: {message: how it was hidden}"""
    found = await db.many(
        Hiding, HIDING + "where message.id = any(:ids) and report.outcome = 'hidden'" + NEWEST, ids=ids
    )
    return {one.message_id: one for one in found}


async def authors_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For notices: {message: who wrote it}"""
    return {key: [one.author_id] for key, one in (await hidings_by_id(ids)).items() if one.author_id}
