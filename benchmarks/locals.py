"""Invented locals for scale, so that no real one is said to do anything: CSV files of locals and of a roster."""

import csv
import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

STATES = Path(__file__).parents[1] / "community" / "affiliates" / "data" / "states.csv"
FIRST = (
    *("Ash", "Birch", "Cedar", "Clear", "Copper", "Fair", "Fox", "Glen", "Gold", "Green", "Hazel", "High"),
    *("Iron", "Lake", "Maple", "Mill", "North", "Oak", "Pine", "Prairie", "River", "Silver", "Stone", "Willow"),
)
SECOND = ["brook", "dale", "field", "ford", "grove", "haven", "mont", "port", "ridge", "ton"]
PLACES = [first + second for first in FIRST for second in SECOND]
AGAIN = ("", " Valley", " Heights", " Bay", " County")  # a place that stands in its state already
FORMS = {  # by weight
    "{} Education Association": 55,
    "{} Teachers Association": 15,
    "Education Association of {}": 10,
    "{} Educational Support Professionals Association": 8,
    "{} Federation of Teachers": 5,
    "{} United Educators": 4,
    "{} County Education Association": 3,
}
WEIGHTS = {"CA": 6, "TX": 5, "NY": 4.5} | dict.fromkeys(("IL", "PA", "OH", "NJ", "MI"), 2.5)
WEIGHTS |= dict.fromkeys(("FL", "GA", "NC", "VA", "WA", "MA", "IN", "WI"), 1.5)
REST = 0.6


def states() -> list[dict[str, str]]:
    """The lines of states.csv."""
    with STATES.open(newline="", encoding="utf-8") as file:
        listed = csv.DictReader(line for line in file if not line.startswith("#"))
        return [state for state in listed if state["slug"]]


def locals_(most: int) -> Iterator[dict[str, str]]:
    """So many locals, spread over the states by enrolment, the same each time."""
    weights = {state["state_code"]: WEIGHTS.get(state["state_code"], REST) for state in states()}
    owed = {code: most * weight / sum(weights.values()) for code, weight in weights.items()}
    numbers = {code: int(share) for code, share in owed.items()}
    for code in sorted(owed, key=lambda code: numbers[code] - owed[code])[: most - sum(numbers.values())]:
        numbers[code] += 1
    for state in states():
        yield from _of_state(state, numbers[state["state_code"]])


def write_locals(path: Path, most: int) -> None:
    """As the CSV that `import-affiliates` takes in."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, ["state_code", "name", "slug", "town", "time_zone"])
        out.writeheader()
        out.writerows(locals_(most))


def write_roster(path: Path, lines: int) -> None:
    """As the CSV that `import-roster` takes in."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["number", "family_name", "given_name", "email", "status", "from", "building"])
        for number in range(lines):
            place = PLACES[number % len(PLACES)]
            row = [f"M{number:06}", place, FIRST[number % len(FIRST)], f"{place}.{number}@example.org".lower()]
            out.writerow([*row, "active", "2025-09-01", f"{place} School"])


def _of_state(state: dict[str, str], most: int) -> Iterator[dict[str, str]]:
    code, taken, names = state["state_code"], dict.fromkeys(PLACES, 0), dict[str, int]()
    for number in range(most):
        digest = hashlib.sha256(f"{code}{number}".encode()).digest()
        place = PLACES[int.from_bytes(digest[:4]) % len(PLACES)]
        again = taken[place]
        taken[place] += 1
        town = place + AGAIN[again % len(AGAIN)] + (f" {again // len(AGAIN) + 1}" if again >= len(AGAIN) else "")
        name = _form(state, digest).format(town)
        names[name] = names.get(name, 0) + 1
        zone = state["second_time_zone"] if state["second_time_zone"] and number % 8 == 7 else state["time_zone"]
        slug = "-".join(name.lower().split()) + f"-{code.lower()}" + (f"-{names[name]}" if names[name] > 1 else "")
        yield {"state_code": code, "name": name, "slug": slug, "town": town, "time_zone": zone}


def _form(state: dict[str, str], digest: bytes) -> str:
    """How a local calls itself: in its state affiliate's own way where that has one."""
    habits = {"CA": "{} Teachers Association", "MN": "Education Minnesota {}"}
    form = random.Random(digest).choices(list(FORMS), list(FORMS.values()))[0]
    return habits.get(state["state_code"], form)
