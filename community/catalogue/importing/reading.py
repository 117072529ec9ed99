"""A YAML or JSON file as plain data that remembers its lines; bounded, so that no file can blow up."""

import math
import unicodedata
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, DocumentStartEvent, NodeEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import ReaderError

MOST_BYTES = 256 * 1024
MOST_DEPTH = 20
MOST_NODES = 20_000

Place = tuple[Hashable, ...]  # ("parts", "overview", "prompts", 0, "text")


@dataclass(frozen=True)
class Mistake:
    """What is wrong, where, and what to do: the sentence ends with a full stop. `line` 0 means the file as a whole."""

    file: str
    line: int
    field: str
    sentence: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}, {self.field}: {self.sentence}" if self.field else f"{where}: {self.sentence}"


class Unreadable(Exception):
    """The file cannot be read as data at all; `mistake` says why."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(str(mistake))
        self.mistake = mistake


@dataclass(frozen=True)
class Source:
    """A file's data, and the line on which each place of it begins."""

    file: str
    data: Any
    lines: dict[Place, int] = field(repr=False)
    doubled: tuple[tuple[Place, int], ...] = ()

    def mistake(self, place: Place, sentence: str) -> Mistake:
        """A mistake at this place, or at the nearest thing around it that is there."""
        known = place
        while known not in self.lines:
            known = known[:-1]
        return Mistake(self.file, self.lines[known], named(place), sentence)


def read(path: Path) -> Source:
    """The one document of this file. Raises Unreadable."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as problem:
        raise Unreadable(Mistake(str(path), 0, "", f"It cannot be opened ({problem.strerror}).")) from None
    if len(raw) > MOST_BYTES:
        raise Unreadable(
            Mistake(str(path), 0, "", f"It is larger than {MOST_BYTES // 1024} kB; a definition is about 15 kB.")
        )
    return parse(raw, str(path))


def parse(raw: bytes, file: str) -> Source:
    """The one document in `raw`. Raises Unreadable: not UTF-8, not YAML, an alias, a tag, too deep, too many values."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        raise Unreadable(Mistake(file, line, "", "It is not written in UTF-8; save it in that encoding.")) from None
    try:
        yaml = YAML(typ="safe", pure=True)
        yaml.Parser = partial(_Bounded, file)
        node = yaml.compose(text)
    except ReaderError as problem:
        line = text[: problem.position or 0].count("\n") + 1
        sentence = f"It holds a control character ({_code(problem.character)}); take it out."
        raise Unreadable(Mistake(file, line, "", sentence)) from None
    except YAMLError as problem:
        raise Unreadable(_as_mistake(file, problem)) from None
    if node is None:
        raise Unreadable(Mistake(file, 0, "", "It is empty."))
    reader = _Reader(file)
    return Source(file, reader.value(node, ()), reader.lines, tuple(reader.doubled))


def named(place: Place) -> str:
    """A place in words that a person finds again: parts.overview.prompts[2].text, counted from one."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")


class _Bounded(Parser):
    """A parser that hands on no event of what is not read here, so that nothing large or endless is built of them."""

    def __init__(self, file: str, loader: YAML) -> None:
        super().__init__(loader=loader)
        self.file = file
        self.depth = self.count = self.documents = 0

    def get_event(self) -> Any:
        event = super().get_event()
        self.count += isinstance(event, NodeEvent)
        self.documents += isinstance(event, DocumentStartEvent)
        self.depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if wrong := self.wrong(event):
            raise Unreadable(Mistake(self.file, event.start_mark.line + 1, "", wrong))
        return event

    def wrong(self, event: Any) -> str:
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            wrong = "Aliases and anchors (* and &) are not read here; write the text out."
        elif getattr(event, "tag", None):
            wrong = f"The tag {event.tag} is not read here; leave it out."
        elif self.depth > MOST_DEPTH:
            wrong = f"It is nested more than {MOST_DEPTH} deep."
        elif self.count > MOST_NODES:
            wrong = f"It holds more than {MOST_NODES} values."
        elif self.documents > 1:
            wrong = "It holds a second document; give each definition a file of its own."
        else:
            wrong = ""
        return wrong


class _Reader:
    """Turns nodes into plain data; notes the line of each value, and which keys stand twice."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Place, int] = {}
        self.doubled: list[tuple[Place, int]] = []
        self.scalar = YAML(typ="safe", pure=True).constructor

    def value(self, node: Node, place: Place) -> Any:
        self.lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, MappingNode):
            value: Any = self.mapping(node, place)
        elif isinstance(node, SequenceNode):
            value = [self.value(item, (*place, number)) for number, item in enumerate(node.value)]
        elif isinstance(node, ScalarNode):
            value = self.plain(node)
        else:
            raise TypeError(f"{type(node).__name__} is no node that is composed")
        return value

    def mapping(self, node: MappingNode, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                raise Unreadable(Mistake(self.file, line, named(place), "A field's name must be a word."))
            key = key_node.value
            if key in found:
                self.doubled.append(((*place, key), line))
            self.lines[*place, key] = line
            found[key] = self.value(value_node, (*place, key))
        return found

    def plain(self, node: ScalarNode) -> Any:
        """Numbers, true and false, nothing, text; a date stays the text that it was; a whole number is an int."""
        kind = str(node.tag).rpartition(":")[2]
        try:
            value = (
                self.scalar.construct_object(node) if kind in ("int", "float", "bool", "null") else _clean(node.value)
            )
        except (ValueError, OverflowError):
            value = _clean(node.value)
        if isinstance(value, float):  # what has no number to it (.inf, .nan) stays text, which no number field takes
            value = (int(value) if value.is_integer() else value) if math.isfinite(value) else _clean(node.value)
        return value


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _as_mistake(file: str, problem: YAMLError) -> Mistake:
    mark = getattr(problem, "problem_mark", None) or getattr(problem, "context_mark", None)
    what = problem.problem if isinstance(problem, MarkedYAMLError) and problem.problem else "it is not YAML"
    return Mistake(
        file,
        mark.line + 1 if mark else 0,
        "",
        f"It cannot be read: {what}. Look at the indentation and the quotes there.",
    )


def _code(character: Any) -> str:
    return f"U+{ord(character) if isinstance(character, str) else int(character):04X}"
