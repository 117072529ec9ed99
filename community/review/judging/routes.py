"""The doors of judging: what is begun, the check before quality, the preview, the recommendation, kept sentences."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import numbers, pages
from community.catalogue import queries as catalogue
from community.errors import Conflict, Invalid, NotFound
from community.limits import spend
from community.pages import _, signed_in
from community.review import entering
from community.review.claims import actions as claims
from community.review.deciding import actions as deciding
from community.review.deciding import rules as deciding_rules
from community.review.deciding.rules import Lack, Rubric, Said
from community.review.judging import actions, bank, queries, rules
from community.review.judging.actions import Gone
from community.review.reading import door
from community.review.reading import queries as reading
from community.review.reading.door import Reading
from community.review.reading.routes import judged, reading_page
from community.submissions.rules import Missing


async def save(request: Request) -> Response:
    """POST /reviews/…/draft: kept while one reads (R53); by a plain form the next page comes after it."""
    at, claim = await door.claimed(request)
    rubric, said, typed = await _typed(request, at)
    await spend("save", f"person {at.person.id}")
    gone = ""
    try:
        await actions.save(at.person, claim, said, typed.get("to_approver", "")[: rules.MOST_WORD])
    except Gone as over:
        gone = over.why
    at = await door.reading(request)
    if gone and at.has_sent and request.headers.get("hx-request"):
        return Response(status_code=204)  # on its way when the recommendation was sent: all of it is in there
    if request.headers.get("hx-request"):
        draft = await queries.draft(at.person, at.attempt.id)
        return pages.fragment(
            request, "review/_saved.html", 409 if gone else 200, **judged(at, rubric, draft), gone=gone, answers=True
        )
    if gone:
        raise Conflict(gone)
    then = typed.get("then", "")
    return pages.redirect(request, f"{at.attempt.address}/preview" if then == "preview" else "/reviews")


async def check(request: Request) -> Response:
    """POST /reviews/…/check: all is there, or what is missing (R54)."""
    at, claim = await door.claimed(request)
    typed = await pages.typed_form(request)
    missing, wrong = [], {}
    if typed.get("complete") != "yes":
        handed_in = [text.requirement_key for text in await reading.texts_by_id(at.attempt.id)]
        for key, says in rules.missing_typed(typed, dict.fromkeys(handed_in)):
            missing.append(Missing(key, says[: rules.MOST_WORD]))
            if not says:
                wrong[f"says-{key}"] = _("Say what is missing, so that it can be put right.")
        if not missing:
            wrong["lacks"] = _("Tick what is missing, and say it in your words.")
    if wrong:
        return await reading_page(request, at, 422, Invalid(wrong, typed))
    await actions.check(at.person, claim, missing)
    return pages.redirect(request, "/reviews?done=incomplete" if missing else at.attempt.address)


async def send(request: Request) -> Response:
    """POST /reviews/…/recommendation (R55, R56)."""
    at, claim = await door.claimed(request)
    if at.has_sent:  # sent twice: the first one counts
        return pages.redirect(request, at.attempt.address)
    rubric, said, typed = await _typed(request, at)
    left = deciding_rules.lacks(rubric, {one.criterion_key: one for one in said})
    if left and at.holds:
        await actions.save(at.person, claim, said, typed.get("to_approver", "")[: rules.MOST_WORD])
        return await reading_page(request, at, 422, Invalid(dict(_sentence(*one) for one in left), typed))
    try:
        await actions.send(at.person, claim, said, typed.get("to_approver", "")[: rules.MOST_WORD])
    except Gone:
        if not (await door.reading(request)).has_sent:  # from another tab, a moment ago: it is sent
            raise
    return pages.redirect(request, "/reviews?done=sent")


async def show_preview(request: Request) -> Response:
    """GET /reviews/…/preview: what the earner would read of this reader, as it is begun."""
    at = await door.looking(request)
    draft = await queries.draft(at.person, at.attempt.id)
    return pages.page(
        request, "review/preview.html",
        **judged(at, await deciding.rubric_of(at.attempt), draft),
        definition=await catalogue.public_definition_version(at.attempt.definition_version_id),
        nav="review",
    )  # fmt: skip


async def give_back(request: Request) -> Response:
    """POST /reviews/…/return: somebody else may read it."""
    at, claim = await door.claimed(request)
    await claims.give_back(at.person, claim)
    return pages.redirect(request, "/reviews?done=returned")


async def show_kept(request: Request) -> Response:
    """GET /reviews/comments: my kept sentences."""
    await entering.reviewer(request)
    return await _kept(request)


async def keep(request: Request) -> Response:
    """POST /reviews/comments"""
    await entering.reviewer(request)
    person, typed = signed_in(request), await pages.typed_form(request)
    await spend("post", f"person {person.id}")
    text = typed.get("text", "").strip()
    wrong = {}
    if not text:
        wrong["text"] = _("Fill this in.")
    elif len(text) > rules.MOST_WORD:
        wrong["text"] = _("Shorten this to %(num)s characters.") % {"num": rules.MOST_WORD}
    if wrong:
        return await _kept(request, 422, Invalid(wrong, typed))
    try:
        await bank.keep(person, text)
    except Conflict as full:
        return await _kept(request, 409, Invalid({"": full.why}, typed))
    return pages.redirect(request, "/reviews/comments")


async def keep_from(request: Request) -> Response:
    """POST /reviews/…/comments: keep what stands in one field, `keep` names it, and all of the draft with it."""
    at, claim = await door.claimed(request)
    _rubric, said, typed = await _typed(request, at)
    await actions.save(at.person, claim, said, typed.get("to_approver", "")[: rules.MOST_WORD])
    field = typed.get("keep", "")
    text = typed.get(field, "").strip()
    if len(text) > rules.MOST_WORD:
        long = {field: _("Shorten this to %(num)s characters.") % {"num": rules.MOST_WORD}}
        return await reading_page(request, at, 422, Invalid(long, typed))
    if text:
        await bank.keep(at.person, text)
    return pages.redirect(request, f"{at.attempt.address}?done=kept#kept")


async def put_in(request: Request) -> Response:
    """POST /reviews/…/comments/insertion: a kept sentence, `put`, into a field, `into`; all that was typed stays."""
    at, claim = await door.claimed(request)
    _rubric, said, typed = await _typed(request, at)
    to_approver, field = typed.get("to_approver", "")[: rules.MOST_WORD], typed.get("into", "")
    await actions.save(at.person, claim, said, to_approver)
    comment_id = numbers.row(typed.get("put", ""))
    if comment_id is None:
        raise Invalid({"put": _("Choose one of the answers.")}, typed)
    one = await bank.one_kept(at.person, comment_id)
    try:
        longer = rules.into(said, field, one.text)
    except ValueError:
        raise Invalid({"into": _("Choose one of the answers.")}, typed) from None
    if longer is None:
        full = {field: _("There is no room for this sentence. Shorten what stands here first.")}
        return await reading_page(request, at, 422, Invalid(full, typed))
    await actions.save(at.person, claim, longer, to_approver)
    return pages.redirect(request, f"{at.attempt.address}?done=put#criterion-{field.partition('-')[2]}")


async def take_away(request: Request) -> Response:
    """POST /reviews/comments/7/removal"""
    await entering.reviewer(request)
    await bank.take_away(signed_in(request), request.path_params["comment_id"])
    return pages.redirect(request, "/reviews/comments")


async def _kept(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    return pages.page(
        request, "review/comments.html", status,
        kept=await bank.kept(signed_in(request)),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        nav="review",
    )  # fmt: skip


async def _typed(request: Request, at: Reading) -> tuple[Rubric, list[Said], dict[str, str]]:
    typed = await pages.typed_form(request)
    if at.claim is None:
        raise NotFound
    rubric = await deciding.rubric_of(at.attempt)
    return rubric, rules.typed(typed, rubric), typed


def _sentence(key: str, lack: Lack) -> tuple[str, str]:
    names = {Lack.LEVEL: f"level-{key}", Lack.SAW: f"saw-{key}", Lack.WOULD_MEET: f"would-{key}"}
    said = {
        Lack.LEVEL: _("Choose a level."),
        Lack.SAW: _("Say what you saw."),
        Lack.WOULD_MEET: _("Write at least %(num)s words here; where to begin would help most.")
        % {"num": deciding_rules.LEAST_WORDS},
    }
    return names[lack], said[lack]


ONE = "/reviews/{attempt}"
routes = [
    Route("/reviews/comments", show_kept, methods=["GET"]),
    Route("/reviews/comments", keep, methods=["POST"]),
    Route("/reviews/comments/{comment_id:int}/removal", take_away, methods=["POST"]),
    Route(ONE + "/draft", save, methods=["POST"]),
    Route(ONE + "/check", check, methods=["POST"]),
    Route(ONE + "/recommendation", send, methods=["POST"]),
    Route(ONE + "/preview", show_preview, methods=["GET"]),
    Route(ONE + "/return", give_back, methods=["POST"]),
    Route(ONE + "/comments", keep_from, methods=["POST"]),
    Route(ONE + "/comments/insertion", put_in, methods=["POST"]),
]
