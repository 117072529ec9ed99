"""The board as rows: members, their states and clocks. It reads what others wrote, never a text; it writes nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from community import db
from community.board.rows import Piece, Row
from community.board.rules import MOST_ROWS, PAGE, Audience
from community.catalogue import queries as catalogue
from community.discussion.pointing import queries as pointing
from community.evidence import rules as evidence
from community.people import queries as people

_columns: dict[int, tuple[Any, ...]] = {}  # a published version never changes (R3)

SEATS = """
select seat.id as seat_id, seat.cohort_id, seat.person_id, seat.shows, cohort.definition_version_id,
       definition_version.micro_credential_id, micro_credential.code
from seat
join person on person.id = seat.person_id
join cohort on cohort.id = seat.cohort_id
join definition_version on definition_version.id = cohort.definition_version_id
join micro_credential on micro_credential.id = definition_version.micro_credential_id
where seat.role = 'participant' and seat.state = 'active'
"""


@dataclass(frozen=True)
class Board:
    """The rows of one page by name, of `total` members; `after` is the seat that the next page comes after."""

    columns: tuple[Any, ...]  # catalogue.Requirement
    rows: list[Row]
    total: int
    after: int | None = None
    unread: dict[str, int] = field(default_factory=dict)  # messages about a requirement, unread by who asks

    @property
    def is_whole(self) -> bool:
        return len(self.rows) == self.total


async def board(seat: Any, cohort: Any, show: str = "", after: int = 0) -> Board:
    """The members of this seat's cohort; more than 60 come by page, and of a filter only who belongs to it."""
    total = await db.value(
        "select count(*) from seat where cohort_id = :cohort_id and role = 'participant' and state = 'active'",
        cohort_id=seat.cohort_id,
    )
    await _fetch_columns({cohort.definition_version_id})
    columns = _columns[cohort.definition_version_id]
    if total <= MOST_ROWS:
        rows = await _rows(SEATS + WHOLE, cohort_id=seat.cohort_id, most=MOST_ROWS)
        return await _talked(seat, cohort, Board(columns, rows, total))
    rows = await _rows(
        SEATS + BY_PAGE,
        cohort_id=seat.cohort_id,
        after=after,
        show=show,
        peer=seat.audience != Audience.FACILITATOR,
        most=PAGE + 1,
    )
    found = Board(columns, rows[:PAGE], total, rows[PAGE - 1].seat_id if len(rows) > PAGE else None)
    return await _talked(seat, cohort, found)


async def _talked(seat: Any, cohort: Any, board: Board) -> Board:
    """The same with what is said about its cells and columns, as far as who asks may read it (R17)."""
    cells: dict[int | None, list[tuple[str, int]]] = defaultdict(list)
    unread: dict[str, int] = defaultdict(int)
    for one in await pointing.talk_for(seat, cohort):
        cells[one.seat_id].append((one.key, one.messages))
        unread[one.key] += one.unread
    rows = [replace(row, talk=tuple(cells[row.seat_id])) if row.seat_id in cells else row for row in board.rows]
    return replace(board, rows=rows, unread={key: number for key, number in unread.items() if number})


async def own_row(seat: Any) -> Row | None:
    """One's own row; None for who has no place on the board."""
    found = await _rows(SEATS + "and seat.id = :seat_id order by seat.id limit 1", seat_id=seat.id)
    return found[0] if found else None


async def helped(seat: Any) -> int:
    """How many people of the cohort this seat's person has helped: read their draft and sent what they noted on it,
    or gave the answer that resolved their thread."""
    return await db.value(
        """
        select count(*) from (
            select work.person_id from feedback
            join feedback_request as asked on asked.id = feedback.request_id and asked.cohort_id = :cohort_id
            join work on work.id = asked.work_id
            where feedback.person_id = :person_id and feedback.state = 'sent'
            union
            select root.person_id from message as answer
            join message as root on root.answer_id = answer.id and root.deleted_at is null
            join channel on channel.id = answer.channel_id and channel.cohort_id = :cohort_id
            where answer.person_id = :person_id and answer.deleted_at is null
        ) as people
        where people.person_id <> :person_id
        """,
        cohort_id=seat.cohort_id,
        person_id=seat.person_id,
    )


WHOLE = "and seat.cohort_id = :cohort_id order by lower(person.name), seat.id limit :most"
BY_PAGE = """
and seat.cohort_id = :cohort_id
and (:after = 0 or (lower(person.name), seat.id) > (
    select lower(last.name), seat.id from seat join person as last on last.id = seat.person_id where seat.id = :after))
and (:show <> 'asking' or (seat.shows = 'all' or not :peer) and exists (
    select from work
    where work.person_id = seat.person_id and work.micro_credential_id = definition_version.micro_credential_id
      and work.state = 'asking'))
and (:show <> 'submitted' or (seat.shows = 'all' or not :peer) and exists (
    select from application
    where application.person_id = seat.person_id
      and application.micro_credential_id = definition_version.micro_credential_id
      and (application.state in ('submitted', 'earned')
           or :peer and application.state = 'open' and application.result in ('not_yet', 'returned_incomplete'))))
order by lower(person.name), seat.id limit :most
"""


# --- for the feed ---


@dataclass(frozen=True)
class Places:
    """The rows in which one piece of work stands, by seat: in each cohort that its author shares it with."""

    rows: dict[int, Row] = field(default_factory=dict)


