"""The face of review."""

from community.review.certifying import routes as certifying

routes = [*certifying.routes]
live: dict = {}
topics: dict = {}
notices = {**certifying.notices}
keeps = {**certifying.keeps}
