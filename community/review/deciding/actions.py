"""A decision is made as soon as it can be: by whoever sends the last recommendation, or writes the last sentence."""

from dataclasses import dataclass
from datetime import datetime

from community import db, words
from community.catalogue import queries as catalogue
from community.catalogue import rules as catalogue_rules
from community.catalogue.queries import Definition
from community.events import record
from community.pages import _
from community.review.claims import queries as claims
from community.review.deciding import queries, rules
from community.review.deciding.rules import Outcome, Recommendation, Rubric
from community.review.judging import queries as judging
from community.review.reading import queries as reading
from community.review.reading.queries import Attempt
from community.submissions import queries as submissions
from community.submissions import settling
from community.submissions.rules import Decided, Missing, State


@dataclass(frozen=True)
class Came:
    """What came of it."""

    outcome: str


@dataclass(frozen=True)
class Case:
    """All that a decision is made of."""

    attempt: Attempt
    rubric: Rubric
    sent: list[Recommendation]
    followed: dict[str, str]

    @property
    def computed(self) -> Outcome:
        return rules.outcome(self.rubric, rules.met_by_all(self.rubric, self.sent))

    @property
    def is_whole(self) -> bool:
        return rules.is_whole(self.sent, self.attempt.readers)

    @property
    def waits_for_third(self) -> bool:
        return not self.is_whole and rules.differ(self.sent)

    @property
    def unanswered(self) -> list[str]:
        """Criteria that wait for an approver's sentence."""
        if not self.is_whole:
            return []
        return [key for key in rules.contradictions(self.rubric, self.sent) if key not in self.followed]


async def rubric_of(attempt: Attempt) -> Rubric:
    """What is judged in this attempt."""
    definition = await _definition(attempt)
    handed_in = {text.requirement_key for text in await reading.texts_by_id(attempt.id)}
    return rules.rubric(definition.content, handed_in, await reading.stays_by_id(attempt.id))


async def _definition(attempt: Attempt) -> Definition:
    definition = await catalogue.public_definition_version(attempt.definition_version_id)
    if definition is None:
        raise LookupError("a submission's version is published, and stays")
    return definition


async def case_of(attempt: Attempt) -> Case:
    """As it stands now."""
    sent = await judging.sent_by_id(attempt.id)
    return Case(attempt, await rubric_of(attempt), sent, await queries.followed_by_id(attempt.id))


async def decide(attempt: Attempt, at: datetime) -> None:
    """Decide, if all is there; the caller holds the submission's lock, so that it happens once.

    Not while a case about it is open: then when that ends (R61).
    """
    case = await case_of(attempt)
    if await submissions.is_held_by_id(attempt.id):
        return
    if not case.is_whole:
        if case.waits_for_third:
            record("review.third_wanted", attempt.topic, about=attempt.id)
    elif case.unanswered:
        await queries.want_by_id(attempt.id, case.unanswered)
        record("review.sentence_wanted", attempt.topic, about=attempt.id)
    else:
        await settle(case, case.computed, at)


async def settle(case: Case, outcome: Outcome, at: datetime, by: int | None = None, reason: str = "") -> None:
    """Write the decision and hand it to the attempt. Raises Conflict when somebody decided before."""
    attempt, decided = case.attempt, await _decided(case, outcome)
    async with db.transaction():
        if decided.outcome is not State.RETURNED_INCOMPLETE:
            await queries.add_decision_by_id(attempt.id, case.computed, outcome, by, reason, at)
        await claims.settle_by_id(attempt.id, at)
        await settling.settle(attempt.id, decided, at)
        record("review.decided", attempt.topic, about=attempt.id, by=by, detail=Came(decided.outcome))


async def _decided(case: Case, outcome: Outcome) -> Decided:
    """What its earner is told. Where nothing that is judged was handed in it goes back: a Not Yet says nothing."""
    if case.rubric.criteria or outcome is Outcome.EARNED:
        return Decided(State(outcome), rules.verdicts(case.rubric, case.sent, case.followed))
    with words.speaking(words.known(case.attempt.language)):
        says = _("No criterion judges what you handed in. Hand in something that may be left out, too: %(names)s.")
    (first, *_others), content = await reading.texts_by_id(case.attempt.id), (await _definition(case.attempt)).content
    names = [asked["title"] for _part, _kind, asked in catalogue_rules.requirements(content) if asked.get("criteria")]
    missing = Missing(first.requirement_key, says % {"names": ", ".join(names)})
    return Decided(State.RETURNED_INCOMPLETE, missing=(missing,))
