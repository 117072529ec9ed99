"""What was told of a meeting, and to whom: about versions."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from community import clock, db
from community.meetings import rules
from community.meetings.queries.meeting_rows import Meeting


@dataclass(frozen=True)
class Change:
    """What a version of a meeting told: from when to when, from where to where."""

    id: int
    cohort_id: int
    cohort: str
    meeting_id: int
    title: str
    was_at: datetime
    became_at: datetime
    time_zone: str
    minutes: int
    was_place: str
    place: str
    was_link: str
    link: str
    state: str
    number: int  # of the version
    at: datetime  # when it was told
    next_at: datetime | None  # the cohort's next meeting, as it stands now

    @property
    def has_moved(self) -> bool:
        return self.was_at != self.became_at

    @property
    def is_elsewhere(self) -> bool:
        return (self.was_place, self.was_link) != (self.place, self.link)

    @property
    def meeting(self) -> Meeting:
        """The meeting as this version told it, whatever became of it since."""
        return Meeting(
            id=self.meeting_id,
            cohort_id=self.cohort_id,
            cohort=self.cohort,
            version=self.number,
            state=self.state,
            title=self.title,
            starts_local=rules.local(self.became_at, self.time_zone),
            time_zone=self.time_zone,
            starts_at=self.became_at,
            minutes=self.minutes,
            place=self.place,
            link=self.link,
            changed_at=self.at,
            was_at=self.was_at,
        )


def since(changes: list[Change]) -> Change | None:
    """What they made together of a meeting, oldest first; None where all is as it was before the first."""
    first = changes[0]
    one = replace(changes[-1], was_at=first.was_at, was_place=first.was_place, was_link=first.was_link)
    return one if one.has_moved or one.is_elsewhere or one.state == rules.State.CANCELLED else None


async def told_by_id(version_ids: list[int]) -> dict[int, list[int]]:
    """For notices (R18): {version: persons who had been told what it replaced}: who sat there by then, and still does.

    Who is away hears of it if either time lies after their return. Who waits in line, also with a seat offered, was
    told no time yet: that comes at the joining (R17). Of a meeting that was over, and stays so, nobody is told.
    """
    rows = await db.many(
        dict,
        """
        select version.id, seat.person_id from meeting_version as version
        join meeting_version as former on former.meeting_id = version.meeting_id and former.number = version.number - 1
        join meeting on meeting.id = version.meeting_id
        join seat on seat.cohort_id = meeting.cohort_id and seat.joined_at < version.at
             and (seat.state = 'active' or seat.state = 'paused' and seat.returns_on
                  <= cast(greatest(former.starts_at, version.starts_at) at time zone version.time_zone as date))
        where version.id = any(:ids) and former.state <> 'cancelled'
          and (former.starts_at > version.at or version.starts_at > version.at)
          and (former.starts_at, former.state, former.place, former.link)
              is distinct from (version.starts_at, version.state, version.place, version.link)
        order by version.id, seat.person_id limit 100000
        """,
        ids=version_ids,
    )
    found: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        found[row["id"]].append(row["person_id"])
    return found


async def changes_by_id(version_ids: list[int]) -> dict[int, Change]:
    """For notices: what these versions told."""
    found = await db.many(
        Change,
        """
        select version.id, meeting.cohort_id, cohort.name as cohort, meeting.id as meeting_id, meeting.title,
               former.starts_at as was_at, version.starts_at as became_at, version.time_zone, version.minutes,
               former.place as was_place, version.place, former.link as was_link, version.link, version.state,
               version.number, version.at,
               (select upcoming.starts_at from meeting as upcoming
                where upcoming.cohort_id = meeting.cohort_id and upcoming.state <> 'cancelled'
                  and upcoming.starts_at > :now order by upcoming.starts_at, upcoming.id limit 1) as next_at
        from meeting_version as version
        join meeting_version as former on former.meeting_id = version.meeting_id and former.number = version.number - 1
        join meeting on meeting.id = version.meeting_id join cohort on cohort.id = meeting.cohort_id
        where version.id = any(:ids) order by version.id limit 2000
        """,
        ids=version_ids,
        now=clock.now(),
    )
    return {one.id: one for one in found}
