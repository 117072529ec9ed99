"""What readers begin and send, as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from community import db
from community.people.queries import Person
from community.review.deciding.rules import Outcome, Recommendation, Rubric, Said


@dataclass(frozen=True)
class Draft:
    """What was begun: of each criterion, and to the approver."""

    said: Mapping[str, Said]
    to_approver: str
    saved_at: datetime | None


@dataclass(frozen=True)
class Kept:
    """A sentence of one's own for the next time."""

    id: int
    text: str


async def draft(person: Person, submission_id: int) -> Draft:
    """One's own; an empty one where nothing is begun."""
    row = await db.one(
        dict,
        "select begun, saved_at from review_draft where submission_id = :id and person_id = :person_id",
        id=submission_id,
        person_id=person.id,
    )
    if row is None:
        return Draft({}, "", None)
    begun: dict[str, Any] = row["begun"]
    said = {one["criterion_key"]: Said(**one) for one in begun.get("said", [])}
    return Draft(said, begun.get("to_approver", ""), row["saved_at"])


async def save(person: Person, submission_id: int, said: Sequence[Said], to_approver: str, at: datetime) -> None:
    await db.run(
        """
        insert into review_draft (submission_id, person_id, begun, saved_at)
        values (:id, :person_id, cast(:begun as jsonb), :at)
        on conflict (submission_id, person_id) do update set begun = excluded.begun, saved_at = excluded.saved_at
        """,
        id=submission_id,
        person_id=person.id,
        begun={"said": [asdict(one) for one in said], "to_approver": to_approver},
        at=at,
    )


async def add(
    person: Person, submission_id: int, sent: Recommendation, rubric: Rubric, to_approver: str, at: datetime
) -> int:
    """What a reader found, once and for all; its id."""
    id = await db.value(
        """
        insert into recommendation (submission_id, person_id, reader, outcome, sent_at)
        values (:submission_id, :person_id, :reader, :outcome, :at) returning id
        """,
        submission_id=submission_id,
        person_id=person.id,
        reader=sent.reader,
        outcome=sent.outcome,
        at=at,
    )
    rows = [(one.requirement_key, sent.said[one.key]) for one in rubric.to_read]
    await db.run(
        """
        insert into recommended_level (recommendation_id, requirement_key, criterion_key, level, meets, saw, would_meet,
                                       category)
        select :id, requirement_key, criterion_key, level, meets, saw, would_meet, category
        from unnest(cast(:keys as text[]), cast(:criteria as text[]), cast(:levels as text[]),
                    cast(:meets as boolean[]), cast(:saws as text[]), cast(:would_meets as text[]),
                    cast(:categories as text[]))
            as new (requirement_key, criterion_key, level, meets, saw, would_meet, category)
        """,
        id=id,
        keys=[key for key, _said in rows],
        criteria=[said.criterion_key for _key, said in rows],
        levels=[said.level for _key, said in rows],
        meets=[rubric.meets(said.level) for _key, said in rows],
        saws=[said.saw.strip() for _key, said in rows],
        would_meets=[said.would_meet.strip() for _key, said in rows],
        categories=[said.category for _key, said in rows],
    )
    if to_approver.strip():
        await db.run(
            """
            insert into review_word (submission_id, reader, from_approver, person_id, text, said_at)
            values (:submission_id, :reader, false, :person_id, :text, :at)
            """,
            submission_id=submission_id,
            reader=sent.reader,
            person_id=person.id,
            text=to_approver.strip(),
            at=at,
        )
    return id


async def sent_by_id(submission_id: int) -> list[Recommendation]:
    """All that were sent for an attempt, by reader; none names who wrote it."""
    rows = await db.many(
        dict,
        """
        select recommendation.reader, recommendation.outcome, recommended_level.criterion_key, recommended_level.level,
               recommended_level.saw, recommended_level.would_meet, recommended_level.category
        from recommendation left join recommended_level on recommended_level.recommendation_id = recommendation.id
        where recommendation.submission_id = :id order by recommendation.reader, recommended_level.criterion_key
        limit 1000
        """,
        id=submission_id,
    )
    found: dict[tuple[int, str], dict[str, Said]] = {}
    for row in rows:
        said = found.setdefault((row["reader"], row["outcome"]), {})
        if row["criterion_key"] is not None:
            words = (row[name] for name in ("criterion_key", "level", "saw", "would_meet", "category"))
            said[row["criterion_key"]] = Said(*words)
    return [Recommendation(reader, Outcome(outcome), said) for (reader, outcome), said in found.items()]


async def own_reader(person: Person, submission_id: int) -> int | None:
    """As which reader one has sent, or None."""
    return await db.value(
        "select reader from recommendation where submission_id = :id and person_id = :person_id",
        id=submission_id,
        person_id=person.id,
    )


async def first_to_check(person: Person, submission_id: int, fresh: datetime) -> bool:
    """Whether the check before quality is this person's: the first of those who hold it now (R54)."""
    first = await db.value(
        """
        select person_id from review_claim
        where submission_id = :id and ending = '' and active_at > :fresh order by id limit 1
        """,
        id=submission_id,
        fresh=fresh,
    )
    return first == person.id


async def add_check(person: Person, submission_id: int, complete: bool, at: datetime) -> int:
    """Once: 1, or 0 where it was done before."""
    return await db.run(
        """
        insert into completion_check (submission_id, person_id, complete, checked_at)
        values (:id, :person_id, :complete, :at) on conflict do nothing
        """,
        id=submission_id,
        person_id=person.id,
        complete=complete,
        at=at,
    )


async def words_to_reader(person: Person, submission_id: int) -> list[str]:
    """What approvers wrote to this reader; not what they wrote to who had the place before."""
    rows = await db.many(
        dict,
        """
        select review_word.text from review_word
        join review_claim on review_claim.id = review_word.claim_id
        where review_word.submission_id = :id and review_claim.person_id = :person_id
        order by review_word.id limit 50
        """,
        id=submission_id,
        person_id=person.id,
    )
    return [row["text"] for row in rows]
