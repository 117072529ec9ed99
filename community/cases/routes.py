"""The face of cases."""

from datetime import timedelta

from community.cases import queries, timing
from community.cases.desk import opening as opening_doors
from community.cases.desk import routes as desk
from community.cases.own import routes as own
from community.cases.plans import routes as plans
from community.jobs import Job
from community.pages import ByMail, Keep, Live, Notice, _

routes = [*desk.routes, *opening_doors.routes, *plans.routes, *own.routes]
STANDS = Live("cases/_stands.html", case=queries.cases_by_id)
MOVES = ("second_asked", "voting", "decided", "dropped", "appealed", "closed")
live = {(f"case.{kind}", "person"): STANDS for kind in MOVES}
topics: dict = {}
jobs = {"cases.advance": Job(timing.advance, every=timedelta(minutes=10), at_once=1)}


def _told(to, says: str, called, mail: ByMail | None = None) -> Notice:
    """To whom it concerns."""
    return Notice(
        *(to, says, queries.cases_by_id, lambda case: case.address), called=called, mail=mail, can_switch_off=False
    )


def _asked(to, says: str, called, mail: ByMail | None = None) -> Notice:
    """To the desk or the committee."""
    return Notice(
        *(to, says, queries.cases_by_id, lambda case: case.desk_address), called=called, mail=mail
    )


OWN_LETTER, BY_MAIL = ByMail(own_letter=True), ByMail(thread=lambda case: f"case {case.id}")
notices = {
    "case.opened": _told(
        queries.concerned_by_id, "cases/opened", lambda: _("A case about my work or my award is opened"), OWN_LETTER
    ),
    "case.second_asked": _told(
        queries.concerned_by_id, "cases/second_asked", lambda: _("I may answer again in a case"), OWN_LETTER
    ),
    "case.decided": _told(
        queries.concerned_by_id, "cases/decided", lambda: _("A case about me is decided"), OWN_LETTER
    ),
    "case.dropped": _told(
        queries.concerned_by_id, "cases/dropped", lambda: _("A case about me is dropped"), OWN_LETTER
    ),
    "case.vote_off": _asked(
        queries.entitled_people_by_id, "cases/vote_off", lambda: _("A vote of mine is wanted no more")
    ),
    "case.answer_due": _told(
        queries.concerned_by_id, "cases/answer_due", lambda: _("The time for my answer in a case ends soon"), BY_MAIL
    ),
    "case.vote_due": _asked(
        queries.missing_by_id, "cases/vote_due", lambda: _("The time for my vote in a case ends soon"), BY_MAIL
    ),
    "case.appealed": _asked(queries.approvers_by_id, "cases/appealed", lambda: _("A decision is appealed")),
    "case.answered": _asked(queries.approvers_by_id, "cases/answered", lambda: _("Somebody answers in a case")),
    "case.settled": _asked(queries.approvers_by_id, "cases/settled", lambda: _("The committee has decided a case")),
    "case.voting": _asked(
        queries.entitled_people_by_id, "cases/voting", lambda: _("A vote of mine is wanted in a case"), BY_MAIL
    ),
}  # fmt: skip
keeps = {
    "case_file": Keep(person="person_id", on_erase="unname"),
    "case_answer": Keep(person="person_id", on_erase="unname"),
    "case_attachment": Keep(person="person_id", on_erase="unname"),
    "case_conflict": Keep(person="person_id", on_erase="unname"),
    "case_vote": Keep(person="person_id", on_erase="unname"),
    "case_line": Keep(person="person_id", on_erase="unname"),
}
