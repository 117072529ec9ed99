"""What stands between a person and a seat of a cohort: looked up, and said (R16)."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from community import clock
from community.cohorts import queries, reasons
from community.cohorts.joining import rules
from community.cohorts.joining.rules import Bar, Way
from community.cohorts.queries import Cohort
from community.cohorts.rules import Barrier
from community.errors import Conflict
from community.people.queries import Person


class NoSeat(Conflict):
    """A seat is refused: `why`, the `ways` open instead, and the micro-credential's `code`, to begin on one's own.

    `affiliate_slug` leads to the affiliate that one could become a member of.
    """

    def __init__(self, why: str, code: str, ways: tuple[Way, ...] = (), affiliate_slug: str = "") -> None:
        super().__init__(why)
        self.code, self.ways, self.affiliate_slug = code, ways, affiliate_slug


@dataclass(frozen=True)
class Answer:
    """What stands in the way (None: nothing), the sentence for it, and what is possible instead."""

    bar: Barrier | Bar | None
    why: str = ""

    @property
    def ways(self) -> tuple[Way, ...]:
        return rules.ways(self.bar)


async def ask(person: Person | None, cohort: Cohort, free: int, removed: bool = False, wanted: bool = False) -> Answer:
    """May this person sit down here, or somebody who is not signed in? What only an account can tell is left open."""
    is_local, is_member, other = True, True, None
    if person is not None:
        today = clock.now().astimezone(ZoneInfo(cohort.time_zone)).date()
        is_local, is_member = await queries.stands_at(person, cohort.affiliate_id, today)
        other = await queries.elsewhere(person, cohort)
    found = rules.bar(
        cohort,
        free,
        is_local=is_local,
        is_member=is_member,
        elsewhere=other is not None,
        removed=removed,
        wanted=wanted,
    )
    return Answer(found, _why(found, cohort, other or "")) if found else Answer(None)


async def check(person: Person, cohort: Cohort, free: int, removed: bool = False, wanted: bool = False) -> None:
    """Raise NoSeat with the reason unless this person may sit down here."""
    answer = await ask(person, cohort, free, removed, wanted)
    if answer.bar:
        raise NoSeat(answer.why, cohort.code, answer.ways, cohort.affiliate_slug)


def _why(found: Barrier | Bar, cohort: Cohort, other: str) -> str:
    match found:
        case Bar.REMOVED:
            said = reasons.was_removed()
        case Bar.ELSEWHERE:
            said = reasons.sits_elsewhere(other)
        case Bar.FULL:
            said = reasons.full(cohort.capacity)
        case _:
            said = reasons.barred(cohort, Barrier(found))
    return said
