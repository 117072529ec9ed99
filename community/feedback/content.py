"""The forms of feedback and the practice drafts as they ship (data/). A key is never used for something else."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Kind:
    """A kind of note: warm, question, cool or other; `means` and `is_not` say what it is for."""

    key: str
    name: str
    means: str
    is_not: str


@dataclass(frozen=True)
class Prompt:
    """What a protocol asks its reader for, by kind of note."""

    kind: str
    label: str
    text: str


@dataclass(frozen=True)
class Protocol:
    """A form of feedback. `minima` are notes of each kind that the whole draft needs, `least` notes of any kind (R45).

    `counts_as` 0.5 is half a reader; `live` ones are done together at one time, not on a page of one's own.
    """

    key: str
    name: str
    summary: str
    minutes: int
    best_for: str
    live: bool
    minima: Mapping[str, int]
    least: int
    counts_as: float
    prompts: tuple[Prompt, ...]
    starters: Mapping[str, tuple[str, ...]]


@lru_cache
def kinds() -> dict[str, Kind]:
    return {one["key"]: Kind(one["key"], one["name"], one["means"], one["not"]) for one in _shipped()["kinds"]}


@lru_cache
def protocols() -> dict[str, Protocol]:
    """Every form by its key, in its order."""
    return {one["key"]: _protocol(one) for one in _shipped()["protocols"]}


@lru_cache
def asked() -> dict[str, Protocol]:
    """The forms that an author can ask for; the five-minute one is the reader's to choose, a tuning has its meeting."""
    return {key: one for key, one in protocols().items() if not one.live and one.counts_as == 1}


ONE_QUESTION = "one_good_question"
# The same `counts_as` in SQL, of a row of `feedback`.
COUNTS_AS = f"case feedback.protocol when '{ONE_QUESTION}' then 0.5 else 1 end"


@lru_cache
def norms() -> tuple[str, ...]:
    return tuple(one["text"] for one in _shipped()["norms"])


@lru_cache
def asking() -> Mapping[str, Any]:
    """Help with asking: good and weak focus questions, what may be off limits."""
    return _shipped()["asking"]


@lru_cache
def practice() -> dict[str, Mapping[str, Any]]:
    """The invented drafts with their model notes, by file name."""
    files = sorted((DATA / "practice").glob("*.yaml"))
    return {file.stem: YAML(typ="safe").load(file.read_text("utf-8")) for file in files}


def _protocol(one: Mapping[str, Any]) -> Protocol:
    return Protocol(
        key=one["key"],
        name=one["name"],
        summary=one["summary"],
        minutes=one["minutes"],
        best_for=one["best_for"],
        live=one["live"],
        minima={kind: number for kind, number in one["minima"].items() if number},
        least=one.get("minimum_total", 0),
        counts_as=one.get("counts_as", 1),
        prompts=tuple(Prompt(prompt["kind"], prompt["label"], prompt["text"]) for prompt in one["prompts"]),
        starters={kind: tuple(texts) for kind, texts in one["sentence_starters"].items()},
    )


@lru_cache
def _shipped() -> Mapping[str, Any]:
    return YAML(typ="safe").load((DATA / "protocols.yaml").read_text("utf-8"))
