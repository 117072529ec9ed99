"""The face of finding."""

from community.finding.groups import routes as groups
from community.finding.places import routes as places

routes = [*places.routes, *groups.routes]
live: dict = {}
topics: dict = {}
notices: dict = {}
keeps: dict = {}
