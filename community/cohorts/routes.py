"""The face of cohorts."""

from community.cohorts import queries
from community.pages import Keep

routes: list = []
live: dict = {}
topics = {
    "cohort": queries.audiences_by_id,
    "roster": queries.roster_audiences_by_id,
    "seat": queries.seat_audiences_by_id,
}
notices: dict = {}
keeps = {"seat": Keep(person="person_id", export=queries.cohorts_of)}
