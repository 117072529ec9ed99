"""The sample of cases: in each of their steps, decided either way, appealed, and opened in error (R61)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from community.affiliates import actions as affiliates
from community.affiliates import queries as offices
from community.affiliates.queries import Affiliate
from community.awards import queries as awards
from community.awards.queries import Award
from community.awards.rules import Reason
from community.cases import answering, dropping, opening, queries, timing, voting
from community.cases.plans import actions as plans
from community.cases.queries import Case
from community.cases.rules import PLANS, Kind
from community.demo.places import Cast
from community.demo.reviewing import ISSUER
from community.people.factors import actions as factors
from community.people.queries import Person
from community.review import desks
from community.review.approving import queries as approvals
from community.submissions import queries as submissions

SEATS = 3  # as many as have to vote
COPIED = "Two of the texts are word for word those of an attempt that was read here in spring. Both are in the file."
COUNTED = "The count comes from a school in which nobody of this name has worked. A colleague there wrote to us."
ANSWER = "I wrote both texts myself. My cousin teaches next door, and we planned the week together."
PLEA = "I was a guest in that school for one term. Its principal has confirmed it, and my count is from those weeks."
QUESTION = "One reader saw the reasons under the map, the other did not look there. Please let others read it."
MISTAKEN = "The number was mistaken for another one's. Nothing was wrong with yours."
AGAIN_DAYS = 14  # for a second answer, where one is asked for
REASONS = "I have read both texts and the answer. What was planned together was also written together."


async def seat_committee(cast: Cast, local: Affiliate, joined: date) -> list[Person]:
    """Three of one local, from which nobody submits."""
    issuer, members = await offices.public_issuer(ISSUER), []
    for _seat in range(SEATS):
        member = await cast.draw(local, joined)
        await affiliates.give_desk(member, desks.COMMITTEE, issuer)
        await factors.set_up(member)
        members.append(member)
    return members


@dataclass(frozen=True)
class Board:
    """Who opens cases, and who votes on them. Each deed is one that `Attempt.then` takes."""

    approver: Person
    members: Sequence[Person]

    async def opens_about_attempt(self, _person: Person, number: str) -> None:
        """Misconduct, about what is being read."""
        desk = await desks.desk(self.approver, ISSUER, desks.APPROVER)
        attempt = await approvals.attempt(await approvals.office(self.approver), number)
        await opening.about_submission(desk, attempt, COPIED)

    async def opens_about_award(self, person: Person, _number: str) -> None:
        """Misconduct, about their newest award."""
        desk = await desks.desk(self.approver, ISSUER, desks.APPROVER)
        award = await opening.award_at(desk, (await _award(person)).number)
        await opening.about_award(desk, award, Reason.NOT_OWN, COUNTED, holds=False)

    async def opens_with_a_second_answer(self, person: Person, number: str) -> None:
        """As it would be with a plan that asks twice; the plan of the house holds again for all others."""
        desk, usual = await desks.desk(self.approver, ISSUER, desks.APPROVER), PLANS[Kind.AWARD]
        await plans.set_plan(desk, Kind.AWARD, replace(usual, second_days=AGAIN_DAYS))
        await self.opens_about_award(person, number)
        await plans.set_plan(desk, Kind.AWARD, usual)

    async def drops(self, person: Person, _number: str) -> None:
        """It was opened in error."""
        await dropping.drop(await queries.office(self.approver), await _case(person), MISTAKEN)

    async def hears(self, person: Person, _number: str) -> None:
        await answering.answer(person, await _case(person), ANSWER)

    def votes(self, *members: int, yes: bool = True) -> Callable[[Person, str], Awaitable[None]]:
        """These of the committee, in this order."""

        async def vote(person: Person, _number: str) -> None:
            for member in members:
                office = await queries.office(self.members[member])
                case = await queries.one_at(office, (await _case(person)).number)
                await voting.vote(office, case, yes, REASONS)

        return vote


async def time_is_over(_person: Person, _number: str) -> None:
    """The clock ends the steps whose last day has passed."""
    await timing.advance({})


async def appeal(person: Person, _number: str) -> None:
    """Against the revocation: the award is under review until the committee has decided."""
    await opening.appeal_revocation(person, await _award(person), PLEA)


async def appeal_result(person: Person, number: str) -> None:
    """Against a Not Yet: the committee votes on it."""
    await opening.appeal_result(person, await submissions.submission(person, number), QUESTION)


async def _award(person: Person) -> Award:
    return next(one for one in await awards.awards(person) if one.stack_id is None)


async def _case(person: Person) -> Case:
    """The newest about this person."""
    return (await queries.own(person))[0]
