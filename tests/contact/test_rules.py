"""What a ticket carries of the page it was asked on: never what opens something (R63)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community import pages
from community.errors import Invalid
from community.finding.visitors import Visitor
from community.support import rules


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/cohorts/7/board", "/cohorts/7/board"),
        ("/work/exit-tickets/plan?version=2#top", "/work/exit-tickets/plan"),
        ("/", "/"),
        ("/join/7K2QXM4PZ0AB", "/join/…"),
        ("/submissions/7K2QXM4PZ0AB/result", "/submissions/…/result"),
        ("/invitations/link/IjEyIg.aBcD_eF-gH", "/invitations/link/…"),
        ("/sessions/" + "a" * 41, "/sessions/…"),
        ("https://elsewhere.example/cohorts/7", ""),
        ("//elsewhere.example/cohorts/7", ""),
        ("/\t/[", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_r63_a_page_is_carried_without_what_opens_something(address, page):
    assert rules.carried_page(address) == page


@given(st.text(max_size=2000))
def test_r63_whatever_comes_as_a_page_what_is_carried_is_short_and_plain(address):
    page = rules.carried_page(address)
    assert len(page) <= rules.LONGEST_PAGE
    assert all(part == "…" or not part or rules.PLAIN.fullmatch(part) for part in page.split("/")[:-1])


@pytest.mark.parametrize(
    ("address", "cohort", "submission"),
    [
        ("/cohorts/7/board", 7, ""), ("/cohorts/7", 7, ""), ("/cohorts/seven", None, ""), ("/x/cohorts/7", None, ""),
        ("/cohorts/" + "9" * 19, None, ""), ("/submissions/7K2QXM4PZ0AB", None, "7K2QXM4PZ0AB"),
        ("/submissions/7K2QXM4PZ0AB/result", None, "7K2QXM4PZ0AB"), ("/submissions/7k2qxm4pz0ab", None, ""),
    ],
)  # fmt: skip
def test_r63_cohort_and_submission_are_read_from_the_address(address, cohort, submission):
    assert (rules.cohort_of(address), rules.submission_of(address)) == (cohort, submission)


def test_a_name_that_is_too_long_is_answered_with_how_long_it_may_be():
    with pytest.raises(Invalid) as wrong:
        pages.checked(Visitor, {"name": "a" * 81, "email": "vera@example.org"})
    assert wrong.value.fields == {"name": "Shorten this to 80 characters."}


def test_r63_there_are_two_desks_and_each_passes_on_to_the_other():
    assert {one.other for one in rules.Route} == set(rules.Route)
    assert all(one.other.other is one for one in rules.Route)
