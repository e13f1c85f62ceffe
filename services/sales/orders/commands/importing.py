"""Loading orders from a file: all that its rows name is looked up at once, and only what differs is commanded."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.sales.configurators.queries import KeptConfiguration, configurations_by_id
from services.sales.customers.queries import customer_ids_by_external_id
from services.sales.orders import commands, queries, rules
from services.sales.orders.commands import entering
from services.sales.orders.model import Order, OrderLine
from services.sales.products.queries import product_ids_by_code
from shared.actor import Actor
from shared.importing import (
    Form,
    ReadRow,
    ReferenceIsUnknown,
    RowResult,
    named,
)
from shared.keyed_loading import KeyedBatch
from shared.owners import Belonging, owner_named, owners_by_login
from shared.persistence.platform import OrgPersonReplica


def import_orders(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the orders in step with these rows, by external id; what a row does not mention stays as it is."""
    keys = named(rows, "external_id")
    lines = [line for row in rows if row.form is not None for line in row.form["lines"]]
    batch = _Batch(
        session=session,
        actor=actor,
        mode=mode,
        known=queries.orders_by_external_id(session, actor, keys),
        taken=queries.external_ids_taken(session, keys),
        owners=owners_by_login(session, named(rows, "owner_login")),
        customers=customer_ids_by_external_id(session, actor, named(rows, "customer_external_id")),
        products=product_ids_by_code(session, {line["code"] for line in lines}),
        built=configurations_by_id(session, {line["configuration_id"] for line in lines if _is_built(line)}),
    )
    return batch.results(rows)


PLAIN = ("note", "shipping_method", "partial_shipments", "ship_on", "ship_to", "acceptance_demands")
"""What a row says of an order as the order has it."""


@dataclass(frozen=True, kw_only=True)
class _Batch(KeyedBatch[Order]):
    """What the keys in the rows of one batch stand for."""

    entity = Order.entity
    taken_refusal = rules.OrderExternalIdIsTaken

    owners: dict[str, OrgPersonReplica]
    customers: dict[str, str]
    products: dict[str, str]
    built: dict[str, KeptConfiguration]

    def says_the_same(self, record: Order, form: Form) -> bool:
        return not (_fixed(record, form) or _differs(record, form) or self.changes_custom(record, form))

    def create(self, form: Form) -> Order:
        customer = form["customer_external_id"]
        if customer is None:
            raise rules.CustomerIsMissing("An order says who buys; name a customer by its external id.")
        if customer not in self.customers:
            raise ReferenceIsUnknown(f"There is no customer {customer} within your reach.")
        fields: Form = {n: form[n] for n in ("external_id", "currency", "instalments", *PLAIN) if n in form}
        if "owner_login" in form:
            owner = owner_named(self.owners, form["owner_login"])
            fields["whose"] = Belonging(owner.id, owner.unit_id)
        return entering.create_order(
            self.session,
            self.actor,
            customer_id=self.customers[customer],
            lines=self._lines(form["lines"]),
            custom=self.custom_of(form),
            **fields,
        )

    def change(self, record: Order, form: Form) -> None:
        rules.ensure_changeable(rules.OrderStatus(record.status))
        if fixed := _fixed(record, form):
            raise rules.OrderKeepsThis(f"What was entered for it stays: {', '.join(fixed)}.")
        fields = {name: form[name] for name in _differs(record, form)}
        if "lines" in fields:
            fields["lines"] = self._lines(fields["lines"])
        commands.change_order(self.session, self.actor, record.id, custom=self.custom_of(form), **fields)

    def _lines(self, said: list[Form]) -> list[Form]:
        """As the commands of orders take them."""
        rules.ensure_unquoted(line.get(name) for line in said for name in ("discount_percent", "tax"))
        if unknown := sorted({line["code"] for line in said} - self.products.keys()):
            raise ReferenceIsUnknown(f"There is no product {unknown[0]} in the catalogue.")
        for line in filter(_is_built, said):
            kept = self.built.get(line["configuration_id"])
            if kept is None or self.products[line["code"]] not in (kept.product_id, *kept.part_ids):
                raise ReferenceIsUnknown(f"There is no configuration {line['configuration_id']} with {line['code']}.")
        asked = ("quantity", "unit_price", "configuration_id")
        return [
            {"product_id": self.products[line["code"]]} | {name: line[name] for name in asked if name in line}
            for line in said
        ]


def _is_built(line: Form) -> bool:
    return line.get("configuration_id") is not None


def _fixed(order: Order, form: Form) -> list[str]:
    """What the row says otherwise of what never changes. Not all who see it are told the key: none says nothing."""
    kept = {
        "customer_external_id": order.customer_external_id,
        "currency": order.currency,
        "owner_login": order.owner.login if order.owner else None,
    }
    if form["customer_external_id"] is None:
        del kept["customer_external_id"]
    return [name for name, value in kept.items() if name in form and form[name] != value]


def _differs(order: Order, form: Form) -> list[str]:
    """Which of the fields that a draft may change the row says otherwise."""
    changed = [name for name in PLAIN if name in form and form[name] != getattr(order, name)]
    if len(form["lines"]) != len(order.lines) or not all(map(_says, form["lines"], order.lines)):
        changed.append("lines")
    if "instalments" in form:
        said = sorted((one["due_on"], one["amount"]) for one in form["instalments"])
        if said != sorted((one.due_on, one.amount) for one in order.instalments):
            changed.append("instalments")
    return changed


def _says(said: Form, line: OrderLine) -> bool:
    return all(getattr(line, name) == value for name, value in said.items())
