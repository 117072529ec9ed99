"""The sentences that earners allow, as rows."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.awards.queries.award_rows import Award
from community.people.queries import Person


@dataclass(frozen=True)
class Sentence:
    """What an earner says of an award, since when it is allowed, and whether with their name."""

    award_id: int
    text: str
    named: bool
    allowed_at: datetime


async def own_sentence(person: Person, award: Award) -> Sentence | None:
    """What this person allows of their own award."""
    return await db.one(
        Sentence,
        """
        select union_sentence.award_id, text, named, allowed_at
        from union_sentence join award on award.id = union_sentence.award_id
        where award.id = :id and award.person_id = :person_id
        """,
        id=award.id,
        person_id=person.id,
    )


async def put(person: Person, award: Award, text: str, named: bool, at: datetime) -> bool:
    """Whether it is theirs and in force, and this stands now."""
    written = await db.run(
        """
        insert into union_sentence (award_id, text, named, allowed_at)
        select id, :text, :named, :at from award where id = :id and person_id = :person_id and revoked_at is null
        on conflict (award_id) do update
        set text = excluded.text, named = excluded.named, allowed_at = excluded.allowed_at
        """,
        id=award.id,
        person_id=person.id,
        text=text,
        named=named,
        at=at,
    )
    return written == 1


async def take_back(person: Person, award: Award) -> bool:
    """Whether there was one."""
    taken = await db.run(
        """
        delete from union_sentence using award
        where award.id = union_sentence.award_id and award.id = :id and award.person_id = :person_id
        """,
        id=award.id,
        person_id=person.id,
    )
    return taken == 1
