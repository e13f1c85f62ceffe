"""Who is at the door: the bearer token, the limits of token and address, and the actor for the route's right."""

import re

from flask import Request, g

from gateway.http.door import Door
from gateway.http.limits import Rate
from gateway.http.ports import Principal
from gateway.http.routes import Route
from shared.actor import Actor
from shared.contracts.rights import PUBLIC
from shared.errors import Unauthenticated

ANONYMOUS_ID = "00000000-0000-7000-8000-000000000001"
_BEARER = re.compile(r"bearer +([!-~]{1,512})", re.IGNORECASE)
_GUESSES = Rate(per_second=5, burst=50)


class TokenMissing(Unauthenticated):
    code = "token_missing"


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
        return anonymous(), f"address {address}"
    principal = authenticate(door, request)
    g.user_id = principal.user_id
    g.allowance = door.limiter.take(f"token {principal.token_id}", door.rate)
    return principal.actor_for(route.right), principal.token_id


def authenticate(door: Door, request: Request) -> Principal:
    """Whoever the bearer token belongs to. Guessing tokens is throttled per address."""
    token = bearer_token(request)
    try:
        return door.access.authenticate(token)
    except Unauthenticated:
        door.limiter.take(f"guess {address_of(request)}", _GUESSES)
        raise


def bearer_token(request: Request) -> str:
    """Raise `TokenMissing` when the request shows none."""
    given = _BEARER.fullmatch(request.headers.get("Authorization", "").strip())
    if not given:
        raise TokenMissing("Send Authorization: Bearer with an access token.")
    return given[1]


def address_of(request: Request) -> str:
    return request.remote_addr or "unknown"
