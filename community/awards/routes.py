"""The face of the awards."""

from datetime import timedelta

from community.awards import telling
from community.awards.keys import actions as keys
from community.awards.own import routes as own
from community.awards.packs import routes as packs
from community.awards.sentences import routes as sentences
from community.awards.showcase import routes as showcase
from community.awards.signing import actions as signing
from community.awards.signing import routes as signing_routes
from community.awards.verifying import routes as verifying_routes
from community.jobs import Job
from community.pages import Belongs, Keep

routes = [*own.routes, *packs.routes, *signing_routes.routes, *verifying_routes.routes, *showcase.routes,
          *sentences.routes]  # fmt: skip
live: dict = {}
topics: dict = {}
notices = telling.notices
jobs = {
    "awards.keys": Job(keys.make_missing, every=timedelta(hours=1)),
    "awards.sign": Job(signing.sign, within=30, at_once=1),
    "awards.list": Job(signing.sign_list, within=30, at_once=1),
}
keeps = {
    "award": Keep(person="person_id", on_erase="unname", hides=("salt",)),  # what its holder has verifies still
    **showcase.keeps,
}
belongs = {
    ("award_level", "award"): Belongs("award_id"),
    ("credential", "award"): Belongs("award_id", hides=("content",)),
    ("former_credential", "award"): Belongs("award_id", hides=("content",)),
    **showcase.belongs,
    **sentences.belongs,
}
