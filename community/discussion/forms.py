"""A message as it comes with a form: its text, what it is about, and the files beside it, read as they come."""

from collections.abc import AsyncIterator
from typing import Annotated, TypeVar
from uuid import UUID

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request

from community import pages, streams
from community.cohorts.queries import Cohort, Seat
from community.discussion.attachments import coming, rules
from community.discussion.attachments.actions import Brought, Came, File
from community.discussion.entering import Seated
from community.discussion.pointing.targets import Target, targets
from community.discussion.queries import Channel
from community.discussion.rules import Kind
from community.errors import Invalid, Unavailable
from community.pages import _
from community.uploads import keeping, kinds
from community.uploads.keeping import Taken
from community.uploads.kinds import State

Model = TypeVar("Model", bound=BaseModel)
About = Annotated[str, StringConstraints(max_length=200)]
LONGEST_FIELD = 80_000  # bytes of a text of 20,000 letters


async def written(
    request: Request, model: type[Model], here: Seated, channel: Channel
) -> tuple[Model, list[File], Target | None]:
    """The posted message as `model`; its files, which came with it or before it; what it is about: for `actions.post`.

    Invalid, with all that was typed, when anything is wrong with text or files; then nothing of the files is kept.
    """
    if not streams.is_form_with_file(request):
        typed = await pages.typed_form(request)
        earlier, wrong = await _earlier(here.seat, typed)
        return _checked(model, typed, wrong), earlier, await _about(here.cohort, channel, typed)
    came = _Form()
    try:
        typed = await streams.form_with_files(request, came.take, rules.MOST_TOGETHER, LONGEST_FIELD)
        files = came.described(typed)
        earlier, wrong = await _earlier(here.seat, typed)
        return _checked(model, typed, came.wrong | wrong), [*files, *earlier], await _about(here.cohort, channel, typed)
    except BaseException:
        for one in came.taken.values():
            await one.let_go()
        raise


async def _about(cohort: Cohort, channel: Channel, typed: dict[str, str]) -> Target | None:
    """What was chosen; Invalid for what this cohort does not work on. Between two nobody else is pointed anywhere."""
    chosen = typed.get("about", "")
    if not chosen or channel.kind == Kind.PRIVATE:
        return None
    found = [one for one in await targets(cohort.definition_version_id) if one.name == chosen]
    if not found:
        raise Invalid({"about": _("Choose something from the list.")}, typed)
    return found[0]


async def _earlier(seat: Seat, typed: dict[str, str]) -> tuple[list[File], dict[str, str]]:
    """What came in pieces before this form, in the order of the places; a sentence for each that is not taken."""
    files: list[File] = []
    wrong = {}
    for place in rules.PLACES:
        if number := typed.get(f"upload-{place}", ""):
            found = await coming.brought(seat, number, _key(typed))
            if found is None or found.received < found.size or found.state == State.REFUSED:
                wrong[f"file-{place}"] = _("This file is not here any more. Choose it again.")
                continue
            try:
                files.append(Came(found, _described(found.group, typed, place)))
            except kinds.NotTaken as problem:
                wrong[f"alt-{place}"] = str(problem)
    return files, wrong


def _described(group: kinds.Group, typed: dict[str, str], place: str) -> rules.Described:
    return rules.described(group, typed.get(f"alt-{place}", ""), typed.get(f"decorative-{place}") == "yes")


def _key(typed: dict[str, str]) -> UUID | None:
    try:
        return UUID(typed.get("post_key", ""))
    except ValueError:
        return None


class _Form:
    """What has come of the files so far: {place: file}, and a sentence for each that is not taken."""

    def __init__(self) -> None:
        self.taken: dict[str, Taken] = {}
        self.wrong: dict[str, str] = {}

    async def take(self, field: str, name: str, content: AsyncIterator[bytes]) -> None:
        place = field.removeprefix("file-")
        if place not in rules.PLACES or place in self.taken:
            self.wrong[field] = _("A message takes %(most)s files.") % {"most": rules.MOST_FILES}
            return
        try:
            self.taken[place] = await keeping.take_in(name, content, most=rules.MOST_BYTES)
        except kinds.NotTaken as wrong:
            self.wrong[field] = str(wrong)
        except Unavailable:
            self.wrong[field] = keeping.not_kept()

    def described(self, typed: dict[str, str]) -> list[File]:
        """The files with what was said of each, in the order of their places."""
        files: list[File] = []
        for place, taken in sorted(self.taken.items()):
            try:
                files.append(Brought(taken, _described(taken.kind.group, typed, place)))
            except kinds.NotTaken as wrong:
                self.wrong[f"alt-{place}"] = str(wrong)
        return files


def _checked(model: type[Model], typed: dict[str, str], wrong: dict[str, str]) -> Model:
    try:
        said = pages.checked(model, typed)
    except Invalid as also:
        raise Invalid({**also.fields, **wrong}, typed) from None
    if wrong:
        raise Invalid(wrong, typed)
    return said


