"""Where affiliates stand, which desks there are, and what they may see (R11)."""

from datetime import date

ABOVE = {"national": None, "state": "national", "local": "state"}  # the kind of what an affiliate stands under

# A person's offices, by what they belong to.
DESKS = {
    "affiliate": ("organizer", "building_representative"),
    "issuer": ("reviewer", "approver", "catalogue_editor", "committee_member"),
    "platform": ("support", "administrator"),
}
ORGANIZER = "organizer"
FREE_WITH = "active"  # the status of a membership with which nothing is due (R8)


def place_of(kind: str) -> str:
    """affiliate, issuer or platform: what a desk of this kind belongs to. Raises ValueError for an unknown one."""
    for place, kinds in DESKS.items():
        if kind in kinds:
            return place
    raise ValueError(f"there is no desk of the kind {kind!r}")


def in_force(status: str, starts_on: date, ends_on: date | None, on: date) -> bool:
    """Whether a membership counts on this day; its last day still does."""
    return status == FREE_WITH and starts_on <= on and (ends_on is None or on <= ends_on)


def runs(desk) -> bool:
    """An organizer runs the affiliate: numbers and addresses of its members, claims, roster and desks.

    A building representative reads its members' names and how many there are, nothing else (R11).
    """
    return desk.kind == ORGANIZER


def may_ask_factor(desk) -> bool:
    """Who runs an affiliate, at this very one; who keeps an issuer's terms; administrators (A57)."""
    return desk.kind in ("catalogue_editor", "administrator") or (runs(desk) and desk.held_at == desk.affiliate_id)


def may_end(desk, held) -> bool:
    """Any desk at this very affiliate, but an organizer's own: so that it is never left without one by mistake."""
    return runs(desk) and (held.person_id != desk.person_id or held.kind != ORGANIZER)
