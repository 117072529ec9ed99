"""How somebody stands beside what they said, also when the person was erased."""

from dataclasses import dataclass

from community.people.faces import initials, tone


@dataclass(frozen=True)
class Face:
    """Somebody whose picture stands beside a thread; `id` None for an erased person."""

    id: int | None
    name: str

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def tone(self) -> str:
        return tone(self.id)
