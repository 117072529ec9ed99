"""What is known of addresses that take no mail; and which reports were taken in."""

from datetime import datetime

from community import db
from community.people.bounces.rules import Why


async def public_why(address: str) -> Why | None:
    """Why no mail is sent to this confirmed address; None where it is. For who sends."""
    sql = "select refused_why from email where address = :address and refused_at is not null"
    why = await db.value(sql, address=address)
    return None if why is None else Why(why)


async def public_set_refused(address: str, why: Why, at: datetime) -> int | None:
    """No mail is sent there from now on; whose it is. None if that is known, or it is nobody's.

    A mailbox that is gone is worse than a complaint, which lets what concerns the account through.
    """
    return await db.value(
        """
        update email set refused_at = :at, refused_why = :why
        where address = :address and confirmed_at is not null
          and (refused_at is null or refused_why = 'complaint' and cast(:why as text) <> 'complaint')
        returning person_id
        """,
        address=address,
        why=why,
        at=at,
    )


async def add_report_by_id(report_id: str, at: datetime) -> bool:
    """Whether this report of a mail service is here for the first time."""
    return bool(
        await db.run(
            "insert into mail_report (id, at) values (:id, :at) on conflict (id) do nothing", id=report_id, at=at
        )
    )


async def forget_by_id(before: datetime) -> None:
    """Reports so old that the door does not let them in again."""
    await db.run("delete from mail_report where at < :before", before=before)
