"""The invented drafts as they ship (data/practice), each with model notes and where it stands (R49: labelled so)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from community.feedback import content
from community.feedback.content import Protocol


@dataclass(frozen=True)
class Model:
    """A note as somebody might have left it; `criterion` "" where it is about something else. `helps` says why."""

    number: int  # counts from 1
    key: str
    kind: str
    criterion: str
    quote: str
    text: str
    helps: str


@dataclass(frozen=True)
class Mark:
    """Where the draft stands for one criterion: a key of the definition's scale, and why."""

    level: str
    because: str


@dataclass(frozen=True)
class Draft:
    """One invented draft for a requirement of a definition that ships. `use`: what its author made of one note."""

    key: str
    code: str
    version: int
    requirement_key: str
    language: str
    label: str
    title: str
    minutes: int
    goal: str
    steps: tuple[str, ...]
    protocol: Protocol
    focus: str
    off_limits: str
    setting: str
    text: str
    models: tuple[Model, ...]
    marks: Mapping[str, Mark]
    use: Mapping[str, str]

    @property
    def address(self) -> str:
        return f"/feedback/practice/{self.key}"

    @property
    def words(self) -> int:
        return len(self.text.split())


@lru_cache
def drafts() -> dict[str, Draft]:
    """Every invented draft by its key."""
    return {key: _draft(key, one) for key, one in content.practice().items()}


def _draft(key: str, one: Mapping[str, Any]) -> Draft:
    asks = one["author_asks"]
    return Draft(
        key=key,
        code=one["micro_credential"],
        version=one["definition_version"],
        requirement_key=one["requirement"],
        language=one["language"],
        label=one["label"],
        title=one["title"],
        minutes=one["minutes"],
        goal=one["goal"],
        steps=tuple(one["steps"]),
        protocol=content.protocols()[asks["protocol"]],
        focus=asks["focus_question"],
        off_limits=asks.get("off_limits", ""),
        setting=one["setting"],
        text=one["draft"]["text"],
        models=tuple(_model(number, note) for number, note in enumerate(one["notes"], 1)),
        marks={mark["criterion"]: Mark(mark["level"], mark["because"]) for mark in one["where_it_stands"]},
        use=one["model_use"],
    )


def _model(number: int, note: Mapping[str, Any]) -> Model:
    return Model(
        number=number,
        key=note["key"],
        kind=note["kind"],
        criterion=note["criterion"] or "",
        quote=note["anchor_quote"],
        text=note["text"],
        helps=note["why_it_helps"],
    )
