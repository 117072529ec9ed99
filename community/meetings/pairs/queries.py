"""Pairs as rows: who may be put together, who was, and what each has opened to the others."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from community import clock, db
from community.cohorts.queries import Place, Seat
from community.errors import NotFound
from community.feedback.content import COUNTS_AS
from community.meetings.pairs.rules import Candidate, Two
from community.meetings.queries import Meeting

MOST = 500  # people of one cohort


@dataclass(frozen=True)
class Paired:
    """One of a pair. `request_id`: with which they opened a draft to the others, while it is open, and until when."""

    pair_id: int
    seat_id: int
    person_id: int
    name: str
    called: str
    request_id: int | None
    until_at: datetime | None


@dataclass(frozen=True)
class Pair:
    """Two or three who read each other until their meeting ends."""

    id: int
    meeting_id: int
    cohort_id: int
    title: str  # of the meeting
    starts_at: datetime
    ended_at: datetime | None
    people: tuple[Paired, ...]

    @property
    def seats(self) -> frozenset[int]:
        return frozenset(one.seat_id for one in self.people)

    @property
    def names(self) -> list[str]:
        return [one.called for one in self.people]

    @property
    def has_opened(self) -> list[Paired]:
        return [one for one in self.people if one.request_id]

    def others(self, seat_id: int) -> list[Paired]:
        return [one for one in self.people if one.seat_id != seat_id]


@dataclass(frozen=True)
class Pairs:
    """All that are agreed for a meeting. `version` grows with each that is made or ends."""

    meeting_id: int
    version: int
    pairs: list[Pair]


async def candidates(seat: Seat, meeting: Meeting) -> list[Candidate]:
    """For who facilitates: who works or helps in the cohort, by name."""
    return await db.many(
        Candidate,
        f"""
        select seat.id as seat_id, seat.person_id, person.name, person.called, person.picture,
               seat.role = 'participant' as works,
               exists (select from feedback_request join work on work.id = feedback_request.work_id
                       where work.person_id = seat.person_id and feedback_request.cohort_id = seat.cohort_id
                         and feedback_request.ended_at is null and feedback_request.until_at > :now
                         and not exists (select from feedback where feedback.request_id = feedback_request.id
                                         and feedback.state in ('reading', 'sent'))) as waits,
               exists (select from work where work.person_id = seat.person_id
                         and work.micro_credential_id = definition_version.micro_credential_id
                         and work.state in ('drafting', 'ready', 'asking', 'answered', 'revising')) as has_draft,
               not exists (select from reading_pause where reading_pause.seat_id = seat.id) as has_time,
               cast(coalesce((
                   select sum({COUNTS_AS}) from feedback
                   join feedback_request on feedback_request.id = feedback.request_id
                   where feedback.person_id = seat.person_id and feedback_request.cohort_id = seat.cohort_id
                     and feedback.state in ('reading', 'sent')), 0) as float) as given,
               coalesce((select answer from rsvp where rsvp.meeting_id = :meeting_id
                         and rsvp.person_id = seat.person_id and rsvp.starts_at = :starts_at), '') as answer
        from seat join person on person.id = seat.person_id join cohort on cohort.id = seat.cohort_id
        join definition_version on definition_version.id = cohort.definition_version_id
        where seat.cohort_id = :cohort_id and seat.state = 'active' and seat.role in ('participant', 'helper')
        order by lower(person.name), seat.id limit :most
        """,  # noqa: S608
        cohort_id=seat.cohort_id,
        meeting_id=meeting.id,
        starts_at=meeting.starts_at,
        now=clock.now(),
        most=MOST,
    )


async def apart(seat: Seat) -> frozenset[Two]:
    """Which seats of this cohort are kept from each other, whoever wished it (R42)."""
    rows = await db.many(
        dict,
        """
        select distinct one.id as one_id, other.id as other_id from kept_apart
        join seat as one on one.cohort_id = kept_apart.cohort_id and one.person_id = kept_apart.person_id
        join seat as other on other.cohort_id = kept_apart.cohort_id and other.person_id = kept_apart.other_id
        where kept_apart.cohort_id = :cohort_id order by one.id, other.id limit 5000
        """,
        cohort_id=seat.cohort_id,
    )
    return frozenset(frozenset({row["one_id"], row["other_id"]}) for row in rows)


async def before(seat: Seat, meeting: Meeting) -> Counter[Two]:
    """How often two seats were paired for other meetings of this cohort."""
    rows = await db.many(
        dict,
        """
        select pair_seat.pair_id, array_agg(pair_seat.seat_id order by pair_seat.seat_id) as seats
        from pair_seat join pair on pair.id = pair_seat.pair_id join meeting on meeting.id = pair.meeting_id
        where meeting.cohort_id = :cohort_id and meeting.id <> :id group by pair_seat.pair_id
        order by pair_seat.pair_id limit 5000
        """,
        cohort_id=seat.cohort_id,
        id=meeting.id,
    )
    return Counter(frozenset(two) for row in rows for two in combinations(row["seats"], 2))


async def pairs(place: Place, meeting: Meeting) -> Pairs:
    """Those that are agreed for a meeting of this place's cohort. NotFound for another's."""
    if meeting.cohort_id != place.cohort.id:
        raise NotFound
    return (await _lists([meeting.id]))[meeting.id]


async def lists_by_id(meeting_ids: list[int]) -> dict[int, Pairs]:
    """For the feed."""
    return await _lists(meeting_ids)


async def own(seat: Seat, meeting: Meeting) -> Pair | None:
    """This seat's newest pair for the meeting, also if there is no such pair any more."""
    pair_id = await db.value(
        """
        select max(pair.id) from pair join pair_seat on pair_seat.pair_id = pair.id
        where pair.meeting_id = :id and pair_seat.seat_id = :seat_id
        """,
        id=meeting.id,
        seat_id=seat.id,
    )
    return (await pairs_by_id([pair_id])).get(pair_id) if pair_id else None


