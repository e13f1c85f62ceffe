"""Somebody who follows the events of all services, as far as their rights go at each look."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from gateway.http.admission import Credential, anonymous
from gateway.http.door import Door
from gateway.http.ports import Principal
from shared.actor import Actor
from shared.contracts.events import Event
from shared.errors import Forbidden
from shared.following import Followed, Places, ears_of, ends_of, follow
from shared.rights import SIGNED_IN
from shared.settings import GATEWAY
from shared.signing import sign_actor

OUT_OF_HEARING = frozenset({"right_missing", "scope_too_narrow", "internal_only"})


@dataclass(frozen=True)
class Follower:
    """One person at one moment. `kinds` are the events that are asked for; what may not be heard is passed over."""

    door: Door
    principal: Principal
    kinds: Sequence[type[Event]]

    def next_events(self, places: Places, limit: int) -> Followed:
        """The next events after these places."""
        return follow(self._ask, self._ears(), places, limit)

    def now(self) -> dict[str, int]:
        """Where all these logs end."""
        return ends_of(self._ask, sorted({kind.source() for kind in self.kinds}))

    def _ears(self) -> Mapping[str, list[dict[str, Any]]]:
        return ears_of(self._actor_for, self.kinds, self.door.settings.secret)

    def _actor_for(self, right: str) -> Actor | None:
        return actor_if_held(self.principal, right)

    def _ask(self, service: str, method: str, **arguments: Any) -> Any:
        """The rights travel with the ears; the call itself is nobody's in particular."""
        settings = self.door.settings
        reply = self.door.bus.call(
            service,
            method,
            actor_token=sign_actor(anonymous(), settings.secret),
            deadline=time.time() + settings.deadline_seconds,
            **arguments,
        )
        return orjson.loads(reply.body)


def actor_if_held(principal: Principal, right: str, *, for_partners: bool = True) -> Actor | None:
    """The actor for a right, or None where the principal does not hold it or, of a partner, may not enter by it."""
    try:
        return principal.actor_for(right, for_partners=for_partners and not right.startswith(f"{GATEWAY}."))
    except Forbidden as refusal:
        if refusal.code in OUT_OF_HEARING:
            return None
        raise


def follower(door: Door, credential: Credential, kinds: Sequence[type[Event]]) -> Follower:
    """Whoever shows this token or session now. Raises `Unauthenticated`, or `Forbidden` while it must change."""
    principal = door.access.authenticate(credential.token, by_cookie=credential.by_cookie)
    principal.actor_for(SIGNED_IN)
    return Follower(door, principal, kinds)
