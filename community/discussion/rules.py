"""Who reads, writes and changes what in a cohort's discussion. Pure."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from community.pages import _

LONGEST = 20_000  # characters of one message
MOST_CHANNELS = 60  # of a cohort: a page follows them all
MOST_TOPICS = 30  # further channels that facilitators make
MOST_PINS = 5  # at the head of one channel
EVERYONE = "member"  # the audience that is shown all there is
ASKER = "asker"  # the audience of one: who asked from the public page, and reads that thread without a seat


class Kind(StrEnum):
    """What a channel is for. All but TOPIC are there from the start and made when first used."""

    GENERAL = "general"
    ANNOUNCEMENTS = "announcements"
    TOPIC = "topic"
    REQUIREMENT = "requirement"
    PRIVATE = "private"  # two talk, and nobody else reads it


class Party(StrEnum):
    """How one of the two stands in a private thread: told of it, muted, or left."""

    OPEN = "open"
    MUTED = "muted"
    LEFT = "left"


class Reaction(StrEnum):
    """What one can say without a word."""

    THUMBS_UP = "thumbs_up"
    THANKS = "thanks"
    CELEBRATE = "celebrate"
    LOVE = "love"
    LOOKING = "looking"


class Writer(Protocol):
    """Who reads and writes in a private thread: a seat, or who asked from the public page."""

    @property
    def person_id(self) -> int: ...
    @property
    def cohort_id(self) -> int: ...


class Moderator(Protocol):
    """Who hides, and shows again: a facilitator's seat, or an organizer at the desk above the cohort."""

    @property
    def person_id(self) -> int: ...
    @property
    def cohort_id(self) -> int: ...
    @property
    def cohort_topic(self) -> str: ...


# --- who may do what; `seat` is an active seat of the cohort that the channel or message belongs to ---


def can_read(seat: Any, cohort: Any, began_at: datetime, backlog: str | None = None) -> bool:
    """Who sits here reads all channels; where the backlog begins with the joining, only threads begun since (R17).

    Facilitators read all: they look after it. `began_at` is when the thread's first message was written; `backlog` the
    channel's own policy, None where it is the cohort's.
    """
    since = reads_since(seat, cohort, backlog)
    return since is None or began_at >= since


def reads_since(seat: Any, cohort: Any, backlog: str | None = None) -> datetime | None:
    """From when on this seat reads a channel of this backlog; None: from the beginning. SQL: queries/reach.py."""
    return None if seat.is_facilitator or (backlog or cohort.backlog) == "all" else seat.joined_at


def can_post(seat: Any, cohort: Any, kind: str) -> bool:
    """Observers read only, announcements are the facilitators', and a closed cohort is read-only (R22).

    Whoever is asked to read along for some days writes to single persons only.
    """
    allowed = kind != Kind.ANNOUNCEMENTS or can_announce(seat)
    return can_react(seat, cohort) and allowed and not is_muted_in(seat, kind)


def is_muted_in(seat: Any, kind: str) -> bool:
    """Asked to read along for some days, in all channels of this kind."""
    return getattr(seat, "is_muted", False) and kind != Kind.PRIVATE


def can_react(seat: Any, cohort: Any) -> bool:
    """Everybody who takes part: all but observers, until the cohort is closed."""
    return seat.role != "observer" and not cohort.is_closed


def can_answer(message: Any) -> bool:
    """What stands, and what was deleted but has answers already."""
    return message.deleted_at is None or message.replies > 0 or message.thread_id is not None


def can_announce(seat: Any) -> bool:
    """Facilitators only."""
    return seat.is_facilitator


def can_make_channel(seat: Any, cohort: Any) -> bool:
    """Facilitators make further channels."""
    return seat.is_facilitator and not cohort.is_closed


def can_write_to(seat: Any, cohort: Any, other: Any) -> bool:
    """A private thread: everybody who takes part may write to any other who does."""
    return can_react(seat, cohort) and other.role != "observer" and other.person_id != seat.person_id


def why_not_write_to(seat: Any, cohort: Any, other: Any) -> str:
    """A sentence for who may not; "" for who may."""
    if can_write_to(seat, cohort, other):
        why = ""
    elif not can_react(seat, cohort):
        why = why_not_post(seat, cohort, Kind.PRIVATE)
    elif other.role == "observer":
        why = _("Observers read along; they are not written to here.")
    else:
        why = _("This is you. Choose somebody else.")
    return why


def can_edit(seat: Any, cohort: Any, message: Any) -> bool:
    """One's own, while it stands; not while one is asked to read along."""
    return can_delete(seat, cohort, message) and not is_muted_in(seat, message.kind)


def can_delete(seat: Any, cohort: Any, message: Any) -> bool:
    """One's own, while it stands."""
    return message.person_id == seat.person_id and message.deleted_at is None and can_react(seat, cohort)


def can_resolve(seat: Any, cohort: Any, root: Any) -> bool:
    """Who began the thread, and the facilitators: whether it is resolved, and by which answer (F55)."""
    return can_react(seat, cohort) and (root.person_id == seat.person_id or seat.is_facilitator)


def can_pin(seat: Any, cohort: Any, message: Any) -> bool:
    """Facilitators: what stands in a channel that all may read, until the cohort is closed."""
    leads = seat.is_facilitator and not cohort.is_closed
    return leads and message.kind != Kind.PRIVATE and message.deleted_at is None


def why_not_pin() -> str:
    """A sentence for who may not."""
    return _("Facilitators pin messages, in channels that all read, while the messages stand.")


def can_see_versions(seat: Any, message: Any) -> bool:
    """What a message said before is open to all who read it; of a deleted one to its author and the facilitators."""
    return message.deleted_at is None or message.person_id == seat.person_id or seat.is_facilitator


def why_not_post(seat: Any, cohort: Any, kind: str) -> str:
    """A sentence for who reads here but does not write; "" for who may."""
    if can_post(seat, cohort, kind):
        why = ""
    elif cohort.is_closed:
        why = _("This cohort is closed: everything can be read, nothing is added.")
    elif seat.role == "observer":
        why = _("You are here as an observer: you read along.")
    elif getattr(seat, "is_muted", False):
        why = _("You are asked to read along for now: %(why)s") % {"why": seat.muted_why}
    else:
        why = _("Facilitators write here. Answer in General.")
    return why


# --- whom one may mean ---


def named(members: Sequence[Any], start: str, most: int = 8) -> list[Any]:
    """Members one of whose names begins so, without accents and capitals; those called so first."""
    wanted = _fold(start)
    fits = [member for member in members if any(name.startswith(wanted) for name in _starts(member))]
    return sorted(fits, key=lambda member: not _fold(member.called).startswith(wanted))[:most]


def _starts(member: Any) -> list[str]:
    whole = _fold(member.name)
    return [_fold(member.called), whole, *(whole[at + 1 :] for at, sign in enumerate(whole) if sign in " -")]


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


# --- audiences: everybody hears all, or what was begun since they joined ---


def audience(since: datetime | None) -> str:
    """As whom a reader hears a channel."""
    return EVERYONE if since is None else f"since {since.isoformat()}"


def hears(audience: str, began_at: datetime) -> bool:
    """Whether this audience is shown what was begun then."""
    return audience in (EVERYONE, ASKER) or began_at >= datetime.fromisoformat(audience.removeprefix("since "))


def hears_writing(audience: str, began_at: str) -> bool:
    """Whether this audience is told who writes: in a channel all are, in a thread those who read it."""
    return not began_at or hears(audience, datetime.fromisoformat(began_at))
