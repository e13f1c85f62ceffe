"""What a declared operation is: its shape, its right, its schemas, and how its answer is dressed."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from flask import Response
from marshmallow import Schema

from shared.contracts.listing import Listing
from shared.contracts.rights import PUBLIC

FILED_AS = ("csv", "jsonl", "xlsx")
MEBIBYTE = 1024 * 1024
_PARAMETER = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")


class Shape(StrEnum):
    """What sort of operation a route is; it decides what is read from the request and how the answer is dressed."""

    LIST = "list"
    RESULTS = "results"
    SEARCH = "search"
    HISTORY = "history"
    READ = "read"
    CREATE = "create"
    CHANGE = "change"
    ACT = "act"
    REMOVE = "remove"
    REPORT = "report"
    SERVE = "serve"
    UPLOAD = "upload"
    BULK = "bulk"
    FORM = "form"


class Lane(StrEnum):
    """Whose allowance a request uses up: a nightly load must not keep the same token's screens waiting."""

    INTERACTIVE = "interactive"
    BULK = "bulk"


@dataclass(frozen=True)
class MadeBy:
    """A kind of files in which an answer can be had, and the call that makes them."""

    kind: str
    rpc: str
    media_type: str


@dataclass(frozen=True, kw_only=True)
class Route:
    """One operation of the public API.

    `largest_body` is in bytes. `per_minute` throttles an open route per address. `tells_address` adds the caller's
    network address to the call as `address`, `tells_language` the language of Accept-Language as `language` (None where
    the caller does not say), `speaks` all of its languages as `languages`, those that are preferred first.
    `keeps_answer` is false where the answer is a secret, which must not be
    kept for a repeated Idempotency-Key: the key is passed over. `location` is where a created record is found, with
    `{id}` for its id. `uploads` are the media types of a file that the call takes as `content`, in base64.
    `for_partners` lets people of the partner realm in. `tells_device` adds what the browser calls itself to the call as
    `device`. `opens_session` puts `session_token` of the call's answer into the cookie, and `ends_session` takes the
    cookie back. `view` answers routes that the gateway serves itself, and bulks; all others are one call of `rpc`.
    `fixed` are arguments that every call of the route has, for routes that have one call in common; `filed_by` is the
    call that gives all rows of a report that is asked for as a file, `filed_as` the kinds of files that are written
    of them, `made_by` the calls that make files of other kinds themselves. `expanded` answers a read that asks for
    more than the record itself by the parameters of `takes_query`; a view that is
    `is_tagged` tells by an entity tag that nothing has changed. A read that is not `is_by_version` shows what
    changes without a new version too, so it is never answered 304. `channel` is the way on which all comes that is
    sent to an open route. `begins` is the member of the answer that names the job that goes on with it: where it names
    one, the answer is 202 with the job's address as `Location`, where it is null, `status`.
    """

    shape: Shape
    method: str
    rule: str
    service: str
    rpc: str
    right: str
    tag: str
    takes: type[Schema] | None = None
    takes_query: type[Schema] | None = None
    listing: Listing | None = None
    gives: type[Schema] | None = None
    status: int = 200
    if_match: bool = False
    idempotency_required: bool = False
    refuses: tuple[int, ...] = ()
    location: str | None = None
    per_minute: int | None = None
    tells_address: bool = False
    tells_language: bool = False
    speaks: bool = False
    largest_body: int = MEBIBYTE
    uploads: tuple[str, ...] = ()
    keeps_answer: bool = True
    media_type: str = "application/json"
    for_partners: bool = False
    tells_device: bool = False
    opens_session: bool = False
    ends_session: bool = False
    about: str = ""
    view: Callable[..., Response] | None = None
    expanded: Callable[..., Response] | None = None
    is_by_version: bool = True
    is_tagged: bool = False
    channel: str | None = None
    fixed: tuple[tuple[str, str], ...] = ()
    filed_by: str | None = None
    filed_as: tuple[str, ...] = FILED_AS
    made_by: tuple[MadeBy, ...] = ()
    begins: str | None = None

    @property
    def name(self) -> str:
        """Its own among all routes, though its call may answer others too."""
        return "_".join((self.rpc, *(value.replace("-", "_") for _, value in self.fixed)))

    @property
    def endpoint(self) -> str:
        """Flask's name of this route; dots would mean blueprints to Flask."""
        return f"{self.method} {self.rule}".replace(".", "·")

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(_PARAMETER.findall(self.rule))

    @property
    def template(self) -> str:
        """The rule as OpenAPI writes it: /v1/leads/{lead_id}."""
        return _PARAMETER.sub(r"{\1}", self.rule)

    @property
    def writes(self) -> bool:
        return self.shape in {Shape.CREATE, Shape.CHANGE, Shape.ACT, Shape.REMOVE, Shape.UPLOAD, Shape.BULK}

    @property
    def tells_unchanged(self) -> bool:
        """Whether who names the version that they have may be answered 304."""
        return self.is_tagged or (self.shape is Shape.READ and self.is_by_version)

    @property
    def lane(self) -> Lane:
        return Lane.BULK if self.shape in {Shape.UPLOAD, Shape.BULK} else Lane.INTERACTIVE

    @cached_property
    def sensitive(self) -> tuple[str, ...]:
        """The sensitive fields of the one record that it shows."""
        if self.shape is not Shape.READ or self.gives is None:
            return ()
        return tuple(name for name, field in self.gives().fields.items() if field.metadata.get("sensitive"))

    @property
    def is_open(self) -> bool:
        return self.right == PUBLIC


def lists_of(routes: Iterable[Route]) -> dict[str, Route]:
    """Every list at an address without parameters, by the noun in its address."""
    plain = (route for route in routes if route.shape is Shape.LIST and not route.parameters)
    return {route.rule.removeprefix("/v1/"): route for route in plain}
