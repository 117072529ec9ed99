"""What every handler on a reader's side needs: who asks, from which seat, about which request, with which feedback."""

from dataclasses import dataclass

from starlette.requests import Request as HTTP
from starlette.responses import Response

from community import clock, pages
from community.cohorts import queries as cohorts
from community.cohorts.queries import Seat
from community.errors import Conflict, NotFound, permit
from community.feedback import reasons
from community.feedback.holders import queries as holders
from community.feedback.holders.rules import Guest
from community.feedback.readings import queries as readings
from community.feedback.readings.queries import Feedback
from community.feedback.requests import queries, rules
from community.feedback.requests.queries import Request
from community.feedback.willing import queries as willing
from community.feedback.willing import rules as willing_rules
from community.pages import signed_in
from community.people.queries import Person


@dataclass(frozen=True)
class Reader:
    """A colleague at a request's door."""

    person: Person
    seat: Seat | Guest
    request: Request
    given: Feedback | None

    @property
    def here(self) -> Seat:
        """A seat in the request's cohort; NotFound for a guest, who has none."""
        if isinstance(self.seat, Guest):
            raise NotFound
        return self.seat

    @property
    def topics(self) -> list[str]:
        """What the draft's page follows."""
        own = [] if isinstance(self.seat, Guest) else [self.seat.topic, self.seat.roster_topic]
        return [self.request.topic, self.request.draft_topic, *own]

    @property
    def is_guest(self) -> bool:
        """A holder of the badge, who sits elsewhere (R44)."""
        return isinstance(self.seat, Guest)

    @property
    def list_address(self) -> str:
        """Where one chose it."""
        return "/feedback/elsewhere" if self.is_guest else f"/cohorts/{self.request.cohort_id}/feedback"

    @property
    def can_read(self) -> bool:
        return rules.can_read(self.request, self.seat, self.given, clock.now())

    @property
    def by_name(self) -> bool:
        return self.given is not None and self.given.state == "asked"

    @property
    def can_take(self) -> bool:
        return rules.can_take(self.request, self.seat, self.given, clock.now())


async def reader(http: HTTP) -> Reader:
    """Whoever sits in the request's cohort, is not its author and not kept from them (R42); else there is none.

    But for a holder of the badge who was asked while they sit elsewhere (R44).
    """
    person, number = signed_in(http), http.path_params["request_id"]
    found = await queries.request(person, number)
    if found is None and (found := await holders.request(person, number)):
        return Reader(person, Guest(person.id, found.cohort_id), found, await readings.given(person, found))
    if found is None or found.person_id == person.id:
        raise NotFound
    seat = await cohorts.seat(person, found.cohort_id)
    apart = await willing.apart_from(seat)
    if not rules.may_know(seat) or not willing_rules.may_meet(person.id, found.person_id, apart):
        raise NotFound
    return Reader(person, seat, found, await readings.given(person, found))


async def at_the_draft(http: HTTP) -> tuple[Reader, Feedback]:
    """Who reads this draft now (R40); Forbidden with the reason for colleagues who do not, or no longer do."""
    return _at_the_draft(await reader(http))


async def while_writing(http: HTTP) -> tuple[Reader, Feedback]:
    """The same, before the notes are sent."""
    found, given = await at_the_draft(http)
    permit(not given.is_sent, reasons.sent_already())
    return found, given


async def while_saving(http: HTTP) -> tuple[Reader, Feedback]:
    """The same for what is kept as one types: it may come after the notes were sent, and is then `late`."""
    found = await reader(http)
    is_late = found.given is not None and found.given.is_sent
    return (found, found.given) if is_late and found.given else _at_the_draft(found)


def late(http: HTTP, text: str, is_there: bool, kept_id: str = "kept") -> Response:
    """What came after the notes were sent: nothing to say where it `is_there`; else Conflict, with the text kept."""
    if is_there:
        return Response(status_code=204)
    if not http.headers.get("hx-request"):
        raise Conflict(reasons.sent_already())
    return pages.fragment(http, "feedback/_late.html", 409, text=text.strip(), kept_id=kept_id)


def _at_the_draft(found: Reader) -> tuple[Reader, Feedback]:
    ending = rules.ended(found.request, clock.now())
    permit(ending is None, reasons.over(ending) if ending else "")
    permit(rules.is_asked(found.request, found.seat, found.given), reasons.not_asked(found.request.author.called))
    permit(found.can_read, reasons.not_reading())
    assert found.given is not None
    return found, found.given
