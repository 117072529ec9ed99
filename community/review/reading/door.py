"""How somebody stands at one attempt: holds it, has sent, may take it; to everybody else it is not there."""

from dataclasses import dataclass

from starlette.requests import Request

from community import clock
from community.errors import NotFound
from community.pages import signed_in
from community.people.queries import Person
from community.review import entering
from community.review.claims import queries as claims
from community.review.claims.queries import Claim
from community.review.entering import ReviewDesk
from community.review.reading import queries
from community.review.reading.queries import Attempt


@dataclass(frozen=True)
class Reading:
    """A reviewer at one attempt. `claim` None where they never held a place."""

    person: Person
    desk: ReviewDesk
    attempt: Attempt
    claim: Claim | None

    @property
    def holds(self) -> bool:
        """May read and write: the claim is in force, and nothing is decided."""
        return self.claim is not None and self.attempt.is_open and self.claim.is_held(clock.now())

    @property
    def has_sent(self) -> bool:
        return self.claim is not None and self.claim.ending == "sent"

    @property
    def can_look(self) -> bool:
        """May open what was handed in: while one reads it, and until it is decided."""
        return self.holds or (self.has_sent and self.attempt.is_open)


async def reading(request: Request) -> Reading:
    """NotFound for who may not know of it."""
    desk = await entering.reviewer(request)
    person = signed_in(request)
    number = request.path_params["attempt"]
    attempt = await queries.attempt(desk, number)
    return Reading(person, desk, attempt, await claims.claim(person, number))


async def looking(request: Request) -> Reading:
    """Who may open the evidence; NotFound for everybody else."""
    at = await reading(request)
    if not at.can_look:
        raise NotFound
    return at


async def claimed(request: Request) -> tuple[Reading, Claim]:
    """Who holds or held it: what they type is kept, whatever became of the claim. NotFound for who never did."""
    at = await reading(request)
    if at.claim is None:
        raise NotFound
    return at, at.claim
