"""Declaring routes: one rule, one right, one call. Flask, the description and the tests all read the declaration."""

from collections.abc import Callable
from typing import Any

from flask import Response
from marshmallow import Schema

from gateway.http.operations import FILED_AS, MEBIBYTE, Lane, MadeBy, Route, Shape
from shared.contracts.fields import HistoryView
from shared.contracts.listing import Listing
from shared.contracts.rights import PUBLIC
from shared.contracts.sharing import ShareRecord, SharesView, ShareView
from shared.settings import GATEWAY

__all__ = ["MEBIBYTE", "Lane", "MadeBy", "Route", "Routes", "Shape"]


class Routes:
    """The routes of one aggregate. A module that holds one as `routes` is found by itself.

    People of partners reach the records of the services, as far as their rights do, but nothing that runs the house:
    the gateway's own routes are closed to them where they are not declared `for_partners`.
    """

    def __init__(self, noun: str, *, service: str, tag: str, about: str = "", for_partners: bool | None = None) -> None:
        self.noun = noun
        self.service = service
        self.tag = tag
        self.about = about
        self.for_partners = service != GATEWAY if for_partners is None else for_partners
        self.declared: list[Route] = []

    def list(
        self,
        rule: str,
        *,
        rpc: str,
        right: str,
        listing: Listing,
        search: bool | None = None,
        speaks: bool = False,
        for_partners: bool | None = None,
        about: str = "",
    ) -> None:
        """GET a page. `search` also declares POST `<rule>/search`; by default for rules without parameters."""
        entry = self.for_partners if for_partners is None else for_partners
        self._declare(
            Shape.LIST, "GET", rule, rpc, right, listing=listing, speaks=speaks, for_partners=entry, about=about
        )
        if "<" not in rule if search is None else search:
            self._declare(
                Shape.SEARCH, "POST", f"{rule}/search", rpc, right, listing=listing, for_partners=entry, about=about
            )

    def read(
        self,
        rule: str,
        *,
        rpc: str,
        right: str,
        gives: type[Schema],
        refuses: tuple[int, ...] = (),
        for_partners: bool | None = None,
        takes_query: type[Schema] | None = None,
        expanded: Callable[..., Response] | None = None,
        is_by_version: bool = True,
        about: str = "",
    ) -> None:
        """GET one record. Asked with the parameters of `takes_query`, `expanded(door, query, **path)` answers. One that
        also shows what changes without a new version of the record (not `is_by_version`) is told anew each time.
        """
        entry = self.for_partners if for_partners is None else for_partners
        self._declare(
            Shape.READ,
            "GET",
            rule,
            rpc,
            right,
            gives=gives,
            refuses=refuses,
            for_partners=entry,
            takes_query=takes_query,
            expanded=expanded,
            is_by_version=is_by_version,
            about=about,
        )

    def history(self, rule: str, *, rpc: str, right: str, about: str = "") -> None:
        """GET who changed the record, when, from what to what. The call takes `after: int = 0`, the cursor."""
        self._declare(Shape.HISTORY, "GET", rule, rpc, right, gives=HistoryView, about=about)

    def report(
        self,
        rule: str,
        *,
        rpc: str,
        right: str,
        takes_query: type[Schema],
        gives: type[Schema],
        tells_language: bool = False,
        refuses: tuple[int, ...] = (),
        fixed: tuple[tuple[str, str], ...] = (),
        filed_by: str | None = None,
        filed_as: tuple[str, ...] = FILED_AS,
        made_by: tuple[MadeBy, ...] = (),
        about: str = "",
    ) -> None:
        """GET an answer computed from the parameters of `takes_query`. With `filed_by`, the call that gives all rows,
        it is also had as a file of the kinds `filed_as`, and with `made_by` as those that the service makes itself.
        """
        self._declare(
            Shape.REPORT,
            "GET",
            rule,
            rpc,
            right,
            takes_query=takes_query,
            gives=gives,
            tells_language=tells_language,
            refuses=refuses,
            fixed=fixed,
            filed_by=filed_by,
            filed_as=filed_as,
            made_by=made_by,
            about=about,
        )

    def create(
        self,
        rule: str,
        *,
        rpc: str,
        right: str,
        takes: type[Schema],
        gives: type[Schema],
        status: int = 201,
        location: str | None = None,
        idempotency_required: bool = False,
        refuses: tuple[int, ...] = (),
        largest_body: int = MEBIBYTE,
        keeps_answer: bool = True,
        about: str = "",
    ) -> None:
        """POST that makes a record: 201, with `Location` (by default `<rule>/<id>`); 202 where it only begins to."""
        self._declare(
            Shape.CREATE,
            "POST",
            rule,
            rpc,
            right,
            takes=takes,
            gives=gives,
            status=status,
            location=location or f"{rule}/{{id}}",
            idempotency_required=idempotency_required,
            refuses=refuses,
            largest_body=largest_body,
            keeps_answer=keeps_answer,
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
        ends_session: bool = False,
        for_partners: bool | None = None,
        begins: str | None = None,
        about: str = "",
    ) -> None:
        """POST of a verb. `gives=None` answers 204; an answer that names a job as `begins` is 202, with its address."""
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
            ends_session=ends_session,
            for_partners=self.for_partners if for_partners is None else for_partners,
            begins=begins,
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
        self,
        rule: str,
        *,
        rpc: str,
        right: str,
        if_match: bool = False,
        ends_session: bool = False,
        refuses: tuple[int, ...] = (),
        about: str = "",
    ) -> None:
        self._declare(
            Shape.REMOVE,
            "DELETE",
            rule,
            rpc,
            right,
            status=204,
            if_match=if_match,
            ends_session=ends_session,
            refuses=refuses,
            about=about,
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
        tells_device: bool = False,
        opens_session: bool = False,
        keeps_answer: bool = False,
        refuses: tuple[int, ...] = (),
        channel: str | None = None,
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
            tells_device=tells_device,
            opens_session=opens_session,
            keeps_answer=keeps_answer,
            refuses=refuses,
            channel=channel,
            about=about,
        )

    def shares(self, rule: str, *, noun: str, read: str, share: str) -> None:
        """Opening a record to others: the calls `share_<noun>`, `list_<noun>_shares` and `revoke_<noun>_share`."""
        place = f"{rule}/shares"
        about = "Lets one person, or one unit with those below it, in until the share is revoked or ends."
        self.act(place, rpc=f"share_{noun}", right=share, takes=ShareRecord, gives=ShareView, status=201, about=about)
        self.read(place, rpc=f"list_{noun}_shares", right=read, gives=SharesView)
        self.remove(f"{place}/<share_id>", rpc=f"revoke_{noun}_share", right=share)

    def results(self, rule: str, *, rpc: str, right: str, about: str = "") -> None:
        """GET a page of the list that a view names. `rpc` gives the view; the list's own right and call do the rest."""
        self._declare(Shape.RESULTS, "GET", rule, rpc, right, refuses=(404, 409), about=about)

    def serve(
        self,
        rule: str,
        view: Callable[..., Response],
        *,
        right: str,
        gives: type[Schema] | None = None,
        takes_query: type[Schema] | None = None,
        media_type: str = "application/json",
        refuses: tuple[int, ...] = (),
        for_partners: bool | None = None,
        is_tagged: bool = False,
        fixed: tuple[tuple[str, str], ...] = (),
        about: str = "",
    ) -> None:
        """GET that the gateway answers itself by `view(door, **path)`; with `takes_query` it also gets `query`."""
        self._declare(
            Shape.SERVE,
            "GET",
            rule,
            view.__name__,
            right,
            gives=gives,
            takes_query=takes_query,
            media_type=media_type,
            refuses=refuses,
            view=view,
            for_partners=self.for_partners if for_partners is None else for_partners,
            is_tagged=is_tagged,
            fixed=fixed,
            about=about,
        )

    def form(
        self,
        rule: str,
        *,
        rpc: str,
        gives: type[Schema] | None = None,
        view: Callable[..., Response] | None = None,
        status: int = 200,
        per_minute: int = 300,
        media_type: str = "application/json",
        refuses: tuple[int, ...] = (401,),
        about: str = "",
    ) -> None:
        """POST of a form without sign-in, for protocols that say themselves what is asked and answered (OAuth).

        The call takes `form`, `authorization` and `address`, and answers `status`, `body` and `headers`.
        """
        self._declare(
            Shape.FORM,
            "POST",
            rule,
            rpc,
            PUBLIC,
            gives=gives,
            view=view,
            status=status,
            per_minute=per_minute,
            media_type=media_type,
            keeps_answer=False,
            refuses=refuses,
            about=about,
        )

    def _declare(self, shape: Shape, method: str, rule: str, rpc: str, right: str, **more: Any) -> None:
        told = {"service": self.service, "tag": self.tag, "for_partners": self.for_partners, **more}
        self.declared.append(Route(shape=shape, method=method, rule=rule, rpc=rpc, right=right, **told))
