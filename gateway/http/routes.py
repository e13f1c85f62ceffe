"""Declaring routes: one rule, one right, one call. Flask, the description and the tests all read the declaration."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import Response
from marshmallow import Schema

from shared.contracts.fields import HistoryView
from shared.contracts.listing import Listing
from shared.contracts.rights import PUBLIC

MEBIBYTE = 1024 * 1024
_PARAMETER = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")


class Shape(StrEnum):
    """What sort of operation a route is; it decides what is read from the request and how the answer is dressed."""

    LIST = "list"
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


@dataclass(frozen=True, kw_only=True)
class Route:
    """One operation of the public API.

    `largest_body` is in bytes. `per_minute` throttles an open route per address. `tells_address` adds the caller's
    network address to the call as `address`. `keeps_answer` is false where the answer is a secret, which must not be
    kept for a repeated Idempotency-Key: the key is passed over. `location` is where a created record is found, with
    `{id}` for its id. `uploads` are the media types of a file that the call takes as `content`, in
    base64. `view` answers routes that the gateway serves itself; all others are one call of `rpc`.
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
    largest_body: int = MEBIBYTE
    uploads: tuple[str, ...] = ()
    keeps_answer: bool = True
    media_type: str = "application/json"
    about: str = ""
    view: Callable[..., Response] | None = None

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
        return self.shape in {Shape.CREATE, Shape.CHANGE, Shape.ACT, Shape.REMOVE, Shape.UPLOAD}

    @property
    def is_open(self) -> bool:
        return self.right == PUBLIC


