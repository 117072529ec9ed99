"""How many files a requirement holds, and who may open them."""

import pytest

from community.evidence.artifacts import rules
from community.uploads.kinds import LARGEST, NotTaken


def test_a40_a_requirement_holds_so_many_files_and_so_much():
    rules.check_room([1] * 19, 1)
    with pytest.raises(NotTaken, match="20 files"):
        rules.check_room([1] * 20, 1)
    with pytest.raises(NotTaken, match="2 GB"):
        rules.check_room([LARGEST] * 4, 1)


def test_what_shows_students_is_shown_once_it_is_released():
    assert rules.may_be_shown("ready", with_students=False, released=False)
    assert not rules.may_be_shown("ready", with_students=True, released=False)
    assert rules.may_be_shown("ready", with_students=True, released=True)
    assert not rules.may_be_shown("checking", with_students=False, released=False)
