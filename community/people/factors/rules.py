"""Codes of an app (RFC 6238) and recovery codes: what they are, and when one counts. Pure."""

import hmac
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from community import chance, numbers

STEP = 30  # seconds that a code is good for
WINDOW = (-1, 0, 1)  # steps before and after: clocks of telephones differ
SECRET_BYTES = 20
DIGITS = 6
CODES, CODE_LENGTH = 10, 10
RECENT = timedelta(minutes=15)  # so long a factor shown counts for what is sensitive


def secret() -> bytes:
    return chance.octets(SECRET_BYTES)


def code(secret: bytes, step: int) -> str:
    """The six digits of one step since 1970."""
    return TOTP(secret, DIGITS, SHA1(), STEP, enforce_key_length=False).generate(step * STEP).decode()  # noqa: S303


def step_at(at: datetime) -> int:
    return int(at.timestamp()) // STEP


def matching_step(secret: bytes, typed: str, at: datetime) -> int | None:
    """The step whose code this is, of those that count now. Takes as long for any digits (A60)."""
    now, found = step_at(at), None
    for offset in WINDOW:
        if hmac.compare_digest(code(secret, now + offset).encode(), typed.encode()):
            found = now + offset
    return found


def plain(typed: str) -> str:
    """What was typed or pasted, without the gaps that make it readable; O is 0, I and L are 1."""
    return numbers.plain(typed)


def is_digits(typed: str) -> bool:
    return len(typed) == DIGITS and typed.isascii() and typed.isdecimal()


def address(secret: str, account: str, issuer: str) -> str:
    """The otpauth address that an app reads from the picture; `secret` in base 32."""
    label = quote(f"{issuer}:{account}")
    asked = urlencode({"secret": secret, "issuer": issuer, "algorithm": "SHA1", "digits": DIGITS, "period": STEP})
    return f"otpauth://totp/{label}?{asked}"


def recovery_codes() -> list[str]:
    """Ten codes of fifty random bits each."""
    return [chance.signs(numbers.CROCKFORD, CODE_LENGTH) for _ in range(CODES)]


def spoken(code: str) -> str:
    """As it is shown: two groups of five."""
    return f"{code[:5]}-{code[5:]}"


def is_recent(factor_at: datetime | None, at: datetime) -> bool:
    """Whether this sign-in showed its factor within the last quarter of an hour."""
    return factor_at is not None and at - factor_at <= RECENT
