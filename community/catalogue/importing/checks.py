"""What must be true of a definition beyond its schema, and beside those that are here already."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from community import markdown
from community.catalogue import rules
from community.catalogue.importing import schema
from community.catalogue.importing.reading import Mistake, Place, Source, named
from community.catalogue.importing.shelf import Kept

LARGEST = 2**31 - 1  # a whole number that the database can hold
ENOUGH = 50  # mistakes told of one file


def mistakes(source: Source) -> list[Mistake]:
    """All that is wrong with this one file: its shape, and when that holds, its sense."""
    found = of_shape(source)
    if not found:
        for check in CHECKS:
            found += [source.mistake(place, sentence) for place, sentence in check(source.data)]
    return found[:ENOUGH]


def of_shape(source: Source, shape: str = schema.WHOLE) -> list[Mistake]:
    """What stands twice, breaks the format, or can be held by no field."""
    found = [
        source.mistake(place, f"This field stands twice; the other one is above line {line}.")
        for place, line in source.doubled
    ]
    return [*found, *schema.mistakes(source, shape), *_of_values(source)]


def is_slug(text: str) -> bool:
    """Whether this can name an issuer."""
    return re.fullmatch(r"[a-z0-9][a-z0-9-]{0,119}", text) is not None


def twice(sources: Iterable[Source]) -> Iterator[Mistake]:
    """The same code and version in two files of one import."""
    seen: dict[tuple[str, int], str] = {}
    for source in sources:
        key = (source.data["code"], source.data["version"])
        if key in seen:
            yield source.mistake(
                ("code",), f"{key[0]} version {key[1]} is also in {seen[key]}; give each version one file."
            )
        seen.setdefault(key, source.file)


def against(
    source: Source, sha256: str, issuers: dict[str, int], issuer_id: int | None, kept: list[Kept]
) -> Mistake | None:
    """What forbids this definition beside those here (R3): its issuer, an altered text, a number below the newest."""
    code, version, slug = source.data["code"], source.data["version"], source.data["issuer"]
    same = next((one for one in kept if one.version == version), None)
    newest = max((one.version for one in kept), default=0)
    wrong = None
    if slug not in issuers:
        wrong = source.mistake(
            ("issuer",),
            f"No issuer here has the slug {slug}. Correct it, or add the issuer in the same call: "
            f'--issuer "{slug}=Its Name".',
        )
    elif issuer_id is not None and issuer_id != issuers[slug]:
        wrong = source.mistake(("issuer",), f"{code} belongs to another issuer; a new version cannot change that.")
    elif same and same.sha256 != sha256:
        wrong = source.mistake(
            ("version",),
            f"{code} version {version} is here with another text, and a version never changes. "
            f"Give this one the number {newest + 1}.",
        )
    elif not same and version < newest:
        wrong = source.mistake(
            ("version",),
            f"{code} is here as version {newest} already, and a new version has a higher number. "
            f"Give this one the number {newest + 1}.",
        )
    return wrong


Found = Iterator[tuple[Place, str]]


def _of_values(source: Source) -> Iterator[Mistake]:
    """Characters and numbers that no field may hold."""
    for place, value in _walk(source.data, ()):
        if isinstance(value, str) and re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", value):
            yield source.mistake(place, "This holds a control character; take it out.")
        elif isinstance(value, int) and abs(value) > LARGEST:
            yield source.mistake(place, f"This number is too large; at most {LARGEST}.")


def _sense_of_ranges(content: dict[str, Any]) -> Found:
    if content["hours"]["min"] > content["hours"]["max"]:
        yield ("hours",), "The least number of hours is above the most."
    for place, asked in _asked(content):
        if asked.get("min_words", 0) > asked.get("max_words", LARGEST):
            yield (*place, "min_words"), "The least number of words is above the most."
        if "artifact_requirements" in place and asked.get("min_items", 1) > asked.get("max_items", 1):
            yield (
                (*place, "min_items"),
                "The least number of items is above the most (which is 1 unless max_items says more).",
            )


def _keys_once(content: dict[str, Any]) -> Found:
    """Keys are unique in their lists; those of requirements and criteria across all parts: others point at them."""
    lists: dict[str, list[Place]] = {
        name: [(name, i) for i in range(len(content.get(name, [])))]
        for name in ("method_components", "level_scale", "completion_checks")
    }
    lists["parts"] = [place for place, _ in _asked(content)]
    lists["criteria"] = [place for place, _ in _criteria(content)]
    for places in lists.values():
        yield from _once(content, places, "key")
    for name in ("stacks", "predecessors"):
        yield from _once(content, [(name, i) for i in range(len(content.get(name, [])))], "code")


def _levels_of_criteria(content: dict[str, Any]) -> Found:
    """Every criterion says what each level looks like, in its own or the scale's shared words, and knows no others."""
    scale = {level["key"]: level.get("text", "") for level in content["level_scale"]}
    for place, criterion in _criteria(content):
        for key in scale:
            if key not in criterion["levels"] and not scale[key]:
                yield (*place, "levels"), f"There is no text for the level {key}."
        for key in criterion["levels"]:
            if key not in scale:
                yield (*place, "levels", key), f"level_scale has no level {key}; it has {', '.join(scale)}."


