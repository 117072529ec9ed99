"""Why mail does not arrive, in one word; what of a mail that came back is believed. Pure."""

import re
from enum import StrEnum

from community.pages import _

STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")  # RFC 3463


class Why(StrEnum):
    """Why no mail is sent to an address."""

    REFUSED = "refused"
    UNKNOWN = "unknown"
    FULL = "full"
    BLOCKED = "blocked"
    COMPLAINT = "complaint"  # its reader called a mail of ours unwanted: then what concerns the account still goes


def why(status: str) -> Why:
    """By the enhanced status code of a mail server: 5.1.1 is an unknown mailbox, 4.2.2 a full one."""
    if not STATUS.fullmatch(status):
        return Why.REFUSED
    _first, subject, detail = status.split(".")
    if subject == "1":
        return Why.UNKNOWN
    if (subject, detail) == ("2", "2"):
        return Why.FULL
    return Why.BLOCKED if subject == "7" else Why.REFUSED


def said(why: str) -> str:
    """The reason, in a sentence to whose address it is."""
    return {
        Why.REFUSED: _("Their mail server does not take it."),
        Why.UNKNOWN: _("There is no such mailbox any more."),
        Why.FULL: _("The mailbox is full."),
        Why.BLOCKED: _("The mail server there blocks our mail."),
        Why.COMPLAINT: _("A mail of ours was called unwanted there. What concerns your account still comes."),
    }[Why(why or Why.REFUSED)]
