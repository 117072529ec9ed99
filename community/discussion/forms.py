"""A message as it comes with a form: its text, what it is about, and the files beside it, read as they come."""

from collections.abc import AsyncIterator
from typing import Annotated, TypeVar

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request

from community import pages, streams
from community.cohorts.queries import Cohort
from community.discussion.attachments import rules
from community.discussion.attachments.actions import Brought
from community.discussion.pointing.targets import Target, targets
from community.discussion.queries import Channel
from community.discussion.rules import Kind
from community.errors import Invalid, Unavailable
from community.pages import _
from community.uploads import keeping, kinds
from community.uploads.keeping import Taken

Model = TypeVar("Model", bound=BaseModel)
About = Annotated[str, StringConstraints(max_length=200)]
LONGEST_FIELD = 80_000  # bytes of a text of 20,000 letters


async def written(
    request: Request, model: type[Model], cohort: Cohort, channel: Channel
) -> tuple[Model, list[Brought], Target | None]:
    """The posted message as `model`; its files, in the store and in no row yet; what it is about: for `actions.post`.

    Invalid, with all that was typed, when anything is wrong with text or files; then nothing of the files is kept.
    """
    if not streams.is_form_with_file(request):
        typed = await pages.typed_form(request)
        said = pages.checked(model, typed)
        return said, [], await _about(cohort, channel, typed)
    came = _Came()
    try:
        typed = await streams.form_with_files(request, came.take, rules.MOST_TOGETHER, LONGEST_FIELD)
        files = came.described(typed)
        return _checked(model, typed, came.wrong), files, await _about(cohort, channel, typed)
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


class _Came:
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

    def described(self, typed: dict[str, str]) -> list[Brought]:
        """The files with what was said of each, in the order of their places."""
        files = []
        for place, taken in sorted(self.taken.items()):
            alt, decorative = typed.get(f"alt-{place}", ""), typed.get(f"decorative-{place}") == "yes"
            try:
                files.append(Brought(taken, rules.described(taken.kind.group, alt, decorative)))
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


