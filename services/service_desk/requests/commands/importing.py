"""Loading requests from a file, many at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.service_desk.customers.queries import customer_ids_by_external_id, promised_hours
from services.service_desk.requests import commands, queries, rules
from services.service_desk.requests.model import Request
from shared.actor import Actor
from shared.clock import now
from shared.contracts.payload import Payload
from shared.contracts.service_desk import requests as contract
from shared.importing import Form, ReadRow, RowResult, named
from shared.owned_loading import OwnedNoun, Reference, load_owned
from shared.persistence.numbering import next_numbers


@dataclass(frozen=True)
class _Loading:
    """`agreed` are the deadlines that the rows name, by external id; `promised` the hours by customer."""

    session: Session
    actor: Actor
    agreed: dict[str, datetime]
    promised: Mapping[str, Mapping[str, int]]

    def make(self, **fields: Any) -> Request:
        rules.ensure_customer(fields.get("customer_id"), fields.get("customer_name"))
        return commands.drawn_up(promised=self.promised.get(fields.get("customer_id") or ""), **fields)

    def edit(self, request: Request, changed: Form) -> None:
        request.edit(self._allowed(request, changed), now())

    def change(
        self, session: Session, actor: Actor, request_id: str, custom: Payload | None, **changed: Any
    ) -> Request:
        request = queries.get_request(session, actor, request_id)
        return commands.change_request(session, actor, request_id, custom=custom, **self._allowed(request, changed))

    def number(self, made: Sequence[Request]) -> None:
        """The series stays locked until the transaction ends, so this comes last."""
        if made:
            numbers = next_numbers(self.session, commands.NUMBER_KIND, self.actor.unit_id, len(made))
            for request, number in zip(made, numbers, strict=True):
                request.number = number

    def _allowed(self, request: Request, changed: Form) -> Form:
        """Another severity moves the deadline, unless the row names the deadline that holds already."""
        rules.ensure_origin_stays(changed)
        agreed = self.agreed.get(str(request.external_id))
        return changed | {"due_at": agreed} if agreed and "severity" in changed else changed

    def noun(self) -> OwnedNoun[Request]:
        return OwnedNoun(
            noun=commands.NOUN,
            model=Request,
            known=queries.requests_by_external_id,
            keys_taken=queries.external_ids_taken,
            taken_refusal=rules.RequestExternalIdIsTaken,
            make=self.make,
            edit=self.edit,
            facts=commands.facts_of,
            created=lambda request, diff: contract.RequestCreated(**commands.told_of(request), changes=diff),
            changed=lambda request, diff: contract.RequestChanged(**commands.told_of(request), changes=diff),
            words=commands.found_by,
            create=commands.create_request,
            change=self.change,
            number=self.number,
            references={
                "customer_external_id": Reference("customer_id", customer_ids_by_external_id, "customer"),
            },
        )


def import_requests(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """By external id; what a row does not mention stays as it is."""
    told = [row if row.form is None else replace(row, form=_naming_somebody(row.form)) for row in rows]
    agreed = {row.form["external_id"]: row.form["due_at"] for row in told if row.form and "due_at" in row.form}
    customers = customer_ids_by_external_id(session, actor, named(told, "customer_external_id"))
    promised = promised_hours(session, actor, set(customers.values()))
    return load_owned(session, actor, mode, told, _Loading(session, actor, agreed, promised).noun())


def _naming_somebody(form: Form) -> Form:
    """The customer of a request may have no key: an empty cell says nothing of whose it is."""
    return {name: value for name, value in form.items() if name != "customer_external_id" or value is not None}
