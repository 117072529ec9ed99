"""Why a text cannot be shown to others yet, in words for its author."""

from community.words import gettext as _


def may_hold_names() -> str:
    return _(
        "Something in it may be a name, or say who or where you are. "
        "Look at each and answer, or change it: then colleagues can read it."
    )
