"""The face of finding."""

from datetime import timedelta

from community.finding.gathering import actions as gathering
from community.finding.gathering import queries as gatherings
from community.finding.gathering import routes as giving
from community.finding.groups import routes as groups
from community.finding.kit import routes as kit
from community.finding.places import routes as places
from community.jobs import Job
from community.pages import ByMail, Keep, Notice, _

routes = [*places.routes, *groups.routes, *giving.routes, *kit.routes]
live: dict = {}
topics: dict = {}
notices = {
    "gathering.made": Notice(
        *(gatherings.organizers_by_id, "finding/gathered", gatherings.gatherings_by_id),
        lambda one: f"/gatherings/{one.id}",
        called=lambda: _("Five names have come together for a cohort"), mail=ByMail(),
    ),
}
jobs = {"finding.gatherings": Job(gathering.look_after, every=timedelta(hours=1), within=300, at_once=1)}
keeps = {"gathered_name": Keep(person="person_id")}
