"""The one seam for a payment provider. None is configured: then a fee is paid by voucher, or a desk marks it received.

To connect one, write a class with these two methods and name it at start with `use(...)`. The fee's page then has a
button that leads to where `begin` says. Whatever the provider calls or shows afterwards, only `confirmed` counts: it is
asked when the person comes back to /fees/NUMBER/payments, and `actions.confirm` makes the same move as a desk's mark,
so that a payment is counted once however often its person comes back.
"""

from typing import Protocol


class Provider(Protocol):
    """Somebody who takes money for us."""

    async def begin(self, amount_cents: int, currency: str, reference: str, back: str) -> str:
        """The address at which a person pays this amount; afterwards they are sent to `back`.

        `reference` is the fee's number: begun twice for one reference, it must still be paid only once.
        """
        ...

    async def confirmed(self, amount_cents: int, currency: str, reference: str) -> bool:
        """Whether exactly this amount has been received for this reference. Raises Unavailable when it cannot tell."""
        ...


_provider: Provider | None = None


def use(provider: Provider | None) -> None:
    """From now on payments go through this one; None: through none."""
    global _provider
    _provider = provider


def provider() -> Provider | None:
    """The one that is configured, if any."""
    return _provider
