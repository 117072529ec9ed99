"""What has changed since a copy was judged, without a database (R37, R38)."""

from types import SimpleNamespace

import pytest

from community.evidence.rules import State
from community.submissions.resubmitting.changes import changes, sha256


def draft(key="talk_plan", text="A plan", state=State.REVISING):
    return SimpleNamespace(requirement_key=key, text=text, state=state)


def copy(key="talk_plan", text="A plan"):
    return SimpleNamespace(requirement_key=key, sha256=sha256(text))


@pytest.mark.parametrize(
    ("work", "originals", "frozen", "before", "text", "files", "is_new"),
    [
        (draft(), {}, [copy()], {}, False, False, False),
        (draft(text="A plan."), {}, [copy()], {}, True, False, False),
        (draft(), {"talk_plan": ["b", "a"]}, [copy()], {"talk_plan": ["a", "b"]}, False, False, False),
        (draft(), {"talk_plan": ["a"]}, [copy()], {"talk_plan": ["a", "a"]}, False, True, False),
        (draft(), {"talk_plan": ["c"]}, [copy()], {"talk_plan": ["a"]}, False, True, False),
        (draft("reflection"), {}, [copy()], {}, False, False, True),
    ],
    ids=["nothing", "text", "order", "one fewer", "another file", "new"],
)
def test_r37_what_changed_is_told_by_text_and_files(work, originals, frozen, before, text, files, is_new):
    found = changes([work], originals, frozen, before)[work.requirement_key]
    assert (found.text, found.files, found.is_new) == (text, files, is_new)
    assert bool(found) == (text or files or is_new)


def test_r38_what_is_met_stays_whatever_its_draft_became():
    found = changes([draft(text="Quite another", state=State.MET)], {"talk_plan": ["x"]}, [copy()], {})["talk_plan"]
    assert found.stays_met and not found
