"""What was said, found by its words; only what this seat may read, asked for in the same query."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from community import db
from community.cohorts.queries import Cohort, Seat
from community.discussion import texts
from community.discussion.queries.reach import READABLE, asking, begun

MOST_FOUND = 20
DICTIONARIES = {"en": "english", "es": "spanish"}  # as the column message.words has them
HEADLINE = (
    f"StartSel={texts.FOUND}, StopSel={texts.END}, MaxFragments=2, MaxWords=28, MinWords=10, ShortWord=0, "
    'FragmentDelimiter=" … "'
)


@dataclass(frozen=True)
class Found:
    """A message that holds the words; `headline` is a piece of it with marks around them."""

    id: int
    cohort_id: int
    channel_id: int
    thread_id: int | None
    name: str
    at: datetime
    headline: str

    @property
    def address(self) -> str:
        return f"/cohorts/{self.cohort_id}/messages/{self.id}"

    @property
    def excerpt(self) -> Markup:
        return texts.excerpt(self.headline)


async def find(seat: Seat, cohort: Cohort, words: str, before: int | None = None) -> list[Found]:
    """The newest messages with these words ("in quotes", -without, or), at most MOST_FOUND + 1, before an id."""
    return await db.many(
        Found,
        f"""
        select hit.id, hit.cohort_id, hit.channel_id, hit.thread_id, hit.name, hit.at,
               ts_headline(
                   hit.dictionary, regexp_replace(hit.html, '<[^>]*>', ' ', 'g'), hit.wanted, :headline
               ) as headline
        from (
            select message.id, channel.cohort_id, message.channel_id, message.thread_id, message.at, message.html,
                   coalesce(person.name, '') as name, asked.dictionary, asked.wanted
            from (
                select cast(cast(:dictionary as text) as regconfig) as dictionary,
                       websearch_to_tsquery(cast(cast(:dictionary as text) as regconfig), :words) as wanted
            ) as asked
            join message on message.words @@ asked.wanted
            join channel on channel.id = message.channel_id and channel.cohort_id = :cohort_id
            left join message as root on root.id = message.thread_id
            left join seat as chair on chair.cohort_id = channel.cohort_id and chair.person_id = message.person_id
            left join person on person.id = message.person_id and chair.unnamed is not true
            where message.deleted_at is null and message.id < :before and {READABLE}
              and {begun("coalesce(root.at, message.at)")}
            order by message.id desc limit :most
        ) as hit
        order by hit.id desc limit :most
        """,  # noqa: S608
        dictionary=DICTIONARIES.get(cohort.language, "simple"),
        words=words[:200],
        cohort_id=seat.cohort_id,
        person_id=seat.person_id,
        **asking(seat, cohort),
        before=before or 2**62,
        most=MOST_FOUND + 1,
        headline=HEADLINE,
    )
