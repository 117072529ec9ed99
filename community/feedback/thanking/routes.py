"""The doors of letters of thanks: who earned an award sends them, who was thanked reads and prints them."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.awards import queries as awards
from community.awards.queries import Award
from community.errors import Conflict, Invalid, NotFound
from community.feedback.thanking import actions, queries
from community.limits import spend
from community.pages import Belongs, ByMail, Keep, Notice, _, signed_in
from community.people.queries import Person

MOST_WORDS = 600  # signs


class Thanking(BaseModel):
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_WORDS)] = ""


async def show_thanks(request: Request) -> Response:
    """GET /awards/K7QM2XWD93HF/thanks: who had a part in it, and who of them has a letter."""
    return await _page(request, *await _own(request))


async def send(request: Request) -> Response:
    """POST /awards/K7QM2XWD93HF/thanks: a letter to each who is chosen."""
    person, award = await _own(request)
    await spend("post", f"person {person.id}")
    try:
        typed = await pages.typed_form(request)
        form = pages.checked(Thanking, typed)
        chosen = {int(name.removeprefix("to ")) for name in typed if name.startswith("to ") and name[3:].isdecimal()}
        if not chosen:
            raise Invalid({"to": _("Choose somebody to thank.")}, typed)
        await actions.send(person, award, chosen, form.words)
    except Invalid as wrong:
        return await _page(request, person, award, 422, errors=wrong.fields, typed=wrong.typed)
    except Conflict as wrong:
        return await _page(request, person, award, 409, problem=wrong.why)
    return pages.redirect(request, f"{award.address}/thanks?done=sent")


async def show_letters(request: Request) -> Response:
    """GET /letters: those that one was sent."""
    return pages.page(
        request,
        "feedback/thanking/letters.html",
        letters=await queries.letters(signed_in(request)),
        nav="learning",
    )


async def show_letter(request: Request) -> Response:
    """GET /letters/K7QM2XWD93HF: to read and print, for whom it is and who wrote it."""
    found = await queries.letter(signed_in(request), request.path_params["thanks"])
    if found is None:
        raise NotFound
    return pages.page(request, "feedback/thanking/letter.html", letter=found, nav="learning")


async def _own(request: Request) -> tuple[Person, Award]:
    """The reader and their award; NotFound for a stack's, which nobody gives feedback on."""
    person = signed_in(request)
    award = await awards.award(person, request.path_params["award"])
    if award is None or award.micro_credential_id is None:
        raise NotFound
    return person, award


async def _page(request: Request, person: Person, award: Award, status: int = 200, **more: object) -> Response:
    return pages.page(
        request,
        "feedback/thanking/thank.html",
        status,
        **{  # type: ignore[arg-type]
            "award": award,
            "helpers": await queries.helpers(person, award),
            "done": request.query_params.get("done", ""),
            "problem": "",
            "most": MOST_WORDS,
            "nav": "learning",
        }
        | more,
    )


routes = [
    Route("/awards/{award}/thanks", show_thanks, methods=["GET"]),
    Route("/awards/{award}/thanks", send, methods=["POST"]),
    Route("/letters", show_letters, methods=["GET"]),
    Route("/letters/{thanks}", show_letter, methods=["GET"]),
]
notices = {
    "thanks.sent": Notice(
        *(queries.receivers_by_id, "feedback/thanks_sent", queries.letters_by_id, lambda letter: letter.address),
        called=lambda: _("A letter of thanks for my help"), mail=ByMail(),
    ),
}  # fmt: skip
keeps = {"thanks_letter": Keep(person="person_id")}
belongs = {("thanks_letter", "award"): Belongs("award_id")}
