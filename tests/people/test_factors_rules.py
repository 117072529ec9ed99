"""Codes by the test vectors of RFC 6238, and by an implementation of the RFC's text that shares nothing with ours."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.people.factors import rules, sealing
from tests.support.factors import code_of

RFC = b"12345678901234567890"  # appendix B, SHA-1; there with eight digits, of which an app shows the last six
VECTORS = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}


@pytest.mark.parametrize(("seconds", "told"), VECTORS.items())
def test_the_codes_are_those_of_the_rfc(seconds, told):
    assert rules.code(RFC, seconds // 30) == told[-6:]
    assert code_of(RFC, seconds, 8) == told, "the other implementation's premise"


@given(st.binary(min_size=20, max_size=20), st.integers(0, 4_000_000_000))
def test_any_secret_at_any_time_gives_what_another_app_shows(secret, seconds):
    assert rules.code(secret, seconds // 30) == code_of(secret, seconds)


@given(st.integers(0, 4_000_000_000), st.integers(-200, 200))
def test_a_code_counts_in_its_own_half_minute_and_the_one_on_either_side(seconds, off):
    at = datetime.fromtimestamp(seconds, UTC) + timedelta(seconds=300)
    then = at.timestamp() + off
    step, now = int(then) // 30, int(at.timestamp()) // 30
    found = rules.matching_step(RFC, code_of(RFC, then), at)
    if abs(step - now) <= 1:
        assert found == step
    else:
        assert found is None or abs(found - now) <= 1, "two steps with the same six digits"


@pytest.mark.parametrize("typed", ["123 456", "123-456", " 123456 ", "123–456"])
def test_a_code_is_read_with_the_gaps_it_was_pasted_with(typed):
    assert rules.plain(typed) == "123456" and rules.is_digits(rules.plain(typed))


def test_ten_recovery_codes_differ_and_are_read_as_they_are_spoken():
    codes = rules.recovery_codes()
    assert len(set(codes)) == 10
    assert [rules.plain(rules.spoken(code).lower()) for code in codes] == codes


def test_an_app_reads_all_it_needs_from_the_address():
    found = urlsplit(rules.address("JBSWY3DPEHPK3PXP", "rita@example.org", "Roundtable"))
    assert (found.scheme, found.netloc, found.path) == ("otpauth", "totp", "/Roundtable%3Arita%40example.org")
    told = {name: values[0] for name, values in parse_qs(found.query).items()}
    wanted = {"secret": "JBSWY3DPEHPK3PXP", "issuer": "Roundtable", "algorithm": "SHA1", "digits": "6", "period": "30"}
    assert told == wanted


def test_shown_lately_is_within_a_quarter_of_an_hour():
    at = datetime(2026, 11, 27, 12, tzinfo=UTC)
    assert rules.is_recent(at - timedelta(minutes=15), at)
    assert not rules.is_recent(at - timedelta(minutes=15, seconds=1), at)
    assert not rules.is_recent(None, at)


def test_a_secret_is_sealed_for_its_person_alone():
    sealed = sealing.seal(7, RFC)
    assert RFC not in sealed and sealing.seal(7, RFC) != sealed
    assert sealing.unseal(7, sealed) == RFC
    assert sealing.unseal(8, sealed) is None
    assert sealing.unseal(7, sealed[:-1] + bytes([sealed[-1] ^ 1])) is None
    assert sealing.hashed(7, "ABC") != sealing.hashed(8, "ABC")
