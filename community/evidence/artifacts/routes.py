"""The doors of one's own files: their list with a form, one file with what its owner says of it, its bytes, its end."""

from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages, streams
from community.errors import Invalid, NotFound, Unavailable
from community.evidence import desk
from community.evidence.artifacts import actions, queries, rules
from community.evidence.artifacts.queries import Artifact, Said
from community.evidence.queries import Standing, Work
from community.jobs import Job
from community.limits import spend
from community.pages import Live, _, signed_in
from community.uploads import keeping, kinds, sending, working
from community.uploads.queries import Upload
from community.uploads.tus import Doors


async def show_files(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/files: those of one requirement; with ?part=1 only the part of a page."""
    return await _files(request)


async def take_in(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/files: one file with a plain form, read as it comes."""
    person = signed_in(request)
    standing, _work = await _desk(request)
    requirement = desk.requirement(request, standing)
    sent = await streams.form_with_file(request, "file")
    await spend("post", f"person {person.id}")
    try:
        if not sent.name:
            raise kinds.NotTaken(_("Choose a file first."))
        await actions.take_in(person, standing, requirement, sent.name, sent.content, _key(sent.fields))
    except kinds.NotTaken as wrong:
        return await _files(request, 422, {"file": str(wrong)})
    except Unavailable:
        return await _files(request, 503, {"file": keeping.not_kept()})
    return pages.redirect(request, f"{desk.address(request)}#files")


async def show_file(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/files/7K2Q…: how others see it, what was found inside, what its owner says of it."""
    return await _file(request)


class Description(BaseModel):
    """What a file's owner says of it."""

    name: str = Field(min_length=1, max_length=kinds.LONGEST_NAME)
    alt: str = Field("", max_length=1000)
    decorative: Literal["yes", ""] = ""
    with_students: Literal["yes", ""] = ""
    released: Literal["yes", ""] = ""


async def describe(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/files/7K2Q…"""
    person, artifact = signed_in(request), await _artifact(request)
    try:
        said = await pages.form(request, Description)
    except Invalid as wrong:
        return await _file(request, 422, wrong)
    ticked = (said.decorative == "yes", said.with_students == "yes", said.released == "yes")
    await actions.describe(person, artifact, Said(said.name, said.alt, *ticked))
    return pages.redirect(request, f"{desk.address(request)}#files")


async def remove(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/files/7K2Q…/removal"""
    await actions.remove(signed_in(request), await _artifact(request))
    return pages.redirect(request, f"{desk.address(request)}#files")


async def send_original(request: Request) -> Response:
    """GET …/content: to its owner, as it was sent."""
    return await sending.original(request, await _artifact(request))


async def send_copy(request: Request) -> Response:
    """GET …/copy/content: as others see it."""
    return await sending.copy(request, await _artifact(request))


async def send_page(request: Request) -> Response:
    """GET …/pages/3/content: one page of a document as a picture."""
    artifact = await _artifact(request)
    return await sending.page(request, artifact, await queries.pages(signed_in(request), artifact))


async def _enter(request: Request) -> None:
    await _desk(request)


async def _make(request: Request, name: str, size: int, key: UUID) -> Upload:
    standing, _work = await _desk(request)
    return await actions.create(signed_in(request), standing, desk.requirement(request, standing), name, size, key)


async def _end(request: Request) -> None:
    await actions.remove(signed_in(request), await _artifact(request))


async def _desk(request: Request) -> tuple[Standing, Work]:
    """NotFound also for a requirement that takes no files."""
    standing, work = await desk.standing_and_work(request)
    if not rules.takes_files(desk.requirement(request, standing)):
        raise NotFound
    return standing, work


async def _artifact(request: Request) -> Artifact:
    place = request.path_params
    return await queries.artifact(signed_in(request), place["code"], place["key"], place["file"])


def _key(fields: dict[str, str]) -> UUID:
    try:
        return UUID(fields.get("post_key", ""))
    except ValueError:
        raise Invalid({"": _("This page was too old. Load it again, and send once more.")}) from None


async def _files(request: Request, status: int = 200, wrong: dict[str, str] | None = None) -> Response:
    person = signed_in(request)
    standing, work = await _desk(request)
    requirement = desk.requirement(request, standing)
    topics = await actions.own_topics(person.id, standing.definition.micro_credential_id)
    marks = await pages.marks_of(request, *topics)
    around: dict[str, Any] = {
        "standing": standing,
        "requirement": requirement,
        "work": work,
        "files": await queries.artifacts(person, work) if work.id else [],
        "marks": marks,
        "kinds": kinds.kinds_said(rules.asked_kinds(requirement.prompt)),
        "taken": kinds.endings(rules.asked_kinds(requirement.prompt)),
        "largest": kinds.in_words(kinds.LARGEST),
        "most_document": kinds.in_words(kinds.MOST_BYTES[kinds.Group.DOCUMENT]),
        "most_files": rules.MOST_FILES,
        "most_together": kinds.in_words(rules.MOST_TOGETHER),
    }
    if "part" in request.query_params:
        return pages.fragment(request, "evidence/artifacts/_part.html", status, **around)
    around |= await desk.cohort_around(request, standing)
    return pages.page(request, "evidence/artifacts/files.html", status, **around, errors=wrong or {})


async def _file(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    artifact = await _artifact(request)
    standing, _work = await desk.standing_and_work(request)
    return pages.page(
        request,
        "evidence/artifacts/file.html",
        status,
        standing=standing,
        requirement=desk.requirement(request, standing),
        file=artifact,
        pages=await queries.pages(signed_in(request), artifact),
        **await desk.cohort_around(request, standing),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
    )


async def gone_by_id(ids: list[int]) -> dict[int, int]:
    """Files that are gone: the number is all there is to know."""
    return {artifact_id: artifact_id for artifact_id in ids}


UPLOADS = Doors("/work/{code}/{key}/uploads", actions.KEEPER, kinds.LARGEST, _enter, _make, _artifact, _end)
HERE = "/work/{code}/{key}/files"
ONE = HERE + "/{file}"
routes = [
    Route(HERE, show_files, methods=["GET"]),
    Route(HERE, take_in, methods=["POST"]),
    Route(ONE, show_file, methods=["GET"]),
    Route(ONE, describe, methods=["POST"]),
    Route(ONE + "/removal", remove, methods=["POST"]),
    Route(ONE + "/content", send_original, methods=["GET"]),
    Route(ONE + "/copy/content", send_copy, methods=["GET"]),
    Route(ONE + "/pages/{page:int}/content", send_page, methods=["GET"]),
    *UPLOADS.routes,
]
SHOWN = Live("evidence/artifacts/_row.html", file=queries.artifacts_by_id)
GONE = Live("evidence/artifacts/_no_row.html", gone=gone_by_id)
live = {
    (kind, topic): look
    for topic in ("seat", "person")
    for kind, look in (("file.added", SHOWN), ("file.changed", SHOWN), ("file.removed", GONE))
}
jobs = {**working.jobs_of(actions.KEEPER), "evidence.sweep_files": Job(actions.sweep, every=timedelta(hours=1))}
