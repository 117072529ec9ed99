"""One attempt as its page shows it: requirement by requirement, what is read now and what stays met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from community.catalogue import queries as catalogue
from community.catalogue.queries import Requirement
from community.catalogue.rules import Criterion
from community.evidence import comparing
from community.review.deciding.rules import Rubric
from community.review.reading import queries
from community.review.reading.links import outward
from community.review.reading.queries import Attempt, File, Page, Text


@dataclass(frozen=True)
class Shown:
    """A file with its pages."""

    file: File
    pages: Sequence[Page]


@dataclass(frozen=True)
class Piece:
    """One requirement: what was asked, what was handed in, what it is judged by.

    `stays`: all of its criteria stay met. `compared`: what was written before beside what is written now, where there
    was an attempt before and its text changed.
    """

    requirement: Requirement
    text: Text
    html: Markup
    files: Sequence[Shown]
    criteria: Sequence[Criterion]
    stays: bool
    compared: Sequence[comparing.Piece]

    @property
    def key(self) -> str:
        return self.requirement.key

    @property
    def name(self) -> str:
        return self.requirement.full_name


async def pieces(attempt: Attempt, rubric: Rubric) -> list[Piece]:
    """All of it, in the definition's order."""
    asked = {one.key: one for one in await catalogue.public_requirements(attempt.definition_version_id)}
    before = await _before(attempt)
    files, pages = await queries.files_by_id(attempt.id), await queries.pages_by_id(attempt.id)
    found = []
    for text in await queries.texts_by_id(attempt.id):
        key = text.requirement_key
        criteria = [one for one in rubric.criteria if one.requirement_key == key]
        was = before.get(key)
        found.append(
            Piece(
                asked[key],
                text,
                outward(text.text, f"{attempt.address}/links/{key}"),
                [
                    Shown(file, [page for page in pages if page.submitted_file_id == file.id])
                    for file in files
                    if file.requirement_key == key
                ],
                criteria,
                bool(criteria) and all(one.key in rubric.stays for one in criteria),
                comparing.compare(was, text.text) if was is not None and was != text.text else [],
            )
        )
    return found


async def _before(attempt: Attempt) -> Mapping[str, str]:
    """The texts of the attempt before, by requirement."""
    if not attempt.before_id:
        return {}
    return {text.requirement_key: text.text for text in await queries.texts_by_id(attempt.before_id)}
