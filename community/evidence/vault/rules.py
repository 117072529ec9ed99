"""Whether a text that was put away may come back as a draft (R24)."""

from enum import StrEnum
from typing import Any

from community.evidence.lengths import Range, against_range, blocks_submit, count_words
from community.evidence.rules import State


class Bar(StrEnum):
    """What stands in the way of putting a text back."""

    GONE = "gone"  # the definition has no such requirement any more
    BEGUN = "begun"  # there is a new draft, which it would replace
    SHORT = "short"  # against a hard limit (R29)
    LONG = "long"
    NAMES = "names"  # something in it, or in a file of it, may be a name and is not answered (R31, R32)


def bar_to_return(requirement: Any | None, state: State, text: str, names: int = 0) -> Bar | None:
    """The fresh check, by the definition that is worked on now; None when the text may come back.

    `names`: how many unanswered words in it may be names.
    """
    if requirement is None:
        return Bar.GONE
    if state is not State.NOT_STARTED:
        return Bar.BEGUN
    words, least, most = count_words(text), requirement.min_words, requirement.max_words
    if not blocks_submit(words, least, most, requirement.limit_kind):
        return Bar.NAMES if names else None
    return Bar.LONG if against_range(words, least, most) is Range.ABOVE else Bar.SHORT
