"""Who holds a badge, counted."""

from community import db
from community.catalogue.holders.rules import Holders


async def public_holders(micro_credential_id: int) -> Holders:
    """All whose award for it is not revoked, and how many of them were told a Not Yet for it before."""
    found = await db.one(
        Holders,
        """
        select count(*) as holders, count(*) filter (where exists (
            select from application join submission on submission.application_id = application.id
            where application.person_id = award.person_id
              and application.micro_credential_id = award.micro_credential_id
              and submission.state = 'not_yet' and submission.told_at <= award.awarded_at
        )) as came_back
        from award where award.micro_credential_id = :id and award.revoked_at is null and award.person_id is not null
        """,
        id=micro_credential_id,
    )
    assert found
    return found
