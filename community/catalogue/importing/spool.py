"""Definitions that were found right wait in a file until the transaction takes them in one after the other."""

import json
import tempfile
from collections.abc import Iterator
from typing import Any

from community.catalogue.importing import checks
from community.catalogue.importing.reading import Mistake, Place, Source

HEAD = ("code", "version", "issuer")  # what is asked about while all of them are looked at; a mistake may name its line


class Spool:
    """As many as there are: what stays in memory of each is its head, some hundred bytes."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed at the end of `with`
        self._heads: list[tuple[Source, int]] = []

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *problem: object) -> None:
        self._file.close()

    def add(self, source: Source) -> None:
        places: list[Place] = [(), *((name,) for name in HEAD)]
        lines = {place: source.lines[place] for place in places if place in source.lines}
        head = Source(source.file, {name: source.data[name] for name in HEAD}, lines)
        self._heads.append((head, self._file.seek(0, 2)))
        self._file.write(json.dumps(source.data, ensure_ascii=False).encode() + b"\n")

    def twice(self) -> list[Mistake]:
        """The same code and version in two files."""
        return list(checks.twice(head for head, _at in self._heads))

    def __iter__(self) -> Iterator[Source]:
        """All of them by code and version, each read as it is asked for."""
        for head, at in sorted(self._heads, key=lambda kept: order(kept[0])):
            self._file.seek(at)
            data: dict[str, Any] = json.loads(self._file.readline())
            yield Source(head.file, data, head.lines)


def order(source: Source) -> tuple[str, int]:
    """Versions of one code are taken in from the lowest."""
    return source.data["code"], source.data["version"]
