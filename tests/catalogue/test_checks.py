"""Each mistake that a definition can have, said by file, line and field in a plain sentence."""

import json

import pytest

from community.catalogue.importing import checks, reading
from tests.support.catalogue import file_of

EL = file_of("EL-02").read_text("utf-8")
Q1, Q2 = "parts.overview.prompts[1]", "parts.overview.prompts[2]"
A1, A2 = "parts.evidence.artifact_requirements[1]", "parts.evidence.artifact_requirements[2]"
SCALE = "  - {key: meets, name: Meets, meets: true}"


def mistakes_of(text: str) -> list[tuple[int, str, str]]:
    source = reading.parse(text.encode(), "el.yaml")
    return [(mistake.line, mistake.field, mistake.sentence) for mistake in checks.mistakes(source)]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


WRONG = [
    # what is changed, into what, the line's text afterwards, the field, words of the sentence
    ("title: Talk structures for newcomers\n", "", "format:", "title", "This field is missing"),
    ("title: Talk", "titel: Talk", "titel:", "titel", "no such field; did you mean title"),
    ("title: Talk structures for newcomers", "title: Talk", "title:", "title", "at least 8 characters, and has 4"),
    ("code: EL-02", "code: el2", "code:", "code", "like EL-02"),
    ("version: 1\n", "version: one\n", "version:", "version", "must be a whole number, and is a text"),
    ("version: 1\n", "version: 0\n", "version:", "version", "must be at least 1, and is 0"),
    ("version: 1\n", "version: 99999999999\n", "version:", "version", "too large"),
    (
        "format: roundtable/micro-credential/1", "format: other/2", "format:",
        "format", "must be roundtable/micro-credential/1",
    ),
    ("licence: CC-BY-NC-SA-4.0", "licence: GPL", "licence:", "licence", "is GPL, and must be one of: CC-BY-4.0"),
    ("language: en\n", "language: english please\n", "language:", "language", "a language code"),
    ("content every day.\n", "content every day\n", "competency:", "competency", "ends with a full stop"),
    (
        "content every day.\n", "content every day. Then they write.\n",
        "competency:", "competency", "exactly one sentence",
    ),
    ("hours: {min: 10, max: 14}", "hours: {min: 15, max: 14}", "hours:", "hours", "least number of hours is above"),
    ("hours: {min: 10, max: 14}", "hours: {max: 14}", "hours:", "hours.min", "This field is missing"),
    (
        "hours: {min: 10, max: 14}", "hours: {min: .nan, max: 14}", "hours:",
        "hours.min", "must be a number, and is a text",
    ),
    ("[text, document, audio", "[text, text, audio", "evidence_types:", "evidence_types", "same thing twice"),
    ("[text, document, audio", "[telepathy, document, audio", "evidence_types:", "evidence_types[1]", "telepathy"),
    ("{students: true,", "{", "needs:", "needs.students", "This field is missing"),
    (
        "pass_rule: {kind: all_criteria}", "pass_rule: {kind: points}", "pass_rule:",
        "pass_rule.kind", "all_criteria, share",
    ),
    (
        "pass_rule: {kind: all_criteria}", "pass_rule: {kind: share_of_criteria}",
        "pass_rule:", "pass_rule.share", "missing",
    ),
    (
        "pass_rule: {kind: all_criteria}",
        "pass_rule: {kind: share_of_criteria, share: 0.8, must_meet: [assets, gone]}",
        "pass_rule:", "pass_rule.must_meet[2]", "no criterion with the key gone",
    ),
    (
        SCALE, "  - {key: meets, name: Meets, meets: false}", "level_scale:",
        "level_scale", "at least one level with meets",
    ),
    (
        "name: Not Yet, meets: false}", "name: Not Yet, meets: true}", "name: Developing",
        "level_scale[2].meets", "lowest first",
    ),
    (SCALE, SCALE + "\n  - {key: meets, name: More, meets: true}", "name: More", "level_scale[4].key", "a second time"),
    (
        SCALE, SCALE + "\n  - {key: above, name: Above, meets: true}", "            levels:",
        Q1 + ".criteria[1].levels", "no text for the level above",
    ),
    (
        "              not_yet: Newcomers are described", "              never: Newcomers are described",
        "              never:", Q1 + ".criteria[1].levels.never", "no level never",
    ),
    ("        min_words: 200\n", "        min_words: 400\n", "min_words: 400", A1 + ".min_words", "above the most"),
    ("        min_items: 2\n", "        min_items: 9\n", "min_items: 9", A2 + ".min_items", "above the most"),
    ("depends_on: talk_plan", "depends_on: lesson", "depends_on:", A2 + ".depends_on", "no artifact requirement"),
    ("depends_on: talk_plan", "depends_on: talk_record", "depends_on:", A2 + ".depends_on", "in a circle"),
    ("depends_on: talk_plan", "depends_on: demand", "depends_on:", A2 + ".depends_on", "no artifact requirement"),
    ("      - key: demand\n", "      - key: students\n", "title: What the talk asks for", Q2 + ".key", "a second time"),
    (
        "      - key: reflection\n", "      - key: students\n", "title: Reflection",
        "parts.reflection.prompts[1].key", "a second time",
    ),
    (
        "          - key: demand_named", "          - key: assets", "title: Language the content needs",
        Q2 + ".criteria[1].key", "a second time",
    ),
    ("predecessors: []", "predecessors: [{code: EL-02}]", "predecessors:", "predecessors[1].code", "before itself"),
    (
        "  - {code: EL, position: 2}", "  - {code: EL, position: 2}\n  - {code: EL, position: 3}",
        "position: 3", "stacks[2].code", "a second time",
    ),
    (
        "url: \"https://wida.wisc.edu\"", "url: \"javascript:alert(1)\"", "javascript:",
        "resources[3].url", "begins with https://",
    ),
    (
        "introduction: One answer.", "introduction: <script>x</script> One answer.", "introduction: <script>",
        "parts.reflection.introduction", "without HTML tags",
    ),
    (
        "credit_line: Roundtable sample definitions", 'credit_line: "Round\\atable sample"',
        "credit_line:", "credit_line", "control character",
    ),
    ("language: en\n", "language: en\nlanguage: de\n", "language: de", "language", "stands twice"),
]  # fmt: skip


