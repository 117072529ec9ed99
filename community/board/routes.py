"""The progress board: a page, a part of the cohort's page, and what of it changes by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages, rendering
from community.board import queries, rules
from community.board.queries import Board
from community.board.rows import Cell, Row
from community.board.rules import Audience, Show
from community.cohorts import queries as cohorts
from community.cohorts.expecting import queries as expecting
from community.cohorts.queries import Seat
from community.errors import permit
from community.evidence import queries as evidence
from community.evidence.assessing import queries as assessing
from community.evidence.assessing import rules as assessing_rules
from community.evidence.rules import State
from community.meetings import queries as meetings
from community.pages import Live, _, signed_in

READY_OR_FURTHER = frozenset({"ready", "submitted", "met", "earned"})


async def show_board(request: Request) -> Response:
    """GET /cohorts/7/board?show=asking: with ?part=1 only what stands among the parts of the cohort's page."""
    person = signed_in(request)
    seat = await cohorts.seat(person, request.path_params["cohort_id"])
    cohort = await cohorts.cohort(seat)
    sees_members = rules.sees_members(seat)
    marks = await pages.watch(request, seat.cohort_topic if sees_members else seat.roster_topic, seat.topic)
    show, after = _show(request), pages.row(request, "after") or 0
    board = await queries.board(seat, cohort, show, after)
    own = await _own(seat, board)
    here = _here(request, seat)
    part = "part" in request.query_params
    seen = [_seen(row, seat, pages.language_of(request)) for row in board.rows]
    return pages.page(
        request,
        "board/_board.html" if part else "board/board.html",
        nav="cohort",
        part=part,
        seat=seat,
        cohort=cohort,
        board=board,
        marks=marks,
        show=show,
        after=after,
        faces=(await cohorts.members(seat))[:40] if sees_members and not part else [],
        sees_members=sees_members,
        parts=_parts(board),
        is_everyone=board.is_whole and show in (Show.FIRST, Show.EVERYONE),
        rows=_chosen(board, seen, seat, show, here),
        audience=seat.audience if seat.is_facilitator else "peer",
        expected=await expecting.expected(seat, cohort, board.columns),
        counted=_counted(board, seen),
        foot=_foot(board, seen),
        here=here,
        helped=await queries.helped(seat) if seat.role == "helper" else 0,
        hard=[] if part else await _hard(seat, board),
        **await _strip(person, cohort, seat, board, own),
    )


async def _hard(seat: Seat, board: Board) -> list[tuple[Any, int]]:
    """The requirements that five or more of this cohort say are hard, and how many do (R65)."""
    counts = assessing_rules.told(await assessing.hard_in(seat))
    return [(column, counts[column.key]) for column in board.columns if column.key in counts]


async def show_strip(request: Request) -> Response:
    """GET /cohorts/7/board/strip: who needs me, my safe date, what is next for me."""
    person = signed_in(request)
    seat = await cohorts.seat(person, request.path_params["cohort_id"])
    permit(rules.sees_members(seat), _("Observers see counts, not members."))
    cohort = await cohorts.cohort(seat)
    board = await queries.board(seat, cohort)
    own = await _own(seat, board)
    return pages.fragment(
        request,
        "board/_strip.html",
        seat=seat,
        cohort=cohort,
        board=board,
        **await _strip(person, cohort, seat, board, own),
    )


async def show_talk(request: Request) -> Response:
    """GET /cohorts/7/board/talk: the dots of its cells and columns, for who asks; dots.js puts them in."""
    seat = await cohorts.seat(signed_in(request), request.path_params["cohort_id"])
    permit(rules.sees_members(seat), _("Observers see counts, not members."))
    cohort = await cohorts.cohort(seat)
    board = await queries.board(seat, cohort, _show(request), pages.row(request, "after") or 0)
    return pages.fragment(request, "board/_talk.html", cohort=cohort, board=board)


# --- rows ---


class Seen(NamedTuple):
    """A row as one audience sees it: its html, the states in it, the attempt's; `withholds` when none are shared."""

    html: Markup
    states: tuple[str, ...]
    attempt: str
    withholds: bool


