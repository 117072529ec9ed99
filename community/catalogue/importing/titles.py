"""Lists of titles: micro-credentials of which competency, hours and tags are known, but no definition is here."""

import csv
import io
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from community.catalogue.importing import schema
from community.catalogue.importing.reading import MOST_BYTES, Mistake, Source, Unreadable

COLUMNS = (
    "code", "title", "stack", "stack_title", "position", "competency", "hours_min", "hours_max", "tags", "issuer",
    "language", "licence", "credit_line",
)  # fmt: skip
TEXTS = ("code", "title", "competency", "issuer", "language", "licence", "credit_line")
STATE_COLUMNS = ("stack", "stack_title", "state", "code", "position", "required")
NEEDS = ("needs students", "possible in school breaks", "needs a waiting period")
AUDIENCE = {"support professional": "support_professional", "early career": "early_career", "substitute": "substitute"}


@dataclass(frozen=True)
class Title:
    """One row of a list; `file` and `line` say where it stands. Written to the database as it is, by name."""

    file: str
    line: int
    code: str
    title: str
    stack: str
    stack_title: str
    position: int
    competency: str
    hours_min: float
    hours_max: float
    tags: list[str]
    audience: list[str]
    needs_students: bool
    in_school_breaks: bool
    waits: bool
    issuer: str
    language: str
    licence: str
    credit_line: str


@dataclass(frozen=True)
class StatePlace:
    """Where a state puts a micro-credential in a stack of its own (R4)."""

    stack: str
    stack_title: str
    state: str
    code: str
    position: int
    required: bool


def read(path: Path) -> tuple[list[Title], list[Mistake]]:
    """The titles of this file, and all that is wrong with it; only a list without mistakes may be taken in.

    Raises Unreadable for a file that is no such list.
    """
    titles: list[Title] = []
    wrong: list[Mistake] = []
    seen: dict[str, int] = {}
    for line, row in _rows(path, COLUMNS):
        source = Source(str(path), _as_data(row), {(): line})
        mistakes = [*schema.mistakes(source, schema.TITLE)]
        if not mistakes and source.data["hours"]["min"] > source.data["hours"]["max"]:
            mistakes.append(source.mistake(("hours",), "The least number of hours is above the most."))
        if row["code"] in seen:
            sentence = f"{row['code']} stands here already, on line {seen[row['code']]}."
            mistakes.append(source.mistake(("code",), sentence))
        seen.setdefault(row["code"], line)
        wrong += mistakes
        if not mistakes:
            titles.append(_title(source, row))
    return titles, wrong


def read_state_stacks(path: Path) -> list[StatePlace]:
    """The places of a file that we bring ourselves."""
    return [
        StatePlace(
            row["stack"], row["stack_title"], row["state"], row["code"], int(row["position"]), row["required"] == "yes"
        )
        for _line, row in _rows(path, STATE_COLUMNS)
    ]


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """(line, row) of each; blank lines are left out."""
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES * 4 + 1).decode("utf-8-sig")
    except OSError as problem:
        raise Unreadable(Mistake(str(path), 0, "", f"It cannot be opened ({problem.strerror}).")) from None
    except UnicodeDecodeError:
        raise Unreadable(Mistake(str(path), 0, "", "It is not written in UTF-8; save it in that encoding.")) from None
    if len(text) > MOST_BYTES * 4:
        raise Unreadable(Mistake(str(path), 0, "", f"It is larger than {MOST_BYTES * 4 // 1024} kB."))
    reader = csv.DictReader(io.StringIO(text), restval="", restkey="")
    if missing := [name for name in columns if name not in (reader.fieldnames or [])]:
        sentence = f"Its first line must name the columns; missing: {', '.join(missing)}."
        raise Unreadable(Mistake(str(path), 1, "", sentence))
    return [(reader.line_num, {name: row[name].strip() for name in columns}) for row in reader]


def _as_data(row: dict[str, str]) -> dict[str, Any]:
    """A row in the form that a definition has, so that the same schema judges it."""
    return {name: row[name] for name in TEXTS} | {
        "hours": {"min": _number(row["hours_min"]), "max": _number(row["hours_max"])},
        "tags": [tag.strip() for tag in row["tags"].split(";") if tag.strip()],
        "stacks": [{"code": row["stack"], "position": _number(row["position"])}],
    }


def _number(text: str) -> Any:
    """As a number, or the text that it was, which the schema then refuses."""
    try:
        number = float(text)
    except ValueError:
        return text
    if not math.isfinite(number):
        return text
    return int(number) if number.is_integer() else number


def _title(source: Source, row: dict[str, str]) -> Title:
    data = source.data
    return Title(
        source.file,
        source.lines[()],
        **{name: data[name] for name in TEXTS},
        stack=row["stack"],
        stack_title=row["stack_title"] or row["stack"],
        position=data["stacks"][0]["position"],
        hours_min=data["hours"]["min"],
        hours_max=data["hours"]["max"],
        tags=[tag for tag in data["tags"] if tag not in NEEDS and tag not in AUDIENCE],
        audience=[AUDIENCE[tag] for tag in data["tags"] if tag in AUDIENCE],
        needs_students="needs students" in data["tags"],
        in_school_breaks="possible in school breaks" in data["tags"],
        waits="needs a waiting period" in data["tags"],
    )
