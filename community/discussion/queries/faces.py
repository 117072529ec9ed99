"""How somebody stands beside what they said, also when the person was erased."""

from dataclasses import dataclass

from community.people.queries import TONES


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


def initials(name: str) -> str:
    """Of the first and the last name; a dash for an erased person."""
    words = name.split()
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper() if words else "–"


def tone(person_id: int | None) -> str:
    return TONES[(person_id or 0) % len(TONES)]
