"""When a box is ticked, and which a person may tick (R22). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from community.checklists.content import Item, Phase, phases


@dataclass(frozen=True)
class Tick:
    """Who ticked a box by hand (name "" where that account is gone), and when."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Box:
    """An item of a cohort. `holds`: what data say, None where nothing measures it. `said`: a person may say so, too."""

    item: Item
    holds: bool | None
    said: bool
    tick: Tick | None

    @property
    def may_tick(self) -> bool:
        """R22: what data decide nobody ticks; a person says only that half of a condition that data cannot know."""
        return self.item.by_hand or (self.said and not self.holds)

    @property
    def is_done(self) -> bool:
        return bool(self.holds) or (self.tick is not None and self.may_tick)

    @property
    def is_measured(self) -> bool:
        """Whether the product knows how to fill this box."""
        return self.may_tick or self.holds is not None


@dataclass(frozen=True)
class List:
    """A phase of a cohort, with its boxes."""

    phase: Phase
    boxes: list[Box]

    @property
    def done(self) -> int:
        return sum(box.is_done for box in self.boxes)


def lists(facts: Mapping[str, bool | None], said: frozenset[str], ticks: Mapping[str, Tick]) -> list[List]:
    """All phases. `facts`: what data say of each box that they measure; `said`: those of which a person may say so."""
    return [
        List(phase, [Box(item, facts.get(item.key), item.key in said, ticks.get(item.key)) for item in phase.items])
        for phase in phases()
    ]
