"""Quotations as rows: their author's alone until a message shows them."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.cohorts.queries import Seat
from community.evidence.anchors import Anchor


@dataclass(frozen=True)
class Quotation:
    """A passage of one's own draft; `message_id` is None until it is sent."""

    id: int
    requirement_key: str
    quote: str
    before: str
    after: str
    start: int
    message_id: int | None

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.quote, self.before, self.after, self.start)


QUOTATION = "select id, requirement_key, quote, before, after, start, message_id from quotation "


async def quotation(seat: Seat, quotation_id: int) -> Quotation | None:
    """One's own in this cohort, of what is not met by now (R49)."""
    return await db.one(
        Quotation,
        QUOTATION
        + """
        where id = :id and person_id = :person_id and cohort_id = :cohort_id and not exists (
            select from cohort join definition_version on definition_version.id = cohort.definition_version_id
            join work on work.micro_credential_id = definition_version.micro_credential_id
            where cohort.id = quotation.cohort_id and work.person_id = quotation.person_id
              and work.requirement_key = quotation.requirement_key and work.state = 'met')
        """,
        id=quotation_id,
        person_id=seat.person_id,
        cohort_id=seat.cohort_id,
    )


async def of_message(seat: Seat, message_id: int) -> Quotation | None:
    """What one's own message quotes."""
    return await db.one(
        Quotation,
        QUOTATION + "where message_id = :id and person_id = :person_id and cohort_id = :cohort_id",
        id=message_id,
        person_id=seat.person_id,
        cohort_id=seat.cohort_id,
    )


async def put(seat: Seat, key: str, anchor: Anchor, at: datetime) -> int:
    """The id of what is about to be asked about this requirement; it takes the place of one that was not sent."""
    return await db.value(
        """
        insert into quotation (person_id, cohort_id, requirement_key, quote, before, after, start, made_at)
        values (:person_id, :cohort_id, :key, :quote, :before, :after, :start, :at)
        on conflict (person_id, cohort_id, requirement_key) where message_id is null do update
            set quote = excluded.quote, before = excluded.before, after = excluded.after, start = excluded.start,
                made_at = excluded.made_at
        returning id
        """,
        person_id=seat.person_id,
        cohort_id=seat.cohort_id,
        key=key,
        quote=anchor.quote,
        before=anchor.before,
        after=anchor.after,
        start=anchor.start,
        at=at,
    )


async def send(seat: Seat, quotation_id: int, message_id: int) -> bool:
    """It goes with this message; whether it had gone with none before."""
    sent = await db.run(
        """
        update quotation set message_id = :message_id
        where id = :id and person_id = :person_id and message_id is null
        """,
        message_id=message_id,
        id=quotation_id,
        person_id=seat.person_id,
    )
    return sent == 1


async def take_back(seat: Seat, message_id: int) -> None:
    """What one's own message quoted, with the message."""
    await db.run(
        "delete from quotation where message_id = :message_id and person_id = :person_id",
        message_id=message_id,
        person_id=seat.person_id,
    )


async def forget_by_id(before: datetime) -> None:
    """For the job: what was marked then and never sent."""
    await db.run("delete from quotation where message_id is null and made_at < :before", before=before)