@pytest.mark.parametrize(("was", "becomes", "where", "field", "words"), WRONG, ids=lambda value: str(value)[:24])
def test_a_mistake_is_told_by_line_and_field(was, becomes, where, field, words):
    assert was in EL, "the premise"
    text = EL.replace(was, becomes, 1)
    found = mistakes_of(text)
    fitting = [(line, name, sentence) for line, name, sentence in found if name == field and words in sentence]
    assert fitting, found
    line, _, sentence = fitting[0]
    near = line_of(text, where)
    assert abs(line - near) <= 1, (line, near)
    assert sentence.endswith(".")


def test_r2_one_competency_one_method_and_something_with_a_rubric():
    without = "\n".join(line for line in EL.splitlines() if not line.startswith("competency:"))
    assert ("competency", "This field is missing.") in [
        (field, sentence) for _, field, sentence in mistakes_of(without)
    ]
    two_methods = EL.replace("key_method:\n", "key_method:\n  - name: one\nkey_method:\n", 1)
    assert any(field == "key_method" and "twice" in sentence for _, field, sentence in mistakes_of(two_methods))
    no_rubric = {**reading.parse(EL.encode(), "el.yaml").data}
    no_rubric["parts"] = {
        "overview": {"prompts": [{**prompt, "criteria": []} for prompt in no_rubric["parts"]["overview"]["prompts"]]}
    }
    source = reading.parse(json.dumps(no_rubric, indent=1).encode(), "el.json")
    assert [m.sentence for m in checks.mistakes(source)] == [
        "There is no rubric: at least one prompt or artifact requirement needs criteria (R2)."
    ]


def test_r2_criteria_stand_on_something_that_nobody_may_leave_out():
    content = {**reading.parse(EL.encode(), "el.yaml").data}
    first, *others = content["parts"]["overview"]["prompts"]
    content["parts"] = {"overview": {"prompts": [{**first, "optional": True}, {**others[0], "criteria": []}]}}
    text = json.dumps(content, indent=1)
    (mistake,) = checks.mistakes(reading.parse(text.encode(), "el.json"))
    assert (mistake.file, mistake.line, mistake.field) == ("el.json", line_of(text, '"optional"'), Q1 + ".optional")
    assert "nothing that is judged" in mistake.sentence
    content["parts"]["overview"]["prompts"].append(others[1])
    assert checks.mistakes(reading.parse(json.dumps(content).encode(), "el.json")) == []


def test_all_mistakes_of_a_file_are_told_at_once():
    text = (
        EL.replace("code: EL-02", "code: x")
        .replace("licence: CC-BY-NC-SA-4.0", "licence: GPL")
        .replace("language: en\n", "")
    )
    assert {field for _, field, _ in mistakes_of(text)} == {"code", "licence", "language"}


def test_shared_words_of_a_level_stand_for_rows_without_their_own():
    shared = EL.replace(
        "name: Not Yet, meets: false}", "name: Not Yet, meets: false, text: What was asked for cannot be seen.}"
    )
    without_own = shared.replace(
        "              not_yet: The reflection retells the week, or finds the reason in the students alone.\n", ""
    )
    assert without_own != shared
    assert mistakes_of(without_own) == []
