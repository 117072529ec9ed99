"""Who is told of awards."""

from community.awards import queries
from community.awards.queries import Award
from community.pages import ByMail, Notice, _


async def holders_by_id(award_ids: list[int]) -> dict[int, list[int]]:
    """For notices: {award: who holds it}."""
    found = await queries.awards_by_id(award_ids)
    return {number: [award.person_id] for number, award in found.items() if award.person_id}


def where(award: Award) -> str:
    return f"/awards#award-{award.number}"


notices = {
    "award.issued": Notice(
        *(holders_by_id, "awards/issued", queries.awards_by_id, where), called=lambda: _("An award of mine is there")
    ),
    "award.signed_anew": Notice(
        *(holders_by_id, "awards/signed_anew", queries.awards_by_id, where),
        called=lambda: _("The files of my awards are new"),
        mail=ByMail(thread=lambda award: f"signed anew {award.person_id}"), can_switch_off=False,
    ),
}  # fmt: skip
