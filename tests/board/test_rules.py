"""What each audience is shown, without a database."""

import itertools
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.board import rules
from community.board.rows import Piece, Row
from community.board.rules import Audience, Show
from community.cohorts.rules import Shows
from community.evidence.rules import State

RESULTS = {"returned_incomplete", "not_yet", "revising"}
ALL = [str(state) for state in State]


@pytest.mark.parametrize("audience", [Audience.SELF, Audience.FACILITATOR])
@pytest.mark.parametrize("shows", Shows)
def test_the_author_and_the_facilitator_see_every_state(audience, shows):
    assert [rules.shown(state, audience, shows) for state in State] == ALL
    attempts = ["none", "submitted", "returned_incomplete", "not_yet", "earned", "withdrawn"]
    assert [rules.shown_attempt(attempt, audience, shows) for attempt in attempts] == attempts


def test_peers_see_all_but_results_by_default():
    seen = {str(state): rules.shown(state, Audience.PEER, Shows.ALL) for state in State}
    assert seen == {
        "not_started": "not_started",
        "drafting": "drafting",
        "asking": "asking",
        "answered": "answered",
        "ready": "ready",
        "submitted": "submitted",
        "returned_incomplete": "submitted",
        "not_yet": "submitted",
        "revising": "drafting",
        "met": "submitted",
    }
    assert rules.shown(State.MET, Audience.PEER, Shows.ALL, earned=True) == "met"


def test_peers_of_who_shows_working_or_done_see_only_these_two():
    seen = {
        rules.shown(state, Audience.PEER, Shows.WORKING_DONE, earned) for state in State for earned in (False, True)
    }
    assert seen == {"not_started", "drafting", "met"}


def test_peers_of_who_shows_nothing_see_nothing():
    seen = {rules.shown(state, Audience.PEER, Shows.NOTHING, earned) for state in State for earned in (False, True)}
    assert (
        seen
        == {"withheld"}
        == {rules.shown_attempt(a, Audience.PEER, Shows.NOTHING) for a in ("none", "submitted", "earned")}
    )


def test_peers_see_of_the_attempt_that_it_is_with_the_reviewers_and_that_it_is_earned():
    seen = {
        a: rules.shown_attempt(a, Audience.PEER, Shows.ALL)
        for a in ("none", "submitted", "not_yet", "returned_incomplete")
    }
    assert seen == {
        "none": "none",
        "submitted": "submitted",
        "not_yet": "submitted",
        "returned_incomplete": "submitted",
    }
    assert rules.shown_attempt("withdrawn", Audience.PEER, Shows.ALL) == "none"
    assert rules.shown_attempt("earned", Audience.PEER, Shows.WORKING_DONE) == "earned"
    assert rules.shown_attempt("submitted", Audience.PEER, Shows.WORKING_DONE) == "none"


@given(st.sampled_from(list(State)), st.sampled_from(list(Shows)), st.booleans())
def test_no_setting_shows_peers_a_result(state, shows, earned):
    assert rules.shown(state, Audience.PEER, shows, earned) not in RESULTS


def test_a_result_cannot_be_told_from_what_stands_before_it_by_any_time_either():
    for shows, (before, after) in itertools.product(
        Shows, [("submitted", "not_yet"), ("submitted", "returned_incomplete"), ("submitted", "met")]
    ):
        seen = [rules.shown(State(state), Audience.PEER, shows) for state in (before, after)]
        assert seen[0] == seen[1]
        assert not rules.shows_when(seen[0], Audience.PEER, shows), "a date that changes would tell"


def test_the_clocks_of_others_are_the_facilitators():
    assert [audience for audience in Audience if rules.sees_clocks(audience)] == ["facilitator"]


def test_a_helper_sees_what_its_author_asks_about_and_nothing_else():
    seen = {str(state): rules.shown(state, Audience.HELPER, Shows.ALL, earned=True) for state in State}
    assert {state: shown for state, shown in seen.items() if shown != "withheld"} == {
        "asking": "asking",
        "answered": "answered",
    }
    for shows in (Shows.WORKING_DONE, Shows.NOTHING):
        assert {rules.shown(state, Audience.HELPER, shows) for state in State} == {"withheld"}
    assert {
        rules.shown_attempt(attempt, Audience.HELPER, Shows.ALL) for attempt in ("none", "submitted", "earned")
    } == {"withheld"}


def test_who_looks_as_nobody_we_know_is_shown_nothing_but_what_is_asked():
    assert rules.shown(State.READY, "somebody", Shows.ALL) == "withheld"


def test_filters_go_by_what_is_shown():
    assert rules.is_among(Show.ASKING, ["drafting", "asking"], "none") and not rules.is_among(
        Show.ASKING, ["drafting"], "none"
    )
    assert rules.is_among(Show.SUBMITTED, ["met"], "earned") and not rules.is_among(Show.SUBMITTED, ["ready"], "none")
    assert rules.is_among(Show.EVERYONE, [], "none") and rules.is_among(Show.FIRST, [], "none")


THEN = datetime(2026, 11, 9, 20, tzinfo=UTC)


def a_row(**changes) -> Row:
    return Row(
        **{
            "seat_id": 3,
            "cohort_id": 7,
            "definition_version_id": 1,
            "code": "EL-02",
            "person_id": 5,
            "shows": "all",
            "name": "Ana Torres",
            "called": "Ana",
            "initials": "AT",
            "tone": "lake",
            "about": "",
            "columns": (),
            "pieces": (Piece("talk_plan", State.READY, THEN),),
            "application": "open",
            "is_open": True,
            "last_day": date(2027, 3, 15),
        }
        | changes
    )


@pytest.mark.parametrize(
    "change",
    [
        {"shows": "nothing"},
        {"name": "Ana Ode"},
        {"about": "Grade 4"},
        {"application": None},
        {"last_day": date(2027, 3, 16)},
        {"pieces": ()},
        {"definition_version_id": 2},
        {"is_open": False},
        {"result": "not_yet"},
        {"result_at": THEN},
        {"reworks": True},
        {"called": "Anita"},
        {"tone": "moss"},
        {"initials": "AO"},
    ],
)
def test_a_row_that_shows_something_else_is_another_version(change):
    assert a_row().version == a_row().version != a_row(**change).version


def test_colleagues_see_nothing_of_an_incomplete_attempt_until_its_author_goes_on_with_a_part():
    later = THEN + timedelta(hours=1)
    pieces = (Piece("talk_plan", State.READY, THEN), Piece("demand", State.READY, later))
    columns = tuple(SimpleNamespace(key=piece.key) for piece in pieces)
    row = a_row(pieces=pieces, result="returned_incomplete", result_at=THEN, columns=columns)
    states = {audience: row.shown(audience).states for audience in Audience}
    assert states[Audience.PEER] == ("submitted", "ready"), "what the result made ready, what she did"
    assert states[Audience.SELF] == states[Audience.FACILITATOR] == ("ready", "ready")
    assert row.shown(Audience.PEER).attempt == "submitted"
    assert row.shown(Audience.FACILITATOR).attempt == "returned_incomplete"


def test_r25_after_a_not_yet_the_clock_leaves_time_for_the_review_only():
    row = a_row(result="not_yet", result_at=THEN, reworks=True)
    assert row.safe_day == date(2027, 3, 1) and a_row().safe_day == date(2027, 2, 1)
