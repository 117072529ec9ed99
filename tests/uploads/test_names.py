"""Whatever a file was called where it came from: what is kept is a name, and a machine takes it."""

import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from community.uploads import kinds
from community.uploads.kinds import KINDS

ENDINGS = sorted(ending for kind in KINDS.values() for ending in kind.endings)
STRANGE = "/\\.\u202e\u2066\u061c\u200b\u00ad\u2028\u0085\u0301\ud800\U000e0041\U0001f600\t\r\n\0 aé"
NAMES = st.text(st.one_of(st.sampled_from(STRANGE), st.characters()), max_size=300)
often = settings(max_examples=200, deadline=None)


@often
@given(NAMES)
@example("e\u200b\u0301.pdf")
@example("a" * 196 + " .pdfx")
@example("\U0001f600" * 200 + ".webm")
def test_a36_whatever_is_sent_one_clean_name_is_kept(sent):
    kept = kinds.clean_name(sent)
    assert kept and kept == kept.strip(". ") and len(kept.splitlines()) == 1
    assert not set(kept) & set("/\\")
    assert not {unicodedata.category(sign) for sign in kept} & {"Cc", "Cf", "Cs", "Zl", "Zp"}, "turns, hides or breaks"
    assert len(kept) <= kinds.LONGEST_NAME and len(kept.encode()) <= 255
    assert kinds.clean_name(kept) == kept


@often
@given(NAMES, st.sampled_from(ENDINGS), st.booleans())
@example("", "pdf", False)
@example("..plan", "pdf", True)
def test_an_ending_that_says_a_kind_stays(stem, ending, loud):
    ending = f".{ending.upper() if loud else ending}"
    kept = kinds.clean_name(stem + ending)
    assert kept.endswith(ending) and kept != ending
    assert kinds.kind_of_name(kept) is kinds.kind_of_name(f"a{ending}")


@often
@given(NAMES, st.sampled_from(sorted(KINDS)))
def test_another_name_makes_no_other_kind_of_it(said, kind):
    kept = kinds.named_like(said, KINDS[kind])
    assert kinds.kind_of_name(kept) is KINDS[kind]
    assert kinds.clean_name(kept) == kept, "as clean, and as short, as any"
