"""A case: its kinds, its steps and days, who votes, and what a vote decides. Pure (R61)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from community.evidence.rules import end_of_day
from community.pages import _

MOST_DESCRIPTION, MOST_ANSWER, MOST_REASONS, MOST_ATTACHMENT, MOST_TITLE = 10_000, 20_000, 5_000, 50_000, 200
REMIND = timedelta(days=3)  # before a step ends
SMALLEST_QUORUM = 2


class Kind(StrEnum):
    """What a case is about."""

    SUBMISSION = "submission"  # misconduct, about an attempt that is being read
    AWARD = "award"  # misconduct, about an award
    RESULT = "result"  # an appeal of what came of an attempt
    REVOCATION = "revocation"  # an appeal of a revoked award

    @property
    def is_appeal(self) -> bool:
        return self in (Kind.RESULT, Kind.REVOCATION)

    @property
    def words(self) -> str:
        return {
            Kind.SUBMISSION: _("Misconduct about a submission"),
            Kind.AWARD: _("Misconduct about an award"),
            Kind.RESULT: _("Appeal of a result"),
            Kind.REVOCATION: _("Appeal of a revocation"),
        }[self]


class State(StrEnum):
    """The life of a case."""

    ANSWERING = "answering"
    ANSWERING_AGAIN = "answering_again"
    VOTING = "voting"
    DECIDED = "decided"  # and can be appealed still
    CLOSED = "closed"


IS_OPEN = (State.ANSWERING, State.ANSWERING_AGAIN, State.VOTING)
# from                      to, when the step's date has come
NEXT = {
    State.ANSWERING: (State.ANSWERING_AGAIN, State.VOTING),
    State.ANSWERING_AGAIN: (State.VOTING,),
    State.VOTING: (State.DECIDED, State.CLOSED),
    State.DECIDED: (State.CLOSED,),
}


@dataclass(frozen=True)
class Plan:
    """The steps of a case and their days; 0 days: there is no such step. `quorum`: so many votes at least."""

    answer_days: int
    second_days: int
    vote_days: int
    appeal_days: int
    quorum: int


PLANS = {
    Kind.SUBMISSION: Plan(14, 0, 14, 30, 3),
    Kind.AWARD: Plan(14, 0, 14, 30, 3),
    Kind.RESULT: Plan(0, 0, 14, 30, 3),
    Kind.REVOCATION: Plan(0, 0, 14, 30, 3),
}


def lacks(kind: Kind, plan: Plan) -> dict[str, str]:
    """What is wrong with a plan, by field: whoever is accused has a chance to answer (R61)."""
    wrong = {}
    if not kind.is_appeal and plan.answer_days == 0:
        wrong["answer_days"] = _("Whoever a case is about has at least one day to answer.")
    if plan.answer_days == 0 and plan.second_days > 0:
        wrong["second_days"] = _("A second answer needs a first one.")
    return wrong


@dataclass(frozen=True)
class Dates:
    """When each step ends: at the end of a day where whom it concerns lives. None: there is no such step."""

    answer_by: datetime | None
    second_by: datetime | None
    vote_by: datetime


def dates(plan: Plan, at: datetime, zone: str) -> Dates:
    """Of a case that is opened `at` this instant."""
    day, ends = at.astimezone(ZoneInfo(zone)).date(), []
    for days in (plan.answer_days, plan.second_days, plan.vote_days):
        day += timedelta(days=days)
        ends.append(end_of_day(day, zone) if days else None)
    answer_by, second_by, vote_by = ends
    assert vote_by is not None, "there is a vote in every plan"
    return Dates(answer_by, second_by, vote_by)


def first_state(plan: Plan) -> State:
    return State.ANSWERING if plan.answer_days else State.VOTING


def after_answers(state: State, plan: Plan) -> State:
    """Where a case goes when the time for an answer is over."""
    return State.ANSWERING_AGAIN if state is State.ANSWERING and plan.second_days else State.VOTING


def appeal_until(days: int, at: datetime, zone: str) -> datetime:
    """The end of the last day on which somebody appeals against what was told `at` this instant."""
    return end_of_day(at.astimezone(ZoneInfo(zone)).date() + timedelta(days=days), zone)


def answers_step(state: State, plan: Plan) -> int | None:
    """Which answer, 1 or 2, can be given now; a late one counts for the last step there was. None: no more."""
    if state not in IS_OPEN:
        return None
    if state is State.ANSWERING:
        return 1
    return 2 if state is State.ANSWERING_AGAIN or plan.second_days else 1


def can_drop(kind: Kind, state: State) -> bool:
    """The desk ends what it opened in error, until it is decided; an appeal is whose it is, and the committee's."""
    return not kind.is_appeal and state in IS_OPEN


def can_vote(state: State, person_id: int, entitled: Collection[int]) -> bool:
    """While the committee votes, who of it has nothing to do with whom it concerns."""
    return state is State.VOTING and person_id in entitled


def is_complete(entitled: Collection[int], votes: Mapping[int, bool], quorum: int) -> bool:
    """Whether the last vote is in: all who may vote have, and they are enough."""
    given = [one for one in entitled if one in votes]
    return len(given) == len(entitled) and len(given) >= quorum


def is_upheld(entitled: Collection[int], votes: Mapping[int, bool], quorum: int) -> bool:
    """More than half of those entitled say yes, and enough have voted; a tie is not upheld."""
    given = [votes[one] for one in entitled if one in votes]
    return len(given) >= quorum and 2 * sum(given) > len(entitled)


def has_quorum(entitled: Collection[int], votes: Mapping[int, bool], quorum: int) -> bool:
    return len([one for one in entitled if one in votes]) >= quorum


# Lines of the log that whom a case concerns reads too: not how each one voted, nor who knows them.
IN_HER_PART = frozenset(
    {
        *("opened", "appealed", "notified", "held", "reminded", "second_asked", "answers_closed", "answer_changed"),
        *("answered", "answered_late", "answered_again", "answered_again_late", "voting", "upheld", "not_upheld"),
        *("no_quorum", "denied", "revoked", "stays_revoked", "restored", "released", "reread", "superseded"),
        *("dropped", "closed", "appeal_lapsed"),
    }
)
