"""What can be appealed, and until when."""

from dataclasses import dataclass
from datetime import datetime

from community.awards import rules as standings
from community.awards.queries import Award
from community.cases import queries, rules
from community.cases.queries import grounds
from community.cases.rules import Kind
from community.errors import NotFound
from community.people.queries import Person
from community.submissions.queries import Submission
from community.submissions.rules import State


@dataclass(frozen=True)
class Ground:
    """A decision that somebody may appeal until an instant. `case_id`: the case it was made in; `appeal`: the number
    of the appeal that there is."""

    issuer_id: int
    until: datetime | None
    case_id: int | None = None
    appeal: str = ""

    def can_be_appealed(self, at: datetime) -> bool:
        return not self.appeal and self.until is not None and at < self.until


async def of_result(person: Person, submission: Submission) -> Ground:
    """NotFound for what is not one's own, or not told, or nothing that anybody appeals."""
    if submission.person_id != person.id or submission.state not in (State.NOT_YET, State.DENIED):
        raise NotFound
    found = await grounds.result(person, submission.id)
    if found is None:
        raise NotFound
    if found.case_id:
        until = found.appeal_by
    else:
        days = (await queries.plan_by_id(found.issuer_id, Kind.RESULT)).appeal_days
        until = rules.appeal_until(days, found.told_at, person.time_zone)
    return Ground(found.issuer_id, until, found.case_id, found.appeal)


async def of_revocation(person: Person, award: Award) -> Ground:
    """NotFound for what is not one's own, or was never revoked."""
    if award.person_id != person.id or award.revoked_at is None or award.stack_id is not None:
        raise NotFound
    found = await grounds.revocation(person, award.id)
    if found is not None:
        until = found.appeal_by if award.state is standings.State.REVOKED else None
        return Ground(award.issuer_id, until, found.case_id, found.appeal)
    days = (await queries.plan_by_id(award.issuer_id, Kind.REVOCATION)).appeal_days
    until = rules.appeal_until(days, award.revoked_at, person.time_zone)
    return Ground(award.issuer_id, until if award.state is standings.State.REVOKED else None)
