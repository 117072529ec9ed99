"""Whether a text that was put away, or its files, may come back as a draft (R24)."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from community.evidence.artifacts import rules as artifacts
from community.evidence.lengths import Range, against_range, blocks_submit, count_words
from community.evidence.rules import State
from community.uploads import kinds


class Bar(StrEnum):
    """What stands in the way of putting a text, and the files with it, back."""

    GONE = "gone"  # the definition has no such requirement any more
    BEGUN = "begun"  # there is a new draft, which it would replace
    SHORT = "short"  # against a hard limit (R29)
    LONG = "long"
    FILES = "files"  # the definition takes no such file any more
    LOOKED_AT = "looked_at"  # a file of it is being looked at still
    FILE_NAMES = "file_names"  # the same as below, where there are files alone
    NAMES = "names"  # something in it, or in a file of it, may be a name and is not answered (R31, R32)


def bar_to_return(
    requirement: Any | None, state: State, text: str, names: int = 0, files: Sequence[Any] = ()
) -> Bar | None:
    """The fresh check, by the definition that is worked on now; None when the text may come back.

    `names`: how many unanswered words in it, and in its files, may be names.
    """
    if requirement is None:
        return Bar.GONE
    if state is not State.NOT_STARTED:
        return Bar.BEGUN
    bar = _bar_of_files(requirement, files)
    if bar or (files and not text.strip()):
        return bar or (Bar.FILE_NAMES if names else None)
    words, least, most = count_words(text), requirement.min_words, requirement.max_words
    if not blocks_submit(words, least, most, requirement.limit_kind):
        return Bar.NAMES if names else None
    return Bar.LONG if against_range(words, least, most) is Range.ABOVE else Bar.SHORT


def _bar_of_files(requirement: Any, files: Sequence[Any]) -> Bar | None:
    """Each is asked for by the definition of now, and was found harmless."""
    if not files:
        return None
    asked = {*artifacts.asked_kinds(requirement.prompt)}
    other = any(asked.isdisjoint(file.of_kind.asked_as) for file in files)
    if not artifacts.takes_files(requirement) or (asked and other):
        return Bar.FILES
    return Bar.LOOKED_AT if any(file.state != kinds.State.READY for file in files) else None
