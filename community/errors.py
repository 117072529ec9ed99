"""What can go wrong, in the product's words; doors.py turns each into its answer."""

from collections.abc import Mapping


class NotFound(Exception):
    """404: it is not there, or not for this person, who is not told which."""


class SignInFirst(Exception):
    """303 to the sign-in page, and back afterwards."""


class FactorFirst(Exception):
    """303 to the page that asks for the second factor, or sets it up, and back afterwards."""


class _Said(Exception):
    def __init__(self, why: str = "") -> None:
        super().__init__(why)
        self.why = why


class Forbidden(_Said):
    """403: they may know that it is there, but may not do this; `why` is a sentence for them."""


class Conflict(_Said):
    """409: someone was quicker, or things have changed since the page was read; `why` is a sentence for them."""


class Invalid(Exception):
    """422: `fields` has a sentence for each wrong field ("" for the whole form), `typed` all that was typed."""

    def __init__(self, fields: Mapping[str, str], typed: Mapping[str, str] | None = None) -> None:
        super().__init__("; ".join(f"{name}: {sentence}" for name, sentence in fields.items()))
        self.fields, self.typed = dict(fields), dict(typed or {})


class TooMany(Exception):
    """429: a rate of limits.py is used up; try again in `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


class Refused(Exception):
    """Another server said no for good (an address that does not exist): trying again helps nobody."""


class AddressRefused(Refused):
    """It was the address of a mail that was refused, not this one mail."""


class Unavailable(Exception):
    """503: the database (or another part) does not answer just now."""


def permit(allowed: bool, why: str = "") -> None:
    """Raise Forbidden unless a rule allows it."""
    if not allowed:
        raise Forbidden(why)
