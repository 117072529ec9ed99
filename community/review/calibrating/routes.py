"""The doors of who calibrates: which sets there are, reading one, and how far one agreed."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import numbers, pages
from community.catalogue import queries as catalogue
from community.catalogue.queries import Definition
from community.errors import Conflict, Invalid, NotFound
from community.pages import Keep, _
from community.people.factors import asking
from community.people.queries import Person
from community.review.calibrating import actions, building, queries, rules, sheets
from community.review.calibrating.queries import Given, Reading
from community.review.calibrating.rules import Compared
from community.review.certifying import queries as certifying
from community.review.certifying.queries import Certification
from community.review.certifying.rules import Standing

MAY_CALIBRATE = {Standing.CALIBRATING, Standing.IN_FORCE}


async def show_choices(request: Request) -> Response:
    """GET /reviewing/7/calibration: the sets for what one is named for."""
    person, certification = await _certification(request)
    return pages.page(
        request,
        "review/calibrating/choices.html",
        nav="review",
        certification=certification,
        choices=await queries.choices(person, certification),
        is_enough=rules.is_enough,
    )


async def begin(request: Request) -> Response:
    """POST /reviewing/7/calibration: open a set; again, the same reading."""
    person, certification = await _certification(request)
    set_id = numbers.row((await pages.typed_form(request)).get("set", ""))
    if set_id is None:
        raise Invalid({"set": _("Choose one of the answers.")})
    return pages.redirect(request, f"/calibrations/{await actions.begin(person, certification, set_id)}")


async def show_reading(request: Request) -> Response:
    """GET /calibrations/7: to read, or how far one agreed."""
    person, reading, definition = await _reading(request)
    kept = await queries.given(person, reading)
    if reading.finished_at:
        return await _result(request, definition, reading, kept)
    return await _sheet(request, definition, reading, _as_typed(definition, kept))


async def keep(request: Request) -> Response:
    """POST /calibrations/7/answers: kept, to go on another time."""
    person, reading, definition = await _reading(request)
    try:
        await actions.keep(person, reading, await _answers(request, definition))
    except Conflict:
        return pages.redirect(request, f"/calibrations/{reading.id}")
    return pages.redirect(request, f"/calibrations/{reading.id}?done=kept")


async def finish(request: Request) -> Response:
    """POST /calibrations/7/completion: once; then the reference is shown."""
    person, reading, definition = await _reading(request)
    try:
        await actions.finish(person, reading, definition.content, await _answers(request, definition))
    except Invalid as wrong:
        typed = await pages.typed_form(request)
        return await _sheet(request, definition, reading, typed, 422, errors=wrong.fields)
    except Conflict:
        pass  # pressed twice: what was finished is shown
    return pages.redirect(request, f"/calibrations/{reading.id}")


async def _certification(request: Request) -> tuple[Person, Certification]:
    person, wanted = pages.signed_in(request), request.path_params["certification_id"]
    for one in await certifying.mine(person):
        if one.id == wanted and one.standing in MAY_CALIBRATE:
            asking.shown(request)
            return person, one
    raise NotFound


async def _reading(request: Request) -> tuple[Person, Reading, Definition]:
    person = pages.signed_in(request)
    reading = await queries.reading(person, request.path_params["reading_id"])
    if reading is None:
        raise NotFound
    asking.shown(request)
    definition = await catalogue.public_definition_version(reading.definition_version_id)
    assert definition is not None
    return person, reading, definition


async def _answers(request: Request, definition: Definition) -> list[Given]:
    """What was typed, in the order of the rubric."""
    typed = await pages.typed_form(request)
    return [
        Given(
            row.criterion.requirement_key,
            row.criterion.key,
            sheets.level_of(typed, row),
            typed.get(f"saw-{row.place}", "").strip()[: sheets.MOST_SAW],
        )
        for row in sheets.rows(sheets.parts(definition))
    ]


def _as_typed(definition: Definition, kept: dict[tuple[str, str], Given]) -> dict[str, str]:
    typed: dict[str, str] = {}
    for row in sheets.rows(sheets.parts(definition)):
        one = kept.get((row.criterion.requirement_key, row.criterion.key))
        if one:
            typed |= {f"level-{row.place}": one.level, f"saw-{row.place}": one.saw}
    return typed


async def _sheet(
    request: Request, definition: Definition, reading: Reading, typed: dict[str, str], status: int = 200, **more: Any
) -> Response:
    parts = sheets.parts(definition)
    labels: dict[str, str] = {}
    for row in sheets.rows(parts):
        words = f"{row.criterion.number} {row.criterion.title}"
        labels |= {f"level-{row.place}": words, f"saw-{row.place}": words}
    around: dict[str, Any] = {
        "nav": "review",
        "definition": definition,
        "reading": reading,
        "parts": parts,
        "texts": await queries.texts_by_id(reading.calibration_set_id),
        "typed": typed,
        "labels": labels,
        "done": request.query_params.get("done", ""),
    }
    return pages.page(request, "review/calibrating/sheet.html", status, **around | more)


async def _result(
    request: Request, definition: Definition, reading: Reading, kept: dict[tuple[str, str], Given]
) -> Response:
    reference = await queries.references_by_id(reading.calibration_set_id)
    parts = sheets.parts(definition)
    names = {level.key: level.name for row in sheets.rows(parts) for level, _text in row.levels}
    compared = []
    for row in sheets.rows(parts):
        key = (row.criterion.requirement_key, row.criterion.key)
        mine, right = kept[key], reference[key]
        compared.append(
            Compared(
                row.criterion.number, row.criterion.title, names[mine.level], names[right.level], right.why, mine.saw
            )
        )
    assert reading.agreed is not None and reading.criteria is not None and reading.percent is not None
    return pages.page(
        request,
        "review/calibrating/result.html",
        nav="review",
        definition=definition,
        reading=reading,
        compared=compared,
        kappa=rules.kappa([one.mine for one in compared], [one.reference for one in compared]),
        enough=rules.is_enough(reading.agreed, reading.criteria, reading.percent),
    )


routes = [
    *building.routes,
    Route("/reviewing/{certification_id:int}/calibration", show_choices, methods=["GET"]),
    Route("/reviewing/{certification_id:int}/calibration", begin, methods=["POST"]),
    Route("/calibrations/{reading_id:int}", show_reading, methods=["GET"]),
    Route("/calibrations/{reading_id:int}/answers", keep, methods=["POST"]),
    Route("/calibrations/{reading_id:int}/completion", finish, methods=["POST"]),
]
keeps = {"calibration_set": Keep(person="made_by", on_erase="unname"), "calibration_reading": Keep(person="person_id")}
