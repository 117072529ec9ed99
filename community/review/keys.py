"""The key of a form that makes something (habit 4)."""

from collections.abc import Mapping
from uuid import UUID

from community.errors import Invalid
from community.pages import _


def post_key(typed: Mapping[str, str]) -> UUID:
    """Invalid where the form did not come from our page."""
    try:
        return UUID(typed.get("post_key", ""))
    except ValueError:
        raise Invalid({"": _("This form is no longer whole. Open the page anew and send it again.")}, typed) from None
