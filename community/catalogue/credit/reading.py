"""Credit rules from a file of ours."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

SAMPLE = Path(__file__).parents[1] / "data" / "credit_rules.yaml"


@dataclass(frozen=True)
class Given:
    """One rule of the file: for which state, and its columns."""

    state: str
    values: dict[str, Any]


def read(path: Path = SAMPLE) -> list[Given]:
    """The rules of a file, in its order; `sample` stands over all of them."""
    data = YAML(typ="safe").load(path.read_text("utf-8"))
    return [Given(one["place"]["state"], rule_of(one, data.get("sample", False))) for one in data["rules"]]


def rule_of(one: dict[str, Any], sample: bool) -> dict[str, Any]:
    """The columns of credit_rule."""
    approval, proof, checked_on = one["prior_approval"], one["proof"], one["checked_on"]
    return {
        "key": one["key"],
        "place_kind": one["place"]["kind"],
        "place": one["place"]["name"],
        "gives": one["gives"],
        "applies_to": one["applies_to"],
        "approval_needed": approval["needed"],
        "approval_days": approval["days_before"],
        "approval_how": approval["how"],
        "proof": proof["what"],
        "proof_days": proof["within_days"],
        "deadline": one["deadline"],
        "source": one["source"],
        "checked_on": checked_on if isinstance(checked_on, date) else date.fromisoformat(checked_on),
        "note": one["note"],
        "sample": sample,
    }
