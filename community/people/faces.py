"""What stands for somebody where they have no picture, also when the person was erased."""

TONES = ("spruce", "lake", "moss", "plum", "marigold", "brick", "sand")


class Drawn:
    """A row that names a person: what is drawn for them."""

    name: str
    person_id: int | None

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def tone(self) -> str:
        return tone(self.person_id)


def initials(name: str) -> str:
    """Of the first and the last name; a dash for an erased person."""
    words = name.split()
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper() if words else "–"


def tone(person_id: int | None) -> str:
    """The colour of the drawn picture: a person's own, always the same."""
    return TONES[(person_id or 0) % len(TONES)]
