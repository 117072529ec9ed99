"""Showcases as rows: composed by their owner, and read by everybody who may, with what was frozen for review."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community import db
from community.awards.queries.award_rows import AWARD, Award
from community.awards.rules import Achieved
from community.awards.showcase.rules import Audience
from community.people.queries import Person


@dataclass(frozen=True)
class Showcase:
    """Somebody's page. `name` is "" where it is not shown."""

    id: int
    number: str
    secret: str
    audience: Audience
    named: bool
    sentence: str
    published_at: datetime | None
    name: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "audience", Audience(self.audience))

    @property
    def address(self) -> str:
        return f"/showcases/{self.number}"

    @property
    def link(self) -> str:
        return f"/showcases/link/{self.secret}"


@dataclass(frozen=True)
class Evidence:
    """A text (`file` is "") or a file as it was submitted for an award; `released` says whether it may be shown."""

    award_id: int
    requirement_key: str
    place: int
    text: str
    file: str
    name: str
    kind: str
    media_type: str
    size: int
    stored: str
    alt: str
    with_students: bool
    released: bool
    chosen: bool


@dataclass(frozen=True)
class Definition:
    """Of one version, what a page says about an award for it."""

    id: int
    competency: str
    language: str
    hours_min: float
    hours_max: float
    content: dict[str, Any]


SHOWCASE = """
select showcase.id, number, secret, audience, named, sentence, published_at,
       case when named then person.name else '' end as name
from showcase join person on person.id = showcase.person_id
"""
# A file's release stands with the upload it was frozen from; once that is gone nobody can look it up.
EVIDENCE = """
with kept as (
    select award.id as award_id, award.person_id, submission.id as submission_id
    from award join submission on submission.number = award.submission_number
    where award.id = any(:award_ids)
),
known as (
    select kept.award_id, upload.sha256, bool_or(with_students) as with_students,
           bool_or(with_students and not released) as unreleased
    from kept join work on work.person_id = kept.person_id join upload on upload.work_id = work.id
    group by kept.award_id, upload.sha256
),
found as (
    select kept.award_id, requirement_key, place * 1000 as place, text, '' as file, '' as name, '' as kind,
           '' as media_type, cast(0 as bigint) as size, '' as stored, '' as alt, false as with_students,
           true as released
    from kept join submitted_work on submitted_work.submission_id = kept.submission_id
    where btrim(text) <> ''
    union all
    select kept.award_id, submitted_file.requirement_key, submitted_work.place * 1000 + submitted_file.place, '',
           submitted_file.number, name, kind, media_type, size, file, alt,
           coalesce(known.with_students, false), coalesce(not known.unreleased, false)
    from kept
    join submitted_file on submitted_file.submission_id = kept.submission_id
    join submitted_work on submitted_work.submission_id = kept.submission_id
                       and submitted_work.requirement_key = submitted_file.requirement_key
    left join known on known.award_id = kept.award_id and known.sha256 = submitted_file.original_sha256
)
select found.award_id, found.requirement_key, place, text, found.file, name, kind, media_type, size, stored, alt,
       with_students, released, shown_evidence.award_id is not null as chosen
from found left join shown_evidence using (award_id, requirement_key, file)
"""


OF_AWARD = """
select showcase_id from shown_award join award on award.id = shown_award.award_id where award.number = :award
"""

NONE_YET = Showcase(0, "", "", Audience.NOBODY, False, "", None, "")


async def showcase(person: Person) -> Showcase | None:
    """One's own."""
    return await db.one(Showcase, SHOWCASE + "where showcase.person_id = :person_id", person_id=person.id)


async def public_showcase(number: str) -> Showcase | None:
    """One that is for everybody; None for all others."""
    return await db.one(Showcase, SHOWCASE + "where number = :number and audience = 'public'", number=number)


async def public_showcase_of(award: str) -> Showcase | None:
    """The one for everybody that shows the award of this number."""
    return await db.one(
        Showcase,
        SHOWCASE + "where audience = 'public' and showcase.id = (" + OF_AWARD + ")",
        award=award,
    )


async def public_linked(secret: str) -> Showcase | None:
    """The one that this link leads to; None once it was renewed or taken back."""
    return await db.one(Showcase, SHOWCASE + "where secret = :secret and audience <> 'nobody'", secret=secret)


async def public_awards(showcase_id: int) -> list[Award]:
    """What it shows, in its earner's order."""
    return await db.many(
        Award,
        AWARD
        + """
        join shown_award on shown_award.award_id = award.id
        where shown_award.showcase_id = :id order by shown_award.place, award.id limit 200
        """,
        id=showcase_id,
    )


