"""Which desk a ticket goes to, what it carries, what may be done with it, and how long it stays. Pure (R63)."""

import re
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from community.pages import _

LONGEST = 4000  # characters of what is said
LONGEST_TITLE = 80
LONGEST_PAGE = 200
MOST_CANNED = 200
PAGE = 50  # tickets of a list
WAITS_FOR_ITS_LINK = timedelta(days=7)  # then a visitor's ticket that nobody confirmed is erased
CLOSES_ANSWERED = timedelta(days=14)  # after the last answer, when nobody writes on
STAYS_CLOSED = timedelta(days=365)  # then it is erased
PLAIN = re.compile(r"[a-z0-9_-]{1,40}")  # a part of an address that is no code and no mailed link
SUBMISSION = re.compile(r"/submissions/([0-9A-HJKMNP-TV-Z]{12})(?:/|$)")
COHORT = re.compile(r"/cohorts/([0-9]{1,18})(?:/|$)")
REQUEST = re.compile(r"[0-9a-f]{16}")


class Route(StrEnum):
    """The two desks. Who asks need not choose well: a desk passes on."""

    TECHNICAL_ASSISTANCE = "technical_assistance"
    CONTENT_SUPPORT = "content_support"

    @property
    def other(self) -> "Route":
        return Route.CONTENT_SUPPORT if self is Route.TECHNICAL_ASSISTANCE else Route.TECHNICAL_ASSISTANCE

    @property
    def words(self) -> str:
        return {
            Route.TECHNICAL_ASSISTANCE: _("Technical Assistance"),
            Route.CONTENT_SUPPORT: _("Content Support"),
        }[self]


class State(StrEnum):
    """Whose turn it is: the desk's, who asked's, nobody's."""

    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"

    @property
    def words(self) -> str:
        return {State.WAITING: _("Waiting for us"), State.ANSWERED: _("Answered"), State.CLOSED: _("Closed")}[self]


def carried_page(address: str) -> str:
    """The path of a page of ours as a ticket carries it: what could be secret in it is left out.

    "" for anything else. A query, and each part that is not plain small letters and figures, stays behind: join codes
    and mailed links open things.
    """
    if not address.startswith("/") or address.startswith("//"):
        return ""
    try:
        parts = urlsplit(address).path.split("/")[1:]
    except ValueError:
        return ""
    return ("/" + "/".join(part if not part or PLAIN.fullmatch(part) else "…" for part in parts))[:LONGEST_PAGE]


def cohort_of(address: str) -> int | None:
    """The cohort that an address names."""
    found = COHORT.match(address)
    return int(found[1]) if found else None


def submission_of(address: str) -> str:
    """The number of the submission that an address names, or ""."""
    found = SUBMISSION.match(address)
    return found[1] if found else ""


def request_of(typed: str) -> str:
    """The number of a request, for the logs, or ""."""
    return typed if REQUEST.fullmatch(typed) else ""
