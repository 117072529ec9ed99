"""What is written inside a file (R31, R32): who made it, where, and names in what it is called there. Pure.

Others get a copy without any of it; its owner is asked all the same, and leaves it so or sends the file anew.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from community.evidence.scrub.file_names import find_in_label
from community.evidence.scrub.places import INSIDE, LONGEST, LONGEST_KEY, Finding, Place, Why
from community.evidence.scrub.reading import fold
from community.evidence.scrub.rules import Names

WHO = ("author", "editor", "company")
CALLED = ("title", "comment", "device")


def find_inside(metadata: Mapping[str, Any], names: Names, file: str = "") -> list[Finding]:
    """Who made this file and where, whatever is said of that; names in its title and the like. `file`: its address."""
    found = [_who(str(metadata[field]), field, names, file) for field in WHO if _has_letters(metadata.get(field))]
    for field in CALLED:
        found += [_called(each, field) for each in find_in_label(str(metadata.get(field) or ""), names, file)]
    place = metadata.get("place")
    return [*found, _where(place, file)] if place else found


def _has_letters(said: object) -> bool:
    return any(letter.isalpha() for letter in str(said or ""))


def _who(said: str, field: str, names: Names, file: str) -> Finding:
    said = " ".join(said.split())[:LONGEST]
    reasons = [finding.why for finding in find_in_label(said, names)]
    why = next((why for why in (Why.OWN, Why.TYPED, Why.COHORT) if why in reasons), Why.WHO)
    key = f"{INSIDE}who:{'_'.join(fold(said).split())}"[:LONGEST_KEY]
    return Finding(key, said, why, 1, (Place(0, "", said, "", file, field),))


def _called(finding: Finding, field: str) -> Finding:
    (place,) = finding.places
    inside = Place(0, place.before, place.word, place.after, place.file, field)
    return Finding(f"{INSIDE}{finding.key}"[:LONGEST_KEY], finding.word, finding.why, 1, (inside,))


def _where(place: Sequence[float], file: str) -> Finding:
    """Within about a kilometre it is one place, answered once."""
    latitude, longitude = place
    said = f"{latitude:.2f}, {longitude:.2f}"
    key = f"{INSIDE}where:{said.replace(' ', '')}"
    return Finding(key, said, Why.WHERE, 1, (Place(0, "", said, "", file, "place"),))
