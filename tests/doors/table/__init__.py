"""The table of doors: who may do what at each address, a file for each slice of the product, as wide as its columns.

`python -m tests.doors.table` writes docs/doors.md from it.

`ok` may · `in` is sent to sign in first · `--` is told that there is no such thing (404) · `no` is told that it is not
for them (403) · `??` to sign in first, said to a program (401) · `!!` it is too late for that (409). In brackets: what
stands at that place of the address instead of the usual.

At the head of its lines stands whom they are about, by two letters each (tests/support/roles.py has them): everybody's
first; then, where it is something else, what those are told who stand aside, and who sits at a desk of the platform.
The former are told else what those are told who left, the latter what a stranger is told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.roles import ASIDE, DESKS, ROLES

PAGE = Path(__file__).parents[3] / "docs" / "doors.md"
HERE = Path(__file__).parent
TOPICS = HERE.parent / "topics.txt"  # who may follow which topic, and as whom they hear it (LIVE below has the words)

# What those hear live who stand aside, and those who left do not.
AT_THE_ISSUER = ("editor", "approver", "reviewer", "committee")
HEARD_BESIDE = {("issuer of the micro-credential", who): "de" for who in AT_THE_ISSUER}
HEARD_BESIDE[("submission that is read", "reviewer")] = "re"


@dataclass(frozen=True)
class Row:
    """One door: `says` is what each role is told, `instead` what stands at places of the address (by name).

    `slice` is whose door it is, or the ground below them.
    """

    slice: str
    method: str
    pattern: str
    instead: dict[str, str]
    says: dict[str, str]

    @property
    def name(self) -> str:
        return f"{self.method} {self.pattern} {self.instead or ''}".strip()


def rows() -> list[Row]:
    """The table, read."""
    found = list(_rows(ROLES))
    aside, at_desks = ({row.name: row.says for row in _rows(roles)} for roles in (ASIDE, DESKS))
    assert aside.keys() | at_desks.keys() <= {row.name for row in found}, "who else is told something has the row, too"
    for row in found:
        row.says.update(dict.fromkeys(ASIDE, row.says["left"]) | aside.get(row.name, {}))
        row.says.update(dict.fromkeys(DESKS, row.says["stranger"]) | at_desks.get(row.name, {}))
    return found


def topics() -> dict[str, dict[str, str]]:
    """{topic: {role: as whom they hear it}}"""
    heads, *lines = TOPICS.read_text("utf-8").splitlines()
    roles = list(ROLES)[1:]  # a visitor has no socket
    assert heads.split() == _short(roles)
    said = {line[:76].strip(): dict(zip(roles, line[76:].split(), strict=True)) for line in lines}
    for topic, says in said.items():
        says.update({role: HEARD_BESIDE.get((topic, role), says["left"]) for role in ASIDE})
        says.update(dict.fromkeys(DESKS, says["stranger"]))
    return said


def places(pattern: str) -> list[str]:
    """What stands in braces in the pattern of an address."""
    return re.findall(r"{(\w+)}", pattern)


def _files() -> dict[str, str]:
    """{slice: its lines}"""
    return {file.stem: file.read_text("utf-8") for file in sorted(HERE.glob("*.txt"))}


def _rows(roles: dict[str, str]) -> Iterator[Row]:
    """What stands below the heads of these roles."""
    kinds = [_short(some) for some in (ROLES, ASIDE, DESKS)]
    for slice_, text in _files().items():
        heads: list[str] = []
        for line in text.splitlines():
            if line.startswith(" "):
                heads = line.split()
                assert heads in kinds, f"the columns of {slice_} are roles: {line.strip()}"
            elif line and not line.startswith("#") and heads == _short(roles):
                yield _row(slice_, line, roles)


def _row(slice_: str, line: str, roles: dict[str, str]) -> Row:
    found = re.fullmatch(r"(GET|POST|WS|OPTIONS|PATCH|DELETE) +(/\S*)(?: \[(\w+)=(\w+)\])? +((?:\S\S ?)+)", line)
    assert found, f"not a row of the table: {line}"
    method, pattern, place, name, cells = found.groups()
    says = dict(zip(roles, cells.split(), strict=True))
    return Row(slice_, method, pattern, {place: name} if place else {}, says)


def _short(roles) -> list[str]:
    return [role[:2] for role in roles]


# --- as a page ---

INTRO = """# The doors

Who may do what at each address, as the test of the doors (`tests/test_doors.py`) asks it. This page is written from
the table in `tests/doors/table/`, a file for each slice of the product, by `.venv/bin/python -m tests.doors.table`; a
test compares it. A change here is a change of who may see what: read it as such.

`ok` may · `in` is sent to sign in first · `--` is told that there is no such thing (404) · `no` is told that it is not
for them (403) · `??` to sign in first, said to a program (401) · `!!` it is too late for that (409). In brackets: what
stands at that place of the address instead of the usual.

Who asks:

"""


OTHERS = """\
Some have to do with the cohort without sitting there, and are told what those are told who left; two sit at a desk of
the platform, and are told what a stranger is told. Where it is something else, it stands below columns of their own.
"""

LIVE = """
## What is told live

Who may follow which topic of the socket, and as whom they hear it: `fa` as a facilitator, `he` as a helper, `pe` as a
peer, `me` as a member, `se` as oneself, `as` as who asked, `or` as an organizer, `le` as one who leads, `re` as a
reader, `au` as its author; `--` may not, and is not told that
there is such a topic. Of those aside, an editor, an approver, a
reviewer and who sits on the committee hear the issuer's topic as one of its desk, and who reads an attempt hears of it.
"""


def page() -> str:
    """docs/doors.md"""
    doors = "".join(f"\n## {slice_}\n\n```\n{text}```\n" for slice_, text in _files().items())
    return f"{INTRO}{_who(ROLES)}\n{OTHERS}\n{_who(ASIDE | DESKS)}{doors}{LIVE}\n```\n{TOPICS.read_text('utf-8')}```\n"


def _who(roles: dict[str, str]) -> str:
    return "".join(f"- **{role[:2]}** {role}: {what}\n" for role, what in roles.items())