def _seen(row: Row, seat: Any, language: str) -> Seen:
    """Kept, since a row is the same for the next reader (performance.md section 3)."""
    return _keep_seen(Version(row), Audience.SELF if row.seat_id == seat.id else seat.audience, language)


class Version:
    """A row as a key: what looks the same is the same."""

    def __init__(self, row: Row) -> None:
        self.row, self.version = row, row.version
        self.hash = hash(self.version)

    def __hash__(self) -> int:
        return self.hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self.version == other.version


@lru_cache(maxsize=4_000)
def _keep_seen(version: Version, audience: str, language: str) -> Seen:
    row = version.row
    shown = row.shown(audience)
    html = rendering.part("board/_parts.html", "row", language, row, shown, audience)
    return Seen(html, shown.states, shown.attempt, row.withholds(audience))


def _chosen(board: Board, seen: list[Seen], seat: Any, show: str, here: set[int]) -> list[Markup]:
    """The rows of this filter: one's own first, the others by name."""
    if not rules.sees_members(seat):
        return []
    rows = [
        (row.seat_id != seat.id, place)
        for place, row in enumerate(board.rows)
        if (row.person_id in here if show == Show.HERE else _is_among(show, seen[place]))
    ]
    return [seen[place].html for _other, place in sorted(rows)]


def _is_among(show: str, row: Seen) -> bool:
    return rules.is_among(show, row.states, row.attempt)


async def _own(seat: Any, board: Board) -> Row | None:
    """One's own row, from the page's rows or, on another page of a large room, by itself."""
    if not seat.is_participant:
        return None
    return next((row for row in board.rows if row.seat_id == seat.id), None) or await queries.own_row(seat)


# --- around the rows ---


@dataclass(frozen=True)
class Asking:
    """Who waits for a reader, and with what."""

    row: Row
    cell: Cell


@dataclass(frozen=True)
class Foot:
    """Of `all` who share states, `done` are ready or further with this column."""

    name: str
    done: int
    all: int


async def _strip(person: Any, cohort: Any, seat: Any, board: Board, own: Row | None) -> dict[str, Any]:
    who_asks = board if board.is_whole else await queries.board(seat, cohort, Show.ASKING)
    asking = [
        Asking(row, cell)
        for row in who_asks.rows
        if row.seat_id != seat.id and any(piece.state == State.ASKING for piece in row.pieces)
        for cell in row.shown(seat.audience).cells
        if cell.state == State.ASKING
    ]
    clocks = [(row.safe_day, row.seat_id, row) for row in board.rows if row.safe_day]
    return {
        "own": own,
        "plan": await meetings.plan(seat, cohort),
        "asking": sorted(asking, key=lambda one: one.cell.at.timestamp() if one.cell.at else 0),
        "standing": await evidence.standing(person, cohort.code) if own else None,
        "soonest": min(clocks)[2] if clocks and seat.is_facilitator else None,
        "idle": sum(not row.begun for row in board.rows) if seat.is_facilitator else 0,
    }


def _counted(board: Board, seen: list[Seen]) -> dict[str, int | None]:
    """How many rows each filter holds; of a large room only the whole is counted."""
    filters = (Show.ASKING, Show.SUBMITTED)
    return {show: sum(_is_among(show, row) for row in seen) if board.is_whole else None for show in filters}


def _foot(board: Board, seen: list[Seen]) -> list[Foot]:
    """Per column, of a board that is shown whole."""
    sharing = [(*row.states, row.attempt) for row in seen if not row.withholds]
    names = [*(requirement.label for requirement in board.columns), _("Attempt")]
    feet = [Foot(name, sum(r[n] in READY_OR_FURTHER for r in sharing), len(sharing)) for n, name in enumerate(names)]
    return feet if board.is_whole and sharing else []


def _parts(board: Board) -> list[tuple[str, Sequence[Any]]]:
    titles = {1: _("Part 1 · Overview"), 2: _("Part 2 · Evidence"), 3: _("Part 3")}
    parts = ((title, [column for column in board.columns if column.part == part]) for part, title in titles.items())
    return [(title, columns) for title, columns in parts if columns]


def _here(request: Request, seat: Any) -> set[int]:
    """Who is here now, as far as this process has heard."""
    return set(request.state.realtime.here(seat.cohort_topic))


