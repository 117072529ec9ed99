"""An issuer's calibration sets, and how candidates did with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from community import db
from community.review.desks import Desk
from community.review.paging import A_PAGE

SET = """
select calibration_set.id, calibration_set.definition_version_id, micro_credential.id as micro_credential_id,
       micro_credential.code, micro_credential.issuer_id, definition_version.title as micro_credential,
       definition_version.version, calibration_set.title, calibration_set.source, calibration_set.consent,
       calibration_set.submission_number, calibration_set.made_at, coalesce(maker.name, '') as made_by,
       calibration_set.retired_at,
       (
           select count(*) from calibration_reading
           where calibration_set_id = calibration_set.id and finished_at is not null
       ) as read_by
from calibration_set
join definition_version on definition_version.id = calibration_set.definition_version_id
join micro_credential on micro_credential.id = definition_version.micro_credential_id
left join person as maker on maker.id = calibration_set.made_by
"""


@dataclass(frozen=True)
class Set:
    """Texts for each requirement of a definition's version, with a reference. `read_by`: how many have finished it."""

    id: int
    definition_version_id: int
    micro_credential_id: int
    code: str
    issuer_id: int
    micro_credential: str
    version: int
    title: str
    source: str
    consent: str
    submission_number: str
    made_at: datetime
    made_by: str
    retired_at: datetime | None
    read_by: int


@dataclass(frozen=True)
class Reference:
    """The level that the issuer holds for right, and why."""

    requirement_key: str
    criterion_key: str
    level: str
    why: str


async def sets(desk: Desk, after: int | None = None, most: int = A_PAGE + 1) -> list[Set]:
    """This issuer's, those in use first, then by micro-credential, the oldest first."""
    return await db.many(
        Set,
        f"""
        with last as (
            select calibration_set.retired_at is not null as retired, micro_credential.code, calibration_set.id
            from calibration_set
            join definition_version on definition_version.id = calibration_set.definition_version_id
            join micro_credential on micro_credential.id = definition_version.micro_credential_id
            where calibration_set.id = :after
        )
        {SET}
        where micro_credential.issuer_id = :issuer_id and (
            cast(:after as bigint) is null
            or (calibration_set.retired_at is not null, micro_credential.code, calibration_set.id)
               > (select last.retired, last.code, last.id from last)
        )
        order by calibration_set.retired_at is not null, micro_credential.code, calibration_set.id limit :most
        """,  # noqa: S608
        issuer_id=desk.issuer_id,
        after=after,
        most=most,
    )


async def set_at(desk: Desk, set_id: int) -> Set | None:
    return await db.one(
        Set,
        SET + "where calibration_set.id = :id and micro_credential.issuer_id = :issuer_id",
        id=set_id,
        issuer_id=desk.issuer_id,
    )


async def add_set(
    desk: Desk,
    definition_version_id: int,
    title: str,
    source: str,
    consent: str,
    submission_number: str,
    texts: Mapping[str, str],
    reference: Sequence[Reference],
    at: datetime,
) -> int:
    """The new set's id."""
    set_id = await db.value(
        """
        insert into calibration_set
            (definition_version_id, title, source, consent, submission_number, made_by, made_at)
        values (:definition_version_id, :title, :source, :consent, :submission_number, :by, :at) returning id
        """,
        definition_version_id=definition_version_id,
        title=title,
        source=source,
        consent=consent,
        submission_number=submission_number,
        by=desk.person_id,
        at=at,
    )
    await db.run(
        """
        insert into calibration_text (calibration_set_id, requirement_key, text)
        select :id, key, text from unnest(cast(:keys as text[]), cast(:texts as text[])) as given (key, text)
        """,
        id=set_id,
        keys=list(texts),
        texts=list(texts.values()),
    )
    await db.run(
        """
        insert into calibration_level (calibration_set_id, requirement_key, criterion_key, level, why)
        select :id, requirement_key, criterion_key, level, why
        from unnest(cast(:requirements as text[]), cast(:criteria as text[]), cast(:levels as text[]),
                    cast(:whys as text[])) as given (requirement_key, criterion_key, level, why)
        """,
        id=set_id,
        requirements=[one.requirement_key for one in reference],
        criteria=[one.criterion_key for one in reference],
        levels=[one.level for one in reference],
        whys=[one.why for one in reference],
    )
    return set_id


async def retire(desk: Desk, set_id: int, at: datetime) -> bool:
    """Whether it was in use until now."""
    done = await db.run(
        "update calibration_set set retired_at = :at where id = :id and retired_at is null", id=set_id, at=at
    )
    return done == 1


async def texts_by_id(set_id: int) -> dict[str, str]:
    """{requirement: text}"""
    rows = await db.many(
        dict,
        """
        select requirement_key, text from calibration_text where calibration_set_id = :id
        order by requirement_key limit 200
        """,
        id=set_id,
    )
    return {row["requirement_key"]: row["text"] for row in rows}


async def references_by_id(set_id: int) -> dict[tuple[str, str], Reference]:
    """{(requirement, criterion): what is right}"""
    rows = await db.many(
        Reference,
        """
        select requirement_key, criterion_key, level, why from calibration_level where calibration_set_id = :id
        order by requirement_key, criterion_key limit 500
        """,
        id=set_id,
    )
    return {(one.requirement_key, one.criterion_key): one for one in rows}


async def frozen_texts(desk: Desk, number: str, definition_version_id: int) -> dict[str, str] | None:
    """What was submitted under this number to this version of the issuer's, once it is decided; None without one."""
    rows = await db.many(
        dict,
        """
        select requirement_key, text from submitted_work
        join submission on submission.id = submitted_work.submission_id
        join definition_version on definition_version.id = submission.definition_version_id
        join micro_credential on micro_credential.id = definition_version.micro_credential_id
        where submission.number = :number and definition_version.id = :definition_version_id
          and micro_credential.issuer_id = :issuer_id and submission.state in ('not_yet', 'earned')
        order by requirement_key limit 200
        """,
        number=number,
        definition_version_id=definition_version_id,
        issuer_id=desk.issuer_id,
    )
    return {row["requirement_key"]: row["text"] for row in rows} or None


async def percent(desk: Desk) -> int:
    """The agreement that this issuer asks for."""
    return await db.value("select calibration_percent from issuer where id = :id", id=desk.issuer_id)


async def set_percent(desk: Desk, became: int) -> None:
    await db.run("update issuer set calibration_percent = :became where id = :id", id=desk.issuer_id, became=became)
