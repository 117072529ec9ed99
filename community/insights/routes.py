"""The face of insights: how a cohort is doing; what an affiliate's cohorts were worth."""

from community.insights.health import routes as health

routes = [*health.routes]
live: dict = {}
topics: dict = {}