def _show(request: Request) -> str:
    wanted = request.query_params.get("show", "")
    return wanted if wanted in set(Show) else Show.FIRST


async def turned_by_id(seat_ids: list[int]) -> dict[int, tuple[int, Any]]:
    """Seats that are for something else now: (seat, its row); None for who facilitates, and has no row any more."""
    rows = await queries.rows_by_id(seat_ids)
    return {seat_id: (seat_id, rows.get(seat_id)) for seat_id in seat_ids}


async def gone_by_id(seat_ids: list[int]) -> dict[int, int]:
    """Seats whose rows go: the number is all there is to know."""
    return {seat_id: seat_id for seat_id in seat_ids}


routes = [
    Route("/cohorts/{cohort_id:int}/board", show_board),
    Route("/cohorts/{cohort_id:int}/board/strip", show_strip),
    Route("/cohorts/{cohort_id:int}/board/talk", show_talk, methods=["GET"]),
]
live = {
    ("work.moved", "cohort"): Live("board/_cell.html", places=queries.places_by_id),
    ("work.moved", "seat"): Live("board/_own_cell.html", places=queries.places_by_id),
    ("releases.counted", "seat"): Live("board/_own_cell.html", places=queries.places_by_id),
    ("files.counted", "seat"): Live("board/_own_cell.html", places=queries.places_by_id),
    ("milestone.set", "seat"): Live("board/_planned_cell.html", row=queries.rows_by_id),
    ("work.shown", "cohort"): Live("board/_shown_cell.html", row=queries.rows_by_id),
    ("message.pointed", "cohort"): Live("board/_talk_news.html", seat_id=gone_by_id),
    ("seat.taken", "cohort"): Live("board/_new_row.html", row=queries.rows_by_id),
    ("seat.role_changed", "cohort"): Live("board/_turned_row.html", turned=turned_by_id),
    ("seat.left", "cohort"): Live("board/_no_row.html", seat_id=gone_by_id),
    ("seat.removed", "cohort"): Live("board/_no_row.html", seat_id=gone_by_id),
    ("seat.paused", "cohort"): Live("board/_no_row.html", seat_id=gone_by_id),
    ("application.started", "cohort"): Live("board/_clock.html", places=queries.applications_by_id),
    ("application.started", "seat"): Live("board/_own_clock.html", places=queries.applications_by_id),
    ("application.extended", "cohort"): Live("board/_clock.html", places=queries.applications_by_id),
    ("application.extended", "seat"): Live("board/_own_clock.html", places=queries.applications_by_id),
    ("application.withdrawn", "cohort"): Live("board/_clock.html", places=queries.applications_by_id),
    ("application.withdrawn", "seat"): Live("board/_own_clock.html", places=queries.applications_by_id),
    ("application.given_back", "cohort"): Live("board/_cell.html", places=queries.applications_by_id),
    ("application.given_back", "seat"): Live("board/_own_cell.html", places=queries.applications_by_id),
    ("application.submitted", "cohort"): Live("board/_clock.html", places=queries.applications_by_id),
    ("application.submitted", "seat"): Live("board/_own_clock.html", places=queries.applications_by_id),
    ("application.taken_back", "cohort"): Live("board/_clock.html", places=queries.applications_by_id),
    ("application.taken_back", "seat"): Live("board/_own_clock.html", places=queries.applications_by_id),
    ("application.handed_in", "cohort"): Live("board/_cell.html", places=queries.applications_by_id),
    ("application.handed_in", "seat"): Live("board/_own_cell.html", places=queries.applications_by_id),
    ("application.settled", "cohort"): Live("board/_clock.html", places=queries.applications_by_id),
    ("application.settled", "seat"): Live("board/_own_clock.html", places=queries.applications_by_id),
    ("application.judged", "cohort"): Live("board/_cell.html", places=queries.applications_by_id),
    ("application.judged", "seat"): Live("board/_own_cell.html", places=queries.applications_by_id),
    ("application.expired", "cohort"): Live("board/_clock.html", places=queries.applications_by_id),
    ("application.expired", "seat"): Live("board/_own_clock.html", places=queries.applications_by_id),
}
