"""How many files a message brings, how large, and what is said of a picture. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from community.pages import _
from community.uploads import kinds
from community.uploads.kinds import Group

MOST_FILES = 4
MOST_BYTES = 25_000_000  # of each
MOST_TOGETHER = MOST_FILES * MOST_BYTES + 1_000_000  # of the form, what was typed included
MOST_COMING = 2 * MOST_FILES  # of one sender, that belong to no message yet
KEPT_WITHOUT_MESSAGE = timedelta(days=2)
PLACES = tuple(str(number) for number in range(1, MOST_FILES + 1))  # in the form: file-1, alt-1, decorative-1 …


def check_room(coming: int) -> None:
    """Raises NotTaken for who has begun more files than two messages bring."""
    if coming >= MOST_COMING:
        raise kinds.NotTaken(_("Other files of yours are on their way still. Send or cancel those first."))


@dataclass(frozen=True)
class Described:
    """What is said of a picture for those who cannot see it: `alt`, or that it only decorates."""

    alt: str
    decorative: bool


def described(group: Group, alt: str, decorative: bool) -> Described:
    """What is kept of it: nothing for what is no picture. NotTaken for a picture of which nothing is said (F140)."""
    if group is not Group.PICTURE:
        return Described("", decorative=False)
    alt = "" if decorative else " ".join(alt.split())[:1000]
    if kinds.needs_words(group, alt, decorative):
        raise kinds.NotTaken(_("Say what is on this picture, or that it only decorates. Then choose it again."))
    return Described(alt, decorative)
