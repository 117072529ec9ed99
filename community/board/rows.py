"""A member's row and its cells, as each audience is shown them: what a reader may not see never reaches a template."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from community.board import rules
from community.board.rules import Audience
from community.cohorts.rules import Shows
from community.evidence import rules as evidence
from community.evidence.rules import State


@dataclass(frozen=True)
class Piece:
    """The work of one member for one requirement, as it is."""

    key: str
    state: State = State.NOT_STARTED
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Cell:
    """One cell as one audience is shown it. `at` is None where the time of the last change does not go with it."""

    id: str
    requirement: Any  # catalogue.Requirement; None for the attempt
    state: str
    at: datetime | None = None
    brief: bool = False  # "working / done" instead of the states
    link: str = ""  # where it leads this reader, if anywhere


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
            self.last_day,
            self.pieces,
        )

    @property
    def safe_day(self) -> date | None:
        return evidence.safe_day(self.last_day)

    @property
    def begun(self) -> int:
        """How many requirements she has begun."""
        return sum(piece.state != State.NOT_STARTED for piece in self.pieces)

    def cells(self, audience: str) -> list[Cell]:
        """In the order of the columns, the attempt last."""
        by_key = {piece.key: piece for piece in self.pieces}
        return [
            *(self._cell(by_key.get(c.key) or Piece(c.key), c, audience) for c in self.columns),
            self._attempt(audience),
        ]

    def cell(self, key: str, audience: str) -> Cell | None:
        """The cell of this requirement, "" the attempt; None where the board has no such column (another version)."""
        return next(
            (cell for cell in self.cells(audience) if key == (cell.requirement.key if cell.requirement else "")), None
        )

    def withholds(self, audience: str) -> bool:
        """Whether nothing of this row is shared with this audience."""
        return audience not in rules.SEE_ALL and (audience != Audience.PEER or self.shows == Shows.NOTHING)

    def shows_clock(self, audience: str) -> bool:
        return rules.sees_clocks(audience)

    def counts(self, audience: str) -> Counter:
        """How many requirements are in each shown state."""
        return Counter(cell.state for cell in self.cells(audience)[:-1])

    def _cell(self, piece: Piece, requirement: Any, audience: str) -> Cell:
        seen = rules.shown(State(piece.state), audience, self.shows, self.application == "earned")
        return Cell(
            self._id("work", audience, piece.key),
            requirement,
            seen,
            at=piece.changed_at if rules.shows_when(seen, audience, self.shows) else None,
            brief=self._is_brief(audience),
            link=f"/work/{self.code}/{piece.key}" if audience == Audience.SELF else "",
        )

    def _attempt(self, audience: str) -> Cell:
        seen = rules.shown_attempt(evidence.attempt(self.application), audience, self.shows)
        link = f"/work/{self.code}" if audience == Audience.SELF else ""
        return Cell(self._id("attempt", audience), None, seen, brief=self._is_brief(audience), link=link)

    def _id(self, kind: str, audience: str, key: str = "") -> str:
        """work-3-talk_plan; on its author's own page own-work-3-talk_plan stands in its place."""
        return "-".join(filter(None, ("own" if audience == Audience.SELF else "", kind, str(self.seat_id), key)))

    def _is_brief(self, audience: str) -> bool:
        return audience == Audience.PEER and self.shows == Shows.WORKING_DONE
