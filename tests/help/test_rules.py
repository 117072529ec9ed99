"""The help pages hold together, and what people type finds the page that answers it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.help import rules
from community.help.content import FILE, help_pages, topics


def test_each_page_has_a_topic_a_desk_and_others_that_are_there():
    assert len(help_pages()) > 20
    for one in help_pages().values():
        assert one.topic in topics()
        assert one.route in ("technical_assistance", "content_support")
        assert one.see_also and set(one.see_also) <= help_pages().keys() - {one.key}
        assert 1 <= len(" ".join(one.paragraphs).split()) <= 120, f"{one.key} is not short"


def test_every_topic_has_pages_and_every_page_stands_once():
    listed = [one.key for ones in rules.by_topic().values() for one in ones]
    assert sorted(listed) == sorted(help_pages())
    assert all(rules.by_topic().values())


def test_the_licence_stands_in_the_file():
    assert "CC BY-NC-SA 4.0" in FILE.read_text("utf-8").splitlines()[0]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("cost", "cost"), ("what does it cost", "cost"), ("take back", "take_back"),
        ("a mistake in what I submitted", "take_back"),
        ("names", "names"), ("pseudonym names counts", "names"), ("offline", "offline"), ("connection poor", "offline"),
        ("appeal", "appeal"), ("apeal", "appeal"), ("badge", "badge"), ("bagde", "badge"), ("BADGES", "badge"),
        ("not yet start over", "not_earned"), ("copy of everything", "data_export"), ("links marked", "links"),
    ],
)  # fmt: skip
def test_what_people_type_finds_its_page_first(typed, key):
    assert rules.find(typed)[0].key == key


@pytest.mark.parametrize("typed", ["", "   ", "the", "xqzv", "?!", "what is my"])
def test_nothing_is_found_for_nothing(typed):
    assert rules.find(typed) == []


@given(st.text(max_size=300))
def test_whatever_is_typed_at_most_ten_pages_come_each_once(typed):
    found = rules.find(typed)
    assert len(found) <= rules.MOST and len({one.key for one in found}) == len(found)


def test_where_some_pages_have_all_the_words_only_they_come():
    found = rules.find("submit date")
    assert 0 < len(found) < len(rules.find("submit"))
    for one in found:
        known = rules._vocabulary()[one.key]
        assert all(any(each.startswith(word) for each in known) for word in ("submit", "date"))


def test_where_none_has_all_those_with_most_come():
    assert rules.find("appeal zebra decision") == rules.find("appeal decision") != []
    assert rules.find("badge offline")
