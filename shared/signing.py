"""The signed form in which an actor travels between the gateway and the services."""

import time
from dataclasses import fields
from functools import lru_cache
from typing import Any

from itsdangerous import BadData
from itsdangerous.url_safe import URLSafeTimedSerializer

from shared.actor import Actor, Reach
from shared.errors import Unauthenticated

LIFETIME_SECONDS = 300
"""Long enough for two clocks that disagree: neither the gateway's nor the service's is asked which is right."""


class UnsignedCall(Unauthenticated):
    """The call carries no actor, or one that this installation's gateway did not sign, or an expired one."""

    code = "unsigned_call"


_TOLD = tuple(one.name for one in fields(Actor) if one.name not in ("opened", "closed"))
"""Each service looks up itself what it has shared with the caller. What is closed is told where there is some: a
service of the version before, which may answer beside this one, knows no such word.
"""


@lru_cache(maxsize=4)
def _serializer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="tenon.actor")


def sign_actor(actor: Actor, secret: str) -> str:
    content = {name: getattr(actor, name) for name in _TOLD}
    content["reaches"] = sorted(actor.reaches)
    content["sight"] = sorted(actor.sight)
    content["fields"] = None if actor.fields is None else sorted(actor.fields)
    if actor.closed:
        content["closed"] = sorted(actor.closed)
    return str(_serializer(secret).dumps(content))


def verify_actor(token: str | None, secret: str) -> Actor:
    """Raise `UnsignedCall` unless `token` was made by `sign_actor` with this secret, within five minutes of now."""
    content = _signed_content(token or "", secret)
    reaches = frozenset(Reach(reach) for reach in content.pop("reaches"))
    sight = frozenset(Reach(reach) for reach in content.pop("sight"))
    fields, scopes = content.pop("fields", None), content.pop("scopes", None)
    return Actor(
        reaches=reaches,
        sight=sight,
        fields=None if fields is None else frozenset(fields),
        closed=frozenset(content.pop("closed", ())),
        scopes=None if scopes is None else tuple(scopes),
        **content,
    )


def _signed_content(token: str, secret: str) -> dict[str, Any]:
    """The library's own `max_age` refuses what was signed by a clock that is ahead, if only by a moment."""
    try:
        content, signed_at = _serializer(secret).loads(token, return_timestamp=True)
    except BadData as fault:
        raise UnsignedCall("The call carries no valid actor; go through the gateway.") from fault
    if abs(time.time() - signed_at.timestamp()) > LIFETIME_SECONDS:
        raise UnsignedCall(
            "The call's actor was signed more than five minutes ago, or the clocks disagree by that much."
        )
    signed: dict[str, Any] = content
    return signed
