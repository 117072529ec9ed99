"""The face of affiliates. Its pages come with finding; its desks are asked for by the slices above."""

from community.affiliates import queries
from community.pages import Keep

routes: list = []
live: dict = {}
topics = {"affiliate": queries.affiliate_audiences_by_id, "issuer": queries.issuer_audiences_by_id}
names = {"affiliates": queries.names_around}
notices: dict = {}
keeps = {
    "membership": Keep(person="person_id", export=queries.memberships),
    "desk": Keep(person="person_id", export=queries.desks),
    "roster_row": Keep(person="person_id", on_erase="unname"),  # the line is the affiliate's, not the person's
    "membership_claim": Keep(person="person_id"),
    "desk_offer": Keep(person="offered_by", on_erase="unname"),
}
