"""Credit rules from a file: each mistake with its line and field."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from community.catalogue.credit import rules
from community.catalogue.importing import checks, reading, schema
from community.catalogue.importing.reading import Mistake, Place, Source

SAMPLE = Path(__file__).parents[1] / "data" / "credit_rules.yaml"
PLACES: dict[str, Place] = {"approval_days": ("prior_approval", "days_before")}  # where a column stands, if elsewhere


@dataclass(frozen=True)
class Given:
    """One rule of a file: whose members it is for (a slug, "" where the file does not say), and its columns."""

    state: str
    affiliate: str
    code: str | None
    values: dict[str, Any]
    source: Source
    number: int

    def mistake(self, field: str, sentence: str) -> Mistake:
        """A mistake at this column."""
        return self.source.mistake(("rules", self.number, *PLACES.get(field, (field,))), sentence)


def read(path: Path = SAMPLE) -> list[Given]:
    """The rules of a file that nothing is wrong with, in its order."""
    source = reading.read(path)
    return list(given(source))


def mistakes(source: Source, today: date) -> list[Mistake]:
    """All that is wrong with this one file: its shape, and when that holds, its sense."""
    found = checks.of_shape(source, schema.CREDIT)
    if not found:
        for one in given(source):
            found += _of_sense(one, today)
        found += _twice(source)
    return found[: checks.ENOUGH]


def given(source: Source) -> Iterator[Given]:
    """The rules of a file whose shape holds; `sample` stands over all of them."""
    for number, one in enumerate(source.data["rules"]):
        place = one["place"]
        yield Given(
            *(place.get("state", ""), one.get("affiliate", ""), one.get("micro_credential")),
            *(rule_of(one, source.data.get("sample", False)), source, number),
        )


def rule_of(one: dict[str, Any], sample: bool) -> dict[str, Any]:
    """The columns of credit_rule; a day that no calendar has is None."""
    approval, proof = one.get("prior_approval", {}), one.get("proof", {})
    return {
        "key": one["key"],
        "place_kind": one["place"]["kind"],
        "place": one["place"]["name"],
        "gives": one["gives"],
        "applies_to": one.get("applies_to", []),
        "approval_needed": approval.get("needed"),
        "approval_days": approval.get("days_before"),
        "approval_how": approval.get("how"),
        "proof": proof.get("what"),
        "proof_days": proof.get("within_days"),
        "deadline": one.get("deadline"),
        "source": one["source"],
        "checked_on": _day(one["checked_on"]),
        "note": one.get("note", ""),
        "sample": sample,
    }


def _of_sense(one: Given, today: date) -> Iterator[Mistake]:
    values, wrong = one.values, rules.wrong_together(one.values)
    if values["checked_on"] is None:
        wrong["checked_on"] = "No calendar has this day."
    else:
        wrong |= rules.wrong_reading(values["gives"], values["source"], values["checked_on"], today)
    for field, sentence in wrong.items():
        yield one.mistake(field, sentence)


def _twice(source: Source) -> Iterator[Mistake]:
    seen: set[str] = set()
    for number, one in enumerate(source.data["rules"]):
        if one["key"] in seen:
            yield source.mistake(("rules", number, "key"), f"{one['key']} stands above already; give each its own key.")
        seen.add(one["key"])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
