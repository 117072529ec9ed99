"""Each kind of event has a reader: a partial that shows it, a gate, a notice, or the record of who did what."""

import ast
import re
from pathlib import Path

from community import app, db
from community.showing import Showing
from tests import seen_live

ROOT = Path(__file__).parents[1]

# Shown nowhere by themselves: they are the record of who did what, which desks read (community/audit).
RECORD_ONLY = {
    "calendar.renewed",
    "calendar.ended",
    "affiliate.made",
    "affiliates.imported",
    "issuer.made",
    "issuer.terms_set",
    "issuer.readers_set",
    "issuer.review_days_set",
    "issuer.holiday_added",
    "issuer.holiday_removed",
    "roster.taken_in",
    "claim.withdrawn",
    "certification.asked",
    "certification.taken",  # the register shows it
    "certification.refused",
    "review.third_wanted",  # the queue offers it
    "review.followed",
    "review.overridden",  # the reason stands with the decision
    "calibration.made",
    "calibration.retired",
    "calibration.percent_set",
    "calibration.finished",  # who has read a set stands beside it
    "case.attached",  # the case's own log says so, and each of these
    "case.conflict_stated",
    "case.voted",
    "case.plan_set",
    "desk.offer_ended",
    "membership.changed",
    "definition.imported",
    "definition.published",
    "definition.retired",
    "definition.returned",
    "catalogue.listed",
    "credit.noted",
    "credit.added",
    "credit.changed",
    "credit.approved",
    "credit.ended",
    "cohort.made",
    "channel.backlog_set",  # who sits there reads anew
    "cohort.code_reset",
    "cohort.asks",
    "goals.read",
    "cohort.kept_as_template",
    "template.retired",
    "template.returned",
    "seat.named",
    "seat.unmuted",  # the page of muting says so
    "sentence.allowed",  # its earner's page and the executive board's read it anew
    "sentence.taken_back",
    "cost.noted",
    "summary.wanted",
    "summary.ended",
    "question.answered",  # who asked has a letter
    "ticket.closed",  # its page says so, as the next one
    "ticket.opened",
    "letter.planned",  # its writer's list shows it, and each of these; who gets it has a message
    "letter.changed",
    "letter.cancelled",
    "letter.sent",
    "gathering.ended",  # who gave a name has a letter
    "fee.asked",
    "voucher.made",
    "voucher.withdrawn",
    "reader.willing_set",
    "holder.willing_set",
    "holders.welcome_set",  # who asks next is asked
    "reader.apart_set",  # nobody is told who keeps from whom
    "reader.apart_ended",
    "seat.shows",  # each cell that changes tells itself: work.shown
    "person.made",
    "profile.changed",
    "notice.chosen",
    "picture.changed",
    "account.closing",
    "showcase.changed",  # it is read anew at each look
    "account.kept",
    "account.closed",
    "award.stands",  # cases write the letters (R61)
    "email.confirmed",
    "email.changed",
    "email.kept",
    "password.changed",
    "session.begun",
    "factor.set",
    "factor.refused",
    "factor.codes_made",
    "factor.recovery_used",
    "factor.removed",  # told by mail
    "factor.reset",
    "session.refused",
    "session.all_ended",  # told by mail
    "retention.set",
    "factor.demanded",
}


def recorded() -> set[str]:
    """Every kind that stands as a text in a call of record(), or of a helper that hands it on."""
    kinds = set()
    for file in (ROOT / "community").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                subject, dot, deed = node.value.partition(".")
                if dot and subject.isidentifier() and deed.replace("_", "").isalpha() and subject in SUBJECTS:
                    kinds.add(node.value)
    return kinds


SUBJECTS = {kind.split(".")[0] for kind in RECORD_ONLY}
SUBJECTS |= {"work", "application", "seat", "message", "reaction", "channel", "meeting", "checklist", "feedback"}
SUBJECTS |= {"flag", "report", "export", "review", "case"}


def readers() -> set[str]:
    shown = {kind for kind, _topic in app.merged("live")}
    return shown | set(app.merged("notices")) | set(Showing.gates) | RECORD_ONLY


def test_each_kind_that_is_recorded_has_a_reader():
    # columns, in SQL, a file and a job
    not_kinds = {"seat.cohort_id", "seat.state", "session.id", "person.id", "email.address", "roster.csv"}
    not_kinds |= {"cohort.backlog", "seat.joined_at", "message.at"}
    not_kinds |= {"review.relieve"}
    not_kinds |= {"feedback.end", "feedback.give_back", "feedback.remind", "feedback.send_held", "feedback.id"}
    not_kinds |= {"export.forget", "feedback.ask_holders", "feedback.ask_by_turn"}
    assert recorded() - readers() - not_kinds == set()


def test_what_each_kind_shows_live_is_held_against_a_reload_by_a_test():
    live = {f"{kind} {topic}" for kind, topic in app.merged("live")}
    assert live - seen_live.seen() - seen_live.NOWHERE.keys() == set(), "write the test, name it in tests/seen_live.py"
    assert (seen_live.seen() | seen_live.NOWHERE.keys()) - live == set(), "a kind that is shown no more"
    assert seen_live.seen() & seen_live.NOWHERE.keys() == set()


def test_each_test_that_is_named_for_what_is_seen_live_is_there():
    for file, tests in seen_live.SEEN.items():
        text = (ROOT / file).read_text()
        for name in tests:
            function, _bracket, cases = name.removesuffix("]").partition("[")
            assert f"def {function.rpartition('::')[2]}(" in text, f"{file}::{name}"
            for case in re.split(r"-", cases):
                assert case in text, f"{file}::{name}: {case}"


def test_no_reader_waits_for_what_nobody_records():
    assert RECORD_ONLY - recorded() == set(), "a kind that is gone"


async def test_what_is_kept_of_a_person_is_listed_by_its_slice(database):
    """`keeps` names every table that refers to a person, so that nobody's data is forgotten when it is asked for."""
    refers = await db.many(
        dict,
        """
        select cast(cast(conrelid as regclass) as text) as name from pg_constraint
        where contype = 'f' and confrelid = cast('person' as regclass) order by name limit 100
        """,
    )
    assert {row["name"] for row in refers} - app.merged("keeps").keys() == set()
