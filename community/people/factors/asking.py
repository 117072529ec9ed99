"""The predicates of doors that want a second factor, and the ticket of who has shown only the first."""

from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadSignature
from starlette.requests import Request

from community import clock, signed
from community.errors import FactorFirst, SignInFirst
from community.people.factors import rules

WITHOUT = ("/factor", "/profile", "/sign-", "/sessions", "/work/", "/inbox", "/live", "/help", "/support")
WITH = ("/support/desk", "/support/answers")  # of those, what is a desk's all the same
OPEN_FOR = timedelta(minutes=10)  # from the password to the code


def shown(request: Request) -> None:
    """FactorFirst unless this sign-in has shown a second factor: for doors of reviewers, approvers and committees."""
    if _session(request).factor_at is None:
        raise FactorFirst


def shown_lately(request: Request) -> None:
    """FactorFirst unless it has within 15 minutes: for what weighs heavily (an override, turning the factor off)."""
    if not rules.is_recent(_session(request).factor_at, request.state.now):
        raise FactorFirst


def owed(request: Request) -> None:
    """FactorFirst for who holds a desk where one is asked of all, but where they set it up or do their own work."""
    session, path = request.state.session, request.url.path
    if session is not None and session.owes_factor and (path.startswith(WITH) or not path.startswith(WITHOUT)):
        raise FactorFirst


def _session(request: Request):
    if request.state.session is None:
        raise SignInFirst
    return request.state.session


@dataclass(frozen=True)
class Ticket:
    """Who has signed in but for the second factor, how, and where they want to go."""

    person_id: int
    by: str
    shared: bool
    next: str


def write(request: Request, ticket: Ticket) -> str:
    """For the browser that has shown the first factor: good for ten minutes, and there alone."""
    until = int((clock.now() + OPEN_FOR).timestamp())
    return signed.signer("factor ticket").dumps(
        [ticket.person_id, ticket.by, ticket.shared, ticket.next, until, _visit(request)]
    )


def read(request: Request, text: str) -> Ticket | None:
    """None for one that is over, of another browser, or not ours."""
    try:
        *given, until, visit = signed.signer("factor ticket").loads(text)
        ticket = Ticket(*given)
    except (BadSignature, ValueError, TypeError):
        return None
    return ticket if clock.now().timestamp() < until and visit == _visit(request) else None


def _visit(request: Request) -> str:
    """What tells this browser from others: its visit, or who was signed in there before."""
    return str(request.state.csrf_key)
