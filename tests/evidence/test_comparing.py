"""Two texts side by side, in words; pure."""

from hypothesis import given
from hypothesis import strategies as st

from community.evidence.comparing import Piece, Where, compare, side

BOTH, FIRST, SECOND = Where.BOTH, Where.FIRST, Where.SECOND


def test_r28_what_changed_is_told_in_words():
    assert compare("Talk in pairs first.", "Talk in small groups first.") == [
        Piece(BOTH, "Talk in "), Piece(FIRST, "pairs"), Piece(SECOND, "small groups"), Piece(BOTH, " first."),
    ]


def test_r28_only_the_paragraph_that_changed_is_looked_into():
    assert compare("One.\n\nTwo.\n", "One.\n\nTwo and three.\n") == [
        Piece(BOTH, "One.\n\n"), Piece(FIRST, "Two."), Piece(SECOND, "Two and three."), Piece(BOTH, "\n"),
    ]


def test_r28_the_same_text_has_no_change_and_an_empty_one_no_pieces():
    assert compare("Same.", "Same.") == [Piece(BOTH, "Same.")]
    assert compare("", "") == []


def test_r28_chinese_is_compared_by_character():
    assert Piece(SECOND, "很") in compare("今天好", "今天很好")


def test_r28_a_long_paragraph_that_is_all_new_is_shown_as_a_whole():
    first, second = "a " * 2000, "b " * 2000
    assert compare(first, second) == [Piece(FIRST, first), Piece(SECOND, second)]


WORDS = st.lists(st.sampled_from(["talk", "plan", " ", "\n", "今", "…", "\r\n", "river"]), max_size=40).map("".join)


@given(WORDS | st.text(), WORDS | st.text())
def test_r28_each_side_joined_is_its_text(first, second):
    pieces = compare(first, second)
    assert "".join(piece.text for piece in side(pieces, FIRST)) == first
    assert "".join(piece.text for piece in side(pieces, SECOND)) == second
