"""The page of one attempt: its receipt, all that was frozen, and what its earner can do about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from community import markdown, pages
from community.catalogue import queries as catalogue
from community.errors import Invalid
from community.evidence import queries as evidence
from community.evidence.desk import cohort_around
from community.pages import signed_in
from community.submissions import queries
from community.submissions.queries import FrozenFile, FrozenWork
from community.submissions.withdrawing import queries as wishes
from community.submissions.withdrawing import rules as withdrawing


@dataclass(frozen=True)
class Piece:
    """One requirement of an attempt as its page shows it."""

    name: str
    work: FrozenWork
    html: Markup
    files: Sequence[FrozenFile]


async def receipt(
    request: Request, status: int = 200, problem: str = "", wrong: Invalid | None = None
) -> Response:
    """The receipt of one's own attempt and all that was frozen, with what can be done about it now."""
    person = signed_in(request)
    await pages.watch(request, person.topic)
    submission = await queries.submission(person, request.path_params["submission"])
    asked = await catalogue.public_requirements(submission.definition_version_id)
    names = {one.key: one.full_name for one in asked}
    frozen = await queries.frozen_files(person, submission)
    pieces = [
        Piece(
            names.get(work.requirement_key, work.requirement_key),
            work,
            markdown.html(work.text),
            [file for file in frozen if file.requirement_key == work.requirement_key],
        )
        for work in await queries.frozen_works(person, submission)
    ]
    at = request.state.now
    wish = await wishes.last_wish(person, submission)
    return pages.page(
        request, "submissions/submission.html", status,
        submission=submission,
        pieces=pieces,
        can_take_back=submission.can_be_taken_back(at),
        can_withdraw=submission.can_be_withdrawn(at),
        window_is_over=submission.window_ends is not None and submission.window_ends <= at,
        wish=wish,
        may_ask=withdrawing.may_ask(submission, wish),
        longest_wish=withdrawing.LONGEST,
        problem=problem,
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        **await cohort_around(request, await evidence.standing(person, submission.code)),
    )  # fmt: skip
