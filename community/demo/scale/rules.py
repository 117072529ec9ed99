"""How large it is, and how each piece of it went: the same each time. Pure."""

from dataclasses import dataclass

from community.evidence.rules import MOVES, State

STATES = 50
MEMBERS = 6  # of each cohort, beside its facilitator
BEGUN = 5  # requirements that each of them has begun, at most
MEETINGS = 2  # of each cohort, at which it was marked who came
WEEKS = 9
MONTHS = 24  # over which cohorts began
OVER = 90  # days after which all results of a cohort are told
SUBMITTED = 70  # percent of members with a first attempt
MET, MET_ALONE = 45, 35  # percent of first attempts
AWARDED, AWARDED_ALONE = 87, 53  # percent of them in the end

# What a work goes through after it was begun, round and round: each is a move of the table.
ROUND = ("ask", "answer", "ready", "reopen")


@dataclass(frozen=True)
class Size:
    """How many of each."""

    locals: int = 14_000
    cohorts: int = 50_000
    events: int = 10_000_000

    @property
    def members(self) -> int:
        return self.cohorts * MEMBERS

    @property
    def alone(self) -> int:
        """People who work on their own: a third as many as have a cohort."""
        return self.members // 3

    def days_ago(self, cohort: int) -> int:
        """How long ago the cohort with this number began: over two years, evenly."""
        return cohort * 31 % (MONTHS * 30)

    def is_over(self, cohort: int) -> bool:
        return self.days_ago(cohort) > OVER

    def course(self, number: int) -> "Course":
        """Of the member, or behind them of who is alone; before a cohort is over nobody has submitted."""
        if number >= self.members:
            return course(number, alone=True)
        return course(number) if self.is_over(number // MEMBERS) else Course(False, False, False)


@dataclass(frozen=True)
class Course:
    """What came of one person's work: a first attempt, met then or not, an award in the end."""

    submitted: bool
    met: bool
    awarded: bool

    @property
    def told(self) -> int:
        """How many events their own topic has."""
        return self.submitted * (2 + (self.awarded and not self.met) * 2 + self.awarded)


def course(number: int, alone: bool = False) -> Course:
    """Of the person with this number: spread evenly, and the same each time."""
    first, second, third = number * 7919 % 100, number * 104729 % 100, number * 1299709 % 100
    submitted = alone or first < SUBMITTED
    awarded = submitted and second < (AWARDED_ALONE if alone else AWARDED)
    met = awarded and third < 100 * (MET_ALONE if alone else MET) // (AWARDED_ALONE if alone else AWARDED)
    return Course(submitted, met, awarded)


def moves(count: int, ends: tuple[str, ...] = ()) -> list[tuple[State, State]]:
    """So many moves of one work from not started on, `ends` the last of them; each as the table of states has it."""
    names = ["begin", *(ROUND[place % len(ROUND)] for place in range(max(0, count - 1 - len(ends)))), *ends]
    was, path = State.NOT_STARTED, []
    for name in names[: max(count, len(ends) + 1)]:
        move = MOVES[name]
        if was not in move.was:
            raise ValueError(f"{name} does not follow {was}")
        path.append((was, move.became))
        was = move.became
    return path


def spread(total: int, among: int) -> tuple[int, int]:
    """(how many each has, how many have one more)."""
    return divmod(total, among)
