"""What the JSON Schema finds wrong with a definition, or with credit rules, in plain sentences."""

import difflib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from community.catalogue.importing.reading import Mistake, Place, Source

DATA = Path(__file__).parents[1] / "data"
FILE = DATA / "micro-credential.schema.json"
KINDS = {
    "object": "a group of fields",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}
PATTERNS = {
    "^[A-Z]{2,5}-[0-9]{2,3}$": "must be two to five capital letters, a hyphen and two or three digits, like EL-02",
    "^[A-Z]{2,5}$": "must be two to five capital letters, like EL",
    "^[a-z][a-z0-9_]{0,39}$": "must be small letters, digits and underscores, beginning with a letter, 40 at most",
    "^[a-z][a-z0-9_]{0,59}$": "must be small letters, digits and underscores, beginning with a letter, 60 at most",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "must be a day, like 2027-01-31",
    "^[a-z0-9][a-z0-9-]*$": "must be small letters, digits and hyphens",
    "^[a-z0-9][a-z0-9 -]*$": "must be small letters, digits, hyphens and spaces",
    "^[a-z]{2,3}(-[A-Za-z0-9]+)*$": "must be a language code, like en or pt-BR",
    "\\.$": "must be one sentence that ends with a full stop",
}


WHOLE = "whole"
CREDIT = "credit"  # a file of credit rules
TITLE = "title"  # what is known of a micro-credential whose definition is not here
OF_A_TITLE = ("code", "title", "language", "issuer", "competency", "hours", "licence", "credit_line", "tags", "stacks")


def mistakes(source: Source, shape: str = WHOLE) -> Iterator[Mistake]:
    """Each way in which this file breaks the format; nothing when it keeps it."""
    for error in _validator(shape).iter_errors(source.data):
        yield from _mistakes(source, error)


@lru_cache
def _validator(shape: str) -> Draft202012Validator:
    file = DATA / "credit-rules.schema.json" if shape == CREDIT else FILE
    schema = json.loads(file.read_text("utf-8"))
    if shape == TITLE:
        schema["properties"] = {name: schema["properties"][name] for name in OF_A_TITLE}
        schema["required"] = list(OF_A_TITLE)
    return Draft202012Validator(schema)


def _mistakes(source: Source, error: ValidationError) -> Iterator[Mistake]:
    place: Place = tuple(error.absolute_path)
    if error.validator == "oneOf":
        yield from _alternatives(source, error, place)
    elif error.validator == "required":
        for name in error.validator_value:
            if name not in error.instance:
                yield source.mistake((*place, name), "This field is missing.")
    elif error.validator == "additionalProperties" and error.validator_value is False:
        known = list(error.schema.get("properties", {}))
        for name in error.instance:
            if name not in known:
                yield source.mistake((*place, name), f"The format has no such field{_perhaps(name, known)}.")
    else:
        yield source.mistake(place, f"This {_sentence(error)}.")


def _alternatives(source: Source, error: ValidationError, place: Place) -> Iterator[Mistake]:
    """Of several allowed shapes, speak of the one that was meant: the one whose `kind` was given."""
    kinds = [shape["properties"]["kind"]["const"] for shape in error.validator_value]
    given = error.instance.get("kind") if isinstance(error.instance, dict) else None
    if given in kinds:
        for inner in error.context:
            if inner.schema_path[0] == kinds.index(given):
                yield from _mistakes(source, inner)
    else:
        yield source.mistake((*place, "kind"), f"This must be one of: {', '.join(kinds)}.")


def _sentence(error: ValidationError) -> str:
    limit, given = error.validator_value, error.instance
    sentences = {
        "type": lambda: f"must be {_kinds(limit)}, and is {_kind(given)}",
        "const": lambda: f"must be {limit}",
        "enum": lambda: f"is {_short(given)}, and must be one of: {', '.join(map(str, limit))}",
        "pattern": lambda: PATTERNS.get(limit, f"does not have the form {limit}"),
        "minLength": lambda: f"must have at least {limit} characters, and has {len(given)}",
        "maxLength": lambda: f"must have at most {limit} characters, and has {len(given)}",
        "minItems": lambda: f"must list at least {limit}, and lists {len(given)}",
        "maxItems": lambda: f"must list at most {limit}, and lists {len(given)}",
        "minProperties": lambda: f"must have at least {limit} of its fields, and has {len(given)}",
        "minimum": lambda: f"must be at least {limit}, and is {given}",
        "maximum": lambda: f"must be at most {limit}, and is {given}",
        "exclusiveMinimum": lambda: f"must be more than {limit}, and is {given}",
        "uniqueItems": lambda: "lists the same thing twice",
        "contains": lambda: "must have at least one level with meets: true",
        "anyOf": lambda: f"is {_short(given)}, which is not a kind of target that the format knows",
    }
    return sentences.get(str(error.validator), lambda: "does not keep the format")()


def _kinds(limit: str | list[str]) -> str:
    return " or ".join(KINDS[one] for one in ([limit] if isinstance(limit, str) else limit))


def _kind(given: Any) -> str:
    kinds = {
        dict: "object",
        list: "array",
        str: "string",
        bool: "boolean",
        int: "integer",
        float: "number",
        type(None): "null",
    }
    return KINDS[kinds[type(given)]]


def _perhaps(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name[:60], known, 1)
    return f"; did you mean {near[0]}?".rstrip("?") if near else ""


def _short(given: Any) -> str:
    text = str(given)
    return text if len(text) <= 40 else text[:39] + "…"
