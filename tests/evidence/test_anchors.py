"""A note stays with its words while the text around them changes, or says that they are gone (R45's notes, F70)."""

from hypothesis import assume, given
from hypothesis import strategies as st

from community.evidence import anchors

texts = st.text(alphabet="ab c.\n", max_size=120)


@st.composite
def pinned(draw):
    """A text, and an anchor somewhere in it."""
    text = draw(st.text(alphabet="ab c.\n", min_size=1, max_size=120))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    anchor = anchors.pin(text, start, end)
    assume(anchor is not None)
    return text, anchor


@given(pinned())
def test_it_is_found_where_it_was_pinned(case):
    text, anchor = case
    assert text[anchor.start : anchor.end] == anchor.quote
    assert anchors.find(anchor, text) == anchor.start


@given(pinned(), texts, texts)
def test_random_edits_before_and_after_leave_it_with_its_words_or_with_the_same_words(case, before, after):
    _text, anchor = case
    edited = before + anchor.quote + after
    found = anchors.find(anchor, edited)
    assert found is not None, "its words are there, so it has a place"
    assert edited[found : found + len(anchor.quote)] == anchor.quote


@given(pinned(), texts, texts)
def test_what_is_added_far_away_moves_it_by_as_much(case, before, after):
    text, anchor = case
    assume(text.count(anchor.quote) == 1 and anchor.quote not in before + "#" and anchor.quote not in "#" + after)
    edited = f"{before}#{text}#{after}"
    assume(edited.count(anchor.quote) == 1)
    assert anchors.find(anchor, edited) == anchor.start + len(before) + 1


edits = st.lists(st.tuples(st.booleans(), st.integers(0, 200), st.integers(0, 20), st.text("abQ c.\né🎉", max_size=9)))


def edited_around(before: str, after: str, edits) -> tuple[str, str]:
    """Each edit cuts some characters out of what stands before or after, and puts others there."""
    for is_before, place, cut, put in edits:
        if is_before:
            at = place % (len(before) + 1)
            before = before[:at] + put + before[at + cut :]
        else:
            at = place % (len(after) + 1)
            after = after[:at] + put + after[at + cut :]
    return before, after


@given(texts, texts, texts, edits)
def test_however_often_the_text_around_it_is_edited_words_that_stand_once_are_found_where_they_are(a, inside, b, edits):
    quote = f"é#{inside}#é"
    anchor = anchors.pin(a + quote + b, len(a), len(a) + len(quote))
    before, after = edited_around(a, b, edits)
    assert anchors.find(anchor, before + quote + after) == len(before)


@given(texts, st.text("ab c.", min_size=40, max_size=60), st.text("ab c.", min_size=40, max_size=60), texts, edits)
def test_of_many_places_with_its_words_it_keeps_the_one_with_the_same_around_it(far, near, next_to, wide, edits):
    text = far + near + "We listen" + next_to + wide
    at = len(far + near)
    anchor = anchors.pin(text, at, at + 9)
    before, after = edited_around(far, wide, [(*one[:3], f"{one[3]}#We listen#") for one in edits])
    changed = before + near + "We listen" + next_to + after
    assert anchors.find(anchor, changed) == len(before + near)


@given(pinned(), st.integers(0, 200), st.sampled_from("xyz"))
def test_where_its_own_words_were_changed_it_is_gone_unless_they_stand_elsewhere(case, place, put):
    text, anchor = case
    inside = anchor.start + place % len(anchor.quote)
    changed = text[:inside] + put + text[inside + 1 :]
    found = anchors.find(anchor, changed)
    assert (found is None) == (anchor.quote not in changed)
    assert found is None or changed[found : found + len(anchor.quote)] == anchor.quote


@given(pinned(), texts)
def test_words_that_are_gone_are_gone(case, other):
    _text, anchor = case
    assume(anchor.quote not in other)
    assert anchors.find(anchor, other) is None


@given(texts)
def test_paragraphs_hold_all_that_is_written_at_its_place(text):
    found = anchors.paragraphs(text)
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    for one in found:
        assert text[one.start : one.end] == one.text and "\n" not in one.text
    assert sum(len(one.text.split()) for one in found) == len(text.split())


@given(texts, st.lists(st.tuples(st.integers(0, 120), st.integers(0, 40)), max_size=6))
def test_pieces_are_the_paragraph_again_and_know_their_notes(text, spans):
    notes = [(number, start, start + length) for number, (start, length) in enumerate(spans) if length]
    for paragraph in anchors.paragraphs(text):
        cut = anchors.pieces(paragraph, notes)
        assert "".join(piece.text for piece in cut) == paragraph.text
        at = paragraph.start
        for piece in cut:
            inside = {number for number, start, end in notes if start < at + len(piece.text) and end > at}
            assert set(piece.notes) == inside
            at += len(piece.text)


def test_of_two_places_with_the_same_words_it_is_the_one_with_the_same_around_it():
    text = "Ask first. We listen.\nThen revise. We listen.\n"
    anchor = anchors.pin(text, text.rindex("We listen"), text.rindex("We listen") + 9)
    edited = "A new line at the top.\n" + text
    assert anchors.find(anchor, edited) == edited.rindex("We listen")


def test_space_alone_is_nothing_to_point_at():
    assert anchors.pin("a  b", 1, 3) is None
    assert anchors.pin("ab", 5, 9) is None
    assert anchors.pin("ab", 2, 1) is None
