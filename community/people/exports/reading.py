"""Rows of any table, read in pages by its key; the names of tables and columns come from our own schema only."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from community import db
from community.people.exports import rules
from community.people.exports.rules import Reference, Section
from community.people.queries import Person

PAGE = 200  # rows that are held at once
# Where a number leads to one of these, its name goes along beside it.
NAMES = {
    "affiliate": "name", "cohort": "name", "issuer": "name", "stack": "title",
    "micro_credential": "code || ' ' || title",
    "definition_version": "title || ', version ' || version",
}  # fmt: skip


@dataclass(frozen=True)
class Schema:
    """What there is: each table's columns with their kinds, in order; its key; and what points where."""

    columns: dict[str, dict[str, str]]
    keys: dict[str, list[str]]
    refers: list[Reference]


async def schema() -> Schema:
    columns: dict[str, dict[str, str]] = {}
    rows = await db.many(
        dict,
        """
        select table_name as table, column_name as column, data_type as kind from information_schema.columns
        where table_schema = current_schema() order by table_name, ordinal_position limit 10000
        """,
    )
    for row in rows:
        columns.setdefault(row["table"], {})[row["column"]] = row["kind"]
    keys = await db.many(
        dict,
        """
        select cast(cast(indrelid as regclass) as text) as table,
               array_agg(cast(attname as text) order by array_position(cast(indkey as smallint[]), attnum)) as columns
        from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)
        join pg_class on pg_class.oid = indrelid
        where indisprimary and relnamespace = cast(current_schema() as regnamespace)
        group by indrelid order by 1 limit 1000
        """,
    )
    refers = await db.many(
        Reference,
        """
        select cast(cast(conrelid as regclass) as text) as table, cast(attname as text) as column,
               cast(cast(confrelid as regclass) as text) as to
        from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
        where contype = 'f' and cardinality(conkey) = 1 order by 1, 2 limit 1000
        """,
    )
    return Schema(columns, {row["table"]: row["columns"] for row in keys}, refers)


async def rows(person: Person, section: Section, known: Schema) -> AsyncIterator[list[dict[str, Any]]]:
    """Page after page of what of this section is this person's, the columns that go along in their order."""
    columns = rules.shown(section, known.columns[section.table], known.refers)
    if section.file and section.file not in columns:
        columns.append(section.file)
    key = known.keys.get(section.table) or sorted(known.columns[section.table])
    after: Sequence[Any] = ()
    while True:
        page = await _page(person, section, key, after)
        told = [{column: row["whole"][column] for column in columns} for row in page]
        await _name(told, section.table, known.refers)
        if told:
            yield told
        if len(page) < PAGE:
            return
        after = [page[-1][f"key{place}"] for place in range(len(key))]


async def _page(person: Person, section: Section, key: list[str], after: Sequence[Any]) -> list[dict[str, Any]]:
    listed = ", ".join(f"one.{column}" for column in key)
    keys = ", ".join(f"one.{column} as key{place}" for place, column in enumerate(key))
    behind = ", ".join(f":after{place}" for place in range(len(after)))
    whole = "to_jsonb(one)" + "".join(f" || jsonb_build_object('{name}', {sql})" for name, sql in section.says.items())
    where = section.where + (f" and ({listed}) > ({behind})" if after else "")
    return await db.many(
        dict,
        f"""
        select {keys}, {whole} as whole from {section.table} as one
        where {where} order by {listed} limit :most
        """,  # noqa: S608
        person_id=person.id,
        most=PAGE,
        **{f"after{place}": value for place, value in enumerate(after)},
    )


async def _name(told: list[dict[str, Any]], table: str, refers: list[Reference]) -> None:
    for ref in [ref for ref in refers if ref.table == table and ref.to in NAMES]:
        ids = {row[ref.column] for row in told if row.get(ref.column)}
        if ids:
            sql = f"select id, {NAMES[ref.to]} as name from {ref.to} where id = any(:ids) order by id limit :most"  # noqa: S608
            names = {row["id"]: row["name"] for row in await db.many(dict, sql, ids=sorted(ids), most=PAGE)}
            for row in told:
                if row.get(ref.column):
                    row[ref.column.removesuffix("_id")] = names.get(row[ref.column], "")
