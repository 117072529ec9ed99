"""What a desk's numbers say: who had a cohort and who went alone, apart, and never of fewer than five (R65). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from community.insights.rules import next_month, pieces, told, told_between

MONTHS = 12
EVERYWHERE = 40  # percent of first attempts, about, in the field's own figures; never beside awards


@dataclass(frozen=True)
class Line:
    """A cohort as the list has it; `submitted`: people of it with a first attempt, `awarded`: who of them earned."""

    id: int
    name: str
    affiliate_id: int
    affiliate: str
    title: str
    state: str
    starts_on: date
    ends_on: date
    people: int
    submitted: int
    awarded: int

    @property
    def people_told(self) -> int | None:
        return told(self.people)

    @property
    def submitted_told(self) -> int | None:
        return told(self.submitted)

    @property
    def awarded_told(self) -> int | None:
        """Of so many who submitted; of fewer than five of them nothing is said."""
        return self.awarded if self.submitted_told is not None else None


@dataclass(frozen=True)
class Month:
    """One month of one kind: with a cohort, or alone. `awards` are those given in it."""

    month: date
    supported: bool
    people: int
    judged: int
    met: int
    awarded: int
    awards: int


@dataclass(frozen=True)
class Counter:
    """All of one kind: who submitted, who of them was told a first result, who met it then, who has earned since."""

    people: int = 0
    judged: int = 0
    met: int = 0
    awarded: int = 0


@dataclass(frozen=True)
class Row:
    """One line of the months' table: a number, or None where it would be of fewer than five."""

    label: str
    counts: tuple[int | None, ...]


def counter(months: Iterable[Month], supported: bool) -> Counter:
    """Of everything there ever was, but for school years of fewer than five."""
    own = [month for month in months if month.supported is supported]
    small = [piece for piece in pieces(_counts(own, "people")) if not piece.is_told]
    told = [one for one in own if not any(piece.begins <= one.month < piece.ends for piece in small)]
    return Counter(*(sum(getattr(month, name) for month in told) for name in ("people", "judged", "met", "awarded")))


def last_months(today: date, count: int = MONTHS) -> list[date]:
    """The first days of so many months, this one the last."""
    months, day = [], today.replace(day=1)
    for _ in range(count):
        months.append(day)
        day = (day.replace(day=1) - date.resolution).replace(day=1)
    return months[::-1]


def by_month(months: Iterable[Month], over: Iterable[date], name: str, supported: bool) -> tuple[int | None, ...]:
    """This number for each of these months; None where it, or what it would tell of others, is of fewer than five."""
    counts = _counts([month for month in months if month.supported is supported], name)
    return tuple(told_between(counts, month, next_month(month)) for month in over)


def awards_told(months: Iterable[Month], begins: date, ends: date) -> bool:
    """Whether the awards of this time may be told, of both kinds together: beside each kind's own months.

    In a school year of which neither kind is told, both together may be.
    """
    months = list(months)
    supported, alone = (_counts([one for one in months if one.supported is kind], "awards") for kind in (True, False))
    small = {piece.begins for piece in pieces(supported) if not piece.is_told}
    for piece in pieces(alone):
        if piece.begins in small and not piece.is_told:
            for month in [month for month in alone if piece.begins <= month < piece.ends]:
                supported[month] = supported.get(month, 0) + alone.pop(month)
    return all(told_between(counts, begins, ends) is not None for counts in (supported, alone))


def _counts(months: Iterable[Month], name: str) -> dict[date, int]:
    return {month.month: getattr(month, name) for month in months}
