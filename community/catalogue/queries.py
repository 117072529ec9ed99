"""Definitions as they were published, their requirements and stacks. Everybody may read them (R1)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from community import db
from community.catalogue.rules import PARTS
from community.pages import _

DEFINITION = """
select definition_version.id, definition_version.micro_credential_id, micro_credential.code, definition_version.version,
       definition_version.title, definition_version.language, definition_version.competency,
       cast(definition_version.hours_min as float8) as hours_min,
       cast(definition_version.hours_max as float8) as hours_max,
       definition_version.evidence_types, definition_version.tags, definition_version.needs_students,
       definition_version.in_school_breaks, definition_version.waiting_period_days, definition_version.audience,
       definition_version.licence, definition_version.credit_line, definition_version.content,
       definition_version.published_at, micro_credential.retired_at is not null as retired,
       issuer.id as issuer_id, issuer.name as issuer, issuer.fee_cents, issuer.window_months
from definition_version
join micro_credential on micro_credential.id = definition_version.micro_credential_id
join issuer on issuer.id = micro_credential.issuer_id
where definition_version.published_at is not null
"""


@dataclass(frozen=True)
class Definition:
    """A published version of a micro-credential. `id` is the version's; `content` the whole text as imported."""

    id: int
    micro_credential_id: int
    code: str
    version: int
    title: str
    language: str
    competency: str
    hours_min: float
    hours_max: float
    evidence_types: list[str]
    tags: list[str]
    needs_students: bool
    in_school_breaks: bool
    waiting_period_days: int
    audience: list[str]
    licence: str
    credit_line: str
    content: dict[str, Any] = field(repr=False)
    published_at: datetime
    retired: bool  # taken out of the catalogue by its issuer; its page stays
    issuer_id: int
    issuer: str
    fee_cents: int
    window_months: int | None


@dataclass(frozen=True, eq=False)  # each is itself: pages keep what they make of it
class Requirement:
    """One column of the board. `number` counts within its part, `fellows` says of how many."""

    id: int
    definition_version_id: int
    key: str
    place: int
    part: int
    kind: str
    title: str
    min_words: int | None
    max_words: int | None
    limit_kind: str | None
    optional: bool
    number: int
    fellows: int
    prompt: dict[str, Any] = field(repr=False)

    @property
    def label(self) -> str:
        """What people call it: Question 1, Artifact 2, Reflection."""
        if self.kind == "artifact":
            label = _("Artifact %(number)s") % {"number": self.number}
        elif self.part == 3 and self.fellows == 1:
            label = _("Reflection")
        elif self.part == 3:
            label = _("Reflection %(number)s") % {"number": self.number}
        else:
            label = _("Question %(number)s") % {"number": self.number}
        return label

    @property
    def full_name(self) -> str:
        """What people call it, with its title: Artifact 1: Conversation plan. Once, where both are the same."""
        return self.label if self.label == self.title else f"{self.label}: {self.title}"

    @property
    def is_reflection(self) -> bool:
        """The part in which its author looks back."""
        return self.part == PARTS["reflection"]

    @property
    def short(self) -> str:
        """The head of a narrow column: Q1, A2, R."""
        letter = _("A") if self.kind == "artifact" else _("R") if self.part == 3 else _("Q")
        return letter if self.part == 3 and self.fellows == 1 else f"{letter}{self.number}"


@dataclass(frozen=True)
class Listed:
    """What one can begin with, once for each stack it stands in; `stack_code` "" where it stands in none."""

    stack_code: str
    stack_title: str
    code: str
    title: str
    language: str


@dataclass(frozen=True)
class Version:
    version: int
    published_at: datetime


@dataclass(frozen=True)
class StackPlace:
    """Where a micro-credential stands: third in a stack, and whether the stack's badge needs it."""

    code: str
    title: str
    place: int
    required: bool
    state_code: str


