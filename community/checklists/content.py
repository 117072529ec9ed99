"""The lists as they ship (data/checklists.yaml): phases and their items. A key is never used for something else."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

FILE = Path(__file__).parent / "data" / "checklists.yaml"


@dataclass(frozen=True)
class Item:
    """One box: `text` says what, `why`; `who` and `when` for whom and until when. `true_when` is its condition on data,
    "" where a person ticks it."""

    key: str
    who: str
    when: str
    text: str
    why: str
    true_when: str = ""
    by_hand: bool = False


@dataclass(frozen=True)
class Phase:
    """Plan, launch or implement."""

    key: str
    title: str
    intro: str
    items: tuple[Item, ...]


@lru_cache
def phases() -> tuple[Phase, ...]:
    """In their order."""
    return tuple(
        Phase(phase["key"], phase["title"], phase["intro"], tuple(Item(**item) for item in phase["items"]))
        for phase in YAML(typ="safe").load(FILE.read_text("utf-8"))["phases"]
    )


@lru_cache
def items() -> dict[str, Item]:
    """Every item by its key."""
    return {item.key: item for phase in phases() for item in phase.items}
