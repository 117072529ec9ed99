"""Which deeds of the log each desk reads, where they stand, and whose name is told with them (R11, R50). Pure."""

from collections.abc import Collection

# Where the log holds a deed that a desk reads: on the topic of what it is about, or by the subject of the deed.
AFFILIATE = (
    "affiliate.made", "affiliates.imported", "membership.changed", "roster.taken_in",
    "claim.asked", "claim.answered", "claim.withdrawn", "desk.given", "desk.ended", "desk.offered", "desk.offer_ended",
    "question.asked", "question.answered", "gathering.made", "gathering.ended", "voucher.made", "voucher.withdrawn",
    "credit.noted", "credit.added", "credit.changed", "credit.approved", "credit.ended",
    "cohort.kept_as_template", "template.retired", "template.returned", "factor.demanded",
)  # fmt: skip
COHORT = (
    "cohort.made", "cohort.moved", "cohort.changed", "cohort.renamed", "cohort.code_reset", "cohort.unled",
    "cohort.asks", "aftercare.given", "expected.set", "channel.made", "channel.backlog_set",
    "meeting.added", "meeting.moved", "meeting.changed", "meeting.cancelled",
    "seat.taken", "seat.left", "seat.removed", "seat.paused", "seat.role_changed",
)  # fmt: skip
LINE = (
    "seat.muted", "seat.unmuted", "flag.answered",
    "seat.requested", "seat.admitted", "seat.refused", "seat.waiting", "seat.offered", "seat.lapsed", "seat.declined",
    "invitation.made", "invitation.reminded", "invitation.accepted", "invitation.declined", "invitation.withdrawn",
)  # fmt: skip
FEE = ("fee.asked", "fee.promised", "fee.due", "fee.paid", "fee.waived", "fee.wished", "fee.refunded")
REPORT = ("report.made", "report.settled", "report.restored")
TERMS = (
    "issuer.made", "issuer.terms_set", "issuer.review_days_set", "issuer.holiday_added", "issuer.holiday_removed",
    "factor.demanded",
    "catalogue.listed", "definition.imported", "definition.published", "definition.retired", "definition.returned",
)  # fmt: skip
MONEY = ("voucher.made", "voucher.withdrawn", "extension.asked", "extension.given", "extension.refused")
REGISTER = (
    "issuer.readers_set", "certification.asked", "certification.begun", "certification.taken", "certification.refused",
    "certification.ended", "certification.asked_again", "calibration.made", "calibration.retired",
    "calibration.percent_set", "calibration.finished", "case.plan_set", "award.stands", "desk.given", "desk.ended",
)  # fmt: skip
ATTEMPT = (
    "review.claimed", "review.returned", "review.lapsed", "review.checked", "review.recommended", "review.third_wanted",
    "review.sentence_wanted", "review.followed", "review.overridden", "review.decided", "review.word_sent",
    "review.withdrawn",
)  # fmt: skip
SET = ("retention.set",)
NEWS = ("announcement.made", "announcement.ended")
PLATFORM = (
    "account.closing", "account.kept", "account.closed", "factor.reset", "factor.removed", "session.all_ended",
    "mail.refused", "mail.complained",
    "issuer.made", "affiliate.made", "affiliates.imported", "desk.given", "desk.ended",
    "ticket.answered", "ticket.passed", "ticket.closed", "ticket.opened",
)  # fmt: skip

# What each kind of desk reads: {where the log holds it: its kinds}. A desk that is not here reads no log.
READS: dict[str, dict[str, tuple[str, ...]]] = {
    "organizer": {"affiliate": AFFILIATE, "cohort": COHORT, "line": LINE, "fee": FEE, "report": REPORT},
    "catalogue_editor": {"issuer": TERMS + MONEY, "fee": FEE},
    "approver": {"issuer": TERMS + REGISTER, "submission": ATTEMPT},
    "administrator": {"platform": PLATFORM, "set": SET, "news": NEWS},
}
# Of these the log tells that and when, and never who: a reader (R50), who reported a message, who asks a desk.
UNNAMED = frozenset({
    *("review.claimed", "review.returned", "review.lapsed", "review.checked", "review.recommended"),
    *("certification.begun", "certification.taken", "certification.refused", "calibration.finished"),
    *("extension.asked", "report.made", "question.asked"),
})  # fmt: skip
# These happen without anybody, or at the machine: a time was over, a list was taken in. Of all others somebody has done
# what the log has no number for.
BY_ITSELF = frozenset({
    *("affiliate.made", "affiliates.imported", "issuer.made", "catalogue.listed", "credit.noted"),
    *("membership.changed", "claim.answered", "gathering.ended", "account.closed", "mail.refused", "mail.complained"),
    *("cohort.unled", "seat.left", "seat.offered", "seat.lapsed", "review.third_wanted", "review.sentence_wanted"),
})  # fmt: skip
MOST_LINES = 5000  # of a file to download
PAGE = 50


def reads(desks: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The kinds of deeds that these kinds of desks read at one place, by where the log holds them.

    Organizers read of their affiliate and those below (R11): members, desks, cohorts, fees, what was reported; never a
    draft, a text or a state of work. Catalogue editors read of an issuer's terms and money, approvers of its register
    and of attempts under their numbers; no reader is named to either (R50), and no author. Administrators read of
    accounts, desks and tickets of the platform.
    """
    found: dict[str, tuple[str, ...]] = {}
    for desk in desks:
        for where, kinds in READS.get(desk, {}).items():
            found[where] = tuple(dict.fromkeys((*found.get(where, ()), *kinds)))
    return found


def kinds(desks: Collection[str]) -> list[str]:
    """All that they read, once each, in the order of the alphabet."""
    return sorted({kind for there in reads(desks).values() for kind in there})
