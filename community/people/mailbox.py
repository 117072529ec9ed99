"""The page that shows what was mailed, where no mail server is set: on this machine only."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import mail, pages
from community.config import settings
from community.errors import NotFound

NEAR = ("127.0.0.1", "::1", "localhost")


def open_to(request: Request) -> bool:
    """Whether mails are kept in the folder and whoever asks sits at this machine, and asks it by one of its own names.

    By its name, since a page elsewhere can have its own name lead here and read what the browser is answered.
    """
    near = request.client is not None and request.client.host in NEAR and request.url.hostname in NEAR
    return near and settings().on_loopback and not settings().smtp


async def show_mails(request: Request) -> Response:
    if not open_to(request):
        raise NotFound
    return pages.page(request, "people/mailbox.html", mails=mail.kept())


async def show_mail(request: Request) -> Response:
    found = mail.kept_one(request.path_params["name"]) if open_to(request) else None
    if found is None:
        raise NotFound
    paragraphs = found.text.strip().split("\n\n")
    return pages.page(request, "people/mail.html", mail=found, paragraphs=paragraphs, base=settings().base_url)


routes = [Route("/mail", show_mails, methods=["GET"]), Route("/mail/{name}", show_mail, methods=["GET"])]
