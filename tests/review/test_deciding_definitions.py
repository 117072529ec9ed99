"""Over all shapes of definition, with optional parts left out or handed in, the outcome is what its text says (R57).

What is right is counted here once more, by hand, from the definition itself: nothing of the product is asked for it.
"""

from decimal import Decimal

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from community.review.deciding import rules
from community.review.deciding.rules import Outcome, Said

PARTS = (("overview", "prompts"), ("evidence", "artifact_requirements"), ("reflection", "prompts"))
SHARES = (0.01, 0.1, 0.25, 0.33, 0.5, 0.6, 0.66, 0.7, 0.75, 0.8, 0.9, 1, 1.0)
calmly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=200)


@st.composite
def scales(draw) -> list[dict]:
    """From the lowest level to the highest, each with a key that says nothing; some meet, and some do not."""
    below, meeting = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    return [
        {"key": f"l{place}", "name": f"Level {place}", "meets": place >= below, "text": ""}
        for place in range(below + meeting)
    ]


@st.composite
def parts(draw) -> dict[str, dict]:
    """One to three parts, each with one to three requirements; each of these with none to four criteria."""
    chosen = draw(st.lists(st.sampled_from(PARTS), min_size=1, unique=True))
    made: dict[str, dict] = {}
    for name, things in chosen:
        asked = []
        for number in range(draw(st.integers(1, 3))):
            key = f"{name}_{number}"
            one = {"key": key, "title": key, "text": "What is asked", "criteria": draw(criteria(key))}
            optional = draw(st.sampled_from([None, False, True]))  # None: nothing is said of it
            asked.append(one if optional is None else one | {"optional": optional})
        made[name] = {things: asked}
    return made


def criteria(key: str):
    return st.integers(0, 4).map(
        lambda count: [{"key": f"{key}_c{n}", "title": f"{key} {n}", "levels": {}} for n in range(count)]
    )


def asked_in(content: dict) -> list[dict]:
    return [one for name, things in PARTS for one in content["parts"].get(name, {}).get(things, [])]


def keys_of(asked: list[dict]) -> list[str]:
    return [one["key"] for requirement in asked for one in requirement["criteria"]]


@st.composite
def pass_rules(draw, keys: list[str], met: int, total: int) -> dict:
    """All criteria; or a share of them, often one that is just reached or just missed, with some that must be met."""
    kind = draw(st.sampled_from(["all", "share", "share and some"]))
    event(kind)
    rule: dict = {"kind": "all_criteria"}
    if kind != "all":
        near = [met * 100 // max(total, 1) + by for by in (-1, 0, 1)]
        just = [hundredths / 100 for hundredths in near if 0 < hundredths <= 100] or [1]
        rule = {"kind": "share_of_criteria", "share": draw(st.one_of(st.sampled_from(just), st.sampled_from(SHARES)))}
    if kind == "share and some":
        rule["must_meet"] = draw(st.lists(st.sampled_from(keys), unique=True, max_size=3)) if keys else []
    return rule


@st.composite
def judged(draw) -> tuple[dict, set[str], set[str], dict[str, str]]:
    """A definition, what was handed in of it, what stays met, and the level chosen for each other criterion."""
    content = {"level_scale": draw(scales()), "parts": draw(parts())}
    asked = asked_in(content)
    handed_in = {one["key"] for one in asked if not one.get("optional", False) or draw(st.booleans())}
    here = keys_of([one for one in asked if one["key"] in handed_in])
    stays = {key for key in here if draw(st.integers(0, 4)) == 0}
    level = st.sampled_from([one["key"] for one in content["level_scale"]])
    meeting = [one["key"] for one in content["level_scale"] if one["meets"]]
    chosen = {key: draw(st.one_of(st.sampled_from(meeting), level)) for key in here if key not in stays}
    met = len(stays) + sum(one in meeting for one in chosen.values())
    content["pass_rule"] = draw(pass_rules(keys_of(asked), met, len(here)))
    return content, handed_in, stays, chosen


def is_earned(content: dict, handed_in: set[str], stays: set[str], chosen: dict[str, str]) -> bool:
    """Counted criterion by criterion, in hundredths."""
    total = met = 0
    for name in ("overview", "evidence", "reflection"):
        part = content["parts"].get(name, {})
        for requirement in part.get("prompts", []) + part.get("artifact_requirements", []):
            if requirement["key"] not in handed_in:
                continue
            for one in requirement["criteria"]:
                level = next((each for each in content["level_scale"] if each["key"] == chosen.get(one["key"])), None)
                is_met = one["key"] in stays or (level is not None and level["meets"])
                if not is_met and one["key"] in content["pass_rule"].get("must_meet", []):
                    return False
                total, met = total + 1, met + is_met
    share = content["pass_rule"].get("share", 1)
    return total > 0 and met * 100 >= int(Decimal(str(share)) * 100) * total


def outcome(content: dict, handed_in: set[str], stays: set[str], chosen: dict[str, str]) -> Outcome:
    rubric = rules.rubric(content, handed_in, stays)
    return rules.outcome(rubric, rules.met_by(rubric, {key: Said(key, level) for key, level in chosen.items()}))


@calmly
@given(judged())
def test_r57_earned_exactly_when_the_definition_s_own_rule_holds(case):
    right = Outcome.EARNED if is_earned(*case) else Outcome.NOT_YET
    event(right)
    assert outcome(*case) is right


@calmly
@given(judged())
def test_r57_what_is_read_is_each_criterion_of_what_was_handed_in_once_in_its_order(case):
    content, handed_in, stays, chosen = case
    rubric = rules.rubric(content, handed_in, stays)
    here = keys_of([one for one in asked_in(content) if one["key"] in handed_in])
    assert [one.key for one in rubric.criteria] == here
    assert [one.key for one in rubric.to_read] == list(chosen)
    assert all(one.requirement_key in handed_in for one in rubric.criteria)


@calmly
@given(judged())
def test_r57_an_optional_part_left_out_is_as_if_the_definition_had_none(case):
    content, handed_in, stays, chosen = case
    without = {
        name: {things: [one for one in asked if one["key"] in handed_in] for things, asked in part.items()}
        for name, part in content["parts"].items()
    }
    assert outcome(content | {"parts": without}, handed_in, stays, chosen) is outcome(*case)
