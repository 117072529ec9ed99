"""What is otherwise between two versions of a definition, place by place, in words. Pure."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from community.pages import _

SIDES = 6  # words of what stayed the same, on each side of a change
NOT_SHOWN = ("format", "version", "version_note", "key")


@dataclass(frozen=True)
class Change:
    """One place that changed: `kind` is new, gone or changed; `where` names it, part by part."""

    kind: str
    where: str
    was: str
    became: str

    @property
    def words(self) -> list[tuple[str, str]]:
        """The text as runs of words, each the same, new or gone; long runs of the same are cut short."""
        return _runs(self.was.split(), self.became.split())


def between(was: dict[str, Any], became: dict[str, Any]) -> list[Change]:
    """All that differs, in the order of the newer text; what was taken out comes last."""
    before, after = dict(_texts(was, (), ())), dict(_texts(became, (), ()))
    found = []
    for place, (where, text) in after.items():
        if place not in before:
            found.append(Change("new", where, "", text))
        elif before[place][1] != text:
            found.append(Change("changed", where, before[place][1], text))
    found += [Change("gone", where, text, "") for place, (where, text) in before.items() if place not in after]
    return found


def keys(content: dict[str, Any]) -> list[str]:
    """The keys of its requirements: by these the columns of boards and everybody's work are matched."""
    return [
        asked["key"]
        for part in content["parts"].values()
        for name in ("prompts", "artifact_requirements")
        for asked in part.get(name, [])
    ]


Place = tuple[str, ...]


def _texts(value: Any, place: Place, names: Place) -> Iterator[tuple[Place, tuple[str, str]]]:
    """(place, (its name in words, the text)) of each single value; things in lists are known by their key or name."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in NOT_SHOWN:
                yield from _texts(inner, (*place, key), (*names, _name(key)))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for inner in value:
            yield from _texts(inner, (*place, _identity(inner)), (*names, _title(inner)))
    elif isinstance(value, list):
        yield place, (_where(names), ", ".join(map(str, value)))
    else:
        yield place, (_where(names), _plain(value))


def _identity(thing: dict[str, Any]) -> str:
    return str(thing.get("key") or thing.get("code") or thing.get("title") or thing.get("name"))


def _title(thing: dict[str, Any]) -> str:
    return str(thing.get("title") or thing.get("name") or thing.get("key") or thing.get("code"))


def _where(names: Place) -> str:
    return " · ".join(name for name in names if name)


def _plain(value: Any) -> str:
    return {True: _("yes"), False: _("no")}[value] if isinstance(value, bool) else str(value)


def _name(key: str) -> str:
    """What a field is called; a level's key and the like stand as they are."""
    names = {
        "title": _("Title"), "language": _("Language"), "issuer": _("Issuer"), "competency": _("Competency"),
        "key_method": _("Key method"), "method_components": _("What it consists of"), "audience": _("For"),
        "hours": _("Hours"), "min": _("at least"), "max": _("at most"), "evidence_types": _("Evidence"),
        "needs": _("What is needed"), "students": _("Students"), "possible_in_school_breaks": _("School breaks"),
        "waiting_period_days": _("Days of waiting"), "colleague": _("A colleague"), "tags": _("Tags"),
        "stacks": _("Stacks"), "position": _("Position"), "required": _("Required"),
        "predecessors": _("Recommended first"), "alignments": _("Fits these standards"),
        "research_items": _("Research behind it"), "resources": _("Resources to work with"), "licence": _("Licence"),
        "credit_line": _("Credit line"), "level_scale": _("Levels"), "meets": _("Meets"),
        "completion_checks": _("Looked at first"), "pass_rule": _("When it is earned"), "kind": _("Kind"),
        "share": _("Share"), "must_meet": _("Must be met"), "overview": _("Part 1"), "evidence": _("Part 2"),
        "reflection": _("Part 3"), "introduction": _("Introduction"), "text": _("Text"), "question": _("Question"),
        "min_words": _("Words, at least"), "max_words": _("Words, at most"), "limit_kind": _("Limit of words"),
        "criteria": _("Rubric"), "accept": _("Accepted as"), "file_kinds": _("Kinds of files"),
        "min_items": _("Items, at least"), "max_items": _("Items, at most"), "max_minutes": _("Minutes, at most"),
        "optional": _("May be left out"), "depends_on": _("Builds on"), "shared_by_team": _("By a team"),
        "anonymise": _("Without names"), "name": _("Name"), "framework": _("Framework"), "code": _("Code"),
        "url": _("Address"), "target_type": _("Kind of standard"), "authors": _("Authors"), "year": _("Year"),
        "source": _("Source"), "note": _("Note"),
        "parts": "", "prompts": "", "artifact_requirements": "", "levels": "",
    }  # fmt: skip
    return names.get(key, key)


def _runs(was: list[str], became: list[str]) -> list[tuple[str, str]]:
    runs = []
    for kind, i, j, k, m in difflib.SequenceMatcher(a=was, b=became, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(("same", _shortened(was[i:j], first=i == 0, last=j == len(was))))
        else:
            runs += [("gone", " ".join(was[i:j]))] * (j > i) + [("new", " ".join(became[k:m]))] * (m > k)
    return runs


def _shortened(words: list[str], first: bool, last: bool) -> str:
    """The words beside a change, and … for what stands further off."""
    ahead, behind = (0 if first else SIDES), (0 if last else SIDES)
    if len(words) <= ahead + behind + 1:
        text = " ".join(words)
    else:
        text = " ".join([*words[:ahead], "…", *words[len(words) - behind :]])
    return text
