"""Definitions for tests: the examples that come with the product, imported by the real import."""

import csv
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from community import clock, db
from community.affiliates import actions as affiliates
from community.catalogue import actions, queries
from community.catalogue.importing import reading
from community.catalogue.queries import Definition

ROOT = Path(__file__).parents[2] / "community"
EXAMPLES = ROOT / "catalogue" / "data" / "examples"
ISSUERS = ROOT / "affiliates" / "data" / "issuers.csv"


async def a_definition(code: str = "EL-02") -> Definition:
    """The published definition with this code, one of the fourteen; imported when it is first asked for."""
    found = await queries.public_definition(code)
    if found is None:
        await the_issuers()
        await actions.take_in([_source_of(code)], publish=True)
        found = await queries.public_definition(code)
    return found


async def the_issuers() -> None:
    """The three invented issuers of the examples."""
    with ISSUERS.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            await affiliates.make_issuer(row["slug"], row["name"])


async def a_stack(code: str, required: Sequence[Definition], beside: Sequence[Definition] = ()) -> None:
    """A stack of these alone, in this order; what stands beside is not asked for."""
    places = [(one, True) for one in required] + [(one, False) for one in beside]
    async with db.transaction():
        stack_id = await db.value("insert into stack (code, title) values (:code, :code) returning id", code=code)
        for place, (one, needed) in enumerate(places, 1):
            await db.run(
                """
                insert into stack_place (stack_id, micro_credential_id, place, required)
                values (:stack_id, :micro_credential_id, :place, :needed)
                """,
                stack_id=stack_id,
                micro_credential_id=one.micro_credential_id,
                place=place,
                needed=needed,
            )


async def many_definitions(count: int = 400) -> None:
    """So many whole definitions in the catalogue, copies of EL-02 and FA-01 under other codes, in ten stacks."""
    for code in ("EL-02", "FA-01"):
        await a_definition(code)
    async with db.transaction():
        await db.run(MICRO_CREDENTIALS, count=count)
        await db.run(VERSIONS, at=clock.now())
        await db.run(
            "insert into stack (code, title) select 'Q' || chr(65 + n), 'Shelf ' || n from generate_series(0, 9) as n"
        )
        await db.run(
            """
            insert into stack_place (stack_id, micro_credential_id, place)
            select stack.id, micro_credential.id, cast(substr(micro_credential.code, 4) as integer)
            from micro_credential join stack on stack.code = left(micro_credential.code, 2)
            where micro_credential.code like 'Q%'
            """
        )
    for letter in "ABCDEFGHIJ":
        await db.value(
            """
            select count(list_version(definition_version.id)) from definition_version
            join micro_credential on micro_credential.id = micro_credential_id where code like :codes
            """,
            codes=f"Q{letter}-%",
        )


# QA-10, QB-10, … QJ-49; their titles end in a number, so that each is another one.
MICRO_CREDENTIALS = """
insert into micro_credential (code, title, issuer_id)
select 'Q' || chr(65 + n % 10) || '-' || n / 10 + 10, 'Copy ' || n, issuer_id
from generate_series(0, :count - 3) as n
join micro_credential as model on model.code = case when n % 2 = 0 then 'EL-02' else 'FA-01' end
"""
VERSIONS = """
insert into definition_version (
    micro_credential_id, version, title, language, competency, hours_min, hours_max, evidence_types, tags,
    needs_students, in_school_breaks, waiting_period_days, audience, licence, credit_line, content, sha256, published_at
)
select copy.id, 1, model.title || ', ' || copy.title, language, competency, hours_min, hours_max, evidence_types, tags,
       needs_students, in_school_breaks, waiting_period_days, audience, licence, credit_line, content, sha256, :at
from micro_credential as copy
join micro_credential as original on original.code = case when right(copy.title, 1) in ('0', '2', '4', '6', '8')
    then 'EL-02' else 'FA-01' end
join definition_version as model on model.micro_credential_id = original.id
where copy.code like 'Q%'
"""


@cache
def _source_of(code: str) -> reading.Source:
    return reading.read(file_of(code))


def file_of(code: str) -> Path:
    """The example with this code."""
    return next(
        file for file in sorted(EXAMPLES.glob("*.yaml")) if re.search(rf"^code: {code}$", file.read_text("utf-8"), re.M)
    )
