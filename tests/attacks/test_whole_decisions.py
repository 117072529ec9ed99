"""What readers and desks decide, from a claim to an award, with each call to the database failing once (G8, X1)."""

from dataclasses import dataclass
from uuid import uuid4

import pytest

from community import clock, db
from community.awards import actions as awards
from community.awards import standing
from community.awards.rules import Reason
from community.catalogue.queries import Definition
from community.people.queries import Person
from community.review.judging import actions as judging
from tests.support.attempts import has_submitted, makes_all, opens_a_window
from tests.support.awards import a_result, earns
from tests.support.cases import a_case_about, a_committee, is_voting, votes
from tests.support.catalogue import a_definition
from tests.support.failing import whole_or_nothing
from tests.support.people import make_person
from tests.support.reviewing import a_reviewer, an_approver
from tests.support.reviews import all_at, an_attempt, claims_it, recommends

pytestmark = pytest.mark.usefixtures("database")


@dataclass
class Subject:
    """Whose attempt or award it is, for what, and what the deed needs prepared."""

    person: Person
    definition: Definition
    more: tuple = ()


# --- deeds: what is prepared, and what is done ---


async def nothing(one: Subject) -> tuple:
    return ()


async def an_award(one: Subject) -> tuple:
    return (await earns(one.person, one.definition),)


async def what_is_asked(one: Subject) -> tuple:
    """All of it is made, in a window that is open: it can be submitted."""
    await makes_all(one.person, one.definition)
    await opens_a_window(one.person, one.definition)
    return ()


async def a_reader(one: Subject) -> tuple:
    """Somebody who may read it, and has nothing else to read."""
    submission = await an_attempt(one.definition, one.person)
    return await a_reviewer(await an_approver(), one.definition, f"Rita {uuid4().hex[:6]}"), submission


async def a_claim(one: Subject) -> tuple:
    """The first of two has it, and has found it complete: nothing is sent."""
    reader, submission = await a_reader(one)
    claim = await claims_it(reader, submission)
    await judging.check(reader, claim, [])
    return reader, claim


async def the_last_claim(one: Subject) -> tuple:
    """The first of two has sent, the second has it."""
    first, submission = await a_reader(one)
    await recommends(first, submission, all_at(one.definition))
    second = await a_reviewer(await an_approver(), one.definition, f"Otto {uuid4().hex[:6]}")
    return second, await claims_it(second, submission)


async def a_case(one: Subject) -> tuple:
    """Two of three have voted yes about her award."""
    (award,) = await an_award(one)
    committee = await a_committee("Cora One", "Carl Two", "Cleo Three")
    case = await is_voting(await a_case_about(await an_approver(), award))
    for member in committee[:2]:
        await votes(member, case, True)
    return committee[2], case


async def _sends(one: Subject):
    reader, claim = one.more
    await judging.send(reader, claim, all_at(one.definition), "")


DEEDS = {
    "submit": (what_is_asked, lambda one: has_submitted(one.person)),
    "claim": (a_reader, lambda one: claims_it(*one.more)),
    "recommend": (a_claim, _sends),
    "recommend, and decide with it": (the_last_claim, _sends),
    "issue": (nothing, lambda one: awards.issue(one.person.id, a_result(one.definition), clock.now())),
    "revoke": (an_award, lambda one: standing.revoke(one.more[0].number, Reason.NOT_OWN, clock.now())),
    "vote, and decide with it": (a_case, lambda one: votes(*one.more, True)),
}
DEAR = {"submit"}  # what takes long to prepare is used again while nothing has become of it


@pytest.mark.parametrize("deed", DEEDS)
async def test_what_cannot_be_taken_back_is_whole_or_nothing(deed):
    prepares, does = DEEDS[deed]
    definition = await a_definition("EL-02")

    made: list[tuple[Subject, list]] = []

    async def prepare() -> Subject:
        if deed in DEAR and made and await kept(made[-1][0]) == made[-1][1]:
            return made[-1][0]
        one = Subject(await make_person("Wilhelmina Quisenberry"), definition)
        one.more = await prepares(one)
        made.append((one, await kept(one)))
        return one

    assert await whole_or_nothing(prepare, does, kept) >= 2


# --- what is kept of it all, the same words for each person ---


async def kept(one: Subject) -> list:
    """What a reader has begun is not among it: that is kept whatever becomes of the rest (R53)."""
    return [[tuple(row.values()) for row in await db.many(dict, sql, person=one.person.id)] for sql in KEPT]


HERS = """
join submission on submission.id = one.submission_id join application on application.id = submission.application_id
where application.person_id = :person
"""
KEPT = (
    "select state from application where person_id = :person order by id limit 99",
    "select requirement_key, state from work where person_id = :person order by requirement_key limit 99",
    """
    select submission.state, attempt, told_at is null as told, claimed_at is null as waits from submission
    join application on application.id = application_id where person_id = :person order by submission.id limit 99
    """,
    f"select count(*) from submitted_work as one {HERS}",
    f"select count(*) from submitted_file as one {HERS}",
    f"select reader, ending from review_claim as one {HERS} order by one.id limit 99",
    f"select reader, outcome from recommendation as one {HERS} order by one.id limit 99",
    f"select computed, outcome from decision as one {HERS} limit 99",
    f"select met, count(*) from submission_verdict as one {HERS} group by met order by met limit 9",
    """
    select state, reason, (select count(*) from award_level where award_id = award.id) as levels
    from award where person_id = :person order by id limit 99
    """,
    "select state from case_file where person_id = :person order by id limit 9",
    """
    select count(*) from case_vote join case_file on case_file.id = case_id where case_file.person_id = :person
    """,
    """
    select kind from event where topic = 'person:' || cast(cast(:person as bigint) as text)
    order by xact, kind limit 99
    """,
)