def _meets_rises_once(content: dict[str, Any]) -> Found:
    scale = content["level_scale"]
    for number in range(1, len(scale)):
        if scale[number - 1]["meets"] and not scale[number]["meets"]:
            yield (
                ("level_scale", number, "meets"),
                "The levels stand lowest first: above a level that meets, every level meets too.",
            )
    if scale[0]["meets"]:
        yield ("level_scale", 0, "meets"), "The lowest level must not meet; otherwise nothing could fall short."


def _rubric_is_there(content: dict[str, Any]) -> Found:
    """Also for who hands in no more than has to be: nobody is judged by nothing (R57)."""
    judged = [(place, asked) for place, asked in _asked(content) if asked.get("criteria")]
    if not judged:
        yield ("parts",), "There is no rubric: at least one prompt or artifact requirement needs criteria (R2)."
    elif all(asked.get("optional") for _, asked in judged):
        yield (
            (*judged[0][0], "optional"),
            "Who leaves this out hands in nothing that is judged: something that is not optional needs criteria (R2).",
        )


def _one_sentence(content: dict[str, Any]) -> Found:
    if re.search(r"[.!?][\"')\]]*\s+[A-ZÀ-Þ]", content["competency"]):
        yield ("competency",), "This must be exactly one sentence: one competency for each micro-credential (R2)."


def _pointers(content: dict[str, Any]) -> Found:
    """depends_on names another artifact, and never in a circle; must_meet names criteria; nothing precedes itself."""
    on = {asked["key"]: asked.get("depends_on") for place, asked in _asked(content) if "artifact_requirements" in place}
    for place, asked in _asked(content):
        if wanted := asked.get("depends_on"):
            seen, at = {asked["key"]}, wanted
            while at in on and at not in seen:
                seen.add(at)
                at = on[at]
            if wanted not in on:
                yield (*place, "depends_on"), f"There is no artifact requirement with the key {wanted}."
            elif at in seen:
                yield (*place, "depends_on"), "Artifacts depend on each other in a circle here."
    known = {criterion["key"] for _, criterion in _criteria(content)}
    for number, key in enumerate(content["pass_rule"].get("must_meet", [])):
        if key not in known:
            yield ("pass_rule", "must_meet", number), f"There is no criterion with the key {key}."
    for number, one in enumerate(content.get("predecessors", [])):
        if one["code"] == content["code"]:
            yield ("predecessors", number, "code"), "A micro-credential cannot come before itself."


def _addresses(content: dict[str, Any]) -> Found:
    for place, value in _walk(content, ()):
        if place[-1:] == ("url",) and not rules.is_web(value):
            yield place, "This must be a web address that begins with https:// or http://."


def _no_raw_html(content: dict[str, Any]) -> Found:
    for place, value in _walk(content, ()):
        if isinstance(value, str) and place[-1] in ("text", "introduction") and markdown.has_html(value):
            yield place, "Texts are Markdown without HTML tags; take the tags out, or put a backslash before <."


CHECKS = (
    _sense_of_ranges,
    _keys_once,
    _levels_of_criteria,
    _meets_rises_once,
    _rubric_is_there,
    _one_sentence,
    _pointers,
    _addresses,
    _no_raw_html,
)


def _asked(content: dict[str, Any]) -> Iterator[tuple[Place, dict[str, Any]]]:
    for part in rules.PARTS:
        for name in ("prompts", "artifact_requirements"):
            for number, asked in enumerate(content["parts"].get(part, {}).get(name, [])):
                yield ("parts", part, name, number), asked


def _criteria(content: dict[str, Any]) -> Iterator[tuple[Place, dict[str, Any]]]:
    for place, asked in _asked(content):
        for number, criterion in enumerate(asked.get("criteria", [])):
            yield (*place, "criteria", number), criterion


def _once(content: dict[str, Any], places: list[Place], name: str) -> Found:
    values = [(_at(content, place)[name], place) for place in places]
    counted = Counter(value for value, _ in values)
    first: dict[str, Place] = {}
    for value, place in values:
        if counted[value] > 1 and value in first:
            yield (*place, name), f"{value} stands here a second time; the first is {named((*first[value], name))}."
        first.setdefault(value, place)


def _at(content: Any, place: Place) -> Any:
    for part in place:
        content = content[part]
    return content


def _walk(value: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    yield place, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, (*place, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _walk(inner, (*place, number))
