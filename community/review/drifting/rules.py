"""What is shown of how far a reader agrees, and when calibrating again is suggested. Pure (R51)."""

from collections.abc import Sequence
from dataclasses import dataclass

LAST = 10  # readings that are decided, and as many before them
LEAST = 5  # fewer say nothing


@dataclass(frozen=True)
class Agreed:
    """With so many of so many."""

    agreed: int
    of: int

    @property
    def is_enough(self) -> bool:
        """Whether there are enough of them to say anything."""
        return self.of >= LEAST


@dataclass(frozen=True)
class Criterion:
    """How often the other readers of the same attempts found the same of one criterion: met, or not."""

    key: str
    title: str
    same: Agreed


@dataclass(frozen=True)
class Drift:
    """One reader at one micro-credential: with the outcome lately and before, with other readers by criterion.

    The criteria stand in the rubric's order, never by how often.
    """

    lately: Agreed
    before: Agreed
    criteria: Sequence[Criterion] = ()

    def is_low(self, percent: int) -> bool:
        """Less than calibration asks for: then to calibrate again is suggested."""
        return self.lately.is_enough and self.lately.agreed * 100 < percent * self.lately.of

    @property
    def differing(self) -> list[Criterion]:
        """Where others found another thing now and then, with enough readings to say so."""
        return [one for one in self.criteria if one.same.is_enough and one.same.agreed < one.same.of]
