"""What somebody pastes is read as addresses, or said to be none, line by line."""

from datetime import timedelta

import pytest

from community import clock
from community.affiliates.lines import Unreadable
from community.cohorts.invitations import rules
from community.cohorts.invitations.rules import read, read_file


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


@pytest.mark.parametrize(
    ("file", "found"),
    [
        (b"ana@example.org,Ana\r\nben@example.org,Ben\r\n", ["ana@example.org", "ben@example.org"]),
        ("\ufeffName;E-Mail;Deputy\nAna;ana@example.org;x@example.org\n".encode(), ["ana@example.org"]),
        ("\ufeffEmail\tName\nana@example.org\tAna".encode("utf-16"), ["ana@example.org"]),
        ("Name,Email\n\"Muñoz, Ana\",ana@example.org\n".encode("cp1252"), ["ana@example.org"]),
        (b'Name,Email\n"Ana\nTorres",ana@example.org\n\n,\nBen,ANA@example.org', ["ana@example.org"]),
        (b"email\n", []),
        (b"", []),
    ],
)
def test_of_a_file_the_column_of_addresses_is_read(file, found):
    assert (read_file(file).addresses, read_file(file).wrong) == (found, [])


def test_each_line_of_a_file_that_holds_no_address_is_named():
    found = read_file(b"Name;E-mail\nAna;ana@example.org\nBen;\nUna\n\nMax;=1+1@x.org\nTom;tom\n\"\n;lost@example.org")
    assert found.addresses == ["ana@example.org"]
    assert [(one.line, one.text) for one in found.wrong] == [(3, ""), (4, ""), (6, "=1+1@x.org"), (7, "tom"), (8, "")]
    assert all(one.why for one in found.wrong)


@pytest.mark.parametrize("workbook", [b"PK\x03\x04zip", b"a@example.org\x00", b"\x81\x8d\x8f", b"\xff\xfe\x00"])
def test_what_is_no_text_is_refused(workbook):
    with pytest.raises(Unreadable):
        read_file(workbook)


@pytest.mark.parametrize(
    "hostile", [b'"' * 99_999, b",;\t" * 33_000, b"a@b\r" * 20_000, b"\r\n" * 50_000, b"<" * 99_999]
)
def test_a_hostile_file_is_read_or_named_line_by_line(hostile):
    assert read_file(hostile).addresses == []


def test_a51_a_letter_is_sent_again_after_a_day_and_three_times_in_all():
    at = clock.now()
    assert not rules.may_send_again(1, at - timedelta(hours=23), at)
    assert rules.may_send_again(2, at - timedelta(hours=24), at)
    assert not rules.may_send_again(3, at - timedelta(days=9), at)