async def public_evidence(award_ids: Sequence[int]) -> list[Evidence]:
    """What of it is shown: chosen, and still released."""
    return await db.many(
        Evidence,
        EVIDENCE + "where shown_evidence.award_id is not null and released order by award_id, place, file limit 500",
        award_ids=list(award_ids),
    )


async def public_levels(award_ids: Sequence[int]) -> dict[int, list[Achieved]]:
    """What was judged, by award."""
    rows = await db.many(
        dict,
        """
        select award_id, requirement_key, criterion_key, level from award_level
        where award_id = any(:award_ids) order by award_id, place limit 5000
        """,
        award_ids=list(award_ids),
    )
    found: dict[int, list[Achieved]] = {}
    for row in rows:
        found.setdefault(row.pop("award_id"), []).append(Achieved(**row))
    return found


async def public_definitions(version_ids: Sequence[int]) -> dict[int, Definition]:
    """The versions for which awards were given."""
    rows = await db.many(
        Definition,
        """
        select id, competency, language, hours_min, hours_max, content from definition_version
        where id = any(:ids) order by id limit 200
        """,
        ids=list(version_ids),
    )
    return {one.id: one for one in rows}


async def evidence(person: Person, award: Award) -> list[Evidence]:
    """All that one handed in for one's own award, chosen or not."""
    rows = await db.many(Evidence, EVIDENCE + "order by place, file limit 500", award_ids=[award.id])
    return rows if award.person_id == person.id else []


async def put(person: Person, number: str, secret: str) -> None:
    """One's own is there, for nobody."""
    await db.run(
        "insert into showcase (person_id, number, secret) values (:id, :number, :secret) on conflict do nothing",
        id=person.id,
        number=number,
        secret=secret,
    )


async def change(person: Person, audience: str, named: bool, sentence: str, at: datetime) -> None:
    await db.run(
        """
        update showcase set audience = :audience, named = :named, sentence = :sentence,
               published_at = case when cast(:audience as text) <> 'nobody' then coalesce(published_at, :at) end
        where person_id = :person_id
        """,
        person_id=person.id,
        audience=audience,
        named=named,
        sentence=sentence,
        at=at,
    )


async def choose(person: Person, showcase_id: int, numbers: Sequence[str]) -> None:
    """These awards of one's own, in this order, and no other."""
    await db.run(
        """
        delete from shown_award using award
        where award.id = award_id and showcase_id = :id and number <> all(:numbers)
        """,
        id=showcase_id,
        numbers=list(numbers),
    )
    await db.run(
        """
        insert into shown_award (award_id, showcase_id, place)
        select award.id, :id, given.place
        from unnest(cast(:numbers as text[])) with ordinality as given (number, place)
        join award on award.number = given.number and award.person_id = :person_id
        on conflict (award_id) do update set place = excluded.place
        """,
        id=showcase_id,
        numbers=list(numbers),
        person_id=person.id,
    )


async def publish(person: Person, at: datetime) -> None:
    """What everybody may see is published, and nothing else of theirs is."""
    await db.run(
        """
        update award set published_at = case when exists (
            select from shown_award join showcase on showcase.id = shown_award.showcase_id
            where shown_award.award_id = award.id and showcase.audience = 'public'
        ) then coalesce(published_at, :at) end
        where person_id = :person_id
        """,
        person_id=person.id,
        at=at,
    )


async def choose_evidence(person: Person, award: Award, chosen: Sequence[tuple[str, str]]) -> bool:
    """These texts and files of a shown award of one's own, and no other. Whether it is shown."""
    shown = await db.value(
        """
        select award_id from shown_award join award on award.id = award_id
        where award_id = :id and person_id = :person_id
        """,
        id=award.id,
        person_id=person.id,
    )
    if shown:
        await db.run("delete from shown_evidence where award_id = :id", id=award.id)
        await db.run(
            """
            insert into shown_evidence (award_id, requirement_key, file)
            select :id, given.key, given.file
            from unnest(cast(:keys as text[]), cast(:files as text[])) as given (key, file)
            """,
            id=award.id,
            keys=[key for key, _file in chosen],
            files=[file for _key, file in chosen],
        )
    return bool(shown)


async def renew(person: Person, secret: str) -> bool:
    """Another link from now on; whether there is a showcase."""
    return bool(
        await db.run("update showcase set secret = :secret where person_id = :id", id=person.id, secret=secret)
    )
