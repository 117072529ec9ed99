"""The plan of a kind is set; what is open keeps the one it was opened with."""

from community import db
from community.cases import queries, rules
from community.cases.rules import Kind, Plan
from community.errors import Invalid
from community.events import record
from community.review.desks import Desk


async def set_plan(desk: Desk, kind: Kind, plan: Plan) -> None:
    """Raises Invalid, by field, for a plan without a chance to answer."""
    wrong = rules.lacks(kind, plan)
    if wrong:
        raise Invalid(wrong)
    async with db.transaction():
        await queries.set_plan(desk, kind, plan)
        record("case.plan_set", desk.topic, about=desk.issuer_id, by=desk.person_id)
