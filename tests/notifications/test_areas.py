"""Each kind of notice stands in one area of the page of choices, and no area knows a kind that there is not."""

from community.app import merged
from community.notifications.choosing import areas


def test_each_kind_that_can_be_chosen_has_its_area_and_each_word_its_kind():
    kinds = {kind for kind, notice in merged("notices").items() if notice.called}
    assert {kind.split(".")[0] for kind in kinds} == {word for words in areas.WORDS.values() for word in words}
    assert {kind for those in areas.KINDS.values() for kind in those} <= kinds
    assert {areas.area(kind) for kind in kinds} == set(areas.Area)
    assert areas.area("seat.requested") is areas.Area.LEADING and areas.area("seat.offered") is areas.Area.COHORT
