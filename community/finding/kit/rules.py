"""The letters of a kit, and what each needs to be true before it goes out. Pure."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

LETTERS = ("announce", "reminder", "last_seats")
FEW = 5  # counts of people below this are said to nobody (R65)


@dataclass(frozen=True)
class Letter:
    """A mail to copy or to open in one's own mail program; who sends it writes it to their own list."""

    name: str
    subject: str
    text: str

    @property
    def mailto(self) -> str:
        """Opens it in the reader's mail program, without an address."""
        return f"mailto:?subject={quote(self.subject)}&body={quote(self.text)}"


def letter(name: str, rendered: str) -> Letter:
    """The first line is the subject; gaps of more than one line are closed."""
    subject, _, text = rendered.strip().partition("\n")
    paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
    return Letter(name, subject.strip(), "\n\n".join(paragraphs) + "\n")


def goes_out(name: str, cohort: Any, taken: int, free: int) -> bool:
    """The letter of last seats only while some are left and most are taken; that colleagues are in, from five on."""
    if name == "last_seats":
        return 0 < free <= cohort.capacity / 2
    if name == "reminder":
        return taken >= FEW and free > 0
    return free > 0
