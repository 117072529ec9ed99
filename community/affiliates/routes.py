"""The face of affiliates: one's membership, an affiliate's desk and roster; its public pages come with finding."""

from community.affiliates import queries
from community.affiliates.desks import routes as desks
from community.affiliates.memberships import following
from community.affiliates.memberships import routes as memberships
from community.affiliates.queries import Claim, Desk
from community.affiliates.rosters import routes as rosters
from community.pages import ByMail, Keep, Notice, _


async def claimants_by_id(ids: list[int]) -> dict[int, list[int]]:
    return {claim.id: [claim.person_id] for claim in (await queries.claims_by_id(ids)).values()}


async def holders_by_id(ids: list[int]) -> dict[int, list[int]]:
    return {desk.id: [desk.person_id] for desk in (await queries.desks_by_id(ids)).values()}


def _to_desk(desk: Desk) -> str:
    return f"/affiliates/{desk.affiliate_id}/desk" if desk.affiliate_id else "/membership"


def _to_claims(claim: Claim) -> str:
    return f"/affiliates/{claim.affiliate_id}/claims"


routes = [*memberships.routes, *desks.routes, *rosters.routes]
live: dict = {}
topics = {"affiliate": queries.affiliate_audiences_by_id, "issuer": queries.issuer_audiences_by_id}
names = {"affiliates": queries.names_around}
followers = following.followers
notices = {
    "claim.asked": Notice(
        *(queries.organizers_by_id, "affiliates/asked", queries.claims_by_id, _to_claims),
        called=lambda: _("Somebody says they are a member of my affiliate"), asks=True,
    ),
    "claim.answered": Notice(
        *(claimants_by_id, "affiliates/answered", queries.claims_by_id, lambda claim: "/membership"),
        called=lambda: _("My affiliate answers about my membership"), mail=ByMail(), can_switch_off=False,
    ),
    "desk.offered": Notice(
        *(queries.addressees_by_id, "affiliates/offered", queries.offered_by_id, lambda offer: "/membership"),
        called=lambda: _("A desk is offered to me"), mail=ByMail(own_letter=True), can_switch_off=False,
    ),
    "desk.given": Notice(
        *(holders_by_id, "affiliates/given", queries.desks_by_id, _to_desk),
        called=lambda: _("I have a new desk"), can_switch_off=False,
    ),
    "desk.ended": Notice(
        *(holders_by_id, "affiliates/ended", queries.desks_by_id, lambda desk: "/membership"),
        called=lambda: _("My desk ends"), mail=ByMail(), can_switch_off=False,
    ),
}  # fmt: skip
addressed = {"desk_offer": "address"}
keeps = {
    "membership": Keep(person="person_id"),
    "desk": Keep(person="person_id"),
    "roster_row": Keep(person="person_id", on_erase="unname"),  # the line is the affiliate's, not the person's
    "membership_claim": Keep(person="person_id"),
    "desk_offer": Keep(person="offered_by", on_erase="unname", hides=("address",)),
}
