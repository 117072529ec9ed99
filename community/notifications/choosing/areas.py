"""What one can hear of, by what it is about: the page of choices shows one area after the other. Pure."""

from enum import StrEnum

from community.pages import _


class Area(StrEnum):
    TALK = "talk"
    FEEDBACK = "feedback"
    WORK = "work"
    COHORT = "cohort"
    LEADING = "leading"
    REVIEW = "review"
    DESK = "desk"


# By the first word of a kind; single kinds that a role has to do with stand below.
WORDS = {
    Area.TALK: ("message", "report"),
    Area.FEEDBACK: ("draft", "feedback", "file", "flag", "holder", "note", "pair", "request", "result", "thanks"),
    Area.WORK: (
        *("application", "award", "claim", "desk", "export", "extension", "fee", "mail", "milestone", "submission"),
        *("ticket", "withdrawal"),
    ),
    Area.COHORT: ("gathering", "invitation", "meeting", "seat"),
    Area.LEADING: ("aftercare",),
    Area.REVIEW: ("case", "certification", "review"),
    Area.DESK: ("cohort", "question", "summary"),
}
KINDS = {
    Area.LEADING: ("draft.let_in", "draft.not_let_in", "flag.raised", "report.made", "seat.requested", "seat.welcomed"),
    Area.REVIEW: ("withdrawal.asked",),
    Area.DESK: ("claim.asked", "extension.asked", "fee.wished", "ticket.asked", "ticket.passed"),
}
_BY_WORD = {word: area for area, words in WORDS.items() for word in words}
_BY_KIND = {kind: area for area, kinds in KINDS.items() for kind in kinds}


def area(kind: str) -> Area:
    """Where the page shows this kind of notice. KeyError where nobody has said it."""
    return _BY_KIND.get(kind) or _BY_WORD[kind.split(".")[0]]


def name(of: Area) -> str:
    """Its heading, in the reader's language."""
    return {
        Area.TALK: _("Discussion"),
        Area.FEEDBACK: _("Feedback"),
        Area.WORK: _("My work, my account"),
        Area.COHORT: _("Cohorts and meetings"),
        Area.LEADING: _("When I lead a cohort"),
        Area.REVIEW: _("When I review or decide"),
        Area.DESK: _("When I have a desk"),
    }[of]