async def places_by_id(work_ids: list[int]) -> dict[int, Places]:
    """The rows of these pieces of work."""
    return await _places(
        "join work on work.person_id = seat.person_id and work.micro_credential_id = mine.id", "work", work_ids
    )


async def applications_by_id(ids: list[int]) -> dict[int, Places]:
    """The rows of these applications."""
    joined = "join application on application.person_id = seat.person_id and application.micro_credential_id = mine.id"
    return await _places(joined, "application", ids)


async def rows_by_id(seat_ids: list[int]) -> dict[int, Row]:
    """The rows of these seats; a seat that has ended, or has no row, is missing."""
    rows = await _rows(SEATS + "and seat.id = any(:ids) order by seat.id limit 2000", ids=seat_ids)
    return {row.seat_id: row for row in rows}


async def _places(joined: str, table: str, ids: list[int]) -> dict[int, Places]:
    found = await db.many(
        dict,
        f"""
        select {table}.id, seat.id as seat_id
        from seat join cohort on cohort.id = seat.cohort_id
        join definition_version on definition_version.id = cohort.definition_version_id
        join micro_credential as mine on mine.id = definition_version.micro_credential_id
        {joined}
        where {table}.id = any(:ids) and seat.role = 'participant' and seat.state = 'active'
        order by {table}.id, seat.id limit 5000
        """,  # noqa: S608
        ids=ids,
    )
    rows = await rows_by_id(sorted({one["seat_id"] for one in found}))
    places: dict[int, Places] = defaultdict(Places)
    for one in found:
        if one["seat_id"] in rows:
            places[one["id"]].rows[one["seat_id"]] = rows[one["seat_id"]]
    return dict(places)


# --- rows: five questions, however many there are ---


async def _rows(sql: str, **values: Any) -> list[Row]:
    seats = await db.many(dict, sql, **values)
    if not seats:
        return []
    persons = sorted({seat["person_id"] for seat in seats})
    about = {"persons": persons, "micro_credentials": sorted({seat["micro_credential_id"] for seat in seats})}
    await _fetch_columns({seat["definition_version_id"] for seat in seats})
    faces = await people.people_by_id(persons)
    pieces: dict[tuple[int, int], list[Piece]] = defaultdict(list)
    for one in await db.many(dict, WORKS, **about):
        owner = (one.pop("person_id"), one.pop("micro_credential_id"))
        pieces[owner].append(Piece(**one))
    applications = {
        (one["person_id"], one["micro_credential_id"]): one for one in await db.many(dict, APPLICATIONS, **about)
    }
    return [_row(seat, faces[seat["person_id"]], pieces, applications) for seat in seats if seat["person_id"] in faces]


def _row(seat: dict, person: Any, pieces: dict, applications: dict) -> Row:
    owner = (seat["person_id"], seat.pop("micro_credential_id"))
    held = applications.get(owner)
    is_open = held is not None and held["state"] == "open"
    return Row(
        **seat,
        name=person.name,
        called=person.called,
        initials=person.initials,
        tone=person.tone,
        about=person.about,
        columns=_columns[seat["definition_version_id"]],
        pieces=tuple(pieces.get(owner, ())),
        application=held["state"] if held else None,
        is_open=is_open,
        last_day=_last_day(held) if held and is_open else None,
        result=held["result"] if held else "",
        result_at=held["result_at"] if held else None,
        reworks=held is not None and held["reworks"],
    )


def _last_day(held: dict) -> date | None:
    return evidence.last_day(held["expires_at"], held["time_zone"]) if held["expires_at"] else None


async def _fetch_columns(versions: Iterable[int]) -> None:
    for version in sorted(set(versions) - _columns.keys()):
        _columns[version] = tuple(await catalogue.public_requirements(version))


# One's own days stand also where nothing is begun.
WORKS = """
select coalesce(work.person_id, milestone.person_id) as person_id,
       coalesce(work.micro_credential_id, milestone.micro_credential_id) as micro_credential_id,
       coalesce(work.requirement_key, milestone.requirement_key) as key,
       coalesce(work.state, 'not_started') as state, work.changed_at,
       coalesce(work.releases_sent, 0) as releases_sent, coalesce(work.releases_back, 0) as releases_back,
       (select count(*) from upload
        where upload.work_id = work.id and upload.state in ('waiting', 'uploading')) as coming,
       milestone.day
from (
    select id, person_id, micro_credential_id, requirement_key, state, changed_at, releases_sent, releases_back
    from work where person_id = any(:persons) and micro_credential_id = any(:micro_credentials)
) as work
full join (
    select person_id, micro_credential_id, requirement_key, day
    from milestone where person_id = any(:persons) and micro_credential_id = any(:micro_credentials)
) as milestone
on milestone.person_id = work.person_id and milestone.micro_credential_id = work.micro_credential_id
   and milestone.requirement_key = work.requirement_key
order by 1, 2, 3 limit 100000
"""
APPLICATIONS = """
select distinct on (person_id, micro_credential_id) person_id, micro_credential_id, state, time_zone, expires_at,
       result, result_at, reworks
from application
where person_id = any(:persons) and micro_credential_id = any(:micro_credentials)
order by person_id, micro_credential_id, state in ('open', 'submitted', 'earned') desc, id desc limit 5000
"""
