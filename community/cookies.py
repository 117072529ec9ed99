"""The two cookies, a session's and a visit's, and the form token that is bound to the person or the visit."""

from http.cookies import SimpleCookie

from itsdangerous import BadSignature
from starlette.requests import Request

from community import errors, signed
from community.config import settings
from community.words import gettext as _


def session_cookie() -> str:
    return _name("rt")


def visit_cookie() -> str:
    return _name("rt-visit")


def cookie(name: str, value: str, seconds: int | None) -> str:
    """A Set-Cookie line; `seconds` None lives as long as the browser's session, 0 takes it away."""
    jar: SimpleCookie = SimpleCookie()
    jar[name] = value
    line = jar[name]
    line["path"], line["httponly"], line["samesite"] = "/", True, "Lax"
    if seconds is not None:
        line["max-age"] = seconds
    if _secure():
        line["secure"] = True
    return line.OutputString()


def csrf_token(request: Request) -> str:
    """Bound to the person, or for a signed-out visitor to the cookie of the visit.

    Not to the session: a page that was open while its person signed in anew, in another tab, goes on saving.
    """
    return signed.signer("csrf").dumps(request.state.csrf_key)


def csrf_fits(request: Request, token: str) -> bool:
    """Whether this token was given to this person or visit."""
    try:
        return bool(request.state.csrf_key) and signed.signer("csrf").loads(token) == request.state.csrf_key
    except BadSignature:
        return False


def check_csrf(request: Request, token: str) -> None:
    """Forbidden unless it fits; SignInFirst where the page is of a sign-in that has ended: what was typed is kept."""
    fits = csrf_fits(request, token)
    if request.state.is_over and not fits:
        raise errors.SignInFirst
    errors.permit(
        fits, _("This page was too old. Go back, load it again, and send once more; what you typed is still there.")
    )


def _name(plain: str) -> str:
    return f"__Host-{plain}" if _secure() else plain  # a browser refuses the prefix on plain http


def _secure() -> bool:
    return settings().base_url.startswith("https://")
