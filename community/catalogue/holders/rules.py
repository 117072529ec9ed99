"""From when on holders are counted aloud. Pure."""

from dataclasses import dataclass

FEWEST = 5  # R65: of fewer nothing is said


@dataclass(frozen=True)
class Holders:
    """How many hold a badge; `came_back`: how many of them had a Not Yet first."""

    holders: int
    came_back: int

    @property
    def is_told(self) -> bool:
        """Of nobody there is nothing to say; and of all it would be said of each who shows the badge (R65)."""
        return self.holders >= FEWEST and 0 < self.came_back < self.holders
