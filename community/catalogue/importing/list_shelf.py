"""The SQL by which lists of titles come in: each step one statement for all of them."""

from dataclasses import asdict

from community import db
from community.catalogue.importing.titles import StatePlace, Title

ROWS = """
jsonb_to_recordset(cast(:titles as jsonb)) as given (
    code text, title text, stack text, stack_title text, "position" integer, competency text, hours_min numeric,
    hours_max numeric, tags text[], audience text[], needs_students boolean, in_school_breaks boolean, waits boolean,
    issuer text, language text, licence text, credit_line text
)
"""
# Only our own texts are put together here; the rows come as one bound value.
NEW = f"""
insert into micro_credential (code, title, issuer_id)
select given.code, given.title, issuer.id from {ROWS} join issuer on issuer.slug = given.issuer
on conflict (code) do nothing
"""  # noqa: S608
LISTED = f"""
insert into listing (
    micro_credential_id, title, language, competency, hours_min, hours_max, evidence_types, tags, needs_students,
    in_school_breaks, waits, audience, licence, credit_line, configuration, body
)
select micro_credential.id, given.title, given.language, given.competency, given.hours_min, given.hours_max, '{{}}',
       given.tags, given.needs_students, given.in_school_breaks, given.waits, given.audience, given.licence,
       given.credit_line, configuration_of(given.language), array_to_string(given.tags, ' ')
from {ROWS} join micro_credential on micro_credential.code = given.code
on conflict (micro_credential_id) do update
set title = excluded.title, language = excluded.language, competency = excluded.competency,
    hours_min = excluded.hours_min, hours_max = excluded.hours_max, tags = excluded.tags,
    needs_students = excluded.needs_students, in_school_breaks = excluded.in_school_breaks, waits = excluded.waits,
    audience = excluded.audience, licence = excluded.licence, credit_line = excluded.credit_line,
    configuration = excluded.configuration, body = excluded.body
where listing.definition_version_id is null
  and (listing.title, listing.language, listing.competency, listing.hours_min, listing.hours_max, listing.tags,
       listing.needs_students, listing.in_school_breaks, listing.waits, listing.audience, listing.licence,
       listing.credit_line)
      is distinct from
      (excluded.title, excluded.language, excluded.competency, excluded.hours_min, excluded.hours_max, excluded.tags,
       excluded.needs_students, excluded.in_school_breaks, excluded.waits, excluded.audience, excluded.licence,
       excluded.credit_line)
"""  # noqa: S608
NAMED = f"""
update micro_credential set title = given.title
from {ROWS}, listing
where micro_credential.code = given.code and listing.micro_credential_id = micro_credential.id
  and listing.definition_version_id is null and micro_credential.title <> given.title
"""  # noqa: S608
STACKS = f"""
insert into stack (code, title) select distinct on (given.stack) given.stack, given.stack_title from {ROWS}
order by given.stack, given.stack_title on conflict (code) do nothing
"""  # noqa: S608
PLACES = f"""
insert into stack_place (stack_id, micro_credential_id, place)
select stack.id, micro_credential.id, given.position
from {ROWS}
join stack on stack.code = given.stack
join micro_credential on micro_credential.code = given.code
join listing on listing.micro_credential_id = micro_credential.id and listing.definition_version_id is null
on conflict (stack_id, micro_credential_id) do update set place = excluded.place
"""  # noqa: S608
STATE_ROWS = """
jsonb_to_recordset(cast(:places as jsonb)) as given (
    stack text, stack_title text, state text, code text, "position" integer, required boolean
)
"""
STATE_STACKS = f"""
insert into stack (code, title, state_code)
select distinct on (given.stack) given.stack, given.stack_title, given.state from {STATE_ROWS}
order by given.stack on conflict (code) do nothing
"""  # noqa: S608
STATE_PLACES = f"""
insert into stack_place (stack_id, micro_credential_id, place, required)
select stack.id, micro_credential.id, given.position, given.required
from {STATE_ROWS}
join stack on stack.code = given.stack
join micro_credential on micro_credential.code = given.code
on conflict (stack_id, micro_credential_id) do update set place = excluded.place, required = excluded.required
"""  # noqa: S608


async def issuers_of(codes: list[str]) -> dict[str, str]:
    """{code: the issuer's slug} of those that are here."""
    rows = await db.many(
        dict,
        """
        select micro_credential.code, issuer.slug from micro_credential join issuer on issuer.id = issuer_id
        where micro_credential.code = any(:codes) order by micro_credential.code limit 10000
        """,
        codes=codes,
    )
    return {row["code"]: row["slug"] for row in rows}


async def add_titles(titles: list[Title]) -> int:
    """How many of them were new, or are told otherwise than before; where a whole definition is here, it stands."""
    rows = [asdict(one) for one in titles]
    await db.run(NEW, titles=rows)
    changed = await db.run(LISTED, titles=rows)
    await db.run(NAMED, titles=rows)
    await db.run(STACKS, titles=rows)
    await db.run(PLACES, titles=rows)
    return changed


async def add_state_stacks(places: list[StatePlace]) -> None:
    rows = [asdict(one) for one in places]
    await db.run(STATE_STACKS, places=rows)
    await db.run(STATE_PLACES, places=rows)
