"""Why not, and what would be possible instead: the sentences of refusals."""

from typing import Any

from community.cohorts.rules import Barrier, State
from community.pages import _, ngettext


def no_such_code() -> str:
    """One sentence for a code that never was, was replaced, or is used up: whoever guesses learns nothing (A54)."""
    return _(
        "This code opens no cohort. It may be mistyped, replaced by a newer one, or used up: "
        "check its twelve signs, or ask for a new one."
    )


def not_open(state: str) -> str:
    """A cohort that takes nobody, not yet or not any more."""
    if state == State.DRAFT:
        said = _("This cohort is not open yet. Its facilitator tells you when; the code will then work.")
    else:
        said = _("This cohort takes nobody new any more. Ask its affiliate for the next one.")
    return said


def barred(cohort: Any, barrier: Barrier) -> str:
    """R16: why somebody cannot join, what would be possible instead, and what the organizer adds to it."""
    said = {
        Barrier.NOT_YET: lambda: not_open(State.DRAFT),
        Barrier.OVER: lambda: not_open(State.CLOSED),
        Barrier.SIGN_UP_CLOSED: lambda: _(
            "Sign-up for this cohort is closed just now. Its facilitator can invite you; "
            "or begin alone today: your work comes along when you find a seat."
        ),
        Barrier.LOCALS_ONLY: lambda: _(
            "This cohort is for members of %(affiliate)s. If you are one, ask your affiliate to confirm it; "
            "else look for a cohort that takes members from anywhere, or begin alone."
        ) % {"affiliate": cohort.affiliate},
        Barrier.MEMBERS_ONLY: lambda: _(
            "This cohort is for members. If you are one, ask your affiliate to confirm it; "
            "else look for a cohort that takes everyone, or begin alone."
        ),
    }[barrier]()
    return f"{said} {cohort.refusal_text}".strip()


def full(capacity: int) -> str:
    """R14."""
    return ngettext(
        "The one seat is taken. You can wait in line for it.",
        "All %(num)s seats are taken. You can wait in line for the next one that becomes free.",
        capacity,
    )


def was_removed() -> str:
    return _(
        "You were removed from this cohort, so neither its code nor a letter from before lets you in. Its facilitator "
        "can invite you anew."
    )


def sits_elsewhere(name: str) -> str:
    return _(
        "You already work on this micro-credential in the cohort “%(name)s”. "
        "Go on there, or leave that one first: your work stays yours."
    ) % {"name": name}


def invitation_gone() -> str:
    return _("This invitation is no longer there. Ask who sent it for a new one.")


def offer_gone() -> str:
    """R15."""
    return _("This seat was kept for you until its time was over; it has gone to the next in line. You can wait again.")


def not_offered() -> str:
    return _("You are in line. There is no free seat yet; you are told when it is your turn.")


def nothing_asked() -> str:
    return _("There is nothing of yours here that waits for an answer.")


def not_full() -> str:
    return _("There is a free seat: nobody has to wait. Take it with the code.")


def last_facilitator() -> str:
    """R13."""
    return _(
        "Nobody else facilitates this cohort yet. Ask somebody to take it over first, "
        "on the page of its members; your organizer can ask somebody, too."
    )


def yourself() -> str:
    return _("This is your own address. Give somebody else’s.")


def needs_successor() -> str:
    """R13."""
    return _("It has not begun yet: give the address of who facilitates it in your place.")


def needs_facilitator() -> str:
    """R13."""
    return _("Before a cohort is published, somebody facilitates it or is invited to. Ask somebody first.")


def asker_sits_elsewhere() -> str:
    return _(
        "They work on this micro-credential in another cohort by now. Tell them that they would have to leave it first."
    )


def answered() -> str:
    return _("This request has been answered, or was taken back.")


def sits_here(called: str) -> str:
    return _("%(name)s has a seat here already.") % {"name": called}


def place_kept(called: str) -> str:
    """R15, R21."""
    return _(
        "%(name)s has a place here already: a paused seat, one in line, or a request that waits for its answer. "
        "To be asked now would cost them that. Ask them once they sit here, or have given it up."
    ) % {"name": called}


def seat_gone() -> str:
    return _("This seat has been given back already.")


def works_elsewhere(called: str, name: str) -> str:
    return _("%(person)s works on this micro-credential in the cohort “%(name)s” already.") % {
        "person": called,
        "name": name,
    }


def no_role_by_you() -> str:
    return _("A facilitator’s role is changed by the organizer, or by each for themself.")


def closed() -> str:
    """R22."""
    return _("This cohort is closed: it can be read, not changed.")


def moved_on() -> str:
    return _("Somebody was quicker: the cohort has moved on. Look at it again.")


def changed_meanwhile() -> str:
    return _("Somebody else has changed these settings meanwhile. Look at them below, and change them once more.")


def more_members(taken: int) -> str:
    """R14."""
    return ngettext(
        "There is %(num)s member already: give at least one seat.",
        "There are %(num)s members already: give at least that many seats.",
        taken,
    )


def organizers_only() -> str:
    return _("Only the organizer of its affiliate does this.")


def no_caretaker(called: str) -> str:
    """R22."""
    return _("Say who looks after %(person)s, or that they go on alone.") % {"person": called}


def members_only() -> str:
    return _("Only members are asked; who leads or observes is not.")


def not_at_the_end() -> str:
    return _("Whether a goal was met is asked once the cohort is finishing.")


def facilitators_only() -> str:
    return _("Only a facilitator of this cohort does this.")


def leaders_only() -> str:
    return _("Only the facilitator and the organizer of this cohort do this.")


def not_removed_by_you() -> str:
    return _("You cannot end this seat: your own you leave, and a facilitator’s is ended by the organizer.")


def participants_pause() -> str:
    return _("Only members pause a seat. Who facilitates asks somebody to stand in, and leaves if need be.")


def invited_lately() -> str:
    """A51."""
    return _("A letter went out within the last day, or three have. Give them time, or speak to them.")


def wrong_line(line: int, text: str, why: str) -> str:
    """What is wrong with one line of a list."""
    return _("Line %(line)s, “%(text)s”: %(why)s") % {"line": line, "text": text, "why": why}


def no_address() -> str:
    return _("There is no address in this list. Put one on each line.")
