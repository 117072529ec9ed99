"""Which passage of one's own draft a form means. Pure."""

from datetime import timedelta

from community.evidence import anchors
from community.evidence.anchors import Anchor
from community.evidence.rules import State

LONGEST_QUOTE = 2000  # characters
WAITS_TO_BE_SENT = timedelta(days=7)  # then a quotation that went with no message is erased


def can_quote(state: State) -> bool:
    """Nothing that was met is shown to who may still work on it (R49)."""
    return state is not State.MET


def passage(draft: str, quote: str, near: int = 0) -> Anchor | None:
    """These words where they stand in the draft, of several places the nearest; None where they do not, or too many."""
    words = quote.replace("\r\n", "\n").strip()
    if not words or len(words) > LONGEST_QUOTE:
        return None
    places, at = [], draft.find(words)
    while at >= 0:
        places.append(at)
        at = draft.find(words, at + 1)
    if not places:
        return None
    start = min(places, key=lambda place: abs(place - near))
    return anchors.pin(draft, start, start + len(words))


def paragraph(draft: str, number: str) -> Anchor | None:
    """The paragraph with this number; None where there is none, or a longer one than can be quoted."""
    for one in anchors.paragraphs(draft):
        if str(one.number) == number:
            return passage(draft, one.text, one.start)
    return None


def where(anchor: Anchor, draft: str) -> tuple[int, int] | None:
    """From where to where the passage stands in a draft that may have changed, as a browser counts; None: gone."""
    start = anchors.find(anchor, draft)
    if start is None:
        return None
    return _units(draft[:start]), _units(draft[: start + len(anchor.quote)])


def _units(text: str) -> int:
    """How long a browser says that it is."""
    return len(text.encode("utf-16-le")) // 2
