"""How many files a requirement has room for, which kinds it asks for, and who may open them. Pure."""

from community.uploads.kinds import NotTaken, State, in_words
from community.words import gettext as _
from community.words import ngettext

MOST_FILES = 20  # of one requirement (A40)
MOST_TOGETHER = 2_000_000_000  # bytes of one requirement's files


def asked_kinds(prompt: dict) -> tuple[str, ...]:
    """The kinds that a requirement asks for; none: any."""
    return tuple(prompt.get("file_kinds", ()))


def takes_files(requirement: object) -> bool:
    """Questions are answered in words, artifacts where the definition says so."""
    return "file" in getattr(requirement, "prompt", {}).get("accept", ())


def check_room(sizes: list[int], more: int) -> None:
    """Raises NotTaken when a requirement has as much as it may have (A40)."""
    if len(sizes) >= MOST_FILES:
        raise NotTaken(
            ngettext("There is %(num)s file here already, as many as fit.",
                     "There are %(num)s files here already, as many as fit. Remove one first.", len(sizes))
        )
    if sum(sizes) + more > MOST_TOGETHER:
        raise NotTaken(
            _("With this file it would be more than %(most)s together. Remove one first.")
            % {"most": in_words(MOST_TOGETHER)}
        )


def may_be_shown(state: str, with_students: bool, released: bool) -> bool:
    """Whether a peer may open it: looked at, and what shows students only once its release was ticked (R32)."""
    return state == State.READY and (released or not with_students)
