"""How an award stands, as rows."""

from datetime import datetime

from community import db
from community.awards.queries.award_rows import Award
from community.awards.rules import Reason, State


async def stand_by_id(award: Award, became: State, at: datetime, reason: Reason | None) -> bool:
    """Whether it stands so now; False where it has changed, or where its holder has another one in force by now.

    Under review it keeps what was said when it was revoked; in force again nothing of it is left.
    """
    done = await db.value(
        """
        update award set state = :became,
            revoked_at = case :became when 'revoked' then coalesce(revoked_at, cast(:at as timestamptz))
                when 'under_review' then revoked_at end,
            reason = case :became when 'revoked' then :reason when 'under_review' then reason else '' end,
            reviewed_since = case :became when 'under_review' then cast(:at as timestamptz) end
        where id = :id and state = :was and (:became <> 'in_force' or not exists (
            select 1 from award as other
            where other.person_id = award.person_id and other.micro_credential_id = award.micro_credential_id
              and other.id <> award.id and other.revoked_at is null
        )) returning id
        """,
        id=award.id,
        was=award.state.value,
        became=became.value,
        at=at,
        reason=reason.value if reason else "",
    )
    return done is not None


async def list_changed_by_id(status_list_id: int) -> None:
    """What was signed of it is out of date."""
    await db.run("update status_list set changes = changes + 1 where id = :id", id=status_list_id)
