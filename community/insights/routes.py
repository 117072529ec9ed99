"""The face of insights: how a cohort is doing; what an affiliate's cohorts were worth."""

from community.insights.counting import following
from community.insights.desk import routes as desk
from community.insights.health import routes as health
from community.pages import Keep

routes = [*health.routes, *desk.routes]
live: dict = {}
topics: dict = {}
followers = following.followers
keeps = {"first_attempt": Keep(person="person_id")}
