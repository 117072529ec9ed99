"""The two shapes of a file of affiliates: states, and locals. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from community.affiliates.lines import MOST_LINE, Column, Line, Mistake, Table, Unreadable, text
from community.people.profile import rules as profile
from community.words import gettext as _


def state_code(cell: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", cell):
        raise ValueError(_("Write two capital letters, such as CA."))
    return cell


def slug(cell: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,119}", cell):
        raise ValueError(_("Write small letters, digits and hyphens, at most 120."))
    return cell


def time_zone(cell: str) -> str:
    if cell not in profile.zones():
        raise ValueError(_("Write a time zone such as America/Chicago."))
    return cell


def slug_of(name: str, code: str) -> str:
    """The slug of a local that was given none: Ashbrook Educators in CA → ashbrook-educators-ca."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    return f"{words[:100].strip('-') or 'local'}-{code.lower()}"


def or_nothing(check: Callable[[str], str]) -> Callable[[str], str]:
    """The check, for a cell that may be empty."""
    return lambda cell: check(cell) if cell else ""


SHARED = (
    Column("state_code", state_code, required=True),
    Column("name", text(3, 120), required=True),
    Column("short", text(0, 40)),
    Column("time_zone", time_zone),
)
SHAPES: dict[str, tuple[Column, ...]] = {
    "state": (
        SHARED[0], Column("name", or_nothing(SHARED[1].check), required=True), SHARED[2],
        Column("slug", or_nothing(slug), required=True), Column("time_zone", time_zone, required=True),
        Column("state", text(2, 80), required=True), Column("second_time_zone", time_zone),
        Column("note", text(0, 200)),
    ),
    "local": (*SHARED, Column("slug", slug), Column("town", text(1, 80), required=True), Column("state_slug", slug)),
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A file, and what it holds: state affiliates or locals."""

    path: Path
    kind: str

    def rows(self, number: int, wrong: Callable[[Mistake], None]) -> Iterator[tuple]:
        """Its lines as rows of the staging table; mistakes are handed to `wrong`. `number`: of the file.

        A state with neither name nor slug has no affiliate: its line is left out.
        """
        try:
            with self.path.open(newline="", encoding="utf-8-sig") as file:
                for one in (table := Table(bounded(file), SHAPES[self.kind])):
                    if isinstance(one, Mistake):
                        wrong(one)
                    elif one.values["name"] and (one.values["slug"] or self.kind == "local"):
                        yield self._row(number, one)
                    elif one.values["name"] or one.values["slug"]:
                        wrong(Mistake(one.number, "slug" if one.values["name"] else "name", _("Fill this in.")))
                for name in table.unused:
                    wrong(Mistake(1, name, _("There is no column of this name.")))
        except Unreadable as unreadable:
            wrong(unreadable.mistake)
        except UnicodeDecodeError:
            wrong(Mistake(0, "", _("This is not a text. Save the table as CSV (UTF-8), and send that file.")))
        except OSError as problem:
            wrong(Mistake(0, "", problem.strerror or str(problem)))

    def _row(self, number: int, line: Line) -> tuple:
        given = line.values
        return (
            number, line.number, self.kind, given["state_code"], given["name"], given["short"] or "",
            given["slug"] or slug_of(given["name"], given["state_code"]), given.get("town") or "",
            given["time_zone"] or "", given.get("state_slug") or "",
        )  # fmt: skip


def source(path: Path) -> Source:
    """The file with its kind: of locals when its first line names a town, else of states."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            first = next((line for line in bounded(file) if line.strip() and not line.startswith("#")), "")
    except (OSError, UnicodeDecodeError, Unreadable):
        first = ""  # said when it is read
    return Source(path, "local" if re.search(r"\btown\b", first, re.I) else "state")


def bounded(file: TextIO) -> Iterator[str]:
    """Its lines, none longer than one may be: a file without line ends never comes to memory whole."""
    while line := file.readline(MOST_LINE + 1):
        yield line
