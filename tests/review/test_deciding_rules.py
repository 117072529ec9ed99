"""What comes of what readers found: over all shapes of rubric the outcome is what the pass rule says (R55 to R57)."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.catalogue.rules import Criterion, Level
from community.review.deciding import rules
from community.review.deciding.rules import Lack, Outcome, Recommendation, Rubric, Said

TWENTY = "word " * 20
calmly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # also where much else runs


def level(number: int, meets: bool) -> Level:
    return Level(f"l{number}", f"Level {number}", meets, "meets" if meets else "not_yet", "")


@st.composite
def rubrics(draw) -> Rubric:
    """1 to 12 criteria over some requirements, 2 to 5 levels of which at least one meets and one does not."""
    count, columns = draw(st.integers(1, 12)), draw(st.integers(2, 5))
    meeting = draw(st.integers(1, columns - 1))
    levels = tuple(level(columns - place, place < meeting) for place in range(columns))
    criteria = tuple(
        Criterion(f"1.{n}", f"c{n}", f"Criterion {n}", "", f"r{draw(st.integers(1, 4))}", (), draw(st.booleans()))
        for n in range(count)
    )
    share = draw(st.one_of(st.none(), st.sampled_from([Fraction(1, 2), Fraction(4, 5), Fraction(2, 3), Fraction(1)])))
    stays = draw(st.sets(st.sampled_from([one.key for one in criteria])))
    return Rubric(criteria, levels, share, frozenset(stays) if len(stays) < count else frozenset())


@st.composite
def judged(draw, readers: int = 1) -> tuple[Rubric, list[Recommendation]]:
    """A rubric, and what each reader found of it."""
    rubric = draw(rubrics())
    keys = [one.key for one in rubric.levels]
    sent = []
    for reader in range(1, readers + 1):
        said = {}
        for one in rubric.to_read:
            chosen = draw(st.sampled_from(keys))
            short = not rubric.meets(chosen)
            said[one.key] = Said(one.key, chosen, "seen" if short else "", TWENTY if short else "")
        sent.append(Recommendation(reader, rules.outcome(rubric, rules.met_by(rubric, said)), said))
    return rubric, sent


@calmly
@given(judged())
def test_r57_earned_exactly_when_the_pass_rule_holds(case):
    rubric, (one,) = case
    met = {key for key, said in one.said.items() if rubric.meets(said.level)} | rubric.stays
    enough = len(met) >= len(rubric.criteria) * (rubric.share or 1)
    needed = all(criterion.key in met for criterion in rubric.criteria if criterion.must_meet)
    assert (one.outcome is Outcome.EARNED) == (enough and needed)


@calmly
@given(judged())
def test_r57_one_more_that_is_met_never_takes_an_award_away(case):
    rubric, (one,) = case
    met = rules.met_by(rubric, one.said)
    for more in rubric.criteria:
        if one.outcome is Outcome.EARNED:
            assert rules.outcome(rubric, met | {more.key}) is Outcome.EARNED


@calmly
@given(rubrics())
def test_r57_all_met_is_earned_and_nothing_met_is_not(rubric):
    assert rules.outcome(rubric, {one.key for one in rubric.criteria}) is Outcome.EARNED
    if not rubric.stays:
        assert rules.outcome(rubric, ()) is Outcome.NOT_YET


def content(**rule) -> dict:
    scale = [
        {"key": "not_yet", "name": "Not yet", "meets": False},
        {"key": "almost", "name": "Almost", "meets": False},
        {"key": "meets", "name": "Meets", "meets": True},
    ]
    asked = [
        {"key": key, "title": key, "criteria": [{"key": f"{key}_c", "title": key, "levels": {}}], "optional": optional}
        for key, optional in (("plan", False), ("record", False), ("extra", True))
    ]
    parts = {"evidence": {"prompts": asked}}
    return {"level_scale": scale, "pass_rule": rule or {"kind": "all_criteria"}, "parts": parts}


def test_r57_an_optional_part_that_was_left_out_counts_neither_way():
    with_it = rules.rubric(content(), ["plan", "record", "extra"])
    without = rules.rubric(content(), ["plan", "record"])
    assert rules.outcome(without, {"plan_c", "record_c"}) is Outcome.EARNED
    assert rules.outcome(with_it, {"plan_c", "record_c"}) is Outcome.NOT_YET, "handed in, it counts like the others"
    assert rules.outcome(with_it, {"plan_c", "record_c", "extra_c"}) is Outcome.EARNED


def test_r57_a_share_is_of_what_was_handed_in_and_exact():
    rule = {"kind": "share_of_criteria", "share": 0.5, "must_meet": ["extra_c"]}
    assert rules.outcome(rules.rubric(content(**rule), ["plan", "record"]), {"plan_c"}) is Outcome.EARNED
    whole = rules.rubric(content(**rule), ["plan", "record", "extra"])
    assert rules.outcome(whole, {"plan_c", "record_c"}) is Outcome.NOT_YET, "one that must be met is not"
    assert rules.outcome(whole, {"plan_c", "extra_c"}) is Outcome.EARNED
    rows = tuple(Criterion("", f"c{n}", "", "", "r", (), False) for n in range(5))
    five = Rubric(rows, (level(1, True),), Fraction("0.8"))
    assert rules.outcome(five, {"c0", "c1", "c2", "c3"}) is Outcome.EARNED, "four of five are eighty percent"
    assert rules.outcome(five, {"c0", "c1", "c2"}) is Outcome.NOT_YET


def test_nothing_judged_is_never_earned():
    assert rules.outcome(Rubric((), (level(1, True),)), ()) is Outcome.NOT_YET


@calmly
@given(judged())
def test_r55_what_is_below_needs_both_remarks_and_what_meets_needs_none(case):
    rubric, (one,) = case
    assert rules.lacks(rubric, one.said) == []
    silent = {key: Said(key, said.level) for key, said in one.said.items()}
    short = [key for key, said in one.said.items() if not rubric.meets(said.level)]
    assert {key for key, _lack in rules.lacks(rubric, silent)} == set(short)
    assert len(rules.lacks(rubric, silent)) == 2 * len(short)
    assert {key for key, _lack in rules.lacks(rubric, {})} == {one.key for one in rubric.to_read}


@pytest.mark.parametrize(("words", "lacking"), [(19, True), (20, False)])
def test_r55_what_would_meet_it_is_said_in_twenty_words(words, lacking):
    rubric = rules.rubric(content(), ["plan"])
    said = {"plan_c": Said("plan_c", "almost", "I saw this", "word " * words)}
    assert (("plan_c", Lack.WOULD_MEET) in rules.lacks(rubric, said)) is lacking


def test_r38_what_stays_met_is_not_read_again_and_counts():
    rubric = rules.rubric(content(), ["plan", "record"], stays=["plan_c"])
    assert [one.key for one in rubric.to_read] == ["record_c"]
    assert rules.lacks(rubric, {"record_c": Said("record_c", "meets")}) == []
    assert rules.outcome(rubric, {"record_c"}) is Outcome.EARNED


@calmly
@given(judged(readers=2))
def test_r56_met_is_what_both_found_met(case):
    rubric, sent = case
    verdicts = {one.criterion_key: one for one in rules.verdicts(rubric, sent, {})}
    for one in rubric.criteria:
        both = all(rubric.meets(reader.said[one.key].level) for reader in sent) if one.key not in rubric.stays else True
        assert verdicts[one.key].met == both and verdicts[one.key].stays == (one.key in rubric.stays)
        if not both:
            levels = [level.key for level in rubric.levels]
            lowest = max((reader.said[one.key].level for reader in sent), key=levels.index)
            assert verdicts[one.key].level == lowest
            below = [reader.reader for reader in sent if not rubric.meets(reader.said[one.key].level)]
            assert [remark.reader for remark in verdicts[one.key].remarks] == below, "every remark on it is read"


@calmly
@given(judged(readers=2))
def test_r56_two_decide_when_they_come_to_the_same_and_else_a_third_one(case):
    _rubric, sent = case
    assert rules.is_whole(sent, 2) == (sent[0].outcome is sent[1].outcome)
    assert not rules.is_whole(sent[:1], 2) and rules.is_whole(sent[:1], 1)


@calmly
@given(judged(readers=3))
def test_r56_a_third_reader_s_outcome_is_the_outcome(case):
    rubric, sent = case
    assert rules.is_whole(sent, 2) and [one.reader for one in rules.deciding(sent)] == [3]
    assert rules.outcome(rubric, rules.met_by_all(rubric, sent)) is sent[2].outcome
    assert rules.contradictions(rubric, sent) == []


@calmly
@given(judged(readers=2))
def test_r56_only_where_the_earner_has_something_to_follow_an_approver_is_asked(case):
    rubric, sent = case
    found, met = rules.contradictions(rubric, sent), rules.met_by_all(rubric, sent)
    if rules.outcome(rubric, met) is Outcome.EARNED:
        assert found == []
    else:
        assert set(found) == {one.key for one in rubric.to_read} - met


def test_r56_the_sentence_of_an_approver_stands_with_the_verdict():
    rubric = rules.rubric(content(), ["plan"])
    sent = [Recommendation(n, Outcome.NOT_YET, {"plan_c": Said("plan_c", "almost", "a", "b")}) for n in (1, 2)]
    (verdict,) = rules.verdicts(rubric, sent, {"plan_c": "Follow reader 2."})
    assert verdict.follow == "Follow reader 2." and [one.reader for one in verdict.remarks] == [1, 2]
