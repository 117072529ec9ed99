"""The face of insights: how a cohort is doing; what an affiliate's cohorts were worth."""

from community.insights.counting import following
from community.insights.desk import routes as desk
from community.insights.exporting import routes as exporting
from community.insights.health import routes as health
from community.insights.weekly import routes as weekly
from community.insights.year import routes as year
from community.pages import Keep

routes = [*health.routes, *desk.routes, *year.routes, *exporting.routes, *weekly.routes]
live: dict = {}
topics: dict = {}
followers = following.followers
notices = weekly.notices
jobs = weekly.jobs
keeps = {
    "first_attempt": Keep(person="person_id"),
    "cohort_cost": Keep(person="noted_by", on_erase="unname"),  # the affiliate's book goes on
    **weekly.keeps,
}
