"""The text form of Prometheus, version 0.0.4: a family is its name, its kind, a sentence, and samples with labels."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

KIND = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[str, Mapping[str, str], float]  # what is put behind the family's name, the labels, the number


@dataclass(frozen=True)
class Family:
    name: str
    kind: str
    says: str
    samples: tuple[Sample, ...]


def gauge(name: str, says: str, value: float) -> Family:
    """A number that goes up and down."""
    return Family(name, "gauge", says, (("", {}, value),))


def gauges(name: str, says: str, label: str, values: Mapping[str, float]) -> Family:
    return Family(name, "gauge", says, tuple(("", {label: key}, value) for key, value in values.items()))


def count(name: str, says: str, value: float) -> Family:
    """A number that only grows; its name ends in _total."""
    return Family(name, "counter", says, (("", {}, value),))


class Counts:
    """Numbers that only grow, one for each set of labels that was seen."""

    def __init__(self, name: str, says: str, *labels: str) -> None:
        self.name, self.says, self.labels = name, says, labels
        self._counted: dict[tuple[str, ...], int] = {}

    def add(self, *values: str) -> None:
        self._counted[values] = self._counted.get(values, 0) + 1

    def family(self) -> Family:
        rows = sorted(self._counted.items())
        samples = (("", dict(zip(self.labels, key, strict=True)), many) for key, many in rows)
        return Family(self.name, "counter", self.says, tuple(samples))


class Durations:
    """How many took at most so many seconds, for each value of one label."""

    def __init__(self, name: str, says: str, label: str, bounds: tuple[float, ...]) -> None:
        self.name, self.says, self.label, self.bounds = name, says, label, bounds
        self._counted: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = {}

    def add(self, value: str, seconds: float) -> None:
        counts = self._counted.setdefault(value, [0] * (len(self.bounds) + 1))
        counts[bisect_left(self.bounds, seconds)] += 1
        self._seconds[value] = self._seconds.get(value, 0.0) + seconds

    def family(self) -> Family:
        samples: list[Sample] = []
        for value, counts in sorted(self._counted.items()):
            below = 0
            for bound, more in zip((*self.bounds, float("inf")), counts, strict=True):
                below += more
                samples.append(("_bucket", {self.label: value, "le": _number(bound)}, below))
            samples += [("_sum", {self.label: value}, self._seconds[value]), ("_count", {self.label: value}, below)]
        return Family(self.name, "histogram", self.says, tuple(samples))


def written(families: Iterable[Family]) -> str:
    lines = []
    for family in families:
        lines += [f"# HELP {family.name} {_escaped(family.says)}", f"# TYPE {family.name} {family.kind}"]
        for ending, labels, value in family.samples:
            listed = ",".join(f'{label}="{_quoted(text)}"' for label, text in labels.items())
            lines.append(f"{family.name}{ending}{f'{{{listed}}}' if listed else ''} {_number(value)}")
    return "\n".join([*lines, ""])


def _number(value: float) -> str:
    return {math.inf: "+Inf", -math.inf: "-Inf"}.get(value) or repr(value)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', '\\"')
