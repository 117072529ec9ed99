"""From when on something is counted aloud, and how a row of numbers is drawn. Pure (R65)."""

from collections.abc import Iterable, Sequence
from typing import Any

FEWEST = 5  # people: of a smaller group nothing is counted
FEWEST_RESULTS = 10  # before it is said why attempts come back
WIDE, HIGH = 1100, 420  # units of a plot's own space
LEVELS = 4  # of shading, above none


def is_told(people: int) -> bool:
    """Whether a group is large enough to be counted."""
    return people >= FEWEST


def told(people: int) -> int | None:
    """A number of people that may stand on a page: none, or five and more; None for what lies between."""
    return people if people == 0 or is_told(people) else None


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