@dataclass(frozen=True)
class Predecessor:
    """What is recommended (or required) first; `title` "" where it is not in this catalogue."""

    code: str
    title: str
    required: bool


async def public_definition(code: str, version: int | None = None) -> Definition | None:
    """This published version, or the newest; None also for what is a draft only."""
    chosen = "" if version is None else "and definition_version.version = :version"
    return await db.one(
        Definition,
        DEFINITION + f"and micro_credential.code = :code {chosen} order by definition_version.version desc limit 1",
        code=code,
        **({} if version is None else {"version": version}),
    )


async def public_definition_version(id: int) -> Definition | None:
    """The published version with this id."""
    return await db.one(Definition, DEFINITION + "and definition_version.id = :id", id=id)


async def public_requirements(definition_version_id: int) -> list[Requirement]:
    """The columns of the board, in their order."""
    rows = await db.many(
        dict,
        """
        select requirement.id, definition_version_id, key, place, part, kind, requirement.title, min_words, max_words,
               limit_kind, optional, row_number() over (partition by part order by place) as number,
               count(*) over (partition by part) as fellows,
               jsonb_path_query_first(content, '$.parts.*.*[*] ? (@.key == $key)',
                                      jsonb_build_object('key', key)) as prompt
        from requirement join definition_version on definition_version.id = requirement.definition_version_id
        where definition_version_id = :definition_version_id order by place limit 200
        """,
        definition_version_id=definition_version_id,
    )
    return [Requirement(**row) for row in rows]


async def public_catalogue() -> list[Listed]:
    """The newest published version of each micro-credential that is not retired, by stack and place."""
    return await db.many(
        Listed,
        """
        select coalesce(stack.code, '') as stack_code, coalesce(stack.title, '') as stack_title,
               micro_credential.code, listing.title, listing.language
        from listing
        join micro_credential on micro_credential.id = listing.micro_credential_id
        left join stack_place on stack_place.micro_credential_id = micro_credential.id
        left join stack on stack.id = stack_place.stack_id
        where listing.definition_version_id is not null and micro_credential.retired_at is null
        order by stack.title nulls last, stack.code, stack_place.place, micro_credential.code limit 2000
        """,
    )


async def public_versions(micro_credential_id: int) -> list[Version]:
    """All published versions, the newest first."""
    return await db.many(
        Version,
        """
        select version, published_at from definition_version
        where micro_credential_id = :id and published_at is not null order by version desc limit 100
        """,
        id=micro_credential_id,
    )


async def public_whole_versions(code: str) -> list[Definition]:
    """All published versions with their texts, the newest first."""
    return await db.many(
        Definition,
        DEFINITION + "and micro_credential.code = :code order by definition_version.version desc limit 50",
        code=code,
    )


async def public_stacks_of(code: str) -> list[StackPlace]:
    """The stacks that a micro-credential stands in: the issuers' first, of these those that need it."""
    return await db.many(
        StackPlace,
        """
        select stack.code, stack.title, stack_place.place, stack_place.required, stack.state_code
        from stack_place
        join stack on stack.id = stack_place.stack_id
        join micro_credential on micro_credential.id = stack_place.micro_credential_id
        where micro_credential.code = :code
        order by stack.state_code, stack_place.required desc, stack.title, stack.code limit 30
        """,
        code=code,
    )


async def public_predecessors(definition: Definition) -> list[Predecessor]:
    """What its issuer recommends first, in the definition's order (R5)."""
    wanted = definition.content.get("predecessors", [])
    rows = await db.many(
        dict,
        """
        select code, title from micro_credential
        where code = any(:codes) and retired_at is null and exists (
            select 1 from definition_version
            where micro_credential_id = micro_credential.id and published_at is not null)
        order by code limit 100
        """,
        codes=[one["code"] for one in wanted],
    )
    titles = {row["code"]: row["title"] for row in rows}
    return [Predecessor(one["code"], titles.get(one["code"], ""), one.get("required", False)) for one in wanted]
