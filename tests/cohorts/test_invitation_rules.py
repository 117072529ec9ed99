"""What somebody pastes is read as addresses, or said to be none, line by line."""

from datetime import timedelta

import pytest

from community import clock
from community.cohorts.invitations import rules
from community.cohorts.invitations.rules import read


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        ("ana@example.org\nben@example.org", ["ana@example.org", "ben@example.org"]),
        ("  Ana@Example.ORG  \r\n\r\n\tben@example.org", ["ana@example.org", "ben@example.org"]),
        ("ana@example.org, ben@example.org", ["ana@example.org", "ben@example.org"]),
        ("ana@example.org; ben@example.org", ["ana@example.org", "ben@example.org"]),
        ("Name,Email,School\n\"Torres, Ana\",ana@example.org,Elm", ["ana@example.org"]),
        ("name;e-mail\nAna;ana@example.org", ["ana@example.org"]),
        ("Ana Torres\tana@example.org", ["ana@example.org"]),
        ("Ana Torres <ana@example.org>\n<ben@example.org>", ["ana@example.org", "ben@example.org"]),
        ("Email", []),
        ("", []),
    ],
)
def test_a_list_or_a_table_is_read(pasted, found):
    assert (read(pasted).addresses, read(pasted).wrong) == (found, [])


def test_each_line_that_is_no_address_is_named_and_doubles_are_counted():
    found = read("ana@example.org\nAna Torres\nANA@example.org\nben@nowhere\n@x.org\nname@\x00.org")
    assert found.addresses == ["ana@example.org"]
    assert found.doubles == 1
    assert [(one.line, one.text) for one in found.wrong[:3]] == [(2, "Ana Torres"), (4, "ben@nowhere"), (5, "@x.org")]
    assert all(one.why for one in found.wrong)


@pytest.mark.parametrize(
    "hostile", ['"' * 5000, ",;\t" * 2000, "a@b" * 3000, '"\n"\r"', "=cmd|'/c calc'!A1@x.org", "<" * 900]
)
def test_whatever_is_pasted_is_read_or_refused(hostile):
    assert all("@" in one and len(one) <= 254 for one in read(hostile).addresses)


def test_a51_a_letter_is_sent_again_after_a_day_and_three_times_in_all():
    at = clock.now()
    assert not rules.may_send_again(1, at - timedelta(hours=23), at)
    assert rules.may_send_again(2, at - timedelta(hours=24), at)
    assert not rules.may_send_again(3, at - timedelta(days=9), at)
