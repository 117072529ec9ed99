"""The draft as it was read, and as it is now, for who may read it."""

from dataclasses import dataclass

from community.evidence import comparing
from community.evidence import queries as works
from community.evidence.comparing import Piece, Where
from community.feedback.readings import queries as readings
from community.feedback.requests import actions as requests
from community.feedback.requests.queries import Request
from community.people.queries import Person


@dataclass(frozen=True)
class Changes:
    """The two texts as pieces. `waits`: the present one may hold names, so it is shown to its author alone (R32)."""

    waits: bool
    was: list[Piece]
    now: list[Piece]

    @property
    def is_same(self) -> bool:
        return not self.waits and self.was == self.now


async def since_read(person: Person, request: Request) -> Changes:
    """The caller has seen that this person reads the draft (rules.can_read), or is its author."""
    was = await readings.asked_text(person, request)
    work = (await works.works_by_id([request.work_id]))[request.work_id]
    if person.id != request.person_id and work.text != was and await requests.to_answer(request.author, work):
        return Changes(True, [], [])
    pieces = comparing.compare(was, work.text)
    return Changes(False, comparing.side(pieces, Where.FIRST), comparing.side(pieces, Where.SECOND))
