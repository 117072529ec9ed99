"""A definition as a YAML file again, in the order of the format; read back it has the same hash."""

import io
import json
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML

from community.catalogue.importing import schema

HEAD = "# {code} version {version}, as published by {issuer}. Licence: {licence}. {credit_line}\n"


def write(content: dict[str, Any]) -> str:
    """The whole text of a version; licence and credit line stand in its first line too (R7)."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 110
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    out = io.StringIO()
    yaml.dump(_ordered(content), out)
    head = HEAD.format(**{name: content[name] for name in ("code", "version", "issuer", "licence", "credit_line")})
    return " ".join(head.split()) + "\n" + out.getvalue()


def _ordered(value: Any) -> Any:
    """The same, each group's fields as the format lists them: the database keeps no order."""
    if isinstance(value, dict):
        places = _places()
        return {key: _ordered(value[key]) for key in sorted(value, key=lambda key: (places.get(key, 999), key))}
    if isinstance(value, list):
        return [_ordered(inner) for inner in value]
    return value


@lru_cache
def _places() -> dict[str, int]:
    """{field: place}, in the order in which the schema names them."""
    found: dict[str, int] = {}

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            for name in part.get("properties", {}):
                found.setdefault(name, len(found))
            for inner in part.values():
                walk(inner)
        elif isinstance(part, list):
            for inner in part:
                walk(inner)

    walk(json.loads(schema.FILE.read_text("utf-8")))
    return found
