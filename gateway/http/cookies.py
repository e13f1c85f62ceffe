"""The cookie of a session: out of reach of scripts, not sent along from elsewhere, only over TLS where there is any."""

from flask import Request, Response

from shared.errors import Unauthenticated

SESSION_COOKIE = "tenon_session"
CSRF_HEADER = "X-CSRF-Token"


class SessionAmbiguous(Unauthenticated):
    """Two cookies of one name: somebody else may have planted one."""

    code = "session_ambiguous"


def session_cookie(request: Request) -> str | None:
    """The session's token, if the browser sends one."""
    sent = set(request.cookies.getlist(SESSION_COOKIE))
    if len(sent) > 1:
        raise SessionAmbiguous("The request holds two sessions; delete the cookies of this site and sign in again.")
    return next(iter(sent), None)


def give_session(response: Response, token: str, *, over_tls: bool) -> None:
    """Kept until the browser is closed; how long it counts is decided here, not there."""
    response.set_cookie(SESSION_COOKIE, token, path="/", httponly=True, samesite="Lax", secure=over_tls)


def take_session(response: Response, *, over_tls: bool) -> None:
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="Lax", secure=over_tls)
