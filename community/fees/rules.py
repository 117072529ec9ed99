"""What a Start costs and why (R8, R9), the life of a fee, and who looks after fees. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Why(StrEnum):
    """Why a Start costs what it costs."""

    NO_FEE = "no_fee"
    MEMBER = "member"
    AGAIN = "again"  # begun anew soon enough after an expiry
    SETTLED = "settled"
    WAITING = "waiting"  # an affiliate has yet to answer
    DUE = "due"


@dataclass(frozen=True)
class Cost:
    """What a Start costs somebody today, in cents, and why. 0 cents: nothing stands in the way."""

    why: Why
    cents: int = 0

    @property
    def is_open(self) -> bool:
        """Whether Start is possible."""
        return self.why not in (Why.WAITING, Why.DUE)

    @property
    def uses_fee(self) -> bool:
        """Whether Start uses up the fee that was settled."""
        return self.why is Why.SETTLED


def cost(
    fee_cents: int, standing: str, expired_on: date | None, free_months: int, today: date, fee: Any | None = None
) -> Cost:
    """R8, R9: what a new Start costs. A resubmission is no Start, so it is never asked about here.

    `standing` is active, waiting or none, of affiliates' Standing; `expired_on` the day on which the last window for
    this micro-credential ended without submission; `fee` the one that was asked for and no Start has used yet.
    """
    if fee_cents == 0:
        found = Cost(Why.NO_FEE)
    elif standing == "active":
        found = Cost(Why.MEMBER)
    elif expired_on is not None and today <= months_after(expired_on, free_months):
        found = Cost(Why.AGAIN)
    elif fee is not None and is_settled(fee):
        found = Cost(Why.SETTLED)
    elif standing == "waiting":
        found = Cost(Why.WAITING)
    else:
        found = Cost(Why.DUE, fee.amount_cents if fee is not None else fee_cents)
    return found


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError("each month has 28 days")


# --- the life of a fee ---


class State(StrEnum):
    """Where a fee stands."""

    DUE = "due"
    PROMISED = "promised"
    PAID = "paid"
    WAIVED = "waived"
    REFUNDED = "refunded"


class Mover(StrEnum):
    """Who makes a move."""

    PAYER = "payer"
    DESK = "desk"
    PROVIDER = "provider"


@dataclass(frozen=True)
class Move:
    """One line of the table: from any of these states to that one, by whom, and which event tells of it."""

    was: frozenset[State]
    became: State
    who: Mover

    @property
    def kind(self) -> str:
        return f"fee.{self.became}"


MOVES = {
    "redeem": Move(frozenset({State.DUE}), State.PAID, Mover.PAYER),  # by a voucher
    "join": Move(frozenset({State.DUE}), State.WAIVED, Mover.PAYER),  # became a member meanwhile, and starts (R8)
    "promise": Move(frozenset({State.DUE}), State.PROMISED, Mover.DESK),  # the district has said so
    "end_promise": Move(frozenset({State.PROMISED}), State.DUE, Mover.DESK),  # the district does not keep it
    "receive": Move(frozenset({State.DUE, State.PROMISED}), State.PAID, Mover.DESK),
    "confirm": Move(frozenset({State.DUE, State.PROMISED}), State.PAID, Mover.PROVIDER),
    "waive": Move(frozenset({State.DUE, State.PROMISED}), State.WAIVED, Mover.DESK),
    "refund": Move(frozenset({State.PAID}), State.REFUNDED, Mover.DESK),
}
SETTLED = (State.PROMISED, State.PAID, State.WAIVED)


def can_move(fee: Any, name: str) -> bool:
    """Whether the table has this move from here (R8).

    What was kept since a submission is not returned, nor, unless its person asks, what a Start has used: their window
    would stay open without a fee. A promise that falls through is due again also after a Start has
    used it: the window stays open (R10) and Start does not ask a second time (R9); the fee is settled another way.
    """
    stays = name == "refund" and (fee.kept_at is not None or is_in_use(fee))
    return fee.state in MOVES[name].was and not stays


def is_in_use(fee: Any) -> bool:
    """A Start has used it, and its person has not asked for it back since."""
    return fee.used and fee.wished_at is None


def is_settled(fee: Any) -> bool:
    """What a district has promised counts as settled, as what is paid or waived does (R8)."""
    return fee.state in SETTLED


def can_wish(fee: Any) -> bool:
    """Its person may have it back until the first submission (R8)."""
    return fee.state in MOVES["refund"].was and fee.kept_at is None and fee.wished_at is None


def has_receipt(fee: Any) -> bool:
    """There is one for what was paid, also if it was returned since, as it then says."""
    return fee.state in (State.PAID, State.REFUNDED)


# --- who looks after them ---


def looks_after(desk: Any) -> bool:
    """Who sees and settles fees, and makes vouchers.

    The organizer of an affiliate, for what goes through it and those below (R11). For an issuer its catalogue editors,
    who also keep the amount, and administrators of the platform. Never its reviewers, approvers or committee: a list of
    fees names people, and they judge work whose author they must not know.
    """
    return desk.kind in ("organizer", "catalogue_editor", "administrator")


def may_settle(desk: Any, fee: Any) -> bool:
    """A desk that looks after fees; nobody their own."""
    return looks_after(desk) and fee.person_id != desk.person_id


# --- vouchers ---


class Bar(StrEnum):
    """Why a voucher cannot be used for a fee."""

    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    USED = "used"
    ELSEWHERE = "elsewhere"
    TOO_SMALL = "too_small"


def bar_to_redeem(voucher: Any, fee: Any, today: date) -> Bar | None:
    """None when it pays this fee: it covers all of it, and an issuer's is for its own micro-credentials."""
    if voucher.withdrawn_at is not None:
        found: Bar | None = Bar.WITHDRAWN
    elif today > voucher.ends_on:
        found = Bar.ENDED
    elif voucher.used >= voucher.uses:
        found = Bar.USED
    elif voucher.issuer_id not in (None, fee.issuer_id):
        found = Bar.ELSEWHERE
    elif voucher.value_cents < fee.amount_cents:
        found = Bar.TOO_SMALL
    else:
        found = None
    return found


# --- amounts ---


def dollars(cents: int) -> str:
    """$75, or $75.50."""
    whole, rest = divmod(cents, 100)
    return f"${whole:,}" if rest == 0 else f"${whole:,}.{rest:02}"


def cents(typed: str) -> int:
    """75, $75, 75.5 or 1,200.00 as cents; ValueError for anything else, and for parts of a cent."""
    plain = typed.strip().removeprefix("$").strip().replace(",", "")
    whole, dot, rest = plain.partition(".")
    digits = whole + rest
    if not (digits.isascii() and digits.isdigit() and whole and len(whole) <= 6 and len(rest) <= 2) or (
        dot and not rest
    ):
        raise ValueError(typed)
    return int(whole) * 100 + int(rest.ljust(2, "0"))
