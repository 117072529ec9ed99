"""What a reader says of each criterion, in words: no level, and never counted (R41). Pure."""

from collections.abc import Iterable, Mapping

VIEWS = ("as_it_stands", "nearly", "not_yet")
MOST_MISSING = 1000  # characters

Outlooks = dict[str, dict[str, str]]  # criterion: {"view": one of VIEWS, "missing": what is missing, or ""}


def typed(form: Mapping[str, str], criteria: Iterable[str]) -> Outlooks:
    """What a form says, by criterion; where nothing was said, nothing stands."""
    found = {}
    for key in criteria:
        view, missing = form.get(f"view-{key}", ""), form.get(f"missing-{key}", "").replace("\r\n", "\n").strip()
        if view in VIEWS or missing:
            found[key] = {"view": view if view in VIEWS else "", "missing": missing}
    return found


def too_long(said: Outlooks) -> list[str]:
    """The criteria of which more is said than is kept."""
    return [key for key, one in said.items() if len(one["missing"]) > MOST_MISSING]


def without_words(said: Outlooks) -> list[str]:
    """The criteria of which "nearly" is said, and not what is missing."""
    return [key for key, one in said.items() if one["view"] == "nearly" and not one["missing"]]


def without_view(said: Outlooks) -> list[str]:
    """The criteria of which is said what is missing, and none of the three."""
    return [key for key, one in said.items() if not one["view"]]
