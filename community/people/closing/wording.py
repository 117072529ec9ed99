"""What goes with an account and what stays under which label: as `keeps` of all slices says it, in words (R21)."""

from community.pages import _


def goes() -> list[tuple[str, tuple[str, ...]]]:
    """What is deleted: the words, and the tables that they speak of."""
    return [
        (_("Your profile, your picture, your addresses, your password and your second factor"), (
            "person", "email", "password", "factor", "recovery_code", "session", "mail_code", "export",
        )),
        (_("Your drafts, all their versions, their files, and your applications with what you submitted"), (
            "work", "application", "self_assessment", "hard_requirement", "milestone", "effort", "watched_name",
            "quotation", "practice",
        )),
        (_("Your seats, memberships, desks and certifications, what you answered at joining, your yes to meetings"), (
            "seat", "sign_up_answer", "aftercare", "membership", "membership_claim", "desk", "certification",
            "calibration_reading", "rsvp", "attendance", "calendar", "gathered_name", "holder_willing",
        )),
        (_("Your inbox, your settings, your reactions, what you have read, and your private threads’ places"), (
            "notice", "notice_choice", "notice_setting", "reaction", "mention", "read_marker", "involvement",
            "thread_involvement", "party",
            "put_off", "reading_reminder", "reading_language", "announcement_read", "summary", "summary_wish",
        )),
        (_("Your showcase, your letters, what you opened to whom, and what you asked of a desk"), (
            "showcase", "thanks_letter", "opened_to", "let_in", "ticket", "affiliate_question", "report",
            "first_attempt", "letter",
        )),
        (_("As a reader of others’ work: what you began and did not send, and the comments you kept"), (
            "review_draft", "override_draft", "kept_comment",
        )),
    ]  # fmt: skip


def stays() -> list[tuple[str, str, tuple[str, ...]]]:
    """What stays for those who need it: the words, the label that it bears from then on, and the tables."""
    return [
        (_("What you said in discussions, answers and recaps, since others answered it"), _("“A former member”"), (
            "message", "recap", "channel", "affiliate_answer", "ticket_entry", "canned_answer",
        )),
        (_("Feedback that you gave, since it is in somebody’s work; that you looked at a draft or a result"),
         _("“A former member”"),
         ("feedback", "note_reply", "note_flag", "draft_opening", "result_look", "result_note", "nudge")),
        (_("Cohorts, lists and templates that you made or ticked, and whom you invited"), _("No name"), (
            "cohort", "cohort_template", "checklist_tick", "invitation", "facilitator_asked", "desk_offer",
            "announcement", "retention", "cohort_cost",
        )),
        (_("Awards: whoever has the file can verify it"), _("“The holder shows the name”"), ("award",)),
        (_("Recommendations, decisions and votes that you gave, since results rest on them"), _("A number"), (
            "review_claim", "completion_check", "recommendation", "followed", "decision", "review_word", "extension",
            "withdrawal_wish", "calibration_set", "case_file", "case_answer", "case_attachment", "case_conflict",
            "case_line", "case_vote",
        )),
        (_("Fees and vouchers, in the books of who took them"), _("“Account closed”"), ("fee", "voucher")),
        (_("Your line in the roster of your affiliate, which is your affiliate’s: ask there"), _("As they wrote it"), (
            "roster_row",
        )),
        (_("The record of what happened"), _("A number that leads to nobody"), ()),
    ]  # fmt: skip
