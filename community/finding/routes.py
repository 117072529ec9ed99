"""The face of finding."""

from datetime import timedelta

from community.finding.asking import actions as asking
from community.finding.asking import queries as questions
from community.finding.asking import routes as asking_routes
from community.finding.gathering import actions as gathering
from community.finding.gathering import queries as gatherings
from community.finding.gathering import routes as giving
from community.finding.groups import routes as groups
from community.finding.kit import routes as kit
from community.finding.places import routes as places
from community.jobs import Job
from community.pages import ByMail, Keep, Notice, _

routes = [*places.routes, *groups.routes, *giving.routes, *kit.routes, *asking_routes.routes]
live: dict = {}
topics: dict = {}
notices = {
    "gathering.made": Notice(
        *(gatherings.organizers_by_id, "finding/gathered", gatherings.gatherings_by_id),
        lambda one: f"/gatherings/{one.id}",
        called=lambda: _("Five names have come together for a cohort"), mail=ByMail(),
    ),
    "question.asked": Notice(
        *(questions.organizers_by_id, "finding/question", questions.questions_by_id),
        lambda one: f"/affiliates/{one.affiliate_id}/questions",
        called=lambda: _("Somebody asks the desk of my affiliate"), asks=True, mail=ByMail(),
    ),
}
jobs = {
    "finding.gatherings": Job(gathering.look_after, every=timedelta(hours=1), within=300, at_once=1),
    "finding.questions": Job(asking.forget, every=timedelta(hours=1), within=60, at_once=1),
}
retains = asking.KEPT
addressed = {"gathered_name": "address", "affiliate_question": "address"}
keeps = {
    "gathered_name": Keep(person="person_id"),
    "affiliate_question": Keep(person="person_id"),
    "affiliate_answer": Keep(person="person_id", on_erase="unname"),
}
