"""Stand-ins for the bus and for access, and a toy aggregate to reach through the door."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from marshmallow import Schema, fields

from gateway.http.routes import Routes
from shared.actor import Actor, Reach
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.rights import SIGNED_IN
from shared.errors import Forbidden, Unauthenticated
from shared.signing import verify_actor

SECRET = "for the tests only"
TOY_ID = "01890000-0000-7000-8000-000000000001"


class ToyView(Schema):
    id = fields.String()
    version = fields.Integer()
    name = fields.String()
    amount = fields.Decimal(as_string=True, allow_none=True)


class PaintView(Schema):
    job_id = fields.String(allow_none=True)


class CreateToy(Schema):
    name = fields.String(required=True)
    amount = fields.Decimal(places=2)


class ToyYear(Schema):
    year = fields.Integer(required=True)
    colours = fields.List(fields.String())


LISTING = Listing(
    "toys",
    ToyView,
    {"name": FieldKind.TEXT, "amount": FieldKind.MONEY, "owner_id": FieldKind.ID, "sold": FieldKind.FLAG},
    sorts=("name", "amount", "id"),
    default_sort="name",
    totals=("amount",),
    searchable=True,
)


def toy_routes() -> Routes:
    routes = Routes("toys", service="sales", tag="Toys", about="Things to play with.")
    routes.list("/v1/toys", rpc="list_toys", right="sales.toy:read", listing=LISTING)
    routes.read("/v1/toys/<toy_id>", rpc="get_toy", right="sales.toy:read", gives=ToyView)
    routes.history("/v1/toys/<toy_id>/history", rpc="list_toy_history", right="sales.toy:read")
    routes.create("/v1/toys", rpc="create_toy", right="sales.toy:create", takes=CreateToy, gives=ToyView)
    routes.change(
        "/v1/toys/<toy_id>", rpc="change_toy", right="sales.toy:change", takes=CreateToy, gives=ToyView, if_match=True
    )
    routes.act("/v1/toys/<toy_id>/wind", rpc="wind_toy", right="sales.toy:wind", gives=ToyView)
    routes.act(
        "/v1/toys/<toy_id>/sell", rpc="sell_toy", right="sales.toy:sell", gives=ToyView, idempotency_required=True
    )
    routes.act("/v1/toys/<toy_id>/paint", rpc="paint_toy", right="sales.toy:change", gives=PaintView, begins="job_id")
    routes.remove("/v1/toys/<toy_id>", rpc="remove_toy", right="sales.toy:remove")
    routes.report("/v1/reports/toys", rpc="report_toys", right="sales.toy:read", takes_query=ToyYear, gives=ToyView)
    routes.read("/v1/my-toys", rpc="list_my_toys", right=SIGNED_IN, gives=ToyView)
    routes.open("/v1/toy-wishes", rpc="wish_toy", takes=CreateToy, gives=ToyView, per_minute=3, tells_address=True)
    return routes


@dataclass
class StandInReply:
    result: Any
    headers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        return orjson.dumps(self.result)


@dataclass
class Called:
    service: str
    method: str
    actor: Actor
    deadline: float
    context: Mapping[str, str]
    arguments: dict[str, Any]


class StandInBus:
    """Answers each method with what a test laid down: a reply, a result, an exception or a function of the call."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {"gateway.describe_custom_fields": {"version": 0, "every": []}}
        self.calls: list[Called] = []
        self.listeners: list[Callable[[Any], None]] = []

    def call(
        self,
        service: str,
        method: str,
        /,
        *,
        actor_token: str | None = None,
        deadline: float | None = None,
        context: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> StandInReply:
        actor = verify_actor(actor_token, SECRET)
        called = Called(service, method, actor, deadline or 0, context or {}, kwargs)
        self.calls.append(called)
        answer = self.answers.get(
            f"{service}.{method}", self.answers.get(method, {"id": TOY_ID, "code": "toy", "version": 1})
        )
        if callable(answer):
            answer = answer(called)
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, StandInReply) else StandInReply(answer)

    @property
    def last(self) -> Called:
        return self.calls[-1]

    def subscribe_broadcast(self, event_classes: Any, callback: Callable[[Any], None]) -> Callable[[], None]:
        self.listeners.append(callback)
        return lambda: self.listeners.remove(callback)


class RightMissing(Forbidden):
    code = "right_missing"


@dataclass
class StandInPrincipal:
    user_id: str
    token_id: str
    rights: frozenset[str]
    channel: str | None = None

    def actor_for(self, right: str, *, for_partners: bool = True) -> Actor:
        if right not in self.rights | {SIGNED_IN}:
            raise RightMissing(f"You lack {right}.")
        everything = frozenset({Reach.ALL})
        return Actor(self.user_id, "toy.maker", "Toy Maker", TOY_ID, "/1/", "/1/", right, everything, everything)


class TokenExpired(Unauthenticated):
    code = "token_expired"


class TokenUnknown(Unauthenticated):
    code = "token_unknown"


EVERY_RIGHT = frozenset(f"sales.toy:{verb}" for verb in ("read", "create", "change", "wind", "sell", "remove"))


class StandInAccess:
    def __init__(self) -> None:
        self.people = {
            "good": StandInPrincipal(TOY_ID, "token-1", EVERY_RIGHT),
            "reader": StandInPrincipal(TOY_ID, "token-2", frozenset({"sales.toy:read"})),
        }

    def authenticate(self, token: str, *, by_cookie: bool = False) -> StandInPrincipal:
        if token == "expired":
            raise TokenExpired("The token has expired.")
        if token not in self.people:
            raise TokenUnknown("There is no such token.")
        return self.people[token]


@dataclass(frozen=True)
class StandInSettings:
    secret: str = SECRET
    deadline_seconds: float = 2.0
    rate_limit: str = "100/500"
    bulk_rate_limit: str = "200/2000"
    trusted_proxies: int = 0
    files: str = "memory://files"
    most_requests: int = 64
    heavy_requests: int = 4
    request_wait_seconds: float = 0.25
    console: Path | None = None
