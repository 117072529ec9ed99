"""The slice's face."""

from datetime import timedelta

from community.jobs import Job
from community.pages import Belongs, ByMail, Keep, Notice, _
from community.support.desk import queries as desks
from community.support.desk import routes as desk
from community.support.tickets import actions, queries
from community.support.tickets import routes as tickets

routes = [*tickets.routes, *desk.routes]
ASKED = Notice(
    *(desks.holders_by_id, "support/asked", queries.tickets_by_id), lambda one: one.desk_address,
    called=lambda: _("Somebody asks the support desk"), mail=ByMail(),
)  # fmt: skip
notices = {
    "ticket.asked": ASKED,
    "ticket.passed": ASKED,
    "ticket.answered": Notice(
        *(queries.askers_by_id, "support/answered", queries.tickets_by_id), lambda one: one.own_address,
        called=lambda: _("The support desk answers me"), mail=ByMail(lambda one: f"ticket {one.id}"),
    ),
}  # fmt: skip
jobs = {"support.tickets": Job(actions.tidy, every=timedelta(hours=1), within=60, at_once=1)}
belongs = {("ticket_entry", "ticket"): Belongs("ticket_id", only="by_desk")}
retains = {"tickets": actions.KEPT}
addressed = {"ticket": "address"}
keeps = {
    "ticket": Keep(person="person_id"),
    "ticket_entry": Keep(person="person_id", on_erase="unname"),
    "canned_answer": Keep(person="person_id", on_erase="unname"),
}
