"""What of a person goes into their zip: rows that are theirs, what belongs to those, and what they did to others'."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from community.pages import Belongs, Keep

KEPT = timedelta(days=7)  # then the zip is deleted
MOST_BYTES = 4_000_000_000  # of one zip; files that come after that are named in it, and left out
SECRET_KINDS = {"bytea", "tsvector"}  # hashes and seeds; what only the search reads
BARE_KINDS = {"bigint", "date", "timestamp with time zone"}  # of a row of others: that, and when
SECRETS = {"post_key", "by_id"}

Keeps = Mapping[str, Keep]
Parts = Mapping[tuple[str, str], Belongs]


@dataclass(frozen=True)
class Reference:
    """A column of a table that points to a row of another one."""

    table: str
    column: str
    to: str


@dataclass(frozen=True)
class Section:
    """Rows of one table, those of which `where` is true; `one` is a row there, and :person_id the person."""

    table: str
    name: str  # such as "work", "work.revision", "fee.settled_by"
    where: str
    bare: bool = False  # the row is another's: only its numbers and moments go along
    hides: tuple[str, ...] = ()
    file: str = ""
    called: str = ""
    says: Mapping[str, str] = field(default_factory=dict)  # a column, and the SQL that stands in its place


def sections(
    mine: Keeps, belongs: Parts, all_keeps: Keeps, all_belongs: Parts, refers: Iterable[Reference]
) -> list[Section]:
    """All of one slice: its tables with their person, what belongs to such rows, and the deeds in rows of others."""
    found = []
    for table, keep in sorted(mine.items()):
        where = f"one.{keep.person} = :person_id"
        found.append(Section(table, table, where, False, keep.hides, keep.file, keep.called))
        for other in sorted(ref.column for ref in refers if (ref.table, ref.to) == (table, "person")):
            if other != keep.person:
                found.append(Section(table, f"{table}.{other}", f"one.{other} = :person_id", bare=True))
    for (table, parent), part in sorted(belongs.items()):
        for name, where in _ways(parent, all_keeps, all_belongs):
            inside = _inside(parent, part, where)
            found.append(
                Section(table, f"{name}.{table}", inside, False, part.hides, part.file, part.called, part.says)
            )
    return found


def _ways(table: str, keeps: Keeps, belongs: Parts) -> list[tuple[str, str]]:
    """Each way on which rows of a table are somebody's: its name, and the condition on `one`."""
    ways = [(table, f"one.{keeps[table].person} = :person_id")] if table in keeps else []
    for (part, parent), how in sorted(belongs.items()):
        if part == table:
            ways += [
                (f"{name}.{table}", _inside(parent, how, where)) for name, where in _ways(parent, keeps, belongs)
            ]
    return ways


def _inside(parent: str, part: Belongs, where: str) -> str:
    return f"one.{part.by} in (select one.id from {parent} as one where {where}) and {part.only}"  # noqa: S608


def shown(section: Section, kinds: Mapping[str, str], refers: Iterable[Reference]) -> list[str]:
    """The columns that go along: no secret, none that points to a person, none that is hidden."""
    to_people = {ref.column for ref in refers if (ref.table, ref.to) == (section.table, "person")}
    left_out = to_people | SECRETS | set(section.hides)
    return [
        column for column, kind in kinds.items()
        if column not in left_out and kind not in SECRET_KINDS and (not section.bare or kind in BARE_KINDS)
    ]  # fmt: skip
