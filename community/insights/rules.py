"""From when on something is counted aloud, and how a row of numbers is drawn. Pure (R65)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

FEWEST = 5  # people: of a smaller group nothing is counted
FEWEST_RESULTS = 10  # before it is said why attempts come back
SCHOOL_YEAR_BEGINS = 7  # July
WIDE, HIGH = 1100, 420  # units of a plot's own space
LEVELS = 4  # of shading, above none


@dataclass(frozen=True)
class Piece:
    """Months that are told together only, from the first day of one to the first day of the month after the last."""

    begins: date
    ends: date
    count: int

    @property
    def is_told(self) -> bool:
        """All but a whole school year of fewer than five: that one goes into no sum either."""
        return self.count == 0 or is_told(self.count)


def is_told(people: int) -> bool:
    """Whether a group is large enough to be counted."""
    return people >= FEWEST


def told(people: int) -> int | None:
    """A number of people that may stand on a page: none, or five and more; None for what lies between."""
    return people if people == 0 or is_told(people) else None


def pieces(counts: Mapping[date, int]) -> list[Piece]:
    """The months of these counts, in school years, cut only where each part has none, or five and more (R65).

    What is told of whole pieces, months, periods and sums, yields no number of fewer than five when one is taken from
    another. What is left at the end of a school year goes with the piece before it.
    """
    return [piece for year in _school_years(counts) for piece in _cut(year, counts)]


def told_between(counts: Mapping[date, int], begins: date, ends: date) -> int | None:
    """How many from the first day of one month to that of another; None where only a part of a piece is meant."""
    meant = [piece for piece in pieces(counts) if piece.begins < ends and begins < piece.ends]
    whole = all(begins <= piece.begins and piece.ends <= ends for piece in meant)
    return sum(piece.count for piece in meant) if whole and all(piece.is_told for piece in meant) else None


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _school_years(counts: Mapping[date, int]) -> list[list[date]]:
    """All twelve months of each, from that of the first count to that of the last."""
    if not counts:
        return []
    first, last = (month.year - (month.month < SCHOOL_YEAR_BEGINS) for month in (min(counts), max(counts)))
    years = []
    for year in range(first, last + 1):
        months = [date(year, SCHOOL_YEAR_BEGINS, 1)]
        while len(months) < 12:
            months.append(next_month(months[-1]))
        years.append(months)
    return years


def _cut(months: Sequence[date], counts: Mapping[date, int]) -> list[Piece]:
    found: list[Piece] = []
    begins, count = months[0], 0
    for month in months:
        count += counts.get(month, 0)
        if count == 0 or is_told(count):
            found.append(Piece(begins, next_month(month), count))
            begins, count = next_month(month), 0
    while count and found and not is_told(count):
        before = found.pop()
        begins, count = before.begins, before.count + count
    return [*found, Piece(begins, next_month(months[-1]), count)] if count else found


def share(part: int, whole: int) -> int | None:
    """Percent, rounded; None of a group that is too small."""
    return round(100 * part / whole) if is_told(whole) else None


def largest(rows: Iterable[Any]) -> int:
    """The largest number of a table of `counts`: never 0."""
    return max([1, *(count for row in rows for count in row.counts if count)])


def shade(count: int | None, largest: int) -> int:
    """How dark a number's field is, 0 to 4; the number itself always stands in it. None: too few to be told."""
    return 0 if not count or count < 0 else max(1, -(-count * LEVELS // max(1, largest)))


def line(values: Sequence[float], top: float, places: int = 0) -> str:
    """An SVG path through these values from left to right, 0 at the bottom and `top` at the upper edge.

    `places`: how many values the whole width holds, where there are more to come.
    """
    step = WIDE / max(1, (places or len(values)) - 1)
    points = [f"{index * step:.1f} {HIGH - HIGH * value / max(1, top):.1f}" for index, value in enumerate(values)]
    return "M" + " L".join(points) if points else ""
