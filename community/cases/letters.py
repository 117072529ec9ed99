"""The letters of a case to whom it concerns, with the days as they are where they live (R61)."""

from datetime import datetime
from typing import Any

from community import words
from community.cases.queries import Case
from community.evidence.rules import last_day
from community.people import letters
from community.people import queries as people


async def of_opening(case: Case) -> None:
    """What it is about, until when they answer, until when the committee votes."""
    await _write("case_opened", case, answer_until=case.answer_by, second_by=case.second_by, vote_by=case.vote_by)


async def of_second_answer(case: Case) -> None:
    """There is time for another answer."""
    await _write("case_second_answer", case, second_by=case.second_by)


async def of_decision(case: Case, effects: list[str]) -> None:
    """What was decided and what follows. The reasons stand on the page."""
    await _write("case_decided", case, effects=effects, appeal_by=case.appeal_by)


async def of_drop(case: Case, effects: list[str]) -> None:
    """It was opened in error, and is over. Why stands on the page."""
    await _write("case_dropped", case, effects=effects)


async def _write(letter: str, case: Case, **about: Any) -> None:
    person = (await people.people_by_id([case.person_id])).get(case.person_id) if case.person_id else None
    if person:
        language = words.known(person.language)
        said: dict[str, Any] = {
            name: words.day(last_day(value, case.time_zone), language) if isinstance(value, datetime) else value
            for name, value in about.items()
        }
        said |= {
            "number": case.spoken, "title": case.title, "kind": case.kind.value, "issuer": case.issuer,
            "description": case.description, "upheld": case.upheld, "address": case.address,
            "zone": words.zone_name(case.time_zone),
        }  # fmt: skip
        await letters.write_to_person(letter, person.id, f"{letter} {case.id}", at_once=True, **said)
