"""When a reminder goes out, and what it says where nobody wrote it anew (R19). Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from community import words
from community.words import gettext as _

BEFORE = timedelta(hours=48)
MOST = 2000  # signs


def goes_at(starts_at: datetime, former_ends: datetime | None) -> datetime:
    """R19: 48 hours before the meeting begins, but not before the one in front of it has ended."""
    return max(starts_at - BEFORE, former_ends) if former_ends else starts_at - BEFORE


def drafted(bring: Iterable[str], language: str) -> str:
    """What it says beside title, time, place and agenda, until who leads writes it anew."""
    with words.speaking(words.known(language)):
        text = _("Finished or not does not matter; two honest sentences are enough to work with.")
        things = "; ".join(bring)
        return _("Please bring: %(things)s.") % {"things": things} + "\n" + text if things else text


def paragraphs(text: str) -> list[str]:
    """Each of its lines as a paragraph of a mail."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line.strip("-")]
