"""What an award says about itself, without a database."""

import pytest

from community.awards import rules
from community.awards.rules import Achieved, State
from community.catalogue.importing import reading
from community.catalogue.rules import criteria
from tests.support.catalogue import file_of


@pytest.fixture(scope="module")
def content():
    return reading.read(file_of("FA-01")).data


def test_levels_stand_in_the_order_of_the_rubric_by_their_key(content):
    first, second, *_others = criteria(content)
    given = [
        Achieved(second.requirement_key, second.key, "Meets"),
        Achieved(first.requirement_key, first.key, "developing"),
    ]
    assert rules.in_rubric_order(content, given) == [
        Achieved(first.requirement_key, first.key, "developing"),
        Achieved(second.requirement_key, second.key, "meets"),
    ]


@pytest.mark.parametrize("wrong", [{"level": "splendid"}, {"criterion_key": "nothing"}, {"requirement_key": "other"}])
def test_what_the_definition_does_not_have_is_refused(content, wrong):
    first = criteria(content)[0]
    good = {"requirement_key": first.requirement_key, "criterion_key": first.key, "level": "meets"}
    with pytest.raises(ValueError, match="this definition has no"):
        rules.in_rubric_order(content, [Achieved(**good | wrong)])


@pytest.mark.parametrize(
    ("states", "stands"),
    [
        ([State.IN_FORCE, State.IN_FORCE], State.IN_FORCE),
        ([State.IN_FORCE, State.UNDER_REVIEW], State.UNDER_REVIEW),
        ([State.UNDER_REVIEW, State.REVOKED], State.REVOKED),
    ],
)
def test_a_stack_s_badge_stands_as_the_worst_of_its_parts(states, stands):
    assert rules.of_its_parts(states) is stands


def test_each_reason_has_words_for_the_public():
    assert len({reason.words for reason in rules.Reason}) == len(rules.Reason)
