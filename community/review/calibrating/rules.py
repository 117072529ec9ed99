"""How far two readers agree (R51). Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

PERCENT = 80  # of the criteria, unless the issuer asks for more or less


def agreed(one: Sequence[str], other: Sequence[str]) -> int:
    """For how many criteria both chose the same level; ValueError unless both judged the same ones, one at least."""
    if not one or len(one) != len(other):
        raise ValueError("both judge the same criteria")
    return sum(left == right for left, right in zip(one, other, strict=True))


def agreement(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of criteria with the same level, 0 to 1."""
    return agreed(one, other) / len(one)


def kappa(one: Sequence[str], other: Sequence[str]) -> float:
    """Cohen's kappa: the agreement beyond what chance alone would give; 1 all, 0 no more than chance, below 0 less.

    J. Cohen, A coefficient of agreement for nominal scales, 1960. Where both chose one and the same level throughout,
    chance would give all of it, and kappa has no value: here it is 1.
    """
    observed = agreement(one, other)
    left, right = Counter(one), Counter(other)
    by_chance = sum(left[level] * right[level] for level in left) / len(one) ** 2
    return 1.0 if by_chance == 1 else (observed - by_chance) / (1 - by_chance)


def is_enough(agreed: int, criteria: int, percent: int) -> bool:
    """Whether so many of the criteria are at least so many per cent."""
    return agreed * 100 >= percent * criteria


@dataclass(frozen=True)
class Compared:
    """One criterion of a finished reading: what the reader chose, what the reference says and why."""

    number: str
    title: str
    mine: str
    reference: str
    why: str
    saw: str

    @property
    def is_same(self) -> bool:
        return self.mine == self.reference