async def pairs_by_id(pair_ids: list[int]) -> dict[int, Pair]:
    """For the feed, and for notices."""
    return {one.id: one for one in await _pairs("pair.id", pair_ids)}


async def told_by_id(pair_ids: list[int]) -> dict[int, list[int]]:
    """For notices: {pair: its people}, while it stands."""
    return {
        one.id: [person.person_id for person in one.people]
        for one in (await pairs_by_id(pair_ids)).values()
        if one.ended_at is None
    }


async def add(seat: Seat, meeting: Meeting, seats: Iterable[int]) -> int:
    """A new pair of these seats of this seat's cohort."""
    pair_id = await db.value(
        """
        insert into pair (meeting_id, agreed_at) select id, :at from meeting
        where id = :id and cohort_id = :cohort_id returning id
        """,
        id=meeting.id,
        cohort_id=seat.cohort_id,
        at=clock.now(),
    )
    await db.run(
        """
        insert into pair_seat (pair_id, seat_id) select :pair_id, id from seat
        where id = any(:seats) and cohort_id = :cohort_id
        """,
        pair_id=pair_id,
        seats=sorted(seats),
        cohort_id=seat.cohort_id,
    )
    return pair_id


async def set_request(seat: Seat, pair: Pair, request_id: int) -> bool:
    """Whether the pair still stands, and this one has opened that draft to it."""
    changed = await db.run(
        """
        update pair_seat set request_id = :request_id from pair
        where pair.id = :id and pair.ended_at is null and pair_id = pair.id and seat_id = :seat_id
        """,
        id=pair.id,
        seat_id=seat.id,
        request_id=request_id,
    )
    return changed == 1


async def end_by_id(pair_ids: list[int]) -> list[int]:
    """They end; the open requests with which drafts were opened to them."""
    await db.run(
        "update pair set ended_at = :at where id = any(:ids) and ended_at is null", ids=pair_ids, at=clock.now()
    )
    rows = await db.many(
        dict,
        """
        select pair_seat.request_id as id from pair_seat join feedback_request on feedback_request.id = request_id
        where pair_id = any(:ids) and feedback_request.ended_at is null order by pair_seat.request_id limit 1000
        """,
        ids=pair_ids,
    )
    return [row["id"] for row in rows]


async def over_by_id(most: int = 100) -> list[int]:
    """For the job: meetings that are over, and have pairs."""
    rows = await db.many(
        dict,
        """
        select distinct meeting.id from pair join meeting on meeting.id = pair.meeting_id
        where pair.ended_at is null
          and (meeting.state = 'cancelled' or meeting.starts_at + make_interval(mins => meeting.minutes) <= :now)
        order by meeting.id limit :most
        """,
        now=clock.now(),
        most=most,
    )
    return [row["id"] for row in rows]


async def _lists(meeting_ids: list[int]) -> dict[int, Pairs]:
    rows = await db.many(
        dict,
        """
        select meeting.id, count(pair.id) + count(pair.ended_at) as version from meeting
        left join pair on pair.meeting_id = meeting.id
        where meeting.id = any(:ids) group by meeting.id order by meeting.id limit 2000
        """,
        ids=meeting_ids,
    )
    found: dict[int, list[Pair]] = defaultdict(list)
    for one in await _pairs("pair.meeting_id", meeting_ids):
        if one.ended_at is None:
            found[one.meeting_id].append(one)
    return {row["id"]: Pairs(row["id"], row["version"], found[row["id"]]) for row in rows}


async def _pairs(by: str, ids: list[int]) -> list[Pair]:
    rows = await db.many(
        dict,
        f"""
        select pair.id, pair.meeting_id, meeting.cohort_id, meeting.title, meeting.starts_at, pair.ended_at from pair
        join meeting on meeting.id = pair.meeting_id where {by} = any(:ids) order by pair.id limit 2000
        """,  # noqa: S608
        ids=ids,
    )
    people = await db.many(
        Paired,
        """
        select pair_seat.pair_id, seat.id as seat_id, seat.person_id, person.name, person.called,
               feedback_request.id as request_id, feedback_request.until_at
        from pair_seat join seat on seat.id = pair_seat.seat_id and seat.state = 'active'
        join person on person.id = seat.person_id
        left join feedback_request on feedback_request.id = pair_seat.request_id
             and feedback_request.ended_at is null and feedback_request.until_at > :now
        where pair_seat.pair_id = any(:ids) order by pair_seat.pair_id, lower(person.name), seat.id limit 6000
        """,
        ids=[row["id"] for row in rows],
        now=clock.now(),
    )
    of = defaultdict(list)
    for one in people:
        of[one.pair_id].append(one)
    return [Pair(**row, people=tuple(of[row["id"]])) for row in rows]
