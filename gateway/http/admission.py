"""Who is at the door: the token or the session, its limits and the address's, the actor for the route's right."""

import hmac
import re
from dataclasses import dataclass
from ipaddress import ip_address

from flask import Request, g

from gateway.http.channels import note_channel
from gateway.http.cookies import CSRF_HEADER, session_cookie
from gateway.http.door import Door
from gateway.http.limits import Rate
from gateway.http.ports import Principal
from gateway.http.routes import Route
from gateway.sealing import csrf_token
from shared.actor import ANONYMOUS_ID, Actor
from shared.contracts.rights import PUBLIC
from shared.errors import Forbidden, Unauthenticated

SAFE_METHODS = frozenset({"GET", "HEAD"})
_BEARER = re.compile(r"bearer +([!-~]{1,512})", re.IGNORECASE)
_GUESSES = Rate(per_second=5, burst=50)


class TokenMissing(Unauthenticated):
    """The request shows no access token."""

    code = "token_missing"


class CsrfTokenMissing(Forbidden):
    """A write with a session shows no token that its own page alone knows."""

    code = "csrf_token_missing"


class CsrfTokenWrong(Forbidden):
    """A write with a session shows the token of another session, or none of ours."""

    code = "csrf_token_wrong"


@dataclass(frozen=True)
class Credential:
    """What a request shows: a bearer token, or a session in its cookie."""

    token: str
    by_cookie: bool


def anonymous() -> Actor:
    """The actor of a route that needs no sign-in: somebody who may see nothing."""
    return Actor(ANONYMOUS_ID, "anonymous", "Anonymous", ANONYMOUS_ID, "", "", PUBLIC, frozenset())


def admit(door: Door, route: Route, request: Request) -> tuple[Actor, str]:
    """The actor for this route and the name under which the caller's keys are kept.

    Raises `Unauthenticated`, `Forbidden` or `Throttled`.
    """
    address = address_of(request)
    if route.is_open:
        if route.per_minute:
            pace = Rate(route.per_minute / 60, route.per_minute)
            g.allowance = door.limiter.take(f"open {route.endpoint} {address}", pace)
        note_channel(route, request, None)
        return anonymous(), f"address {address}"
    principal = authenticate(door, request, credential_of(request))
    g.user_id = principal.user_id
    note_channel(route, request, principal)
    g.allowance = door.limiter.take(f"{route.lane} {principal.token_id}", door.rates[route.lane])
    return principal.actor_for(route.right, for_partners=route.for_partners), principal.token_id


def authenticate(door: Door, request: Request, credential: Credential) -> Principal:
    """Whoever the credential belongs to. Guessing is throttled per address; a page's writes prove that it is ours."""
    try:
        principal = door.access.authenticate(credential.token, by_cookie=credential.by_cookie)
    except Unauthenticated:
        door.limiter.take(f"guess {address_of(request)}", _GUESSES)
        raise
    if credential.by_cookie and request.method not in SAFE_METHODS:
        ensure_csrf_token(request.headers.get(CSRF_HEADER), principal.token_id, door.settings.secret)
    return principal


def ensure_csrf_token(shown: str | None, session_id: str, secret: str) -> None:
    """A browser sends the cookie along with whatever any page makes it send; only our own page knows this token."""
    if not shown:
        raise CsrfTokenMissing(f"Send the session's csrf_token as {CSRF_HEADER} (GET /v1/sessions/current tells it).")
    if not hmac.compare_digest(shown.encode(), csrf_token(session_id, secret).encode()):
        raise CsrfTokenWrong(f"{CSRF_HEADER} is not that of this session (GET /v1/sessions/current tells it).")


def credential_of(request: Request) -> Credential:
    """The bearer token, or else the session. Raises `TokenMissing`; a malformed header is not passed over."""
    header = request.headers.get("Authorization", "").strip()
    if given := _BEARER.fullmatch(header):
        return Credential(given[1], by_cookie=False)
    session = None if header else session_cookie(request)
    if session is None:
        raise TokenMissing("Send Authorization: Bearer with an access token.")
    return Credential(session, by_cookie=True)


def session_of(request: Request) -> str:
    """The session of this browser, for pages. Raises `TokenMissing`."""
    session = session_cookie(request)
    if session is None:
        raise TokenMissing("Sign in with this browser first: POST /v1/sessions.")
    return session


def address_of(request: Request) -> str:
    return request.remote_addr or "unknown"


def network_address_of(request: Request) -> str | None:
    """The same if it is one: a proxy that is trusted too far passes on whatever a client wrote."""
    try:
        return str(ip_address(request.remote_addr or ""))[:45]
    except ValueError:
        return None
