"""One's own notes beside the model's: by criterion, and where both point at the same words; no count. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from community.feedback.practice.drafts import Draft, Model


@dataclass(frozen=True)
class Beside:
    """A model note, and one's own that point at some of the same words."""

    model: Model
    own: tuple[Any, ...]


@dataclass(frozen=True)
class Group:
    """What is about one criterion; `criterion` "" holds what is about none. `own`: notes with no model note there."""

    criterion: str
    models: tuple[Beside, ...]
    own: tuple[Any, ...]


def compared(draft: Draft, notes: Sequence[Any], criteria: Iterable[str]) -> list[Group]:
    """The model's notes by criterion, in the requirement's order; every own note stands somewhere."""
    beside = [Beside(model, tuple(note for note in notes if touches(draft, model, note))) for model in draft.models]
    placed = {note.id for one in beside for note in one.own}
    groups = []
    for key in [*criteria, ""]:
        models = tuple(one for one in beside if one.model.criterion == key)
        own = tuple(note for note in notes if note.criterion_key == key and note.id not in placed)
        if models or own:
            groups.append(Group(key, models, own))
    return groups


def touches(draft: Draft, model: Model, note: Any) -> bool:
    """Whether a note points at some of the words that the model note points at."""
    start = draft.text.index(model.quote)
    end = start + len(model.quote)
    return note.place == "passage" and note.start < end and note.start + len(note.quote) > start
