"""A member's row and its cells, as each audience is shown them: what a reader may not see never reaches a template."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from community.board import rules
from community.board.rules import Audience
from community.cohorts.rules import Shows
from community.evidence import rules as evidence
from community.evidence.rules import State

COUNTED = ("ready", "submitted", "met", "not_started", rules.WITHHELD)


@dataclass(frozen=True)
class Piece:
    """The work of one member for one requirement, as it is."""

    key: str
    state: State = State.NOT_STARTED
    changed_at: datetime | None = None
    releases_sent: int = 0
    releases_back: int = 0
    coming: int = 0  # files that are said, and not here yet
    day: date | None = None  # which she set herself (F39)


class Own(NamedTuple):
    """What a cell says on one's own row alone."""

    releases: tuple[int, int] | None = None  # how many are back of how many
    coming: int = 0
    day: date | None = None


class Cell(NamedTuple):
    """One cell as one audience is shown it; a template takes it apart in this order."""

    id: str
    place: str  # of its seat and requirement; "" for the attempt
    requirement: Any  # catalogue.Requirement; None for the attempt
    state: str
    word: str  # the state as it is said: "working" and "done" where only these are shared
    at: datetime | None = None  # None where the time of the last change does not go with it
    link: str = ""  # where it leads this reader, if anywhere
    own: Own | None = None
    talk: int = 0  # how many open messages of hers are about it


class Shown(NamedTuple):
    """What one audience is shown of a row: cells in the order of the columns, the attempt last; the states in them."""

    cells: tuple[Cell, ...]
    states: tuple[str, ...]
    attempt: str
    counts: tuple[tuple[str, int], ...]  # of requirements, by state, as a phone says them in one line


@dataclass(frozen=True)
class Row:
    """A member of the board: who she is, her work, her application; `columns` are those of the cohort's version."""

    seat_id: int
    cohort_id: int
    definition_version_id: int
    code: str
    person_id: int
    shows: str
    name: str
    called: str
    initials: str
    tone: str
    about: str
    columns: tuple[Any, ...]
    pieces: tuple[Piece, ...]
    application: str | None
    is_open: bool
    last_day: date | None
    talk: tuple[tuple[str, int], ...] = ()  # requirement, how many open messages of hers the reader finds about it
    result: str = ""  # what came of the last attempt, while the window is open
    result_at: datetime | None = None
    reworks: bool = False

    @property
    def version(self) -> tuple:
        """All that the row shows: the same version looks the same."""
        return (
            self.seat_id,
            self.definition_version_id,
            self.shows,
            self.name,
            self.called,
            self.initials,
            self.tone,
            self.about,
            self.application,
            self.is_open,
            self.result,
            self.result_at,
            self.reworks,
            self.last_day,
            self.pieces,
            self.talk,
        )

    @property
    def safe_day(self) -> date | None:
        return evidence.safe_day(self.last_day, self.reworks)

    @property
    def begun(self) -> int:
        """How many requirements she has begun."""
        return sum(piece.state != State.NOT_STARTED for piece in self.pieces)

    def shown(self, audience: str) -> Shown:
        """All of the row that this audience is shown."""
        by_key = {piece.key: piece for piece in self.pieces}
        is_own, shows, earned = audience == Audience.SELF, self.shows, self.application == "earned"
        begin, address = self._begin(is_own, "work"), f"/work/{self.code}"
        cells, said = [], dict(self.talk)
        for column in self.columns:
            key = column.key
            piece = by_key.get(key) or Piece(key)
            state, word, tells_when = rules.look(self._state(piece, audience), audience, shows, earned)
            at = piece.changed_at if tells_when else None
            link = f"{address}/{key}" if is_own else self._asks(key) if word == State.ASKING else ""
            own, talk = _own(piece) if is_own else None, said.get(key, 0)
            place = f"{self.seat_id}-{key}"
            cells.append(Cell(begin + place, place, column, state, word, at, link, own, talk))
        attempt = rules.look_of_attempt(evidence.attempt(self.application, self.result), audience, shows)
        link = address if is_own else ""
        last = Cell(f"{self._begin(is_own, 'attempt')}{self.seat_id}", "", None, attempt.state, attempt.word, link=link)
        states = tuple(cell.state for cell in cells)
        return Shown((*cells, last), states, attempt.state, tuple((name, states.count(name)) for name in COUNTED))

    def cell(self, key: str, audience: str) -> Cell | None:
        """The cell of this requirement, "" the attempt; None where the board has no such column (another version)."""
        cells = self.shown(audience).cells
        return next((cell for cell in cells if key == (cell.requirement.key if cell.requirement else "")), None)

    def withholds(self, audience: str) -> bool:
        """Whether nothing of this row is shared with this audience."""
        return audience not in rules.SEE_ALL and (audience != Audience.PEER or self.shows == Shows.NOTHING)

    def shows_clock(self, audience: str) -> bool:
        return rules.sees_clocks(audience)

    def _state(self, piece: Piece, audience: str) -> State:
        """What a result alone has made ready looks to colleagues as it did before, until its author goes on with it."""
        is_untouched = piece.changed_at and self.result_at and piece.changed_at <= self.result_at
        is_told = self.is_open and self.result == "returned_incomplete" and piece.state == State.READY and is_untouched
        return State.SUBMITTED if is_told and audience not in rules.SEE_ALL else piece.state

    def _asks(self, key: str) -> str:
        """Where a colleague goes from a cell that asks for a reader."""
        return f"/cohorts/{self.cohort_id}/feedback/{self.seat_id}/{key}"

    @staticmethod
    def _begin(is_own: bool, kind: str) -> str:
        """work-, and 3-talk_plan follows; on its author's own page own-work-3-talk_plan stands in its place."""
        return f"{'own-' if is_own else ''}{kind}-"


def _own(piece: Piece) -> Own:
    """Her own day is told until it is done."""
    releases = (piece.releases_back, piece.releases_sent) if piece.releases_sent else None
    return Own(releases, piece.coming, None if piece.state in rules.DONE else piece.day)
