"""Loading quotations from a file: all that its rows name is looked up at once, and only what differs is commanded."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.sales.opportunities.queries import opportunity_ids_by_external_id
from services.sales.products.queries import product_ids_by_code
from services.sales.quotations import commands, queries, rules
from services.sales.quotations.model import Quotation, QuotationLine
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
from shared.owners import Belonging, owner_named, owners_by_login
from shared.persistence.platform import OrgPersonReplica


def import_quotations(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the quotations in step with these rows, by external id; what a row does not mention stays as it is."""
    keys = named(rows, "external_id")
    codes = {line["code"] for row in rows if row.form is not None for line in row.form["lines"]}
    batch = _Batch(
        session=session,
        actor=actor,
        mode=mode,
        known=queries.quotations_by_external_id(session, actor, keys),
        taken=queries.external_ids_taken(session, keys),
        owners=owners_by_login(session, named(rows, "owner_login")),
        deals=opportunity_ids_by_external_id(session, actor, named(rows, "opportunity_external_id")),
        products=product_ids_by_code(session, codes),
    )
    return batch.results(rows)


@dataclass(frozen=True, kw_only=True)
class _Batch(KeyedBatch[Quotation]):
    """What the keys in the rows of one batch stand for."""

    entity = Quotation.entity
    taken_refusal = rules.QuotationExternalIdIsTaken

    owners: dict[str, OrgPersonReplica]
    deals: dict[str, str]
    products: dict[str, str]

    def says_the_same(self, record: Quotation, form: Form) -> bool:
        return not (_fixed(record, form) or _differs(record, form) or self.changes_custom(record, form))

    def create(self, form: Form) -> Quotation:
        deal = form["opportunity_external_id"]
        if deal is None:
            raise rules.OpportunityIsUnknown("A quotation is made for a deal; name one by its external id.")
        if deal not in self.deals:
            raise ReferenceIsUnknown(f"There is no deal {deal} within your reach.")
        fields: Form = {name: form[name] for name in ("external_id", "note", "currency", "valid_until") if name in form}
        if "owner_login" in form:
            owner = owner_named(self.owners, form["owner_login"])
            fields["whose"] = Belonging(owner.id, owner.unit_id)
        return commands.create_quotation(
            self.session,
            self.actor,
            opportunity_id=self.deals[deal],
            lines=self._lines(form["lines"]),
            custom=self.custom_of(form),
            **fields,
        )

    def change(self, record: Quotation, form: Form) -> None:
        rules.ensure_draft(rules.QuotationStatus(record.status))
        if fixed := _fixed(record, form):
            raise rules.QuotationKeepsThis(f"What it was drawn up for stays: {', '.join(fixed)}.")
        fields = {name: form[name] for name in _differs(record, form)}
        if "lines" in fields:
            fields["lines"] = self._lines(fields["lines"])
        commands.change_quotation(self.session, self.actor, record.id, custom=self.custom_of(form), **fields)

    def _lines(self, said: list[Form]) -> list[Form]:
        """As the commands of quotations take them."""
        if unknown := sorted({line["code"] for line in said} - self.products.keys()):
            raise ReferenceIsUnknown(f"There is no product {unknown[0]} in the catalogue.")
        return [
            {"product_id": self.products[line["code"]]}
            | {name: value for name, value in line.items() if name != "code"}
            for line in said
        ]


def _fixed(quotation: Quotation, form: Form) -> list[str]:
    """What the row says otherwise of what never changes. Not all who see it are told the key: none says nothing."""
    kept = {
        "opportunity_external_id": quotation.opportunity_external_id,
        "currency": quotation.currency,
        "owner_login": quotation.owner.login if quotation.owner else None,
    }
    if form["opportunity_external_id"] is None:
        del kept["opportunity_external_id"]
    return [name for name, value in kept.items() if name in form and form[name] != value]


def _differs(quotation: Quotation, form: Form) -> list[str]:
    """Which of the fields that a draft may change the row says otherwise."""
    said: Form = {name: form[name] for name in ("note", "valid_until") if name in form}
    changed = list(different(quotation, said))
    lines = quotation.lines
    if len(form["lines"]) != len(lines) or not all(map(_says, form["lines"], lines)):
        changed.append("lines")
    return changed


def _says(said: Form, line: QuotationLine) -> bool:
    return all(getattr(line, name) == value for name, value in said.items())
