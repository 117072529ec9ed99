"""Why a box cannot be ticked."""

from community.pages import _


def by_data(true_when: str) -> str:
    """R22."""
    return _("This box ticks itself, and nobody ticks it by hand: %(condition)s") % {"condition": true_when}


def not_measured() -> str:
    return _("This is not yet measured here, and no box is ticked that nobody can look up.")
