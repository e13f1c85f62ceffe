"""Loading visits from a file: all that its rows name is looked up at once, and only what differs is commanded."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.sales.contacts.queries import contact_ids_by_external_id
from services.sales.customers.queries import customer_ids_by_external_id
from services.sales.opportunities.queries import opportunity_ids_by_external_id
from services.sales.visits import commands, queries, rules
from services.sales.visits.model import Visit
from shared.actor import Actor
from shared.importing import (
    Form,
    ReadRow,
    ReferenceIsUnknown,
    RowResult,
    different,
    named,
)
from shared.keyed_loading import KeyedBatch
from shared.owners import owner_named, owners_by_login
from shared.persistence.platform import OrgPersonReplica

_PLAIN = ("subject", "place", "note")
_TIMES = ("starts_at", "ends_at")
_PARTS = {"contact_external_id": "contact_id", "opportunity_external_id": "opportunity_id"}
_FINDERS = {
    "customer_external_id": customer_ids_by_external_id,
    "contact_external_id": contact_ids_by_external_id,
    "opportunity_external_id": opportunity_ids_by_external_id,
}
_WORDS = {
    "customer_external_id": "customer",
    "contact_external_id": "contact",
    "opportunity_external_id": "opportunity",
}


def import_visits(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the visits in step with these rows, by external id; what a row does not mention stays as it is."""
    keys = named(rows, "external_id")
    batch = _Batch(
        session=session,
        actor=actor,
        mode=mode,
        known=queries.visits_by_external_id(session, actor, keys),
        taken=queries.external_ids_taken(session, keys),
        owners=owners_by_login(session, named(rows, "owner_login")),
        ids={name: find(session, actor, named(rows, name)) for name, find in _FINDERS.items()},
    )
    return batch.results(rows)


@dataclass(frozen=True, kw_only=True)
class _Batch(KeyedBatch[Visit]):
    """What the keys in the rows of one batch stand for."""

    entity = Visit.entity
    taken_refusal = rules.VisitExternalIdIsTaken

    owners: dict[str, OrgPersonReplica]
    ids: dict[str, dict[str, str]]

    def says_the_same(self, record: Visit, form: Form) -> bool:
        return not self._differs(record, form)

    def _differs(self, visit: Visit, form: Form) -> bool:
        said = {name: form[name] for name in (*_PLAIN, *_TIMES, *_FINDERS) if name in form}
        if said["customer_external_id"] is None:  # it never changes, and is not told to all who see the visit
            del said["customer_external_id"]
        return bool(
            different(visit, said)
            or ("owner_login" in form and form["owner_login"] != (visit.owner.login if visit.owner else None))
            or self.changes_custom(visit, form)
        )

    def create(self, form: Form) -> Visit:
        fields = {name: form[name] for name in ("external_id", *_PLAIN, *_TIMES) if name in form}
        fields |= {column: self._id_of(name, form[name]) for name, column in _PARTS.items() if name in form}
        customer_id = self._id_of("customer_external_id", form["customer_external_id"])
        if customer_id is None:
            raise rules.VisitPartIsUnknown("A visit is paid to a customer; name one by its external id.")
        owner = owner_named(self.owners, form["owner_login"]) if "owner_login" in form else None
        visit = commands.plan_visit(
            self.session, self.actor, customer_id=customer_id, custom=self.custom_of(form), **fields
        )
        if owner is not None and owner.id != visit.owner_id:
            commands.transfer_visit(self.session, self.actor, visit.id, owner.id)
        return visit

    def change(self, record: Visit, form: Form) -> None:
        """By the same commands as by hand. A part out of sight shows no key, and stays if the row has none either."""
        if form["customer_external_id"] not in (None, record.customer_external_id):
            raise rules.VisitStaysWithCustomer("A visit stays with the customer for whom it was planned.")
        fields = different(record, {name: form[name] for name in _PLAIN if name in form})
        for name, column in _PARTS.items():
            if name in form and form[name] != getattr(record, name):
                fields[column] = self._id_of(name, form[name])
        if fields or self.changes_custom(record, form):
            commands.change_visit(self.session, self.actor, record.id, custom=self.custom_of(form), **fields)
        if times := different(record, {name: form[name] for name in _TIMES if name in form}):
            rules.ensure_planned(rules.VisitStatus(record.status))
            when = {name: times.get(name, getattr(record, name)) for name in _TIMES}
            commands.reschedule_visit(self.session, self.actor, record.id, **when)
        if "owner_login" in form and form["owner_login"] != (record.owner.login if record.owner else None):
            owner = owner_named(self.owners, form["owner_login"])
            commands.transfer_visit(self.session, self.actor, record.id, owner.id)

    def _id_of(self, name: str, key: str | None) -> str | None:
        if key is None:
            return None
        if key not in self.ids[name]:
            raise ReferenceIsUnknown(f"There is no {_WORDS[name]} {key} within your reach.")
        return self.ids[name][key]
