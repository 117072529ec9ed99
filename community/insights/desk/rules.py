"""What a desk's numbers say: who had a cohort and who went alone, apart, and never of fewer than five (R65). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from community.insights.rules import told

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
    """Of everything there ever was."""
    own = [month for month in months if month.supported is supported]
    return Counter(*(sum(getattr(month, name) for month in own) for name in ("people", "judged", "met", "awarded")))


def last_months(today: date, count: int = MONTHS) -> list[date]:
    """The first days of so many months, this one the last."""
    months, day = [], today.replace(day=1)
    for _ in range(count):
        months.append(day)
        day = (day.replace(day=1) - date.resolution).replace(day=1)
    return months[::-1]


def by_month(months: Iterable[Month], over: list[date], name: str, supported: bool | None = None) -> tuple:
    """This number for each of these months, None where it is of fewer than five people."""
    found = dict.fromkeys(over, 0)
    for month in months:
        if month.month in found and (supported is None or month.supported is supported):
            found[month.month] += getattr(month, name)
    return tuple(told(count) for count in found.values())
