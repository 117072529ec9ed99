"""The plans of an issuer, by kind."""

from community import db
from community.cases.rules import PLANS, Kind, Plan
from community.review.desks import Desk

COLUMNS = "answer_days, second_days, vote_days, appeal_days, quorum"


async def plan_by_id(issuer_id: int, kind: Kind) -> Plan:
    """What the issuer set, or else the plan of the house."""
    found = await db.one(
        Plan,
        f"select {COLUMNS} from case_plan where issuer_id = :issuer_id and kind = :kind",  # noqa: S608
        issuer_id=issuer_id,
        kind=kind.value,
    )
    return found or PLANS[kind]


async def plans(desk: Desk) -> dict[Kind, Plan]:
    """All kinds, in their order."""
    return {kind: await plan_by_id(desk.issuer_id, kind) for kind in Kind}


async def set_plan(desk: Desk, kind: Kind, plan: Plan) -> None:
    """For cases that are opened from now on."""
    await db.run(
        """
        insert into case_plan (issuer_id, kind, answer_days, second_days, vote_days, appeal_days, quorum)
        values (:issuer_id, :kind, :answer_days, :second_days, :vote_days, :appeal_days, :quorum)
        on conflict (issuer_id, kind) do update set answer_days = excluded.answer_days,
            second_days = excluded.second_days, vote_days = excluded.vote_days, appeal_days = excluded.appeal_days,
            quorum = excluded.quorum
        """,
        issuer_id=desk.issuer_id,
        kind=kind.value,
        **vars(plan),
    )