class Routes:
    """The routes of one aggregate. A module that holds one as `routes` is found by itself."""

    def __init__(self, noun: str, *, service: str, tag: str, about: str = "") -> None:
        self.noun = noun
        self.service = service
        self.tag = tag
        self.about = about
        self.declared: list[Route] = []

    def list(
        self, rule: str, *, rpc: str, right: str, listing: Listing, search: bool | None = None, about: str = ""
    ) -> None:
        """GET a page. `search` also declares POST `<rule>/search`; by default for rules without parameters."""
        self._declare(Shape.LIST, "GET", rule, rpc, right, listing=listing, about=about)
        if "<" not in rule if search is None else search:
            self._declare(Shape.SEARCH, "POST", f"{rule}/search", rpc, right, listing=listing, about=about)

    def read(self, rule: str, *, rpc: str, right: str, gives: type[Schema], about: str = "") -> None:
        self._declare(Shape.READ, "GET", rule, rpc, right, gives=gives, about=about)

    def history(self, rule: str, *, rpc: str, right: str, about: str = "") -> None:
        """GET who changed the record, when, from what to what. The call takes `after: int = 0`, the cursor."""
        self._declare(Shape.HISTORY, "GET", rule, rpc, right, gives=HistoryView, about=about)

    def report(
        self, rule: str, *, rpc: str, right: str, takes_query: type[Schema], gives: type[Schema], about: str = ""
    ) -> None:
        """GET an answer computed from the parameters of `takes_query`."""
        self._declare(Shape.REPORT, "GET", rule, rpc, right, takes_query=takes_query, gives=gives, about=about)

    def create(
        self,
        rule: str,
        *,
        rpc: str,
        right: str,
        takes: type[Schema],
        gives: type[Schema],
        location: str | None = None,
        idempotency_required: bool = False,
        refuses: tuple[int, ...] = (),
        largest_body: int = MEBIBYTE,
        about: str = "",
    ) -> None:
        """POST that makes a record: 201, with `Location` (by default `<rule>/<id>`)."""
        self._declare(
            Shape.CREATE,
            "POST",
            rule,
            rpc,
            right,
            takes=takes,
            gives=gives,
            status=201,
            location=location or f"{rule}/{{id}}",
            idempotency_required=idempotency_required,
            refuses=refuses,
            largest_body=largest_body,
            about=about,
        )

    def change(
        self,
        rule: str,
        *,
        rpc: str,
        right: str,
        takes: type[Schema],
        gives: type[Schema],
        if_match: bool = False,
        refuses: tuple[int, ...] = (),
        about: str = "",
    ) -> None:
        """PATCH of plain fields (JSON Merge Patch). `if_match` refuses a change that names no version (428)."""
        self._declare(
            Shape.CHANGE,
            "PATCH",
            rule,
            rpc,
            right,
            takes=takes,
            gives=gives,
            if_match=if_match,
            refuses=refuses,
            about=about,
        )

    def act(
        self,
        rule: str,
        *,
        rpc: str,
        right: str,
        gives: type[Schema] | None,
        takes: type[Schema] | None = None,
        status: int = 200,
        location: str | None = None,
        if_match: bool = False,
        idempotency_required: bool = False,
        refuses: tuple[int, ...] = (409, 422),
        largest_body: int = MEBIBYTE,
        keeps_answer: bool = True,
        about: str = "",
    ) -> None:
        """POST of a verb. `gives=None` answers 204."""
        self._declare(
            Shape.ACT,
            "POST",
            rule,
            rpc,
            right,
            takes=takes,
            gives=gives,
            status=status if gives else 204,
            location=location,
            if_match=if_match,
            idempotency_required=idempotency_required,
            refuses=refuses,
            largest_body=largest_body,
            keeps_answer=keeps_answer,
            about=about,
        )

    def upload(
        self,
        rule: str,
        *,
        rpc: str,
        right: str,
        gives: type[Schema],
        uploads: tuple[str, ...],
        largest_body: int,
        refuses: tuple[int, ...] = (409, 422),
        about: str = "",
    ) -> None:
        """POST of a file as the body itself. The call takes `content: str`, the file in base64."""
        self._declare(
            Shape.UPLOAD,
            "POST",
            rule,
            rpc,
            right,
            gives=gives,
            uploads=uploads,
            largest_body=largest_body,
            refuses=refuses,
            about=about,
        )

    def remove(
        self, rule: str, *, rpc: str, right: str, if_match: bool = False, refuses: tuple[int, ...] = (), about: str = ""
    ) -> None:
        self._declare(
            Shape.REMOVE, "DELETE", rule, rpc, right, status=204, if_match=if_match, refuses=refuses, about=about
        )

    def open(
        self,
        rule: str,
        *,
        rpc: str,
        gives: type[Schema] | None,
        method: str = "POST",
        takes: type[Schema] | None = None,
        status: int = 200,
        per_minute: int = 10,
        tells_address: bool = False,
        keeps_answer: bool = False,
        refuses: tuple[int, ...] = (),
        about: str = "",
    ) -> None:
        """One of the few operations without sign-in, throttled per network address."""
        self._declare(
            Shape.ACT if method == "POST" else Shape.READ,
            method,
            rule,
            rpc,
            PUBLIC,
            takes=takes,
            gives=gives,
            status=status if gives else 204,
            per_minute=per_minute,
            tells_address=tells_address,
            keeps_answer=keeps_answer,
            refuses=refuses,
            about=about,
        )

    def serve(
        self,
        rule: str,
        view: Callable[..., Response],
        *,
        right: str,
        gives: type[Schema] | None = None,
        media_type: str = "application/json",
        refuses: tuple[int, ...] = (),
        about: str = "",
    ) -> None:
        """GET that the gateway answers itself by `view(door, **path)`, without calling a service."""
        self._declare(
            Shape.SERVE,
            "GET",
            rule,
            view.__name__,
            right,
            gives=gives,
            media_type=media_type,
            refuses=refuses,
            view=view,
            about=about,
        )

    def _declare(self, shape: Shape, method: str, rule: str, rpc: str, right: str, **more: Any) -> None:
        route = Route(
            shape=shape, method=method, rule=rule, service=self.service, rpc=rpc, right=right, tag=self.tag, **more
        )
        self.declared.append(route)
