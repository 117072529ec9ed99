"""Who asks, who answers, and how long what nobody answered stays. Pure."""

from datetime import timedelta
from typing import Any

from community.pages import _

LONGEST_QUESTION = 1000
STAYS_UNANSWERED = timedelta(days=365)  # as a question to an affiliate's desk


def can_ask(seat: Any) -> bool:
    """Anybody with an account who does not sit in the cohort, but who was removed from it; `seat` None without one."""
    return seat is None or seat.state not in ("active", "removed")


def why_not_ask(seat: Any) -> str:
    """A sentence for who may not; "" for who may."""
    if can_ask(seat):
        why = ""
    elif seat.state == "active":
        why = _("You sit here: write to a facilitator in the discussion.")
    else:
        why = _("You cannot ask here. Ask its affiliate.")
    return why


def can_say(asker: Any, cohort: Any) -> bool:
    """Who asked writes on, until the cohort is closed."""
    return not cohort.is_closed


def why_not_say(asker: Any, cohort: Any) -> str:
    """A sentence for who reads here but does not write; "" for who may."""
    return "" if can_say(asker, cohort) else _("This cohort is closed: everything can be read, nothing is added.")
