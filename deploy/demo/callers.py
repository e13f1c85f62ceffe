"""Calling the services as people of the company, by the rights they have."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from gateway.access.queries import actor_of
from gateway.http.discovery import all_routes
from gateway.people.queries import find_by_login
from shared.actor import Actor
from shared.bus.host import Host
from shared.contracts.gateway.imports import ENTITIES
from shared.contracts.payload import Payload
from shared.persistence.database import database_at
from shared.settings import GATEWAY, Settings
from shared.signing import sign_actor

CALL_SECONDS = 60
PATIENCE_SECONDS = 20
PAUSE_SECONDS = 0.05

Found = TypeVar("Found")


class DemoIncomplete(Exception):
    """A row of the demo company was not taken, or an event did not arrive."""


class Callers:
    """The people of the company. Rights are those of the routes, so nobody does what the API would refuse them."""

    def __init__(self, settings: Settings, host: Host) -> None:
        self._host = host
        self._secret = settings.secret
        self._database = database_at(settings.database_url(GATEWAY))
        routes = {(route.service, route.rpc): route.right for group in all_routes() for route in group.declared}
        self._rights = routes | {(entity.service, entity.rpc): entity.right for entity in ENTITIES.values()}
        self._actors: dict[tuple[str, str], Actor] = {}

    def person(self, login: str) -> "Caller":
        return Caller(self, login)

    def load(self, service: str, rpc: str, rows: Sequence[Payload], **more: object) -> None:
        """Take rows as an import does. Raises `DemoIncomplete` when one is rejected."""
        answer = self.ask("admin", service, rpc, {"rows": list(rows), "mode": "upsert", **more})
        wrong = [result["messages"] for result in answer["results"] if result["outcome"] == "rejected"]
        if wrong:
            raise DemoIncomplete(f"{rpc}: {wrong}")

    def ask(self, login: str, service: str, rpc: str, arguments: Payload) -> Payload:
        token = sign_actor(self._actor(login, self._rights[service, rpc]), self._secret)
        until = time.time() + CALL_SECONDS
        answer = self._host.client.call(service, rpc, actor_token=token, deadline=until, **arguments)
        result: Payload = answer.result
        return result

    def _actor(self, login: str, right: str) -> Actor:
        """Looked up once: nobody of the demo company changes places while it is loaded."""
        if (login, right) not in self._actors:
            with self._database.read() as session:
                person = find_by_login(session, login)
                if person is None:
                    raise DemoIncomplete(f"There is no {login}.")
                self._actors[login, right] = actor_of(session, person.id, right)
        return self._actors[login, right]


class Caller:
    """One person."""

    def __init__(self, callers: Callers, login: str) -> None:
        self._callers = callers
        self._login = login

    def call(self, service: str, rpc: str, **arguments: object) -> Payload:
        return self._callers.ask(self._login, service, rpc, dict(arguments))

    def create(self, service: str, rpc: str, **fields: object) -> Payload:
        return self.call(service, rpc, request=fields)


def await_reply(look: Callable[[], Found | None]) -> Found:
    """What `look` finds as soon as it finds something. Raises `DemoIncomplete` when that takes too long."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        found = look()
        if found is not None:
            return found
        time.sleep(PAUSE_SECONDS)
    raise DemoIncomplete("An event did not arrive in time.")
